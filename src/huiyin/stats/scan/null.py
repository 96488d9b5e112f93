"""How high the highest score comes where nothing is going on: drawn once for each shape, then kept.

A shape is the zones and windows, and of a kind, roughly: how much comes in, how it is shared among areas,
how much it varies, how well it is known. Each draw gives each area its true rate (gamma, as sure as the
history makes it) and negative binomial counts in the days between one window and the next, and keeps the
highest score. In the upper tenth the chance of a higher one falls exponentially in the log likelihood ratio
(L = score²/2): p = .1·exp(-(L - u)/b), b the mean of L - u there; that is steadier than counting, and gives
chances smaller than one in the number of draws (after Abrams, Kleinman and Kulldorff, Int. J. Health
Geographics 2010, who fit a Gumbel curve to all).
"""

import hashlib
import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from huiyin.stats.compiled import compiled
from huiyin.stats.scan.excess import Places, highest
from huiyin.stats.scan.usual import Usual
from huiyin.stats.scan.zones import Zones
from huiyin.stats.surges.counts import Array

DRAWS = 999
LEAST = 3.0  # petitions under which nothing is called a hotspot
_UPPER = 0.1
_PURE = 1.0005
_LARGE = 30.0
# How coarse a shape is, as steps of logarithms: what comes in, areas that share it, dispersion, how much
# is known, what the newer half of it brings.
_STEPS = (0.5, 0.7, 0.15, 1.0, 0.4)


@compiled
def drawn(mean: float, dispersion: float, chance: np.random.Generator) -> float:
    """Return a negative binomial count of that mean and variance φ·mean."""
    if mean <= 0:
        return 0.0
    if dispersion < _PURE:
        return float(chance.poisson(mean))
    over = dispersion - 1
    size = mean / over
    if mean > _LARGE:
        return float(chance.poisson(chance.gamma(size, over)))
    mass, left = math.exp(-size * math.log(dispersion)), chance.random()
    count, odds = 0.0, over / dispersion
    while left > mass > 0:
        left -= mass
        mass *= odds * (count + size) / (count + 1)
        count += 1
    return count


@compiled
def maxima(
    times: int, usual: tuple[Array, Array, Array, Array], rates_known: Array, dispersion: float,
    zones: Places, least: float, chance: np.random.Generator,
) -> Array:  # fmt: skip
    """Return the highest score of each draw; `usual`: means, variances, means between windows, counts."""
    means, variances, between, counts = usual
    out = np.empty(times)
    for time in range(times):
        for area in range(means.shape[0]):
            shape = rates_known[area] / dispersion
            factor, count = chance.gamma(shape, 1 / shape), 0.0
            for w in range(means.shape[1]):
                count += drawn(between[area, w] * factor, dispersion, chance)
                counts[area, w] = count
        out[time] = highest(counts, means, variances, zones, least)
    return out


class Nulls:
    """The highest scores of quiet times by shape, kept from day to day by whoever holds this.

    The same shape is drawn from the first kind that has it, with a seed of its own.
    """

    def __init__(self, kept: Mapping[str, Array] | None = None, *, draws: int = DRAWS) -> None:
        self._kept: dict[str, Array] = dict(kept or {})
        self._draws = draws

    @property
    def kept(self) -> dict[str, Array]:
        """Return what was drawn, as arrays by name: it can be written to a file and given back."""
        return dict(self._kept)

    def of(self, usual: Usual, windows: tuple[int, ...], zones: Zones) -> Array:
        """Return the highest scores of quiet times, in order, for a kind of this shape."""
        name = shape(usual, windows, zones, self._draws)
        if name not in self._kept:
            seed = int(hashlib.sha256(name.encode()).hexdigest()[:12], 16)
            self._kept[name] = np.sort(_quiet(usual, zones, self._draws, seed))
        return self._kept[name]


def shape(usual: Usual, windows: tuple[int, ...], zones: Zones, draws: int = DRAWS) -> str:
    """Return the name of a kind's shape."""
    of_late = usual.means[:, -1]
    whole = float(of_late.sum())
    sharing = whole**2 / float((of_late**2).sum())
    sure = float((usual.rates * usual.days).sum() + usual.strength * len(of_late))
    newest = float(usual.means[:, len(windows) // 2].sum()) / whole  # of what is usual in the longest window
    found = (whole, sharing, usual.dispersion, sure / whole, newest)
    steps = (str(round(math.log(max(value, 1e-9)) / step)) for value, step in zip(found, _STEPS, strict=True))
    return "/".join([zones.mark, "-".join(map(str, windows)), str(draws), *steps])


def _quiet(usual: Usual, zones: Zones, draws: int, seed: int) -> NDArray[np.float64]:
    sure = usual.rates * usual.days + usual.strength
    between = np.diff(usual.means, axis=1, prepend=0.0)
    tables = (usual.means, usual.variances, between, np.empty_like(between))
    chance = np.random.default_rng(seed)
    return maxima(draws, tables, sure, usual.dispersion, zones.nearest, LEAST, chance)


def chance_of(score: float, quiet: Array) -> float:
    """Return how likely a quiet time has a score as high as this somewhere."""
    higher = float((quiet >= score).sum() + 1) / (len(quiet) + 1)
    start = float(np.quantile(quiet, 1 - _UPPER)) ** 2 / 2
    over = quiet[quiet**2 / 2 > start] ** 2 / 2 - start
    if len(over) == 0 or score**2 / 2 <= start:
        return higher
    return _UPPER * math.exp(-(score**2 / 2 - start) / float(over.mean()))
