"""Grave and urgent events: opened, reported at once, followed, linked to matters, closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiyin.base.clock import local_day
from huiyin.base.errors import Invalid, NotAllowed, NotFound
from huiyin.cases import spine
from huiyin.cases.models import Act, Matter
from huiyin.cases.queries.scope import require, visible
from huiyin.cases.rules.given import LONGEST_TEXT, number_given, plain
from huiyin.cases.standing import the_law
from huiyin.foundation import audit, crypto, numbers
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor
from huiyin.reception.models import EventReport, UrgentEvent
from huiyin.reception.queries.sight import events_seen
from huiyin.reception.rules import events as rules


@dataclass(frozen=True)
class ReportGiven:
    """A report as it went out: when, to which bodies, how many people, the situation, what is done."""

    reported_at: datetime
    to: Sequence[str]
    headcount: int
    situation: str
    measures: str


@transaction.atomic
def open_event(given: rules.EventGiven, *, matter_number: str, by: Actor, at: datetime) -> int:
    """Enter an event at the actor's office; return it. A matter may be linked at once by its number."""
    here = by.offices("act.intake")
    if not here:
        raise NotAllowed("cases.not_your_part")
    law, _ = the_law()
    given = rules.checked_event(given, law=law, at=at)
    office = by.office if by.office in here else min(here)
    place = orgs.office(office)
    year, wrapped = local_day(at).year, crypto.new_wrapped_key()
    key = crypto.open_key(wrapped)
    event = UrgentEvent.objects.create(
        key=wrapped,
        number=f"{place.short}急〔{year}〕{numbers.allocate(f'event:{office}:{year}')}号",
        office_id=office,
        known_at=given.known_at,
        headcount=given.headcount,
        spokespersons=given.spokespersons,
        danger=given.danger,
        place_sealed=crypto.seal_text(key, given.place, about="event.place"),
        asked_sealed=crypto.seal_text(key, given.asked, about="event.asked"),
        entered=at,
        by_id=by.staff,
    )
    audit.record("event.open", actor=by.label, about=f"event:{event.pk}", at=at)
    if plain(matter_number):
        _link(event, matter_number, by=by, at=at)
    return event.pk


def _locked(event_id: int, by: Actor) -> UrgentEvent:
    if not events_seen(by).filter(pk=event_id).exists():
        raise NotFound("reception.no_event")
    event = UrgentEvent.objects.select_for_update(of=("self",)).get(pk=event_id)
    if event.office_id not in by.offices("act.intake"):
        raise NotAllowed("cases.not_your_part")
    if event.closed_at is not None:
        raise NotAllowed("reception.event_closed")
    return event


@transaction.atomic
def link(event_id: int, matter_number: str, *, by: Actor, at: datetime) -> None:
    """Link a matter to an event; what was reported already goes on the matter's record too."""
    _link(_locked(event_id, by), matter_number, by=by, at=at)


def _link(event: UrgentEvent, number: str, *, by: Actor, at: datetime) -> None:
    found = visible(by).filter(number=number_given(number)).first()
    if found is None:
        raise Invalid("reception.no_such_matter", field="matter_number")
    matter = spine.locked(found.pk)
    require(by, matter, "act.intake")
    if event.matters.filter(pk=matter.pk).exists():
        return
    event.matters.add(matter)
    audit.record("event.link", actor=by.label, about=f"event:{event.pk}", at=at, reason=f"matter:{matter.pk}")
    first = EventReport.objects.filter(event=event, kind="first").first()
    if first is not None:
        _on_record(matter, first.reported_at, by=by, at=at)


def _on_record(matter: Matter, reported_at: datetime, *, by: Actor, at: datetime) -> None:
    """Append `urgent_reported`: on the day of the report, or, entered later, on the last act's day.

    Acts of a matter stand in the order of their days; the exact time stays in the report.
    """
    last = spine.last_day(list(Act.objects.filter(matter=matter)))
    spine.append(matter, "urgent_reported", on=max(local_day(reported_at), last), by=by, at=at)


@transaction.atomic
def report(event_id: int, given: ReportGiven, *, close: bool = False, by: Actor, at: datetime) -> int:
    """Record a report; the first one puts `urgent_reported` on the record of every linked matter.

    With `close` it is the last one, and the event leaves the to-do list. Return the report.
    """
    event = _locked(event_id, by)
    reported = list(EventReport.objects.filter(event=event).values_list("reported_at", flat=True))
    to = rules.checked_report(
        given.to, given.situation, reported_at=given.reported_at, known_at=event.known_at, at=at
    )
    if not 0 <= given.headcount <= rules.LARGEST_CROWD:
        raise Invalid("reception.headcount_unreadable", field="headcount")
    law, _ = the_law()
    due = rules.report_due(event.known_at, reported, law=law, at=given.reported_at)
    kind = "first" if not reported else "last" if close else "follow-up"
    key = crypto.open_key(event.key)
    made = EventReport.objects.create(
        event=event,
        kind=kind,
        reported_at=given.reported_at,
        to=list(to),
        headcount=given.headcount,
        situation_sealed=crypto.seal_text(
            key, plain(given.situation)[:LONGEST_TEXT], about="report.situation"
        ),
        measures_sealed=crypto.seal_text(key, plain(given.measures)[:LONGEST_TEXT], about="report.measures"),
        late=due.late,
        by_id=by.staff,
        entered=at,
    )
    audit.record("event.report", actor=by.label, about=f"event:{event.pk}", at=at, reason=kind)
    if kind == "first":
        for pk in event.matters.order_by("pk").values_list("pk", flat=True):
            _on_record(spine.locked(pk), given.reported_at, by=by, at=at)
    if close:
        UrgentEvent.objects.filter(pk=event.pk).update(closed_at=at, closed_by_id=by.staff)
        audit.record("event.close", actor=by.label, about=f"event:{event.pk}", at=at)
    return made.pk
