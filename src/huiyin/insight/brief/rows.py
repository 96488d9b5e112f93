"""Rows of fields and of areas beside one another, and both crossed: nobody can be told from them.

The period itself says which rows stand alone, so that what came most is always there. Of periods before
single numbers are hidden, those of fewest persons first.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from huiyin.insight import queries
from huiyin.insight.brief.merging import tells, together
from huiyin.insight.brief.periods import Period
from huiyin.insight.expressions import Chosen
from huiyin.insight.shown import Sight, within
from huiyin.orgs import queries as orgs
from huiyin.stats.disclosure import published
from huiyin.text.taxonomy import fields

OTHERS = "*"  # rows put together


@dataclass(frozen=True)
class Row:
    """Petitions and persons of a field or an area in each period; `codes` are those it is made of.

    None of a period before where they would tell of fewer than five persons.
    """

    code: str
    codes: Sequence[str]
    petitions: Sequence[int | None]
    persons: Sequence[int | None]


@dataclass(frozen=True)
class Cross:
    """Petitions of areas × fields in the period, as the rows of both stand; None where hidden."""

    petitions: Sequence[Sequence[int | None]]
    hidden: bool


def inside(period: Period, seen: Sight) -> Chosen:
    """Return the facts of a period that are in sight."""
    return within(Chosen(period.since, period.before), seen)


def rows(by: str, columns: Sequence[Period], seen: Sight, home: Path | None) -> list[Row]:
    """Return petitions and persons by field, by area or by what lies above.

    Those with few in the period itself are put together. There are none where even all of them together tell
    of fewer than five persons in it.
    """
    counts = [queries.contacts(inside(period, seen), (by,), home=home).rows() for period in columns]
    order = {code: n for n, code in enumerate(fields())}
    there = {row[by] for rows in counts for row in rows}
    codes = sorted(there, key=lambda code: (not code, order.get(code, 0), code))
    lies = _members(by, codes)

    def table(measure: str) -> dict[str, list[int]]:
        read = [{row[by]: int(row[measure]) for row in one} for one in counts]
        return {code: [one.get(code, 0) for one in read] for code in codes}

    def count(some: Sequence[str]) -> list[int]:
        members = tuple(one for code in some for one in lies[code])
        fields_, areas = (members, ()) if by == "field" else ((), members)
        asked = [within(Chosen(p.since, p.before, areas=areas, fields=fields_), seen) for p in columns]
        return [row["persons"] for row in queries.several(asked, home=home)]

    petitions, persons = table("petitions"), table("persons")
    others = together({code: persons[code][-1:] for code in codes}, lambda some: count(some)[-1:])
    found = [Row(code, lies[code], petitions[code], persons[code]) for code in codes if code not in others]
    if others:
        many = count(others)
        if tells(many[-1:]):
            return []
        summed = [sum(petitions[code][n] for code in others) for n in range(len(columns))]
        members = tuple(one for code in others for one in lies[code])
        found.append(Row(OTHERS, members, summed, many))
    made_of = {row.code: others if row.code == OTHERS else [row.code] for row in found}
    return _few_before_hidden(found, lambda some: count([code for one in some for code in made_of[one]]))


def _few_before_hidden(found: Sequence[Row], count: Callable[[Sequence[str]], Sequence[int]]) -> list[Row]:
    """Return the rows without the numbers of periods before that tell of few, or from which such follow."""
    before = range(len(found[0].persons) - 1) if found else ()
    hidden = {(code, n) for n in before for code in _hidden(found, n, count)}
    return [
        replace(
            row,
            petitions=[None if (row.code, n) in hidden else many for n, many in enumerate(row.petitions)],
            persons=[None if (row.code, n) in hidden else many for n, many in enumerate(row.persons)],
        )
        for row in found
    ]


def _hidden(found: Sequence[Row], n: int, count: Callable[[Sequence[str]], Sequence[int]]) -> Sequence[str]:
    there = {row.code: [row.persons[n] or 0] for row in found}
    return together(there, lambda some: [count(some)[n]])


def _members(by: str, codes: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    if by != "above":
        return {code: (code,) for code in codes}
    found: dict[str, list[str]] = {code: [] for code in codes}
    for division in orgs.divisions():
        found.setdefault(division.parent or "", []).append(division.code)
    return {code: (*found[code], "") if not code else tuple(found[code]) for code in codes}


def crossed(
    sorts: Sequence[Row], areas: Sequence[Row], chosen: Chosen, home: Path | None, *, above: bool
) -> Cross | None:
    """Return areas × fields, None where too much of it would be hidden, or totals that stand elsewhere.

    Of rows put together the persons of the largest count: as many there are at least.
    """
    if len(sorts) < 2 or len(areas) < 2:  # noqa: PLR2004 - rows and columns
        return None
    by = "above" if above else "area"
    what = {code: n for n, row in enumerate(sorts) for code in row.codes}
    where = {code: n for n, row in enumerate(areas) for code in ([row.code] if above else row.codes)}
    others = next((n for n, row in enumerate(areas) if row.code == OTHERS), len(areas) - 1)
    petitions = np.zeros((len(areas), len(sorts)), np.int64)
    persons = np.zeros_like(petitions)
    for row in queries.contacts(chosen, (by, "field"), home=home).rows():
        at = where.get(row[by], others), what[row["field"]]
        petitions[at] += row["petitions"]
        persons[at] = max(persons[at], row["persons"])
    safe = published(petitions, persons=persons, noughts_shown=True)
    if safe.sparse or safe.hidden[-1].any() or safe.hidden[:, -1].any():
        return None
    told = np.where(safe.hidden[:-1, :-1], -1, petitions).tolist()
    cells = [[None if n < 0 else n for n in line] for line in told]
    return Cross(cells, bool(safe.hidden.any()))
