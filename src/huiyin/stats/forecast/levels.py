"""The level of each series: what has come in of late, older columns counting less and less.

    a ← δa + y,  b ← δb + f,  level = a/b

Simple exponential smoothing for counts with a factor f: with f = 1 it is that with α = 1 - δ (the power
steady model: Smith, JRSS B 1979; Harvey and Fernandes, J. Bus. Econ. Stat. 1989). It needs no zeros removed
and passes over what is not known. δ is, for each series, the one that foretold best so far (Poisson
likelihood, columns of long ago counting less).
"""

import math

import numpy as np

from huiyin.stats.compiled import compiled
from huiyin.stats.surges.counts import Array

DAILY = (0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998)
WEEKLY = (0.5, 0.7, 0.85, 0.92, 0.96, 0.98, 0.99)
_BEGINNING = 28
_FORGOTTEN = 0.998
_LEAST = 1e-4


@compiled
def _one(y: Array, f: Array, delta: float, origins: Array, level: Array, worth: Array) -> None:
    """Fill level and worth of one series and one δ at each origin: what is known before that column."""
    total, room, many = 0.5, 0.0, 0
    for t in range(min(_BEGINNING, len(y))):
        if not math.isnan(y[t]) and f[t] > 0:
            total += y[t]
            room += f[t]
            many += 1
    b = 3.0
    a = b * total / max(room, 0.5)
    worth_now, at = 0.0, 0
    for t in range(len(y) + 1):
        while at < len(origins) and origins[at] == t:
            level[at], worth[at] = max(a / b, _LEAST), worth_now
            at += 1
        if t < len(y) and not math.isnan(y[t]) and f[t] > 0:
            mean = max(a / b * f[t], 1e-9)
            worth_now = _FORGOTTEN * worth_now + y[t] * math.log(mean) - mean
            a = delta * a + y[t]
            b = delta * b + f[t]


@compiled
def _each(y: Array, f: Array, kind: Array, deltas: Array, origins: Array, level: Array, worth: Array) -> None:
    for series in range(len(y)):
        for d in range(len(deltas)):
            _one(y[series], f[int(kind[series])], deltas[d], origins, level[d, series], worth[d, series])


def levels(y: Array, f: Array, kind: Array, season: int, origins: Array) -> tuple[Array, Array, Array]:
    """Return the best level [series, origins], and beside it a quick one and a slow one."""
    deltas = np.array(DAILY if season == 7 else WEEKLY)  # noqa: PLR2004 - days in weeks
    level = np.empty((len(deltas), len(y), len(origins)))
    worth = np.empty_like(level)
    order = np.argsort(origins, kind="stable")
    _each(
        np.ascontiguousarray(y, float),
        np.ascontiguousarray(f, float),
        np.asarray(kind, float),
        deltas,
        np.asarray(origins, float)[order],
        level,
        worth,
    )
    level, worth = level[:, :, np.argsort(order)], worth[:, :, np.argsort(order)]
    best = np.take_along_axis(level, worth.argmax(axis=0)[None], axis=0)[0]
    return best, level[1], level[-2]
