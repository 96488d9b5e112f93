"""How far the count of a zone and window lies above what is usual, and the highest of all.

    L = C·log(C/m) - (C + s)·log((C + s)/(m + s)),  s = m/(φ - 1);  for φ = 1: C·log(C/m) - C + m

is the log likelihood ratio of a negative binomial count C against its usual mean m, with variance φm and
size s (Tango, Takahashi and Kohriyama, Biometrics 2011; for Poisson Neill, Int. J. Forecasting 2009). The
score is √(2L), which for one zone is nearly standard normal. As 2L ≤ (C - m)²/(φm), most zones are passed
over without a logarithm.
"""

import math

import numpy as np
from numpy.typing import NDArray

from huiyin.stats.compiled import compiled
from huiyin.stats.surges.counts import Array

Places = NDArray[np.int64]
_PURE = 1.0005  # a dispersion under this is Poisson


@compiled
def excess(count: float, mean: float, dispersion: float) -> float:
    """Return the score of a count, nought where it is not above its mean."""
    if count <= mean:
        return 0.0
    if dispersion < _PURE:
        return math.sqrt(2 * max(count * math.log(count / mean) - count + mean, 0.0))
    size = mean / (dispersion - 1)
    ratio = count * math.log(count / mean) - (count + size) * math.log((count + size) / (mean + size))
    return math.sqrt(2 * max(ratio, 0.0))


@compiled
def around(
    area: int, counts: Array, means: Array, variances: Array, zones: Places, least: float, floor: float
) -> tuple[float, int, int]:
    """Return the highest score over `floor` of the zones around an area: score, areas in it, window.

    Counts, means and variances are by area and window. A zone with fewer than `least` petitions has none.
    """
    windows = counts.shape[1]
    count, mean, variance = [0.0] * windows, [0.0] * windows, [0.0] * windows
    best, size, window = floor, 0, 0
    for many in range(zones.shape[1]):
        at = int(zones[area, many])
        if at < 0:
            break
        for w in range(windows):
            count[w] += counts[at, w]
            mean[w] += means[at, w]
            variance[w] += variances[at, w]
            off = count[w] - mean[w]
            if off > 0 and count[w] >= least and off * off > best * best * variance[w]:
                score = excess(count[w], mean[w], variance[w] / mean[w])
                if score > best:
                    best, size, window = score, many + 1, w
    return best, size, window


@compiled
def highest(counts: Array, means: Array, variances: Array, zones: Places, least: float) -> float:
    """Return the highest score of all zones and windows."""
    best = 0.0
    for area in range(len(zones)):
        best = around(area, counts, means, variances, zones, least, best)[0]
    return best


@compiled
def each_area(
    counts: Array, means: Array, variances: Array, zones: Places, least: float, floor: float, out: Array
) -> None:
    """Fill `out[area]` with the highest score around each area, how many areas it has, and its window."""
    for area in range(len(zones)):
        score, size, window = around(area, counts, means, variances, zones, least, floor)
        out[area, 0], out[area, 1], out[area, 2] = score, size, window


@compiled
def far_above(had: Array, usual: Array, dispersion: float, bar: float, out: Array) -> None:
    """Fill `out` with 1 where a count scores over a bar, 0 elsewhere."""
    for row in range(had.shape[0]):
        for at in range(had.shape[1]):
            off = had[row, at] - usual[row, at]
            high = off > 0 and off * off > bar * bar * dispersion * usual[row, at]
            out[row, at] = 1.0 if high and excess(had[row, at], usual[row, at], dispersion) > bar else 0.0
