"""What of the lake is shown to whom: small cells are hidden from all but those who may open them.

An officer sees numbers of the matters that may be opened at the offices in reach, and sees them bare. From
who sees aggregates only, and in all that is exported or published, fewer than five persons are hidden
(`huiyin.stats.disclosure`); where too much of a grid would be hidden, it is the level above that is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huiyin.base.errors import NotAllowed
from huiyin.insight import queries
from huiyin.insight.expressions import Chosen
from huiyin.insight.queries import Figures
from huiyin.insight.remembered import remembered
from huiyin.orgs.rules import Actor
from huiyin.stats.disclosure import SMALL, large_enough, published

LEVELS = (("area", "kind"), ("area", "field"), ("above", "field"))
_SPARSE = 0.5
_MANY = 300  # small cells: to hide so many so that none can be worked out takes longer than anybody waits
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Sight:
    """Which offices' matters are counted for somebody, and whether small numbers are hidden."""

    offices: frozenset[int] | None
    hides: bool


PUBLISHED = Sight(None, hides=True)


def sight(actor: Actor, *, exported: bool = False) -> Sight:
    """Return what somebody sees; what is to leave the house (`exported`) hides small numbers from everybody.

    Raises NotAllowed for who sees neither cases nor aggregates.
    """
    if offices := actor.offices("matter.read"):
        return Sight(offices, hides=exported)
    if offices := actor.offices("aggregate.read"):
        return Sight(offices, hides=True)
    raise NotAllowed("insight.not_yours")


def within(chosen: Chosen, seen: Sight) -> Chosen:
    """Return what was chosen, as far as it is in sight."""
    areas, kinds, fields = tuple(chosen.areas), tuple(chosen.kinds), tuple(chosen.fields)
    chosen = replace(chosen, areas=areas, kinds=kinds, fields=fields)
    if seen.offices is None:
        return chosen
    asked = seen.offices if chosen.offices is None else seen.offices & chosen.offices
    return replace(chosen, offices=asked)


@dataclass(frozen=True)
class Grid:
    """Petitions and persons of areas × kinds with their totals in the last row and column.

    `level` says what rows and columns are: where area × kind was too sparse, fields, then the areas above.
    Nothing is to be read off a number where `hidden`. Never show two levels of one grid together.
    """

    level: tuple[str, str]
    rows: Sequence[str]
    columns: Sequence[str]
    petitions: Ints
    persons: Ints
    hidden: Flags


def grid(
    chosen: Chosen,
    seen: Sight,
    *,
    levels: Sequence[tuple[str, str]] = LEVELS,
    home: Path | None = None,
) -> Grid:
    """Return petitions and persons of areas × kinds, at the first level that is not too sparse to show."""
    asked = within(chosen, seen)
    question = ("grid", asked, seen.hides, tuple(levels))
    return remembered(question, lambda: _first_shown(asked, seen, levels, home), home=home)


def _first_shown(asked: Chosen, seen: Sight, levels: Sequence[tuple[str, str]], home: Path | None) -> Grid:
    for level in levels:
        found = _grid(asked, level, home)
        if not seen.hides:
            return found
        inner = found.persons[:-1, :-1]
        small = (inner > 0) & (inner < SMALL)
        last = level == levels[-1]
        if not last and small.sum() > min(_MANY, _SPARSE * (inner > 0).sum()):
            continue
        safe = published(found.petitions[:-1, :-1], persons=inner, noughts_shown=True)
        if last or not safe.sparse:
            break
    numbers = np.where(safe.hidden, 0, found.petitions), np.where(safe.hidden, 0, found.persons)
    return replace(found, petitions=numbers[0], persons=numbers[1], hidden=safe.hidden)


def _grid(chosen: Chosen, level: tuple[str, str], home: Path | None) -> Grid:
    found = queries.contacts(chosen, level, home=home)
    rows, at = np.unique(found[level[0]].astype(str), return_inverse=True)
    columns, what = np.unique(found[level[1]].astype(str), return_inverse=True)
    filled = []
    for measure in ("petitions", "persons"):
        table = np.zeros((len(rows) + 1, len(columns) + 1), np.int64)
        table[at, what] = found[measure]
        table[-1, :-1], table[:-1, -1] = table[:-1, :-1].sum(axis=0), table[:-1, :-1].sum(axis=1)
        table[-1, -1] = table[:-1, :-1].sum()
        filled.append(table)
    hidden = np.zeros(filled[0].shape, bool)
    return Grid(level, rows.tolist(), columns.tolist(), filled[0], filled[1], hidden)


@dataclass(frozen=True)
class Series:
    """Petitions and persons by week, or by month where weeks would mostly be hidden; None where hidden."""

    step: str
    begins: Sequence[date]
    petitions: Sequence[int | None]
    persons: Sequence[int | None]


def series(chosen: Chosen, seen: Sight, *, home: Path | None = None) -> Series:
    """Return how many petitioned, week by week, of those in sight; weeks in which nobody did are left out."""
    asked = within(chosen, seen)
    question = ("series", asked, seen.hides)
    return remembered(question, lambda: weeks_or_months(asked, seen, home), home=home)


def weeks_or_months(asked: Chosen, seen: Sight, home: Path | None, of: Any = queries) -> Series:
    """Return a series as `series` does, asked anew; `of` is who answers."""
    made = _series(of.contacts(asked, ["week"], home=home), "week", seen)
    hidden = sum(number is None for number in made.persons)
    if hidden <= _SPARSE * len(made.begins):
        return made
    return _series(of.contacts(asked, ["month"], home=home), "month", seen)


def _series(found: Figures, step: str, seen: Sight) -> Series:
    begins: list[date] = found[step].tolist()
    persons = {day.isoformat(): int(n) for day, n in zip(begins, found["persons"], strict=True)}
    kept: Mapping[str, int] = large_enough(persons) if seen.hides else persons
    bare = [day.isoformat() in kept for day in begins]
    return Series(
        step,
        begins,
        [int(n) if shown else None for n, shown in zip(found["petitions"], bare, strict=True)],
        [int(n) if shown else None for n, shown in zip(found["persons"], bare, strict=True)],
    )


def hidden_shares(part: Ints, whole: Ints) -> Flags:
    """Return which shares are hidden: part, rest or whole tells of one to four, or the whole is nought."""
    rest = whole - part
    few = [(n > 0) & (n < SMALL) for n in (part, rest, whole)]
    return np.asarray(few[0] | few[1] | few[2] | (whole == 0))
