"""How counts lie around their means: negative binomial, then corrected by what back-tests showed.

Dispersion is Σ(y - m)²/Σm of back-tests, by size of the mean and half of the way ahead, times what is
special to a kind and, less firmly, to a series. Fewer sizes are told apart where counts are few, and what
lies farther ahead is never told to be surer: where the later half varied less, both are pooled (isotonic
regression: Ayer and others, Annals of Mathematical Statistics 1955). Where the count then fell in its
foretold distribution (the randomised probability integral transform, PIT: Czado, Gneiting and Held,
Biometrics 2009) should be even; where it is not, the distribution is bent by the curve of PITs found
(Kuleshov and others, ICML 2018). The CRPS is Σ_k (F(k) - 1{k ≥ y})² (Gneiting and Raftery, JASA 2007).
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huiyin.stats.chance import highest_usual, log_mass, tail_over
from huiyin.stats.compiled import compiled
from huiyin.stats.surges.counts import Array

GRID = 41
_SIZES, _LEAST_OF_SIZE = 4, 40  # groups of means, and counts without which there is no further group
_FIRM_OF_SERIES, _FIRM_OF_KIND = 80.0, 400.0
_LEAST_FOR_CURVE = 400
_WIDEST = 60.0
_MOST_SQUARE = 400.0  # of a count that is far off, in dispersions: a surge is not all there is
_FAR = 9.0


@compiled
def below(y: float, mean: float, dispersion: float) -> float:
    """Return P(Y ≤ y)."""
    return 0.0 if y < 0 else 1.0 - tail_over(y, mean, dispersion)


@compiled
def _bent(p: float, curve: Array) -> float:
    at = p * (len(curve) - 1)
    low = min(int(at), len(curve) - 2)
    return float(curve[low] + (at - low) * (curve[low + 1] - curve[low]))


@compiled
def pits(
    y: Array, mean: Array, dispersion: Array, group: Array, curves: Array, luck: Array, out: Array
) -> None:
    """Fill the randomised PIT of each count."""
    for i in range(len(y)):
        curve = curves[int(group[i])]
        low = _bent(max(below(y[i] - 1, mean[i], dispersion[i]), 0.0), curve)
        high = _bent(max(below(y[i], mean[i], dispersion[i]), 0.0), curve)
        out[i] = low + luck[i] * (high - low)


@compiled
def crps(y: Array, mean: Array, dispersion: Array, group: Array, curves: Array, out: Array) -> None:
    """Fill the continuous ranked probability score of each count."""
    for i in range(len(y)):
        curve = curves[int(group[i])]
        sd = math.sqrt(mean[i] * dispersion[i])
        first = max(math.floor(mean[i] - _FAR * sd), 0.0)
        last = math.ceil(max(mean[i] + (_FAR + 6) * sd + 4 * dispersion[i] + 6, y[i]))
        total, sum_below, k = max(first - y[i], 0.0), 0.0, first
        if y[i] < first:
            total = first - y[i]
        sum_below = below(first - 1, mean[i], dispersion[i])
        while k <= last:
            sum_below = min(sum_below + math.exp(log_mass(k, mean[i], dispersion[i])), 1.0)
            bent = _bent(max(sum_below, 0.0), curve)
            total += (bent - 1.0) ** 2 if k >= y[i] else bent**2
            k += 1
        out[i] = total


@compiled
def quantiles(mean: Array, dispersion: Array, group: Array, levels: Array, out: Array) -> None:
    """Fill the smallest count that is passed with a chance of at most one less the level of its group."""
    for i in range(len(mean)):
        out[i] = highest_usual(mean[i], dispersion[i], 1.0 - levels[int(group[i])])


@dataclass(frozen=True)
class Spread:
    """Dispersions by group of means, half of the way, kind and series, and the curves of PITs."""

    edges: Array
    dispersion: Array
    of_series: Array
    curves: Array

    def around(self, mean: Array, *, near: bool = False) -> tuple[Array, Array]:
        """Return the group and the dispersion of each mean [series, ahead]; `near`: as if it came first."""
        group = np.searchsorted(self.edges, mean)
        half = (np.arange(mean.shape[1]) * (0 if near else 2)) // mean.shape[1]
        wide = 1 + (self.dispersion[group, half] - 1) * self.of_series[:, None]
        return group.astype(float), np.clip(wide, 1.0, _WIDEST)

    def quantile(self, mean: Array, level: float, *, near: bool = False) -> Array:
        """Return the quantile of each mean's distribution, as bent by its curve."""
        group, wide = self.around(mean, near=near)
        grid = np.linspace(0, 1, self.curves.shape[1])
        nominal = np.array([np.interp(level, curve, grid) for curve in self.curves])
        out = np.empty(mean.size)
        quantiles(mean.ravel(), wide.ravel(), group.ravel(), np.clip(nominal, 1e-6, 1 - 1e-6), out)
        return out.reshape(mean.shape)

    def crps(self, y: Array, mean: Array) -> Array:
        """Return the score of each count, NaN where it is not known."""
        return self._each(y, mean, None)

    def pit(self, y: Array, mean: Array, chance: np.random.Generator) -> Array:
        """Return the randomised PIT of each count, NaN where it is not known."""
        return self._each(y, mean, chance)

    def _each(self, y: Array, mean: Array, chance: np.random.Generator | None) -> Array:
        group, wide = self.around(mean)
        known = ~np.isnan(y)
        given, out = (
            (y[known], mean[known], wide[known], group[known], self.curves),
            np.empty(int(known.sum())),
        )
        if chance is None:
            crps(*given, out)
        else:
            pits(*given, chance.random(len(out)), out)
        found = np.full(y.shape, np.nan)
        found[known] = out
        return found


