"""Grave and urgent events (信访工作条例 art 25, 26): what is asked, and when a report is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from huiyin.base.clock import local_day
from huiyin.base.errors import Invalid
from huiyin.cases.rules.given import LONGEST_TEXT, plain, visible
from huiyin.law.parameters import Law, Parameter

LARGEST_CROWD = 100_000
# To whom an event is reported: bodies, never persons. The first two the article names for every case.
BODIES = ("committee", "government", "joint-conference", "departments", "petition-office", "superior")
REPORTS = ("first", "follow-up", "last")


@dataclass(frozen=True)
class EventGiven:
    """What is known of an event: how many came and speak, where, what is asked, danger."""

    headcount: int
    spokespersons: int
    place: str
    asked: str
    danger: bool
    known_at: datetime


def checked_event(given: EventGiven, *, law: Law, at: datetime) -> EventGiven:
    """Return what is known, cleaned. Raises Invalid with the field to mend."""
    most = int(law.parameter("spokespersons", local_day(given.known_at)).value)
    if not 1 <= given.headcount <= LARGEST_CROWD:
        raise Invalid("reception.headcount_unreadable", field="headcount")
    if not 0 <= given.spokespersons <= min(most, given.headcount):
        raise Invalid("reception.too_many_speak", field="spokespersons", most=most)
    if given.known_at > at:
        raise Invalid("reception.known_in_future", field="known_at")
    place, asked = " ".join(plain(given.place).split()), plain(given.asked)
    if not visible(place):
        raise Invalid("reception.place_missing", field="place")
    if not visible(asked):
        raise Invalid("reception.asked_missing", field="asked")
    if len(asked) > LONGEST_TEXT:
        raise Invalid("cases.text_too_long", field="asked", length=len(asked), limit=LONGEST_TEXT)
    return EventGiven(given.headcount, given.spokespersons, place, asked, given.danger, given.known_at)


@dataclass(frozen=True)
class ReportDue:
    """Which report is owed next, by when by the agency's own rule, and whether that has passed."""

    kind: str
    by: datetime
    rule: Parameter
    late: bool


def report_due(known_at: datetime, reported: Sequence[datetime], *, law: Law, at: datetime) -> ReportDue:
    """Return the report that is owed next while an event is open.

    The law says "at once" (art 25); the hours are the agency's own, and unconfirmed.
    """
    kind, name = (
        ("follow-up", "urgent_follow_up_hours") if reported else ("first", "urgent_first_report_hours")
    )
    rule = law.parameter(name, local_day(at))
    by = max(reported, default=known_at) + timedelta(hours=int(rule.value))
    return ReportDue(kind, by, rule, late=at > by)


def checked_report(
    to: Sequence[str], situation: str, *, reported_at: datetime, known_at: datetime, at: datetime
) -> tuple[str, ...]:
    """Return the bodies reported to, in their order. Raises Invalid with the field to mend."""
    if not set(to) or not set(to) <= set(BODIES):
        raise Invalid("reception.bodies_missing", field="to")
    if not visible(situation):
        raise Invalid("reception.situation_missing", field="situation")
    if not known_at <= reported_at <= at:
        raise Invalid("reception.report_time_impossible", field="reported_at")
    return tuple(body for body in BODIES if body in set(to))
