"""The feature table made dense: every week of every cell has a number, or it is said why there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import IntEnum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huiyin.base.clock import local_day
from huiyin.insight import expressions
from huiyin.insight.expressions import Chosen
from huiyin.insight.queries import Figures, ask
from huiyin.insight.tables import MEASURES

OPEN = "open"  # matters open at the end of the week: all that were received less all that ended
_WEEK = np.timedelta64(7, "D")


class Week(IntEnum):
    """What is known of a week: counted; before the first record; not over yet; nobody anywhere petitioned.

    A silent week is a feast, or a time in which nothing was entered: only people know. No detector should
    take any but a counted one for a low number.
    """

    COUNTED = 0
    BEFORE = 1
    UNFINISHED = 2
    SILENT = 3


@dataclass(frozen=True)
class Cells:
    """Weekly numbers of cells: `of[measure]` is int[cell, week], noughts where nothing happened.

    `cells` are those in which anything ever happened, each an area and a kind (or what lies above them);
    all others are nought throughout. `weeks` are Mondays, `known` says for each what is known of it.
    """

    cells: Sequence[tuple[str, str]]
    weeks: NDArray[np.datetime64]
    known: NDArray[np.int8]
    of: Mapping[str, NDArray[np.int64]]

    def series(self, measure: str) -> NDArray[np.float64]:
        """Return a measure as float[cell, week], not a number where the week is not counted."""
        return np.where(self.known == Week.COUNTED, self.of[measure].astype(np.float64), np.nan)

    def cube(self, measure: str) -> tuple[Sequence[str], Sequence[str], NDArray[np.int64]]:
        """Return the areas, the kinds, and a measure as int[area, kind, week]."""
        areas, at = np.unique([area for area, _kind in self.cells], return_inverse=True)
        kinds, what = np.unique([kind for _area, kind in self.cells], return_inverse=True)
        found = np.zeros((len(areas), len(kinds), len(self.weeks)), np.int64)
        found[at, what] = self.of[measure]
        return areas.tolist(), kinds.tolist(), found


def cells(
    since: date | None = None,
    before: date | None = None,
    *,
    measures: Sequence[str] = MEASURES,
    level: tuple[str, str] = ("area", "kind"),
    home: Path | None = None,
) -> Cells:
    """Return weekly numbers of all cells, from the week of a day on and before another's.

    Without days from the first record to the week as of which the lake speaks. `level` is area or above, by
    kind or field; persons are counted anew there, for one who petitioned in two cells is one person above.
    `measures` may name `open`, too.
    """
    flows = ("received", "ended") if OPEN in measures else ()
    asked = [m for m in MEASURES if m in {*measures, *flows, "petitions"}]
    rows = ask(expressions.kept_cells(level, asked), home=home)
    named = ask(expressions.named_cells(level), home=home)
    last = np.datetime64(_monday(local_day(rows.at)), "D")
    first = rows["week"].min() if len(rows) else last
    names = list(zip(named[level[0]].tolist(), named[level[1]].tolist(), strict=True))
    until = last if before is None else np.datetime64(_monday(before - timedelta(days=1)), "D")
    begin = first if since is None else np.datetime64(_monday(since), "D")
    whole = np.arange(min(first, begin), max(last, until) + _WEEK, _WEEK)
    wanted = (whole >= begin) & (whole <= until)
    dense = {name: _dense(rows, name, rows["cell"], whole, len(names)) for name in asked}
    known = np.full(len(whole), Week.COUNTED, np.int8)
    known[dense["petitions"].sum(axis=0) == 0] = Week.SILENT
    known[whole < first] = Week.BEFORE
    known[whole + _WEEK > np.datetime64(local_day(rows.at), "D")] = Week.UNFINISHED
    of = {name: dense[name] for name in measures if name != OPEN}
    if OPEN in measures:
        of[OPEN] = np.cumsum(dense["received"] - dense["ended"], axis=1)
    found = Cells(names, whole, known, of)
    if "persons" in measures and level != ("area", "kind"):
        found = _with_persons(found, level, home)
    taken = {name: numbers[:, wanted] for name, numbers in found.of.items()}
    return replace(found, weeks=whole[wanted], known=known[wanted], of=taken)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _dense(
    rows: Figures, measure: str, place: NDArray[Any], weeks: NDArray[np.datetime64], cells_: int
) -> NDArray[np.int64]:
    found = np.zeros((cells_, len(weeks)), np.int64)
    when = ((rows["week"] - weeks[0]) // _WEEK).astype(np.intp)
    inside = (when >= 0) & (when < len(weeks))
    found[place[inside], when[inside]] = rows[measure][inside]
    return found


def _with_persons(found: Cells, level: tuple[str, str], home: Path | None) -> Cells:
    rows = ask(expressions.contacts(Chosen(), [*level, "week"]), home=home)
    place = {cell: n for n, cell in enumerate(found.cells)}
    at = np.array([place[a, k] for a, k in zip(rows[level[0]], rows[level[1]], strict=True)], np.intp)
    persons = _dense(rows, "persons", at, found.weeks, len(found.cells))
    return replace(found, of={**found.of, "persons": persons})
