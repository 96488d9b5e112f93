"""Surges week by week: in a cell, an area, a kind, or everywhere; told where they are.

What is judged are voices (`weeks.own_words`) and, beside them, persons: both have to be more than usual.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huiyin.insight.reckoning.weeks import Floats, Table, room
from huiyin.insight.rules import SURE_AT, TOLD_AT, Seen
from huiyin.stats.disclosure import SMALL
from huiyin.stats.false_discovery import over_a_year
from huiyin.stats.surges import Known, Verdicts, judge
from huiyin.stats.surges.scored import tails
from huiyin.stats.surges.together import Hierarchy, Level, Part, over_areas_and_kinds
from huiyin.stats.surges.usual import YEAR

TWO_YEARS = 104
_PEOPLE_TOLD = 0.005


@dataclass(frozen=True)
class _Told:
    """A level with what was told of it: its rows of areas and kinds, petitions and persons."""

    name: str
    level: Level
    areas: tuple[tuple[str, ...], ...]
    kinds: tuple[str, ...]
    petitions: Floats
    persons: Floats


@dataclass(frozen=True)
class _Behind:
    """What was said of petitions and of persons of the rows that may be told; how likely all is by chance."""

    rows: NDArray[np.intp]
    petitions: Verdicts
    persons: Verdicts
    chance: Floats


def surges(given: Table, *, weeks: int) -> tuple[list[Seen], int]:
    """Return the surges of the last weeks, and how many weeks could be judged.

    A week is told when, of all that is told of all areas and kinds within a year, at most a tenth is chance,
    and at least five persons stand behind it: fewer would speak of persons. At least a year lies before a
    judged week; with fewer than two the course of a year is not known: that is said, and since a season may
    be taken for a surge then, at most a hundredth may be chance.
    """
    year = min(YEAR, len(given.weeks) - YEAR)
    if year < 1 or not given.petitions.size:
        return [], 0
    holds = room(given.weeks)
    found = over_areas_and_kinds(given.spoken, weeks=year, holds=holds, least_history=YEAR)
    levels = list(_levels(given, found))
    behind = [_behind(told, year, holds) for told in levels]
    shares = over_a_year(np.concatenate([one.chance for one in behind]), times=YEAR)
    split = np.cumsum([len(one.chance) for one in behind])[:-1]
    looked_at = min(weeks, year)
    seen = [
        one
        for told, more, sure in zip(levels, behind, np.split(shares, split), strict=True)
        for one in _seen(told, more, sure, given, year - looked_at)
        if one.persons >= SMALL
    ]
    return seen, looked_at


def _levels(given: Table, found: Hierarchy) -> Iterator[_Told]:
    areas, kinds = given.areas, given.kinds
    each = tuple((area,) for area in areas)

    def summed(over: Any) -> tuple[Floats, Floats]:
        return given.petitions.sum(axis=over), given.persons.sum(axis=over)

    cells = [cube.reshape(-1, cube.shape[2]) for cube in (given.petitions, given.persons)]
    of_cells = tuple(one for one in each for _ in kinds)
    yield _Told("cell", found.cells, of_cells, tuple([*kinds] * len(areas)), cells[0], cells[1])
    yield _Told("area", found.areas, each, ("",) * len(areas), *summed(1))
    yield _Told("kind", found.kinds, ((),) * len(kinds), tuple(kinds), *summed(0))
    whole = summed((0, 1))
    yield _Told("whole", found.whole, ((),), ("",), whole[0][None], whole[1][None])


def _behind(told: _Told, weeks: int, holds: Floats) -> _Behind:
    """Return how likely what is told is by chance: the likelier of what voices and what persons say."""
    said = told.level.verdicts
    chance = np.where(said.judged & (told.level.part == Part.OWN), tails(told.level.rest), np.nan)
    rows = np.flatnonzero((np.nan_to_num(chance, nan=1.0) <= TOLD_AT / YEAR).any(axis=1))
    petitions, persons = (
        judge(counts[rows], weeks=weeks, holds=holds, least_history=YEAR)
        for counts in (told.petitions, told.persons)
    )
    of_persons = np.where(persons.judged, tails(persons.score), 0.0)
    chance[rows] = np.maximum(chance[rows], of_persons)  # not a number stays so
    return _Behind(rows, petitions, persons, chance)


def _seen(told: _Told, more: _Behind, shares: Floats, given: Table, since: int) -> Iterator[Seen]:
    people, weeks = more.persons.alarms(_PEOPLE_TOLD), shares.shape[1]
    for at, row in enumerate(more.rows.tolist()):
        for column in range(since, weeks):
            place = column - weeks
            short = len(given.weeks) + place < TWO_YEARS
            if not shares[row, column] <= (SURE_AT if short else TOLD_AT):
                continue
            usual = float(more.persons.expected[at, column])
            yield Seen(
                "surge",
                told.name,
                told.areas[row],
                told.kinds[row],
                given.weeks[place],
                given.weeks[place] + timedelta(days=6),
                int(told.petitions[row, place]),
                round(float(more.petitions.expected[at, column]), 2),
                int(told.persons[row, place]),
                None if np.isnan(usual) else round(usual, 2),
                bool(people[at, column]) if more.persons.judged[at, column] else None,
                float(f"{shares[row, column]:.2e}"),
                _unknown(int(told.level.verdicts.known[row, column]), given, place),
            )


def _unknown(known: int, given: Table, column: int) -> tuple[str, ...]:
    codes: list[str] = []
    if len(given.weeks) + column < TWO_YEARS:
        codes.append("short")
    if known == Known.MOVED:
        codes.append("moved")
    if known == Known.SILENT:
        codes.append("silent")
    if given.unsorted[column]:
        codes.append("unsorted")
    return tuple(codes)
