"""What was reckoned of the weeks to come, as far as somebody may see it: forecasts, warnings, their records.

Sums of an area, a field or the whole are shown to who sees matters of it, where five persons stand behind.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from huiyin.insight import queries
from huiyin.insight.believed import Doubted, Sum, Test, as_believed, doubt, record_of
from huiyin.insight.expressions import Chosen
from huiyin.insight.models import Reckoned
from huiyin.insight.reckoning.kept import latest
from huiyin.insight.reckoning.weeks import LEARNED_FROM
from huiyin.insight.remembered import remembered
from huiyin.insight.shown import PUBLISHED, Series, Sight, series, sight, within
from huiyin.orgs.rules import Actor
from huiyin.stats.disclosure import SMALL

MEASURES = ("petitions", "persons")
_YEAR = timedelta(weeks=52)
_LOOKED_BACK = timedelta(weeks=26)


@dataclass(frozen=True)
class Foretold:
    """The forecast of a measure: sums in sight, the whole where all is in sight, record, what is doubted.

    Ranges of what is doubted are those of 95 %, or none.
    """

    reckoned: date
    weeks: Sequence[date]
    known: str
    sums: Sequence[Sum]
    whole: Sum | None
    past: Series | None
    record: Mapping[str, Sequence[Test]]
    doubted: Mapping[str, Doubted] = field(default_factory=dict)


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
class Standing:
    """A cell out of which signs stand, each with what it is, where no chance can be told."""

    area: str
    kind: str
    signs: Sequence[tuple[str, float]]


@dataclass(frozen=True)
class Came:
    """How often trouble came in the weeks looked at, by sort, and whether that is enough to learn from.

    `first` and `later`: cell-weeks with trouble in the part that teaches and the part that corrects; each
    needs `least`. `usual`: in four weeks in the whole house, with what eight of ten such times lie in.
    `enough`: the day from which there may be enough at this pace, None where three years would not be.
    """

    surges: int
    breaches: int
    doubles: int
    weeks: int
    first: int
    later: int
    least: int
    usual: tuple[float, float, float]
    enough: date | None

    @property
    def events(self) -> int:
        """Return how often it came in all."""
        return self.surges + self.breaches + self.doubles


@dataclass(frozen=True)
class Warnings:
    """The warnings of a week in sight; why there are none; how they were borne out so far.

    `calibration`: cells of about the same chance, what was said and what came. `looked_back`: warnings of
    before with an index of 20 or more, and in how many of those cells trouble came within four weeks.
    """

    week: date | None
    known: str
    learned: date | None
    cells: Sequence[Warned]
    standing: Sequence[Standing]
    came: Came | None
    calibration: Sequence[Mapping[str, float]]
    looked_back: tuple[int, int]


def foretold(
    actor: Actor, measure: str, *, exported: bool = False, home: Path | None = None
) -> Foretold | None:
    """Return the newest forecast of petitions or persons as far as it is in sight, None without one."""
    seen, row = sight(actor, exported=exported), latest("forecast")
    if row is None:
        return None
    said = row.said
    kept = said.get("sums", {}).get(measure, [])
    first = date.fromisoformat(said["first"]) if said.get("first") else row.week
    record = {one["level"]: record_of(one["track"], first) for one in kept if "track" in one}
    doubted = {level: found for level, went in record.items() if (found := doubt(level, went))}
    sums = [as_believed(Sum(**one), doubted.get(one["level"])) for one in kept if "mean" in one]
    areas, fields, all_of_it = _in_sight(seen, home)
    shown = [one for one in sums if one.area in areas or one.field in fields]
    whole = next((one for one in sums if one.level == "whole"), None) if all_of_it else None
    first = date.fromisoformat(said["first"]) if said.get("first") else row.week
    record = {one["level"]: record_of(one["track"], first) for one in kept if "track" in one}
    since = row.week - timedelta(weeks=26)
    past = series(Chosen(since=since, before=row.week), seen, home=home) if whole else None
    weeks = [date.fromisoformat(week) for week in said.get("weeks", [])]
    return Foretold(row.week, weeks, said.get("known", ""), shown, whole, past, record, doubted)


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


def warnings(actor: Actor, *, exported: bool = False, home: Path | None = None) -> Warnings:
    """Return the newest warnings as far as they are in sight, the likeliest first."""
    seen, row = sight(actor, exported=exported), latest("warning")
    if row is None:
        return Warnings(None, "", None, (), (), None, (), (0, 0))
    said = row.said
    year = within(Chosen(since=queries.as_of(home) - _YEAR), seen)

    def ask() -> set[tuple[str, str]]:
        found = queries.contacts(year, ("area", "kind"), home=home).rows()
        return {(r["area"], r["kind"]) for r in found if r["persons"] >= (SMALL if seen.hides else 1)}

    kept = [*said["cells"], *said.get("standing", ())]
    there = remembered(("cells in sight", year, seen.hides), ask, home=home) if kept else set()
    shown = [one for one in kept if (one["area"], one["kind"]) in there]
    learned = date.fromisoformat(said["learned"]) if said.get("learned") else None
    return Warnings(
        row.week,
        said.get("known", ""),
        learned,
        [_warned(one) for one in shown if "chance" in one],
        [Standing(one["area"], one["kind"], tuple(one["signs"].items())) for one in shown if "signs" in one],
        _came(said["came"], row.week) if "came" in said else None,
        said.get("calibration", []),
        _looked_back(row.week),
    )


def _came(said: Mapping[str, Any], week: date) -> Came:
    names = ("surges", "breaches", "doubles", "weeks", "first", "later", "least")
    needed = said["needed"]
    known = needed is not None and needed <= LEARNED_FROM
    left = max(needed - said["weeks"], 1) if known else 0
    enough = week + timedelta(weeks=left) if known else None
    return Came(**{name: said[name] for name in names}, usual=tuple(said["usual"]), enough=enough)


def _warned(one: Mapping[str, Any]) -> Warned:
    parts = sorted(one["parts"].items(), key=lambda part: -abs(part[1]))
    return Warned(one["area"], one["kind"], one["chance"], parts)


def _looked_back(week: date) -> tuple[int, int]:
    """Return how many warnings of half a year were looked back on, and in how many of them trouble came."""
    rows = Reckoned.objects.filter(step="warning", week__gt=week - _LOOKED_BACK, week__lte=week)
    borne = [row["borne"] for row in rows.values_list("said", flat=True) if row.get("borne")]
    return sum(told for told, _came in borne), sum(came for _told, came in borne)
