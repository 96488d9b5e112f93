"""Prints measured times the same way everywhere."""

import statistics
import time
from collections.abc import Callable, Sequence
from math import ceil
from typing import Any


def line(what: str, spent: Sequence[float], seconds: float | None = None) -> None:
    """Print one measured thing (times in ms): calls a second, the middle one and the slowest of twenty."""
    rate = len(spent) / (seconds or sum(spent) / 1000)
    middle, slow = p95(spent)
    print(f"{what:<58}{rate:>10,.0f}/s   p50 {middle:>8.2f} ms   p95 {slow:>8.2f} ms", flush=True)


def p95(spent: Sequence[float]) -> tuple[float, float]:
    """Return the middle one and the slowest of twenty."""
    ordered = sorted(spent)
    return statistics.median(ordered), ordered[max(0, ceil(len(ordered) * 0.95) - 1)]


def timed(
    call: Callable[[], Any], times: int, *, clock: Callable[[], float] = time.perf_counter
) -> list[float]:
    """Return how many milliseconds each of so many calls took, by the wall or by what a core spent."""
    spent = []
    for _ in range(times):
        begun = clock()
        call()
        spent.append((clock() - begun) * 1000)
    return spent
