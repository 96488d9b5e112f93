"""Counts week by week fitted by their expected course: many designs at once.

Without a control series the count is Poisson with logarithmic link. With one, it is the count's share of
both together that is followed, binomial with logistic link: what touches both series alike (a holiday, a
new year's rush, a slower registry) cancels, week by week.

Coefficients solve Firth's corrected score equations, which have a finite solution even where nothing at
all was counted on one side of the date. Source: Firth, Bias reduction of maximum likelihood estimates,
Biometrika 1993.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_STEPS, _CLOSE, _FARTHEST = 60, 1e-8, 2.0


@dataclass(frozen=True, slots=True)
class Fitted:
    """Coefficients [design, column]; weight and working residual [design, week] on the scale of the link."""

    coefficients: Floats
    weights: Floats
    residuals: Floats


def fit(counts: Floats, columns: Floats, *, offset: Floats, both: Floats | None) -> Fitted:
    """Return each design's fit of the counts.

    counts, offset, both: [design, week]; columns: [design, week, column], all zero where a week is not used.
    `both` are the counts of the series and its control together; None means there is no control.
    """
    used = columns.any(axis=2)
    found = np.zeros((columns.shape[0], columns.shape[2]))
    for _ in range(_STEPS):
        mean, weights, lean = _mean(columns, found, offset, both)
        weights = np.where(used, weights, 0.0)
        weighted = columns * weights[:, :, None]
        inverse = np.linalg.pinv(weighted.transpose(0, 2, 1) @ columns, hermitian=True)
        leverage = ((weighted @ inverse) * columns).sum(axis=2)
        rest = np.where(used, counts - mean + leverage * lean, 0.0)
        step = (inverse @ (columns.transpose(0, 2, 1) @ rest[:, :, None]))[:, :, 0]
        widest = np.abs((columns @ step[:, :, None])[:, :, 0]).max(axis=1, keepdims=True)
        found = found + step * np.minimum(1.0, _FARTHEST / np.maximum(widest, _CLOSE))
        if widest.max() < _CLOSE:
            break
    with np.errstate(divide="ignore", invalid="ignore"):
        residuals = np.where(weights > 0, rest / weights, 0.0)
    return Fitted(found, weights, residuals)


def _mean(
    columns: Floats, found: Floats, offset: Floats, both: Floats | None
) -> tuple[Floats, Floats, Floats | float]:
    """Return the expected count, its Poisson or binomial variance, and where Firth's half counts lean to."""
    height = np.clip((columns @ found[:, :, None])[:, :, 0] + offset, -30.0, 30.0)
    if both is None:
        mean = np.exp(height)
        return mean, mean, 0.5
    part = 1.0 / (1.0 + np.exp(-height))
    return both * part, both * part * (1.0 - part), 0.5 - part
