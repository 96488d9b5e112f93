"""Partial pooling: what is known of each of many offices, given what is known of all.

An office with few cases says little by itself; it is drawn towards what offices are like, the more the
less it says. How much offices differ at all (the spread) is not known either: every spread counts by its
likelihood. Source: Efron and Morris, JASA 1975; Gelman et al., Bayesian Data Analysis, section 5.4.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
_NARROW = 1e-9
_LARGEST = 3.0
WIDEST = float(np.exp(_LARGEST))  # as a factor: a spread so large may be larger still
_SPREADS = np.linspace(0.0, _LARGEST, 151)  # all as likely before (Gelman, Bayesian Analysis 2006)


@dataclass(frozen=True, slots=True)
class Pooled:
    """Middle and 95 % interval of each effect, and the spread of all with its interval."""

    middle: Floats
    low: Floats
    high: Floats
    spread: float
    spread_low: float
    spread_high: float


def pooled(estimate: ArrayLike, variance: ArrayLike) -> Pooled:
    """Return effects around nought drawn together; nan, or an endless variance, says nothing by itself.

    Effects are measured against all offices together, so their middle is nought and is not estimated.
    """
    own, chance = np.asarray(estimate, float), np.asarray(variance, float)
    said = np.isfinite(own) & np.isfinite(chance) & (chance > 0)
    square = _SPREADS[:, None] ** 2
    total = chance[said] + square
    likely = -0.5 * (np.log(total) + own[said] ** 2 / total).sum(axis=1)
    share = np.exp(likely - likely.max())
    share /= share.sum()
    hold = np.zeros((_SPREADS.size, own.size))
    hold[:, said] = square / total
    toward = hold * np.where(said, own, 0.0)
    within = np.where(said, hold * np.where(said, chance, 0.0), square)
    middle = share @ toward
    under, over = (_quantile(toward, np.sqrt(within), share, at) for at in (0.025, 0.975))
    up = np.cumsum(share)
    low, half, high = (float(_SPREADS[int(np.searchsorted(up, at))]) for at in (0.025, 0.5, 0.975))
    return Pooled(middle, under, over, half, low, high)


def _quantile(middle: Floats, width: Floats, share: Floats, at: float) -> Floats:
    """Return the quantile of each office's mixture of normal distributions [spread, office]."""
    from scipy.special import ndtr

    width = np.maximum(width, _NARROW)
    low, high = (middle - 8 * width).min(axis=0), (middle + 8 * width).max(axis=0)
    for _ in range(40):
        half = (low + high) / 2
        less = share @ ndtr((half - middle) / width) < at
        low, high = np.where(less, half, low), np.where(less, high, half)
    return np.asarray((low + high) / 2)
