"""What was reckoned of the weeks to come, as far as somebody may see it: forecasts, warnings, their records.

Sums of an area, a field or the whole are shown to who sees matters of it, where five persons stand behind.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from huiyin.insight import queries
from huiyin.insight.expressions import Chosen
from huiyin.insight.models import Finding, Reckoned
from huiyin.insight.reckoning.kept import latest
from huiyin.insight.remembered import remembered
from huiyin.insight.shown import PUBLISHED, Series, Sight, series, sight, within
from huiyin.orgs.rules import Actor
from huiyin.stats.disclosure import SMALL

MEASURES = ("petitions", "persons")
_YEAR = timedelta(weeks=52)
_WITHIN = timedelta(weeks=4)
_LIKELY = 0.2  # chance from which a warning is looked back on
_LOOKED_BACK = 26  # weeks of warnings


@dataclass(frozen=True)
class Sum:
    """What will come in in an area, a field or in all: numbers for each week to come."""

    level: str
    area: str
    field: str
    mean: Sequence[float | None]
    low: Sequence[float | None]
    high: Sequence[float | None]
    lowest: Sequence[float | None]
    highest: Sequence[float | None]
    known: str


@dataclass(frozen=True)
class Test:
    """A back-test: from which week on, how much better than "as a year ago", share inside the intervals."""

    since: date
    better: float | None
    inside_80: float
    inside_95: float


@dataclass(frozen=True)
class Foretold:
    """The forecast of a measure: sums in sight, the whole where all is in sight, record."""

    reckoned: date
    weeks: Sequence[date]
    known: str
    sums: Sequence[Sum]
    whole: Sum | None
    past: Series | None
    record: Mapping[str, Sequence[Test]]


@dataclass(frozen=True)
class Warned:
    """A cell with its warning: chance of trouble within four weeks and what each signal adds to its odds."""

    area: str
    kind: str
    chance: float
    parts: Sequence[tuple[str, float]]

    @property
    def index(self) -> int:
        """Return the warning index: the chance in hundredths."""
        return round(100 * self.chance)


@dataclass(frozen=True)
class Warnings:
    """The warnings of a week in sight; why there are none; how they were borne out so far.

    `calibration`: cells of about the same chance, what was said and what came. `looked_back`: warnings of
    before with an index of 20 or more, and in how many of those cells something was found within four weeks.
    """

    week: date | None
    known: str
    events: int
    learned: date | None
    cells: Sequence[Warned]
    calibration: Sequence[Mapping[str, float]]
    looked_back: tuple[int, int]


def foretold(actor: Actor, measure: str, *, home: Path | None = None) -> Foretold | None:
    """Return the newest forecast of petitions or persons as far as it is in sight, None without one."""
    seen, row = sight(actor), latest("forecast")
    if row is None:
        return None
    said = row.said
    kept = said.get("sums", {}).get(measure, [])
    sums = [Sum(**one) for one in kept if "mean" in one]
    areas, fields, all_of_it = _in_sight(seen, home)
    shown = [one for one in sums if one.area in areas or one.field in fields]
    whole = next((one for one in sums if one.level == "whole"), None) if all_of_it else None
    first = date.fromisoformat(said["first"]) if said.get("first") else row.week
    record = {one["level"]: _record(one["track"], first) for one in kept if "track" in one}
    since = row.week - timedelta(weeks=26)
    past = series(Chosen(since=since, before=row.week), seen, home=home) if whole else None
    weeks = [date.fromisoformat(week) for week in said.get("weeks", [])]
    return Foretold(row.week, weeks, said.get("known", ""), shown, whole, past, record)


def _record(track: Sequence[Mapping[str, Any]], first: date) -> list[Test]:
    return [
        Test(
            first + timedelta(weeks=int(one["origin"])),
            1 - one["ours"] / one["season_before"] if one["season_before"] else None,
            one["inside_80"],
            one["inside_95"],
        )
        for one in track
        if one["counts"]
    ]


def sees_all(seen: Sight, home: Path | None = None) -> bool:
    """Return whether somebody sees everything of the last year, so that numbers of the whole may be shown."""
    return _in_sight(seen, home)[2]


def _in_sight(seen: Sight, home: Path | None) -> tuple[set[str], set[str], bool]:
    """Return areas and fields that are in sight with five persons behind them; and whether all is."""
    year = Chosen(since=queries.as_of(home) - _YEAR)
    found: list[set[str]] = []
    counts = {}
    for name in ("area", "field"):
        bare = _counted(year, name, PUBLISHED, home)
        own = _counted(year, name, seen, home)
        least = SMALL if seen.hides else 1
        found.append({c for c, n in own.items() if c and n >= least and bare[c] >= SMALL})
        counts[name] = (sum(own.values()), sum(bare.values()))
    mine, all_of_it = counts["area"]
    return found[0], found[1], mine == all_of_it >= SMALL


def _counted(chosen: Chosen, by: str, seen: Sight, home: Path | None) -> Mapping[str, int]:
    asked = within(chosen, seen)

    def ask() -> Mapping[str, int]:
        rows = queries.contacts(asked, (by,), home=home)
        return dict(zip(rows[by].tolist(), rows["persons"].tolist(), strict=True))

    return remembered(("persons by", by, asked), ask, home=home)


def warnings(actor: Actor, *, home: Path | None = None) -> Warnings:
    """Return the newest warnings as far as they are in sight, the likeliest first."""
    seen, row = sight(actor), latest("warning")
    if row is None:
        return Warnings(None, "", 0, None, (), (), (0, 0))
    said = row.said
    year = within(Chosen(since=queries.as_of(home) - _YEAR), seen)

    def ask() -> set[tuple[str, str]]:
        found = queries.contacts(year, ("area", "kind"), home=home).rows()
        return {(r["area"], r["kind"]) for r in found if r["persons"] >= (SMALL if seen.hides else 1)}

    there = remembered(("cells in sight", year, seen.hides), ask, home=home) if said["cells"] else set()
    cells = [
        Warned(one["area"], one["kind"], one["chance"], _sorted(one["parts"]))
        for one in said["cells"]
        if (one["area"], one["kind"]) in there
    ]
    learned = date.fromisoformat(said["learned"]) if said.get("learned") else None
    return Warnings(
        row.week,
        said.get("known", ""),
        said.get("events", 0),
        learned,
        cells,
        said.get("calibration", []),
        _looked_back(row.week),
    )


def _sorted(parts: Mapping[str, float]) -> Sequence[tuple[str, float]]:
    return sorted(parts.items(), key=lambda part: -abs(part[1]))


def _looked_back(week: date) -> tuple[int, int]:
    """Return how many warnings of before are old enough to be looked back on, and in how many it came."""
    since, until = week - timedelta(weeks=_LOOKED_BACK), week - _WITHIN
    found = list(Finding.objects.filter(until__gte=since).values_list("areas", "kind", "since"))
    told = came = 0
    for row in Reckoned.objects.filter(step="warning", week__gte=since, week__lte=until):
        for one in row.said["cells"]:
            if one["chance"] < _LIKELY:
                break  # the likeliest are first
            told += 1
            came += any(
                kind == one["kind"]
                and (not areas or one["area"] in areas)
                and row.week < begun <= row.week + _WITHIN
                for areas, kind, begun in found
            )
    return told, came