def spread_of(y: Array, mean: Array, kind: Array, chance: np.random.Generator) -> Spread:
    """Return the spread that back-tests show: counts and means [origins, series, ahead]."""
    if not mean.size:
        return Spread(np.empty(0), np.ones((1, 2)), np.ones(y.shape[1]), np.linspace(0, 1, GRID)[None])
    ahead = mean.shape[2]
    known = ~np.isnan(y)
    sizes = min(_SIZES, max(1, int(known.sum()) // _LEAST_OF_SIZE))
    edges = np.unique(np.quantile(mean, np.arange(1, sizes) / sizes))
    group = np.searchsorted(edges, mean)
    half = np.broadcast_to((np.arange(ahead) * 2) // ahead, mean.shape)
    square = np.where(known, (y - mean) ** 2, 0.0)
    square = np.minimum(square, _MOST_SQUARE * (mean + 1))
    usual = np.where(known, mean, 0.0)
    at = group * 2 + half
    many = 2 * (len(edges) + 1)
    off = np.bincount(at.ravel(), square.ravel(), many).reshape(-1, 2)
    could = np.bincount(at.ravel(), usual.ravel(), many).reshape(-1, 2)
    dispersion = np.clip(_never_surer(off, could), 1.0, _WIDEST)
    of_series = _special(square, usual, dispersion[group, half], kind)
    even = np.tile(np.linspace(0, 1, GRID), (len(edges) + 1, 1))
    first = Spread(edges, dispersion, of_series, even)
    found = [first.pit(y[o], mean[o], chance) for o in range(len(y))]
    return Spread(edges, dispersion, of_series, _curves(np.array(found), group.astype(float), even))


def _never_surer(off: NDArray[Any], could: NDArray[Any]) -> Array:
    """Return off/could of both halves of the way [groups, 2], of both together where it falls."""
    each = off / np.maximum(could, 1e-9)
    both = off.sum(axis=1) / np.maximum(could.sum(axis=1), 1e-9)
    return np.asarray(np.where((each[:, 1] < each[:, 0])[:, None], both[:, None], each), float)


def _special(square: Array, usual: Array, wide: Array, kind: Array) -> Array:
    """Return how much more than others of its size a series varies beyond pure chance, drawn to its kind."""
    over = ((square - usual) / np.maximum(wide, 1.0)).sum(axis=(0, 2))
    could = (usual * (wide - 1) / np.maximum(wide, 1.0)).sum(axis=(0, 2))
    which = kind.astype(int)
    of_kind = (np.bincount(which, over) + _FIRM_OF_KIND) / (np.bincount(which, could) + _FIRM_OF_KIND)
    found = (over + _FIRM_OF_SERIES * of_kind[which]) / (could + _FIRM_OF_SERIES)
    return np.asarray(np.clip(found, 0.2, 5.0))


def _curves(found: Array, group: Array, even: Array) -> Array:
    """Return for each group the share of PITs up to each point of the grid."""
    curves = even.copy()
    for one in range(len(even)):
        there = found[(group == one) & ~np.isnan(found)]
        if len(there) >= _LEAST_FOR_CURVE:
            share = np.searchsorted(np.sort(there), even[one], side="right") / len(there)
            share[0], share[-1] = 0.0, 1.0
            curves[one] = np.maximum.accumulate(share + even[one] * 1e-9)
    return curves
