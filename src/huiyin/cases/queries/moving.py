"""Which open deadlines holidays or a limit would move, in numbers only: looked at before they hold."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from huiyin.cases.models import Act, Matter
from huiyin.cases.standing import standing, the_law
from huiyin.foundation.own import own
from huiyin.law.announced import Notice
from huiyin.law.calendar import Calendar
from huiyin.law.deadlines import Deadline
from huiyin.law.own import OwnValue, laid_over
from huiyin.law.parameters import Law, law_of

MOST = 2_000  # matters looked at while somebody waits; the others are counted by the worker afterwards
_BATCH = 200
By = tuple[Law, Calendar]  # what deadlines are counted by


@dataclass(frozen=True)
class MovedDuty:
    """How many last days of one duty move later or earlier, or become certain or unsure where they stand."""

    duty: str
    later: int
    earlier: int
    certain: int
    unsure: int


@dataclass(frozen=True)
class Moved:
    """What a calendar or a limit would move; `more` says that not every open matter was looked at."""

    seen: int
    more: bool
    rows: Sequence[MovedDuty]


def moved(notice: Notice, *, on: date, most: int = MOST) -> Moved:
    """Return what the open deadlines would do if a year were as a notice says."""
    law, now = the_law()
    return _moved((law, now), (law, now.with_year(notice.year, notice.days())), on, most)


def moved_without(year: int, *, on: date, most: int = MOST) -> Moved:
    """Return what the open deadlines would do if a year that was loaded were withdrawn."""
    law, now = the_law()
    without = Calendar({y: days for y, days in now.loaded.items() if y != year})
    return _moved((law, now), (law, without), on, most)


def moved_by_limit(
    code: str, value: int | None, *, since: date, instrument: str, article: str, on: date, most: int = MOST
) -> Moved:
    """Return what the open deadlines would do if the agency set a limit from a day on."""
    law, now = the_law()
    others = [v for v in own(settings.HUIYIN_HOME).values if (v.code, v.since) != (code, since)]
    values = [*others, OwnValue(code, since, value, instrument, article)]
    return _moved((law, now), (laid_over(law_of(settings.HUIYIN_JURISDICTION), values), now), on, most)


def _moved(now: By, then: By, on: date, most: int) -> Moved:
    found: Counter[tuple[str, str]] = Counter()
    seen, last = 0, 0
    chosen = Matter.objects.select_related("office").filter(active=True).order_by("pk")
    while seen < most and (batch := list(chosen.filter(pk__gt=last)[: min(_BATCH, most - seen)])):
        for matter, acts in _with_acts(batch):
            found.update(_moves(matter, acts, now, then, on))
        seen, last = seen + len(batch), batch[-1].pk
    duties = sorted({duty for duty, _how in found})
    ways = ("later", "earlier", "certain", "unsure")
    rows = [MovedDuty(duty, *(found[duty, way] for way in ways)) for duty in duties]
    return Moved(seen, chosen.filter(pk__gt=last).exists(), rows)


def _with_acts(batch: Sequence[Matter]) -> list[tuple[Matter, list[Act]]]:
    acts: dict[int, list[Act]] = {m.pk: [] for m in batch}
    for act in Act.objects.filter(matter__in=batch).order_by("matter_id", "position"):
        acts[act.matter_id].append(act)
    return [(m, acts[m.pk]) for m in batch]


def _moves(matter: Matter, acts: Sequence[Act], now: By, then: By, on: date) -> list[tuple[str, str]]:
    before, after = (standing(matter, acts, as_of=on, following=False, by=by).deadlines for by in (now, then))
    pairs = zip(before, after, strict=False)
    return [(a.duty, how) for b, a in pairs if a.duty == b.duty and (how := _how(b, a))]


def _how(before: Deadline, after: Deadline) -> str:
    """Return how a deadline moves; what is discharged or has no last day does not."""
    if before.state not in {"open", "overdue"} or before.due is None or after.due is None:
        return ""
    if before.due != after.due:
        return "later" if after.due > before.due else "earlier"
    if before.provisional == after.provisional:
        return ""
    return "certain" if before.provisional else "unsure"
