"""Whether DuckDB and Spark answer alike, expression by expression, over the lake of this installation."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from huiyin.insight.engines import Answer, engine
from huiyin.insight.expressions.examples import EXAMPLES

_NEARLY = 1e-9


@dataclass(frozen=True)
class Compared:
    """What one expression gave: how many rows, whether the same ones, and the seconds each engine took."""

    name: str
    rows: int
    same: bool
    duckdb: float
    spark: float


def compare(home: Path) -> Iterator[Compared]:
    """Yield for each expression whether both engines answer alike. Raises Refused where Spark is not here."""
    spark, duck = engine(home, "spark"), engine(home, "duckdb")
    for name, made in EXAMPLES.items():
        asked, took, answers = made(duck.manifest.on), list[float](), list[Answer]()
        for here in (duck, spark):
            begun = time.perf_counter()
            answers.append(here.ask(asked))
            took.append(time.perf_counter() - begun)
        rows = len(next(iter(answers[0].values())))
        yield Compared(name, rows, alike(*answers), *took)


def alike(one: Answer, other: Answer) -> bool:
    """Return whether two answers hold the same rows in the same order."""
    return list(one) == list(other) and all(_same(one[name], other[name]) for name in one)


def _same(one: "np.ndarray[Any, Any]", other: "np.ndarray[Any, Any]") -> bool:
    if one.shape != other.shape or one.dtype.kind != other.dtype.kind:
        return False
    if one.dtype.kind == "f":
        return bool(np.allclose(one, other, rtol=_NEARLY, atol=_NEARLY, equal_nan=True))
    if one.dtype.kind == "M":
        return bool(np.array_equal(one.astype(np.int64), other.astype(np.int64)))
    return bool(np.array_equal(one, other))
