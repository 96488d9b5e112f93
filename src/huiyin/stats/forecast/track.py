"""How forecasts went so far: each back-test judged with what was known before it, beside simpler ways."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from huiyin.stats.compiled import compiled
from huiyin.stats.forecast.spread import Spread, spread_of
from huiyin.stats.surges.counts import Array

LEAST_BEFORE = 2  # back-tests before one that is judged
MOST_SERIES = 3000  # that are looked at
_INSIDE = (0.8, 0.95)
_FAR_BELOW, _CHANCE = 0.7, 0.01


@dataclass(frozen=True)
class Track:
    """One back-test: its first column, counts judged, mean CRPS of each way, share inside each interval.

    inside_80 and inside_95 are shares of randomised PITs, which are 80 and 95 % for low counts too.
    """

    origin: int
    counts: int
    petitions: float
    ours: float
    smoothing: float
    season_before: float
    inside_80: float
    inside_95: float

    @property
    def better_than_season(self) -> float:
        """Return by how much of its CRPS ours is better than "as a season ago"."""
        return 1 - self.ours / self.season_before if self.season_before else 0.0


def held(went: Sequence[tuple[int, float]]) -> tuple[float, bool]:
    """Return the share of counts that lay in intervals meant to hold 80 %, and whether such are believed.

    Of each back-test how many counts, and the share of them inside. Not believed is what held less than 70 %
    and would come in at most one of a hundred records (binomial) if intervals held what they promise.
    """
    from scipy.special import bdtr

    counts = sum(many for many, _share in went)
    inside = sum(round(many * share) for many, share in went)
    if not counts:
        return 1.0, True
    return inside / counts, not (inside < _FAR_BELOW * counts and bdtr(inside, counts, _INSIDE[0]) < _CHANCE)


def judged(
    y: Array, mean: Array, smoothing: Array, origin: int, spreads: tuple[Spread, Spread],
    naive: tuple[Array, Array], chance: np.random.Generator,
) -> Track:  # fmt: skip
    """Return how one forecast went: counts, our means and those of smoothing [series, ahead]."""
    known = ~np.isnan(y)
    if not known.any():
        return Track(origin, 0, 0.0, *[0.0] * 5)
    pit = spreads[0].pit(y, mean, chance)[known]
    middle = np.abs(pit - 0.5)
    return Track(
        origin,
        int(known.sum()),
        float(y[known].sum()),
        float(np.nanmean(spreads[0].crps(y, mean))),
        float(np.nanmean(spreads[1].crps(y, smoothing))),
        float(np.mean(season_before(y[known], naive[0][known], naive[1][known]))),
        *(float(np.mean(middle <= inside / 2)) for inside in _INSIDE),
    )


def track(
    y: Array,
    mean: Array,
    smoothing: Array,
    origins: Array,
    kind: Array,
    naive: tuple[Array, Array],
    seed: int,
) -> tuple[Track, ...]:
    """Return how the later back-tests went, spreads being learned from those before each."""
    chance = np.random.default_rng(seed)
    some = np.sort(chance.permutation(y.shape[1])[:MOST_SERIES])
    y, mean, smoothing, kind = y[:, some], mean[:, some], smoothing[:, some], kind[some]
    found = []
    for at in range(LEAST_BEFORE, len(y)):
        spreads = tuple(spread_of(y[:at], which[:at], kind, chance) for which in (mean, smoothing))
        one = (naive[0][at][some], naive[1][at][some])
        found.append(
            judged(y[at], mean[at], smoothing[at], int(origins[at]), (spreads[0], spreads[1]), one, chance)
        )
    return tuple(found)


@compiled
def _scores(y: Array, mean: Array, sd: Array, out: Array) -> None:
    for i in range(len(y)):
        total, k = 0.0, 0.0
        last = max(y[i], mean[i] + 6 * sd[i]) + 1
        while k <= last:
            share = 0.5 * math.erfc((mean[i] - k - 0.5) / (sd[i] * math.sqrt(2.0)))
            total += (share - 1.0) ** 2 if k >= y[i] else share * share
            k += 1
        out[i] = total


def season_before(y: Array, mean: Array, sd: Array) -> Array:
    """Return the CRPS of "as a season ago", normal with the spread of such differences, cut at nought."""
    out = np.empty(len(y))
    _scores(y, mean, np.maximum(sd, 0.05), out)
    return out
