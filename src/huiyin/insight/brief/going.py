"""How matters went in a period: ended how, in time or not, open since when, which steps, rated how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from huiyin.insight import queries, shown
from huiyin.insight.brief.periods import Period
from huiyin.insight.expressions import Chosen
from huiyin.insight.expressions.courses import AGES
from huiyin.insight.shown import Sight, within
from huiyin.stats.disclosure import SMALL, large_enough

DUTIES = ("tell", "conclude")
CHANNELS = ("visit", "letter", "web", "phone", "fax", "transferred")
MARKS = (3, 2, 1)
_AGES = ("to_15", "to_30", "to_60", "to_90", "older")


@dataclass(frozen=True)
class Share:
    """A part of a whole: None where part, rest or whole tells of one to four."""

    part: int
    whole: int

    @property
    def percent(self) -> float:
        """Return the part in hundredths of the whole."""
        return 100 * self.part / self.whole


@dataclass(frozen=True)
class Going:
    """How matters went. A number that is missing is nought or too small to be shown.

    `in_time`: of duties whose last day lay in the period, those done by then. `rated`: by whom it is about,
    how often each mark was given. `others`: contacts of concluded matters that were not rated, by why.
    """

    received: int | None
    ended: int | None
    outcomes: Mapping[str, int]
    in_time: Mapping[str, Share]
    open: int | None
    ages: Mapping[str, int]
    open_on: date
    reviews: Mapping[str, int]
    steps: Mapping[str, tuple[int, int]]
    channels: Mapping[str, tuple[int, int]]
    rated: Mapping[str, Mapping[int, int]]
    rateable: Mapping[str, int]


def going(period: Period, seen: Sight, on: date, *, home: Path | None = None) -> Going:
    """Return how matters in sight went in a period, as of the day the lake speaks of."""
    chosen = within(Chosen(period.since, period.before), seen)
    until = min(period.last, on)
    [received] = queries.received(chosen, home=home).rows()
    ends = {row["outcome"]: int(row["matters"]) for row in queries.endings(chosen, home=home).rows()}
    reviews = {row["review"]: int(row["matters"]) for row in queries.reviews(chosen, home=home).rows()}
    [aged] = queries.open_by_age(within(Chosen(), seen), on=until, home=home).rows()
    steps = queries.steps(chosen, home=home).rows()
    return Going(
        _large(int(received["matters"])),
        _large(sum(ends.values())),
        large_enough(ends),
        _in_time(chosen, on, home),
        _large(int(aged["open"])),
        large_enough({age: int(aged[age]) for age in _AGES if aged[age]}),
        until,
        large_enough(reviews),
        {row["step"]: (row["times"], row["matters"]) for row in steps if row["matters"] >= SMALL},
        _channels(chosen, home),
        _rated(chosen, home),
        _rateable(chosen, home),
    )


def _large(number: int) -> int | None:
    return number if number == 0 or number >= SMALL else None


def _in_time(chosen: Chosen, on: date, home: Path | None) -> Mapping[str, Share]:
    rows = queries.duties(chosen, ("duty",), on=on, home=home).rows()
    found = {}
    for row in sorted(rows, key=lambda one: str(one["duty"])):
        met, due = int(row["met"]), int(row["due"])
        if row["duty"] in DUTIES and not shown.hidden_shares(np.array([met]), np.array([due]))[0]:
            found[str(row["duty"])] = Share(met, due)
    return found


def _channels(chosen: Chosen, home: Path | None) -> Mapping[str, tuple[int, int]]:
    rows = {row["channel"]: row for row in queries.contacts(chosen, ("channel",), home=home).rows()}
    kept = large_enough({name: int(row["persons"]) for name, row in rows.items()})
    order = [*CHANNELS, *sorted(kept.keys() - {*CHANNELS})]
    return {name: (int(rows[name]["petitions"]), kept[name]) for name in order if name in kept}


def _rated(chosen: Chosen, home: Path | None) -> Mapping[str, Mapping[int, int]]:
    [row] = queries.ratings(chosen, home=home).rows()
    found = {}
    for whom in ("petition_office", "unit"):
        marks = {str(mark): int(row[f"{whom}_{mark}"]) for mark in MARKS}
        kept = large_enough({mark: n for mark, n in marks.items() if n})
        found[whom] = {int(mark): kept[mark] for mark in marks if mark in kept}
    return found


def _rateable(chosen: Chosen, home: Path | None) -> Mapping[str, int]:
    [row] = queries.rateable(chosen, home=home).rows()
    return large_enough({name: int(row[name]) for name in ("rated", "unrated", "anonymous", "imported")})


def ages() -> Sequence[tuple[str, int]]:
    """Return the ages by which open matters are told apart, each with its days; the last has no end."""
    return list(zip(_AGES, (*AGES, 0), strict=True))
