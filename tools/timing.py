"""Prints measured times the same way everywhere."""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any


def line(what: str, spent: Sequence[float], seconds: float | None = None) -> None:
    """Print one measured thing (times in ms): calls a second, the middle one and the slowest of twenty."""
    ordered = sorted(spent)
    rate = len(spent) / (seconds or sum(spent) / 1000)
    p95 = ordered[max(0, int(len(ordered) * 0.95) - 1)]
    print(
        f"{what:<58}{rate:>10,.0f}/s   p50 {statistics.median(ordered):>8.2f} ms   p95 {p95:>8.2f} ms",
        flush=True,
    )


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
