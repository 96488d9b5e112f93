"""What the reception holds of a petition is erased with it: its talk record, and what hung on its matter."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from huiyin.cases import keeping
from huiyin.foundation.outbox import Told
from huiyin.reception.models import (
    ElectronicConsent,
    EventReport,
    ReceivingAgent,
    ServiceAttempt,
    Talk,
    TalkEntry,
    Ticket,
    UrgentEvent,
)


def of_petition(told: Told, _at: datetime) -> None:
    """Erase the talk record a petition came from; twice does no harm.

    Once nobody is left in the matter, also who received its letters and how that went, and the words of
    closed events that were about erased matters only.
    """
    _talks(list(Talk.objects.filter(petition=told.key).values_list("pk", flat=True)))
    matter = told.params.get("matter")
    if keeping.held().filter(pk=matter or 0).exists():
        return
    ServiceAttempt.objects.filter(letter__matter=matter).update(witnesses_sealed=b"", words_sealed=b"")
    ReceivingAgent.objects.filter(matter=matter).update(who_sealed=b"")
    ElectronicConsent.objects.filter(matter=matter).update(address_sealed=b"")
    _talks(list(Talk.objects.filter(matter=matter).values_list("pk", flat=True)))
    held = keeping.held().filter(urgent_events=OuterRef("pk"))
    events = UrgentEvent.objects.filter(~Exists(held), matters=matter, closed_at__isnull=False)
    for event in list(events.values_list("pk", flat=True)):
        UrgentEvent.objects.filter(pk=event).update(key=b"", place_sealed=b"", asked_sealed=b"")
        EventReport.objects.filter(event=event).update(situation_sealed=b"", measures_sealed=b"")


def _talks(talks: list[int]) -> None:
    TalkEntry.objects.filter(talk__in=talks).update(text_sealed=b"")
    Ticket.objects.filter(talk__in=talks).update(key=b"", name_sealed=b"")
    Talk.objects.filter(pk__in=talks).update(key=b"", content_sealed=b"", refusal_sealed=b"")
