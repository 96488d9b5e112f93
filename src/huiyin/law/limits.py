"""One duty or right with its last day: how it was counted, how it stands, and what would change it."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from huiyin.base.citation import Citation, Status
from huiyin.base.messages import Message
from huiyin.law.calendar import Calendar
from huiyin.law.counting import Count, count
from huiyin.law.parameters import Law, Parameter
from huiyin.law.pauses import ALL_COUNT, LeftOut
from huiyin.law.state import Step

RIGHTS = frozenset({"ask_review", "ask_rereview"})
_ROLLED = frozenset({"calendar-day", "month", "year"})
UNFINISHED = frozenset({"open", "overdue"})


@dataclass(frozen=True, slots=True)
class Deadline:
    """One duty or right: whose, its last day (None where the law sets none), its article, how it stands."""

    duty: str
    owed_by: str  # office, petitioner, reviewer, rereviewer
    due: date | None
    unrolled: date | None
    unit: str
    citation: Citation
    provisional: bool
    state: str  # open, met, late, overdue, lapsed
    why: tuple[Message, ...]
    changes: tuple[Message, ...] = ()
    started_on: date | None = None
    discharged_on: date | None = None
    discharged_by: int | None = None

    days_unconfirmed: bool = False  # days were left out by a local rule that nobody has read yet

    @property
    def status(self) -> Status:
        """Return how far the day may be relied on: no further than every rule it was counted by."""
        return Status.UNCONFIRMED if self.days_unconfirmed else self.citation.status

    @property
    def unconfirmed(self) -> bool:
        """Return whether nobody has read a rule that the day was counted by in its own text yet."""
        return self.status is Status.UNCONFIRMED


@dataclass(frozen=True, slots=True)
class View:
    """What a deadline is looked at with: the law, the calendar and the day looked from."""

    law: Law
    calendar: Calendar
    as_of: date


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty or right before it is counted: its name, whose it is, the event that starts it and its end."""

    name: str
    owed_by: str
    event: str
    start: Step
    done: Step | None


def counted(duty: Duty, found: Parameter, view: View, *, out: LeftOut = ALL_COUNT) -> Count:
    """Return the last day of a duty by the value the law sets, without the days that do not count."""
    event = f"law.event.{duty.event}"
    return count(
        duty.start.day,
        found.value,
        found.unit,
        view.calendar,
        event=event,
        left_out=out.days,
        why_left_out=out.step,
    )


def deadline(
    duty: Duty,
    found: Parameter,
    last: Count | None,
    view: View,
    *,
    why: tuple[Message, ...] = (),
    changes: tuple[Message, ...] = (),
) -> Deadline:
    """Return a duty with its last day and how it stands on the day looked from."""
    provisional = last is not None and last.provisional
    if last is not None and provisional:
        changes = (*changes, Message("law.change.calendar", {"year": last.due.year}))
    return Deadline(
        duty=duty.name,
        owed_by=duty.owed_by,
        due=last.due if last else None,
        unrolled=last.unrolled if last else None,
        unit=last.unit if last else found.unit,
        citation=found.citation,
        provisional=provisional,
        state=_standing(duty, last.due if last else None, view.as_of),
        why=(*(last.why if last else ()), *why, *_rests_on(duty, last, view)),
        changes=changes,
        started_on=duty.start.day,
        discharged_on=duty.done.day if duty.done else None,
        discharged_by=duty.done.index if duty.done else None,
    )


def _rests_on(duty: Duty, last: Count | None, view: View) -> tuple[Message, ...]:
    """Return the safe day for an office's own duty that was rolled, and where counting itself stands."""
    if last is None or last.unit not in _ROLLED or last.due == last.unrolled:
        return ()
    rule = view.law.find("rest_day_rolls", last.unrolled)
    rests = (_rolled_by(rule.citation),) if rule else ()
    return rests if duty.owed_by == "petitioner" else (*rests, _safe(last.unrolled))


@lru_cache(maxsize=64)
def _rolled_by(citation: Citation) -> Message:
    where = Message("law.where", {"instrument": citation.instrument, "article": citation.article})
    return Message("law.step.rolled-by", {"where": where})


@lru_cache(maxsize=4096)
def _safe(day: date) -> Message:
    return Message("law.step.safe", {"day": day})


def _standing(duty: Duty, last: date | None, as_of: date) -> str:
    if duty.done is not None:
        return "late" if last is not None and duty.done.day > last else "met"
    if last is None or as_of <= last:
        return "open"
    return "lapsed" if duty.name in RIGHTS else "overdue"


def fell_away(ended_on: date | None, last: date | None) -> bool:
    """Return whether a duty ended before its last day without being done, so that it is owed no longer."""
    return ended_on is not None and (last is None or ended_on <= last)
