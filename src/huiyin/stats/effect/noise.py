"""How far weeks stray from their course, and how long: the effect with all that is not known about both.

On the scale of the link, week t strays by u(t) + e(t): e is the chance of counting, of variance f / w(t)
with the weight w of the fit and a dispersion f ≥ 1; u is a mood that lasts, autoregressive of order one,
of variance f·s and correlation r^k over k weeks. Weeks that were not counted are passed over, the mood
goes on.

For every (s, r) of a grid the coefficients are those of generalised least squares, found by a Kalman
filter, and the restricted likelihood (Patterson and Thompson, Biometrika 1971; Harville, JASA 1974) says
how well the pair fits. The answer is not that of the best pair but of all, each by its likelihood: a
mixture of Student's t. That keeps its promise with a hundred weeks, where plugging in one estimate of r,
always too low, does not.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from huiyin.stats.effect.fit import Fitted

Floats = NDArray[np.float64]
# Chosen on the development seed of `huiyin evaluate effect`.
CORRELATIONS = (0.1, 0.35, 0.6, 0.8, 0.93)
STRENGTHS = (0.1, 0.3, 1.0, 3.0, 10.0, 40.0)  # variance of the mood in typical variances of counting


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one coefficient of each design: a mixture of t distributions [design, grid]."""

    middle: Floats
    spread: Floats
    share: Floats
    freedom: Floats

    def below(self, value: Floats | float) -> Floats:
        """Return the probability that the coefficient is below a value [design]."""
        from scipy.special import stdtr

        away = (np.reshape(value, (-1, 1)) - self.middle) / self.spread
        return np.asarray((self.share * stdtr(self.freedom[:, None], away)).sum(axis=1))

    def at(self, probability: float) -> Floats:
        """Return the value below which the coefficient lies with a probability [design]."""
        far = 60.0 * self.spread.max(axis=1)
        low, high = self.middle.min(axis=1) - far, self.middle.max(axis=1) + far
        for _ in range(60):
            half = (low + high) / 2
            less = self.below(half) < probability
            low, high = np.where(less, half, low), np.where(less, high, half)
        return np.asarray((low + high) / 2)

    def two_sided(self) -> Floats:
        """Return how likely an estimate so far from nought is where there is none [design]."""
        under, over = self.below(0.0), replace(self, middle=-self.middle).below(0.0)
        return np.asarray(2 * np.minimum(under, over))


@lru_cache(maxsize=1)
def _grid() -> tuple[Floats, Floats]:
    pairs = [(0.0, 0.0), *((s, r) for s in STRENGTHS for r in CORRELATIONS)]
    strengths, correlations = np.array(pairs).T
    return strengths, correlations


def known(fitted: Fitted, columns: Floats, *, which: Floats) -> Known:
    """Return what is known of a combination of coefficients, `which` [design, column], for each design."""
    cross, logs, weeks = _filtered(fitted, columns)
    width = columns.shape[2]
    normal, toward, own = cross[..., 1:, 1:], cross[..., 1:, 0], cross[..., 0, 0]
    inverse = np.linalg.pinv(normal, hermitian=True)
    move = (inverse @ toward[..., None])[..., 0]
    rank = np.linalg.matrix_rank(normal[:, 0], hermitian=True)
    freedom = np.maximum(weeks - rank, 1).astype(float)
    left = np.maximum(own - (toward * move).sum(axis=-1), 1e-12)
    dispersion = np.maximum(left / freedom[:, None], 1.0)
    tilt = which[:, None, :]
    middle = (fitted.coefficients * which).sum(axis=1)[:, None] + (move * tilt).sum(axis=-1)
    variance = ((tilt[..., None, :] @ inverse @ tilt[..., :, None])[..., 0, 0]) * dispersion
    eigen = np.maximum(np.linalg.eigvalsh(normal), 1e-300)
    place = np.arange(width) >= (width - rank)[:, None]
    volume = np.where(place[:, None, :], np.log(eigen), 0.0).sum(axis=-1)
    likely = -0.5 * (logs + volume + freedom[:, None] * np.log(dispersion) + left / dispersion)
    share = np.exp(likely - likely.max(axis=1, keepdims=True))
    return Known(middle, np.sqrt(variance), share / share.sum(axis=1, keepdims=True), freedom)


def _filtered(fitted: Fitted, columns: Floats) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Return cross products of residual and columns made independent, log determinant, and weeks."""
    strengths, correlations = _grid()
    used = fitted.weights > 0
    weeks = used.sum(axis=1)
    typical = weeks / np.maximum(fitted.weights.sum(axis=1), 1e-300)
    variance = strengths[None, :] * typical[:, None]
    carried = correlations[None, :]
    rows = np.concatenate([fitted.residuals[:, :, None], columns], axis=2)
    designs, length, width = rows.shape
    apart = np.empty((length, designs, strengths.size, width))
    mood, unsure = np.zeros(apart.shape[1:]), variance.copy()
    logs = np.zeros(unsure.shape)
    with np.errstate(divide="ignore"):
        chance = np.where(used, 1.0 / fitted.weights, np.inf)
    for week in range(length):
        total = unsure + chance[:, week, None]
        new = rows[:, week, None, :] - mood
        apart[week] = new / np.sqrt(total)[..., None]
        logs += np.where(used[:, week, None], np.log(total), 0.0)
        gain = unsure / total
        mood = carried[..., None] * (mood + gain[..., None] * new)
        unsure = carried**2 * unsure * (1 - gain) + variance * (1 - carried**2)
    stacked = np.moveaxis(apart, 0, 2)
    return np.swapaxes(stacked, 2, 3) @ stacked, logs, weeks
