"""Surges week by week: in a cell, an area, a kind, or everywhere; told where they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from huiyin.insight.reckoning.weeks import Floats, Table, room
from huiyin.insight.rules import TOLD_AT, Seen
from huiyin.stats.disclosure import SMALL
from huiyin.stats.false_discovery import adjusted
from huiyin.stats.surges import Known, judge
from huiyin.stats.surges.scored import tails
from huiyin.stats.surges.together import Level, Part, over_areas_and_kinds
from huiyin.stats.surges.usual import YEAR

TWO_YEARS = 104
_PEOPLE_TOLD = 0.005


@dataclass(frozen=True)
class _Told:
    """A level with what was told of it: its rows of areas and kinds, and the rows of persons."""

    name: str
    level: Level
    areas: tuple[tuple[str, ...], ...]
    kinds: tuple[str, ...]
    persons: Floats


def surges(given: Table, *, weeks: int) -> tuple[list[Seen], int]:
    """Return the surges of the last weeks, and how many weeks could be judged.

    At least a year lies before a judged week; with fewer than two, it is said that the course of a year is
    not known. A week is told when of all that is told of its level at most a tenth is chance, and at least
    five persons stand behind it: fewer would speak of persons.
    """
    columns = len(given.weeks)
    looked_at = min(weeks, columns - YEAR)
    if looked_at < 1 or not given.petitions.size:
        return [], 0
    holds = room(given.weeks)
    found = over_areas_and_kinds(given.petitions, weeks=looked_at, holds=holds, least_history=YEAR)
    seen = [
        one
        for told in _levels(given, found)
        for one in _seen(told, given, looked_at, holds)
        if one.persons >= SMALL
    ]
    return seen, looked_at


def _levels(given: Table, found: object) -> Iterator[_Told]:
    levels = {name: getattr(found, name) for name in ("cells", "areas", "kinds", "whole")}
    areas, kinds, persons = given.areas, given.kinds, given.persons
    each = tuple((area,) for area in areas)
    yield _Told(
        "cell",
        levels["cells"],
        tuple(one for one in each for _ in kinds),
        tuple([*kinds] * len(areas)),
        persons.reshape(-1, persons.shape[2]),
    )
    yield _Told("area", levels["areas"], each, ("",) * len(areas), persons.sum(axis=1))
    yield _Told("kind", levels["kinds"], ((),) * len(kinds), tuple(kinds), persons.sum(axis=0))
    yield _Told("whole", levels["whole"], ((),), ("",), persons.sum(axis=(0, 1))[None])


def _seen(told: _Told, given: Table, weeks: int, holds: Floats) -> Iterator[Seen]:
    said = told.level.verdicts
    chance = np.where(said.judged, tails(said.score), np.nan)
    shares = np.apply_along_axis(adjusted, 0, chance)
    rows, columns = np.nonzero((told.level.part == Part.OWN) & (shares <= TOLD_AT))
    if not len(rows):
        return
    which, place = np.unique(rows, return_inverse=True)
    people = judge(told.persons[which], weeks=weeks, holds=holds, least_history=YEAR)
    more = people.alarms(_PEOPLE_TOLD)
    for row, column, at in zip(rows.tolist(), columns.tolist(), place.tolist(), strict=True):
        week = given.weeks[column - weeks]
        usual = float(people.expected[at, column])
        persons = told.persons[row, column - weeks]
        yield Seen(
            "surge",
            told.name,
            told.areas[row],
            told.kinds[row],
            week,
            week + timedelta(days=6),
            int(told.level.counts[row, column]),
            round(float(said.expected[row, column]), 2),
            int(persons),
            None if np.isnan(usual) else round(usual, 2),
            bool(more[at, column]) if people.judged[at, column] else None,
            float(f"{shares[row, column]:.2e}"),
            _unknown(int(said.known[row, column]), given, column - weeks),
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
