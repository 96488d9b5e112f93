"""What carries out the questions: DuckDB in this process, or Spark where a province outgrows one machine.

Both are asked the same expressions (`huiyin.insight.expressions`), and answer with the same columns.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from django.conf import settings

from huiyin.base.errors import Refused
from huiyin.insight import store
from huiyin.insight.store import Manifest

Answer = Mapping[str, "np.ndarray[Any, Any]"]


class Engine(Protocol):
    """Something that carries out an expression over the tables of a lake."""

    manifest: Manifest

    def ask(self, expression: Any) -> Answer:
        """Return what an expression finds, column by column."""


def engine(home: Path | None = None, name: str = "") -> Engine:
    """Return the engine over the lake as it is now. Raises Refused without a lake, or without Spark."""
    lake = store.place(home)
    manifest = store.read(lake)
    if manifest is None:
        raise Refused("insight.no_lake")
    if (name or settings.HUIYIN_LAKE_ENGINE) == "spark":
        from huiyin.insight.engines import spark

        return spark.over(lake, manifest)
    from huiyin.insight.engines import duck

    return duck.over(lake, manifest)


def plain(values: Any, kind: Any) -> "np.ndarray[Any, Any]":
    """Return a column in the one form: days as days, words as objects, a missing number as NaN.

    `kind` is the type that the expression gives the column: an engine may hold a sum as something larger.
    """
    missing: np.ndarray[Any, Any] = np.ma.getmaskarray(values)
    found: np.ndarray[Any, Any] = np.ma.getdata(values)
    if kind.is_date():
        days = found.astype("M8[D]")
        days[missing] = np.datetime64("NaT")
        return days
    if kind.is_string():
        words = found.astype(object)
        words[missing] = None
        return words
    if missing.any():
        return np.where(missing, np.nan, np.where(missing, 0, found).astype(np.float64))
    return found.astype(np.float64 if kind.is_floating() else bool if kind.is_boolean() else np.int64)
