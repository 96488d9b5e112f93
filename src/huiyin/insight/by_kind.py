"""The questions of `queries` asked of every kind at once, and answered of one: to make many profiles.

Kinds have no fact in common, so what is found by kind is, kind by kind, what would be found of it alone.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from huiyin.insight import queries
from huiyin.insight.expressions import Chosen
from huiyin.insight.queries import Figures


class ByKind:
    """Answers of one kind, taken from those of all: it is asked like `queries`."""

    def __init__(self) -> None:
        self._found: dict[Any, Figures] = {}

    def contacts(self, chosen: Chosen, by: Sequence[str] = (), *, home: Path | None = None) -> Figures:
        """Return petitions, persons and `again` of the one chosen kind."""
        return self._answer("contacts", chosen, by, home, whole=not by)

    def open_by_age(self, chosen: Chosen, by: Sequence[str] = (), *, home: Path | None = None) -> Figures:
        """Return open matters of the one chosen kind by age."""
        return self._answer("open_by_age", chosen, by, home, whole=not by)

    def paths(self, chosen: Chosen, by: Sequence[str] = (), *, home: Path | None = None) -> Figures:
        """Return matters of the one chosen kind by path."""
        return self._answer("paths", chosen, by, home)

    def duties(self, chosen: Chosen, by: Sequence[str] = (), *, home: Path | None = None) -> Figures:
        """Return duties of the one chosen kind."""
        return self._answer("duties", chosen, by, home)

    def endings(self, chosen: Chosen, by: Sequence[str] = (), *, home: Path | None = None) -> Figures:
        """Return matters of the one chosen kind that ended, by outcome."""
        return self._answer("endings", chosen, by, home)

    def reviews(self, chosen: Chosen, by: Sequence[str] = (), *, home: Path | None = None) -> Figures:
        """Return reviewed matters of the one chosen kind."""
        return self._answer("reviews", chosen, by, home)

    def waits(self, chosen: Chosen, by: Sequence[str] = (), *, home: Path | None = None) -> Figures:
        """Return the waits of the one chosen kind."""
        return self._answer("waits", chosen, by, home)

    def _answer(
        self, name: str, chosen: Chosen, by: Sequence[str], home: Path | None, *, whole: bool = False
    ) -> Figures:
        [kind] = chosen.kinds
        wide, grouped = replace(chosen, kinds=()), ("kind", *by)
        if (name, wide, grouped) not in self._found:
            self._found[name, wide, grouped] = getattr(queries, name)(wide, grouped, home=home)
        found = self._found[name, wide, grouped]
        there = found["kind"] == kind
        columns = {name: column[there] for name, column in found.columns.items() if name != "kind"}
        if whole and not there.any():
            columns = {name: _nothing(column) for name, column in columns.items()}
        return Figures(columns, found.at)


def _nothing(column: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    return np.array(["NaT"], "M8[D]") if column.dtype.kind == "M" else np.zeros(1, column.dtype)
