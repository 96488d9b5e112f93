"""What a day or week brings beside an ordinary one, kind by kind: working days, festival, wages, season.

    log m(t) = a + b·t + x(t)'c,   factor f(t) = exp(x(t)'c)

Poisson regression of the kind's total (McCullagh and Nelder 1989), each c a priori normal around that of
all kinds together, so that a rare kind follows the whole. Columns far above (four deviations) count as if
they were just so high: a surge is no season.
"""

import numpy as np

from huiyin.stats.forecast.calendar import Calendar, columns
from huiyin.stats.surges.counts import Array

_STEPS, _HIGHEST = 12, 4.0
_LEAST_YEARS = 2
_BOUND = 4.0


def factors(totals: Array, calendar: Calendar, until: int) -> Array:
    """Return the factor of each kind (row of totals) in every column, learned from those before `until`."""
    season = until >= _LEAST_YEARS * calendar.columns_a_year
    design, precision = columns(calendar, season=season)
    past = totals[:, :until]
    everything = np.where(np.isnan(past).all(axis=0), np.nan, np.nansum(past, axis=0))
    whole = _fitted(everything, design[:until], precision, np.zeros(design.shape[1]))
    each = [_fitted(row, design[:until], 4 * precision, whole) for row in past]
    return np.exp(np.clip(np.array(each).reshape(len(past), -1) @ design.T, -_BOUND, _BOUND))


def _fitted(counts: Array, design: Array, precision: Array, prior: Array) -> Array:
    """Return c of one total, drawn towards what is believed of it."""
    known = np.flatnonzero(~np.isnan(counts))
    if len(known) == 0 or counts[known].sum() == 0:
        return prior
    y, time = counts[known], (known - known[-1]) / max(len(known), 1)
    x = np.column_stack([np.ones(len(known)), time, design[known]])
    theta = np.concatenate([[np.log(y.mean()), 0.0], prior])
    believed, weight = np.concatenate([[0.0, 0.0], prior]), np.concatenate([[1e-6, 1.0], precision])
    for _ in range(_STEPS):
        mean = np.exp(np.clip(x @ theta, -20, 20))
        spread = max(float(np.median((y - mean) ** 2 / mean) / 0.455), 1.0)  # .455: median of chi square
        most = mean + _HIGHEST * np.sqrt(spread * mean) + 1
        score = x.T @ (np.minimum(y, most) - mean) - spread * weight * (theta - believed)
        move = np.linalg.solve((x.T * mean) @ x + np.diag(spread * weight), score)
        theta = theta + move * min(1.0, 1.5 / max(float(np.abs(move).max()), 1e-12))
        if np.abs(move).max() < 1e-4:  # noqa: PLR2004
            break
    return np.asarray(theta[2:])
