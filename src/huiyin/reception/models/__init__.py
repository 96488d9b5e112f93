"""Tables of the reception. Columns named `*_sealed` are encrypted; nothing here lists or labels persons."""

from huiyin.reception.models.desk import Talk, TalkEntry, Ticket
from huiyin.reception.models.events import EventReport, UrgentEvent
from huiyin.reception.models.service import ElectronicConsent, ReceivingAgent, ServiceAttempt

__all__ = [
    "ElectronicConsent",
    "EventReport",
    "ReceivingAgent",
    "ServiceAttempt",
    "Talk",
    "TalkEntry",
    "Ticket",
    "UrgentEvent",
]
