"""The figures of a period: in all, by field, by area, both, by kind and by week, beside periods before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np

from huiyin.base.errors import Invalid
from huiyin.insight import queries, shown
from huiyin.insight.brief.going import Going, going
from huiyin.insight.brief.periods import OUTSIDE, Period, containing
from huiyin.insight.brief.rows import OTHERS, Cross, Row, crossed, inside, rows
from huiyin.insight.engines import engine
from huiyin.insight.expressions import Chosen
from huiyin.insight.remembered import remembered
from huiyin.insight.shown import Sight, within
from huiyin.orgs.rules import Actor
from huiyin.stats.disclosure import SMALL, large_enough

_MOST_AREAS = 24  # more are shown by what they lie in
_MOST_KINDS = 12
_OFTEN = 5  # petitions of a kind that came often
_TREND = timedelta(weeks=52)
_WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Total:
    """Petitions, persons, and petitions by who had petitioned about the same before; None where too few."""

    petitions: int
    persons: int
    again: int | None


@dataclass(frozen=True)
class Sort:
    """A kind with its petitions and persons."""

    kind: str
    petitions: int
    persons: int


@dataclass(frozen=True)
class Week:
    """A week with its petitions and persons, None where hidden; whether it begins in the period."""

    begins: date
    petitions: int | None
    persons: int | None
    inside: bool


@dataclass(frozen=True)
class Brief:
    """All figures of a period in sight; `columns` are periods of which five persons are on record,
    side by side, the period itself last.

    `whole`: whether everything the house counts is in sight. `outside`: for use outside the house, with no
    other period in it.
    """

    period: Period
    on: date
    at: datetime
    generation: int
    offices: int
    whole: bool
    first: date | None
    columns: Sequence[Period]
    totals: Sequence[Total | None]
    fields: Sequence[Row]
    areas: Sequence[Row]
    above: bool
    cross: Cross | None
    kinds: Sequence[Sort]
    weeks: Sequence[Week]
    going: Going
    outside: bool = False


def of_period(actor: Actor, period: Period, *, outside: bool = False, home: Path | None = None) -> Brief:
    """Return what a brief of a period holds; `outside`, and to who sees no matter, of a quarter alone.

    Raises NotAllowed to who sees none, Invalid for another period than a quarter, Refused without a lake.
    """
    outside = outside or shown.sight(actor).hides
    if outside and period.step != OUTSIDE:
        raise Invalid("brief.only_quarters", field="period")
    seen = shown.sight(actor, exported=True)
    question = ("brief", period, inside(period, seen), outside)
    return remembered(question, lambda: _of_period(seen, period, home, outside=outside), home=home)


def _of_period(seen: Sight, period: Period, home: Path | None, *, outside: bool) -> Brief:
    manifest = engine(home).manifest
    first = queries.first_day(home=home)
    beside = (period,) if outside else period.compared
    columns = [one for one in beside if one == period or (first and one.before > first)]
    counted = dict(zip(columns, _totals(columns, seen, home), strict=True))
    columns = [one for one in columns if one == period or counted[one] is not None]
    there = queries.contacts(inside(period, seen), ("area",), home=home)
    above = len(there) > _MOST_AREAS
    sorts = rows("field", columns, seen, home)
    areas = rows("above" if above else "area", columns, seen, home)
    weeks = _weeks(period, seen, (first, manifest.on), home)
    whole = queries.several([inside(period, seen), Chosen(period.since, period.before)], home=home)
    return Brief(
        period,
        manifest.on,
        manifest.at,
        manifest.generation,
        len(seen.offices or ()),
        whole[0] == whole[1],
        first,
        columns,
        [counted[one] for one in columns],
        sorts,
        areas,
        above,
        crossed(sorts, areas, inside(period, seen), home, above=above),
        _kinds(sorts, inside(period, seen), home),
        [one for one in weeks if one.inside and one.begins + _WEEK <= period.before] if outside else weeks,
        going(period, seen, manifest.on, home=home),
        outside,
    )


def _totals(columns: Sequence[Period], seen: Sight, home: Path | None) -> list[Total | None]:
    found: list[Total | None] = []
    for row in queries.several([inside(period, seen) for period in columns], home=home):
        petitions, persons, again = row["petitions"], row["persons"], row["again"]
        tells = bool(shown.hidden_shares(np.array([again]), np.array([petitions]))[0])
        few = 0 < persons < SMALL
        found.append(None if few else Total(petitions, persons, None if tells else again))
    return found


def _kinds(fields: Sequence[Row], chosen: Chosen, home: Path | None) -> list[Sort]:
    """Return the kinds with most petitions, of fields that stand alone; no total tells of a hidden one.

    A kind of fewer than five petitions came not often, whoever stands behind them.
    """
    alone = {row.code for row in fields} - {OTHERS, ""}
    counts = {row["kind"]: row for row in queries.contacts(chosen, ("kind",), home=home).rows()}
    found = []
    for field in alone:
        known = {kind: int(row["persons"]) for kind, row in counts.items() if kind[:1] == field}
        for kind, persons in large_enough(known).items():
            petitions = int(counts[kind]["petitions"])
            found += [Sort(kind, petitions, persons)] if petitions >= _OFTEN else []
    return sorted(found, key=lambda one: (-one.petitions, one.kind))[:_MOST_KINDS]


def _weeks(period: Period, seen: Sight, days: tuple[date | None, date], home: Path | None) -> list[Week]:
    """Return the whole weeks of a year up to the end of the period, or of two where it is a year.

    Sums of each period stand elsewhere: what is hidden in one does not follow from its other weeks.
    """
    first, on = days
    until = min(period.before, on)
    since = period.back().since if period.step == "year" else until - _TREND
    since = max(since, first or until)
    since += timedelta(days=-since.weekday() % 7)
    read = {
        row["week"]: row
        for row in queries.contacts(within(Chosen(since, until), seen), ("week",), home=home).rows()
    }
    mondays = [since + n * _WEEK for n in range(max(0, (until - since) // _WEEK))]
    blocks: dict[Period, dict[str, int]] = {}
    for day in mondays:
        block = blocks.setdefault(containing(period.step, day), {})
        block[day.isoformat()] = int(read[day]["persons"]) if day in read else 0
    bare = {name for block in blocks.values() for name in _bare(block)}
    return [
        Week(
            day,
            (int(read[day]["petitions"]) if day in read else 0) if day.isoformat() in bare else None,
            (int(read[day]["persons"]) if day in read else 0) if day.isoformat() in bare else None,
            period.since <= day < period.before,
        )
        for day in mondays
    ]


def _bare(persons: Mapping[str, int]) -> set[str]:
    """Return the weeks that may be shown: noughts, and those of five and more from which nothing follows."""
    noughts = {name for name, n in persons.items() if not n}
    return noughts | {*large_enough({name: n for name, n in persons.items() if n})}
