"""What may foretell trouble, and what trouble came, week by week in each cell, from what is on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from huiyin.base.clock import local_day
from huiyin.insight import queries
from huiyin.insight.cells import cells
from huiyin.insight.expressions import STOCKS, named_cells
from huiyin.insight.models import Finding, PolicyNote, Verdict
from huiyin.insight.reckoning.weeks import Floats, Table, room, worked
from huiyin.law.calendar import Calendar
from huiyin.stats.disclosure import SMALL
from huiyin.stats.forecast import foretold_before, weeks_from
from huiyin.stats.surges import judge
from huiyin.stats.surges.usual import YEAR
from huiyin.stats.warning import Signals, breaches_above_usual, confirmed, doubled, signals

Bits = NDArray[np.bool_]
WITHIN = 4  # weeks of which was foretold what came
_WEEK = np.timedelta64(7, "D")
_NOTHING = ("chance", "coding")  # what officers say of a finding behind which there was nothing


@dataclass(frozen=True)
class Signs:
    """Signals of the last weeks, and when a surge, breaches above the usual, doubled repeats came.

    A doubling is told by the week before it.
    """

    values: Signals
    surges: Bits
    breaches: Bits
    doubles: Bits
    still: Floats  # matters open at the end of the last week


def signs(given: Table, home: Path, *, weeks: int) -> Signs:
    """Return the signals of the last weeks of each cell, with the events that are looked up in them."""
    spoken, persons = (table.reshape(-1, len(given.weeks)) for table in (given.spoken, given.persons))
    said = judge(spoken, weeks=weeks, holds=room(given.weeks), least_history=YEAR)
    score = np.where(said.judged, said.score, np.nan)
    stocks = lain(given, home, weeks=weeks)
    values = signals(
        petitions=spoken[:, -weeks:],
        expected=said.expected,
        dispersion=said.dispersion,
        foretold=_foretold(given, spoken, weeks),
        surge_score=score,
        open_matters=stocks["open"],
        past_half=stocks["older_30"],
        past_limit=stocks["older_60"],
        open_repeats=stocks["again"],
        weeks_since_policy=_by_cell(given, since_policy(given.kinds, given.weeks[-weeks:])),
    )
    return Signs(
        values,
        _surges(given, score, persons, weeks),
        breaches_above_usual(_missed(given, home))[:, -weeks:],
        doubled(stocks["again"]),
        stocks["open"][:, -1],
    )


def _by_cell(given: Table, table: Floats) -> Floats:
    """Return a table [kinds, weeks] for the cells of every area."""
    return np.tile(table, (len(given.areas), 1))


def _foretold(given: Table, spoken: Floats, weeks: int) -> Floats:
    calendar = Calendar()
    known = weeks_from(given.weeks[0], len(given.weeks), lambda day: worked(calendar, day))
    kinds = np.tile(np.arange(len(given.kinds)), len(given.areas))
    return foretold_before(spoken, known, ahead=WITHIN, columns=weeks, kinds=kinds)


def _surges(given: Table, score: Floats, persons: Floats, weeks: int) -> Bits:
    """Return the surges that were confirmed: told of voices and of persons alike, five at least.

    They are looked up in the records as they are now, late ones in their weeks, and without those behind
    which an officer found nothing.
    """
    people = judge(persons, weeks=weeks, holds=room(given.weeks), least_history=YEAR)
    told = confirmed(score, np.where(people.judged, people.score, np.nan))
    told &= np.nan_to_num(persons[:, -weeks:]) >= SMALL
    return told & ~_by_nobody(given, given.weeks[-weeks:])


def _by_nobody(given: Table, weeks: Sequence[date]) -> Bits:
    """Return the cells and weeks of findings that were said to be chance or a change of codes."""
    found = np.zeros((len(given.areas), len(given.kinds), len(weeks)), bool)
    newest = dict(Verdict.objects.order_by("pk").values_list("finding", "said"))
    nothing = [key for key, said in newest.items() if said in _NOTHING]
    begins = np.array(weeks, "datetime64[D]")
    for row in Finding.objects.filter(pk__in=nothing):
        areas = np.flatnonzero([not row.areas or area in row.areas for area in given.areas])
        kinds = np.flatnonzero([row.kind in {"", kind} for kind in given.kinds])
        there = np.flatnonzero(
            (begins <= np.datetime64(row.until)) & (begins + _WEEK > np.datetime64(row.since))
        )
        found[np.ix_(areas, kinds, there)] = True
    return found.reshape(-1, len(weeks))


def _missed(given: Table, home: Path) -> Floats:
    found = cells(given.weeks[0], given.last + timedelta(days=7), measures=("missed",), home=home)
    return _in_order(given, found.cells, found.of["missed"])


def lain(given: Table, home: Path, *, weeks: int) -> dict[str, Floats]:
    """Return what lay at the end of each of the last weeks [cells, weeks], by the names of stocks."""
    kept = queries.ask(named_cells(("area", "kind")), home=home)
    named = list(zip(kept["area"].tolist(), kept["kind"].tolist(), strict=True))
    since = given.weeks[-weeks]
    rows = queries.stocks(since, home=home)
    week = ((rows["week"] - np.datetime64(since)) // _WEEK).astype(np.intp)
    inside = week < weeks
    found = {}
    for name in STOCKS:
        flows = np.zeros((len(named), weeks))
        flows[rows["cell"][inside], week[inside]] = rows[name][inside]
        found[name] = _in_order(given, named, np.cumsum(flows, axis=1))
    return found


def _in_order(given: Table, named: Sequence[tuple[str, str]], table: NDArray[np.generic]) -> Floats:
    """Return rows of cells in the order of areas and kinds, noughts for those in which nothing happened."""
    place = {name: n for n, name in enumerate(named)}
    order = np.array([place.get((area, kind), -1) for area in given.areas for kind in given.kinds])
    return np.where((order >= 0)[:, None], table[order], 0).astype(float)


def since_policy(kinds: Sequence[str], weeks: Sequence[date]) -> Floats:
    """Return how many weeks ago a change bore on each kind, as was known at the end of each week.

    NaN where no change was known. One that was noted later than its day counts from when it was noted on:
    who notes a change because much came in after it would make it foretell that.
    """
    found = np.full((len(kinds), len(weeks)), np.nan)
    ends = np.array(weeks, "datetime64[D]") + _WEEK
    for kind, on, at in (
        PolicyNote.objects.filter(kind__in=kinds).order_by("on").values_list("kind", "on", "at")
    ):
        known = np.datetime64(max(on, local_day(at))) < ends
        monday = np.array([on - timedelta(days=on.weekday())], "datetime64[D]")
        ago = (ends - _WEEK - monday) // _WEEK
        row = found[kinds.index(kind)]
        row[known] = np.fmin(row[known], ago[known])
    return found
