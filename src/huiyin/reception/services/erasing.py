"""What the reception holds is erased: with a petition, with a person, and once it was kept long enough."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.base.clock import LOCAL, local_day
from huiyin.base.errors import NotAllowed, NotFound
from huiyin.cases import keeping
from huiyin.cases.rules.given import PersonGiven
from huiyin.cases.standing import the_law
from huiyin.foundation import audit
from huiyin.foundation.outbox import Told
from huiyin.orgs.rules import SYSTEM, Actor
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
from huiyin.reception.queries.copies import unregistered
from huiyin.reception.queries.sight import talks_seen
from huiyin.reception.rules import desk

AT_ONCE = 500


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
    _events(list(_about_nobody().filter(matters=matter).values_list("pk", flat=True)))


def of_person(given: PersonGiven, at: datetime, **_: object) -> None:
    """Erase what a person said at a desk that was never registered; what still waits for it stays."""
    law, today = the_law()[0], local_day(at)
    talks = [talk.pk for talk in unregistered(given) if desk.settled(talk.day, law=law, on=today)]
    _talks(talks)
    _on_record("talk.erase", "talk", talks, at)


@transaction.atomic
def propose(talk_id: int, *, by: Actor, at: datetime) -> None:
    """Propose to erase an unregistered record, as its visitor wishes; another officer confirms."""
    talk = _erasable(talk_id, by, "person.unmask", at)
    Talk.objects.filter(pk=talk.pk).update(erasing_by=by.staff)
    audit.record("talk.propose_erasure", actor=by.label, about=f"talk:{talk.pk}", at=at)


@transaction.atomic
def confirm(talk_id: int, *, by: Actor, at: datetime) -> None:
    """Erase what another officer proposed, for good."""
    talk = _erasable(talk_id, by, "person.confirm_erasure", at)
    if talk.erasing_by_id is None or talk.erasing_by_id == by.staff:
        raise NotAllowed("personal.second_officer")
    _talks([talk.pk])
    audit.record("talk.erase", actor=by.label, about=f"talk:{talk.pk}", at=at)


def _erasable(talk_id: int, by: Actor, permission: str, at: datetime) -> Talk:
    """Return a record the actor sees that was not registered. Raises NotAllowed while it waits for that."""
    if not talks_seen(by).filter(pk=talk_id).exists():
        raise NotFound("reception.no_talk")
    talk = Talk.objects.select_for_update(of=("self",)).get(pk=talk_id)
    if talk.office_id not in by.offices(permission) or talk.petition_id is not None:
        raise NotAllowed("cases.not_your_part")
    if not talk.key:
        raise NotAllowed("reception.talk_erased")
    law, today = the_law()[0], local_day(at)
    if not desk.settled(talk.day, law=law, on=today):
        days = law.parameter("talk_open_days", today).value
        raise NotAllowed("reception.talk_waits", days=days)
    return talk


@transaction.atomic
def forget_talks(*, at: datetime) -> int:
    """Erase talk records that never became a petition, once kept for long enough; return how many."""
    today = local_day(at)
    years = int(the_law()[0].parameter("keep_unregistered_talk_years", today).value)
    before = date(today.year - years, today.month, min(today.day, 28))
    old = Talk.objects.filter(petition=None, matter=None, day__lt=before).exclude(key=b"").order_by("pk")
    talks = list(old.values_list("pk", flat=True)[:AT_ONCE])
    _talks(talks)
    _on_record("talk.erase", "talk", talks, at)
    return len(talks)


@transaction.atomic
def forget_events(*, at: datetime) -> int:
    """Erase the words of closed events that are about nobody on record any more; return how many.

    Where all matters linked to one were erased, at once; without any, once kept as long as the rule says.
    """
    today = local_day(at)
    years = int(the_law()[0].parameter("keep_event_years", today).value)
    kept = Q(matters=None, closed_at__gte=datetime(today.year - years, 1, 1, tzinfo=LOCAL))
    events = list(_about_nobody().exclude(kept).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    _events(events)
    _on_record("event.erase", "event", events, at)
    return len(events)


def _about_nobody() -> QuerySet[UrgentEvent]:
    """Return the closed events that still say something and are about nobody who is left on record."""
    held = keeping.held().filter(urgent_events=OuterRef("pk"))
    return UrgentEvent.objects.filter(~Exists(held), closed_at__isnull=False).exclude(key=b"")


def _events(events: list[int]) -> None:
    UrgentEvent.objects.filter(pk__in=events).update(key=b"", place_sealed=b"", asked_sealed=b"")
    EventReport.objects.filter(event__in=events).update(situation_sealed=b"", measures_sealed=b"")


def _talks(talks: list[int]) -> None:
    TalkEntry.objects.filter(talk__in=talks).update(text_sealed=b"")
    Ticket.objects.filter(talk__in=talks).update(key=b"", name_sealed=b"")
    Talk.objects.filter(pk__in=talks).update(key=b"", content_sealed=b"", refusal_sealed=b"")


def _on_record(action: str, kind: str, keys: Iterable[int], at: datetime) -> None:
    for key in keys:
        audit.record(action, actor=SYSTEM.label, about=f"{kind}:{key}", at=at)
