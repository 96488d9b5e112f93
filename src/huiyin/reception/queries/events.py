"""Grave and urgent events as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.base.errors import NotFound
from huiyin.cases.queries.scope import visible
from huiyin.cases.standing import the_law
from huiyin.foundation import audit
from huiyin.foundation.documents import OfficialLetter
from huiyin.orgs.rules import Actor
from huiyin.reception import words
from huiyin.reception.models import EventReport, UrgentEvent
from huiyin.reception.queries.sight import events_seen
from huiyin.reception.rules.events import ReportDue, report_due

PAGE = 50
_LONGEST_KEY = 18


@dataclass(frozen=True)
class EventRow:
    """An event in a list: when, how many, danger or not, and which report is owed."""

    id: int
    number: str
    office_name: str
    known_at: datetime
    headcount: int
    danger: bool
    closed: bool
    due: ReportDue | None


@dataclass(frozen=True)
class ReportRow:
    """A report with its words."""

    id: int
    kind: str
    reported_at: datetime
    to: Sequence[str]
    headcount: int
    situation: str
    measures: str
    late: bool
    by: str


@dataclass(frozen=True)
class EventView:
    """An event as its page shows it."""

    row: EventRow
    place: str
    asked: str
    spokespersons: int
    by: str
    closed_at: datetime | None
    matters: Sequence[tuple[int, str, str]]
    reports: Sequence[ReportRow]
    may_report: bool


@dataclass(frozen=True)
class EventPage:
    """One page of events; `after` is the key of the next."""

    rows: Sequence[EventRow]
    after: str


def open_events(actor: Actor, *, at: datetime) -> Sequence[EventRow]:
    """Return the events that are still open, the newest first, for the top of the to-do list."""
    rows = events_seen(actor).filter(closed_at__isnull=True).select_related("office")
    return [_row(e, at) for e in rows.prefetch_related("reports").order_by("-id")[:20]]


def events(actor: Actor, *, at: datetime, after: str = "") -> EventPage:
    """Return the events an actor may see, newest first."""
    rows = events_seen(actor).select_related("office").prefetch_related("reports").order_by("-id")
    if after.isdecimal() and len(after) <= _LONGEST_KEY:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows[: PAGE + 1])
    more = str(found[PAGE - 1].pk) if len(found) > PAGE else ""
    return EventPage([_row(e, at) for e in found[:PAGE]], more)


def _row(e: UrgentEvent, at: datetime) -> EventRow:
    law, _ = the_law()
    reported = [r.reported_at for r in e.reports.all()]
    return EventRow(
        id=e.pk,
        number=e.number,
        office_name=e.office.name,
        known_at=e.known_at,
        headcount=e.headcount,
        danger=e.danger,
        closed=e.closed_at is not None,
        due=None if e.closed_at else report_due(e.known_at, reported, law=law, at=at),
    )


def event(actor: Actor, event_id: int, *, at: datetime) -> EventView:
    """Return an event with its words and record that it was read. Raises NotFound."""
    found = _event(actor, event_id)
    audit.record("event.read", actor=actor.label, about=f"event:{found.pk}", at=at)
    place, asked = words.opened_event(found)
    linked = visible(actor).filter(urgent_events=found).order_by("pk")
    return EventView(
        row=_row(found, at),
        place=place,
        asked=asked,
        spokespersons=found.spokespersons,
        by=found.by.name if found.by else "",
        closed_at=found.closed_at,
        matters=list(linked.values_list("pk", "number", "headline")),
        reports=[_report(found, r) for r in EventReport.objects.filter(event=found).select_related("by")],
        may_report=found.office_id in actor.offices("act.intake") and found.closed_at is None,
    )


def _event(actor: Actor, event_id: int) -> UrgentEvent:
    rows = events_seen(actor).select_related("office", "by").prefetch_related("reports")
    found = rows.filter(pk=event_id).first()
    if found is None:
        raise NotFound("reception.no_event")
    return found


def _report(e: UrgentEvent, r: EventReport) -> ReportRow:
    situation, measures = words.opened_report(e, r)
    return ReportRow(
        r.pk, r.kind, r.reported_at, r.to, r.headcount, situation, measures, r.late, r.by.name if r.by else ""
    )


def report_document(actor: Actor, report_id: int, *, at: datetime) -> tuple[OfficialLetter, str]:
    """Return a report as an official page, with its file's name, and record the download. Raises NotFound."""
    found = EventReport.objects.filter(pk=report_id).first()
    if found is None:
        raise NotFound("reception.no_event")
    event = _event(actor, found.event_id)
    audit.record("event.download", actor=actor.label, about=f"event:{event.pk}", at=at)
    linked = visible(actor).filter(urgent_events=event).order_by("pk").values_list("number", flat=True)
    return words.report_page(event, found, list(linked)), f"{event.number}-{found.pk}"


def events_of(actor: Actor, matter: int) -> Sequence[tuple[int, str, bool]]:
    """Return the events a matter is linked to: key, number, still open."""
    rows = events_seen(actor).filter(matters=matter).order_by("pk")
    return [(e.pk, e.number, e.closed_at is None) for e in rows]
