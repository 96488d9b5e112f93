"""Which open deadlines a year's holidays would move, in numbers only: looked at before they are loaded."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from huiyin.cases.models import Act, Matter
from huiyin.cases.standing import standing
from huiyin.foundation.calendars import calendar_of
from huiyin.law.announced import Notice
from huiyin.law.calendar import Calendar
from huiyin.law.deadlines import Deadline

MOST = 2_000  # matters looked at while somebody waits; the others are counted by the worker afterwards
_BATCH = 200


@dataclass(frozen=True)
class MovedDuty:
    """How many last days of one duty move later or earlier, or become certain where they stand."""

    duty: str
    later: int
    earlier: int
    certain: int


@dataclass(frozen=True)
class Moved:
    """What a calendar would move; `more` says that not every open matter was looked at."""

    seen: int
    more: bool
    rows: Sequence[MovedDuty]


def moved(notice: Notice, *, on: date, most: int = MOST) -> Moved:
    """Return what the open deadlines would do if a year were as a notice says."""
    now = calendar_of(settings.HUIYIN_HOME)
    return _moved(now, now.with_year(notice.year, notice.days()), on, most)


def moved_without(year: int, *, on: date, most: int = MOST) -> Moved:
    """Return what the open deadlines would do if a year that was loaded were withdrawn."""
    now = calendar_of(settings.HUIYIN_HOME)
    return _moved(now, Calendar({y: days for y, days in now.loaded.items() if y != year}), on, most)


def _moved(now: Calendar, then: Calendar, on: date, most: int) -> Moved:
    found: Counter[tuple[str, str]] = Counter()
    seen, last = 0, 0
    chosen = Matter.objects.select_related("office").filter(active=True).order_by("pk")
    while seen < most and (batch := list(chosen.filter(pk__gt=last)[: min(_BATCH, most - seen)])):
        for matter, acts in _with_acts(batch):
            found.update(_moves(matter, acts, now, then, on))
        seen, last = seen + len(batch), batch[-1].pk
    duties = sorted({duty for duty, _how in found})
    rows = [MovedDuty(d, found[d, "later"], found[d, "earlier"], found[d, "certain"]) for d in duties]
    return Moved(seen, chosen.filter(pk__gt=last).exists(), rows)


def _with_acts(batch: Sequence[Matter]) -> list[tuple[Matter, list[Act]]]:
    acts: dict[int, list[Act]] = {m.pk: [] for m in batch}
    for act in Act.objects.filter(matter__in=batch).order_by("matter_id", "position"):
        acts[act.matter_id].append(act)
    return [(m, acts[m.pk]) for m in batch]


def _moves(
    matter: Matter, acts: Sequence[Act], now: Calendar, then: Calendar, on: date
) -> list[tuple[str, str]]:
    before, after = (
        standing(matter, acts, as_of=on, following=False, calendar=calendar).deadlines
        for calendar in (now, then)
    )
    pairs = zip(before, after, strict=False)
    return [(a.duty, how) for b, a in pairs if a.duty == b.duty and (how := _how(b, a))]


def _how(before: Deadline, after: Deadline) -> str:
    """Return how a deadline moves; what is discharged or has no last day does not."""
    if before.state not in {"open", "overdue"} or before.due is None or after.due is None:
        return ""
    if before.due != after.due:
        return "later" if after.due > before.due else "earlier"
    return "certain" if before.provisional and not after.provisional else ""
