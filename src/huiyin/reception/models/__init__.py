"""Tables of the reception. Columns named `*_sealed` are encrypted; nothing here lists or labels persons."""

from huiyin.reception.models.days import Booking, ReceptionDay
from huiyin.reception.models.desk import Talk, TalkEntry, Ticket
from huiyin.reception.models.events import EventReport, UrgentEvent
from huiyin.reception.models.service import ElectronicConsent, ReceivingAgent, ServiceAttempt

__all__ = [
    "Booking",
    "ElectronicConsent",
    "EventReport",
    "ReceivingAgent",
    "ReceptionDay",
    "ServiceAttempt",
    "Talk",
    "TalkEntry",
    "Ticket",
    "UrgentEvent",
]
