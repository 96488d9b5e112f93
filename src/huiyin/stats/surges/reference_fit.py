"""The sums of the reference: one week of one series, fitted, weighted, fitted again, compared.

For a given slope the levels of the parts of the year have a closed form, so each fit is Newton's rule in one
number; results equal a general linear model's to the last digits that matter.
"""

import math

import numpy as np

from huiyin.stats.chance import highest_usual, z_of
from huiyin.stats.compiled import compiled
from huiyin.stats.surges.counts import Array

QUANTILE, WIDENED = 0.0, 1.0
_LEAST_YEARS_OF_A_TREND = 3
_MOST = 1e9


@compiled
def _summed(
    y: Array, weight: Array, time: Array, part: Array, slope: float, sums: Array
) -> tuple[float, float]:
    """Fill Σwy, Σwe, Σwte, Σwt²e of each part, e = exp(slope·t); return the slope's score, information."""
    sums[:] = 0
    score, information = 0.0, 0.0
    for i in range(len(y)):
        at = int(part[i])
        grown = weight[i] * math.exp(slope * time[i])
        sums[at, 0] += weight[i] * y[i]
        sums[at, 1] += grown
        sums[at, 2] += grown * time[i]
        sums[at, 3] += grown * time[i] * time[i]
        score += weight[i] * y[i] * time[i]
    for at in range(len(sums)):
        if sums[at, 1] > 0:
            centre = sums[at, 2] / sums[at, 1]
            score -= sums[at, 0] * centre
            information += sums[at, 0] * (sums[at, 3] / sums[at, 1] - centre * centre)
    return score, information


@compiled
def _fitted(
    y: Array, weight: Array, time: Array, part: Array, trend: bool, sums: Array, mean: Array
) -> tuple[float, float]:
    """Fit levels and slope by maximum likelihood; leave the `mean`s; return slope and information."""
    slope = 0.0
    for _ in range(50 if trend else 0):
        score, information = _summed(y, weight, time, part, slope, sums)
        if information <= 0:
            break
        step = min(max(score / information, -1.0), 1.0)
        slope += step
        if abs(step) < 1e-9:  # noqa: PLR2004 years, not weeks: far under what a count can show
            break
    _, information = _summed(y, weight, time, part, slope, sums)
    for i in range(len(y)):
        at = int(part[i])
        mean[i] = sums[at, 0] / sums[at, 1] * math.exp(slope * time[i])
    return slope, information if trend else 0.0


@compiled
def _dispersion(y: Array, weight: Array, mean: Array, freedom: float) -> float:
    """Return Pearson's estimate of the dispersion."""
    total = 0.0
    for i in range(len(y)):
        if mean[i] > 0:
            total += weight[i] * (y[i] - mean[i]) ** 2 / mean[i]
    return total / max(freedom, 1.0)


@compiled
def _scale_of_errors(y: Array, weight: Array, mean: Array, freedom: float) -> float:
    """Return what the R program multiplies standard errors with: weighted squares of *relative* residuals.

    Pearson's estimate would be the textbook's; equal alarms need what the program does after reweighting.
    """
    total = 0.0
    for i in range(len(y)):
        total += weight[i] * ((y[i] / mean[i] - 1) ** 2 if mean[i] > 0 else 1.0)
    return total / max(freedom, 1.0)


@compiled
def _reweighed(
    y: Array, weight: Array, time: Array, part: Array, slope: float, information: float,
    sums: Array, mean: Array, dispersion: float, bar: float,
) -> None:  # fmt: skip
    """Give weeks that look like a past surge the weight s^-2; all weights sum to their number."""
    total = 0.0
    for i in range(len(y)):
        at = int(part[i])
        leverage = math.exp(slope * time[i]) / sums[at, 1]
        if information > 0:
            leverage += mean[i] * (time[i] - sums[at, 2] / sums[at, 1]) ** 2 / information
        weight[i] = 1.0
        if mean[i] > 0:
            s = 1.5 * (y[i] ** (2 / 3) * mean[i] ** (-1 / 6) - math.sqrt(mean[i]))
            s /= math.sqrt(dispersion * max(1 - leverage, 1e-9))
            if s > bar:
                weight[i] = 1 / (s * s)
        total += weight[i]
    for i in range(len(y)):
        weight[i] *= len(y) / total


@compiled
def _expected(
    y: Array,
    weight: Array,
    time: Array,
    part: Array,
    trend: bool,
    parts: int,
    bar: float,
    sums: Array,
    mean: Array,
) -> tuple[float, float, float, float]:
    """Return the expected count of now, its standard error (log), the dispersion, and |t| of the slope."""
    weight[:] = 1.0
    slope, information = _fitted(y, weight, time, part, trend, sums, mean)
    freedom = float(len(y) - parts - (1 if trend else 0))
    dispersion = max(_dispersion(y, weight, mean, freedom), 1.0)
    _reweighed(y, weight, time, part, slope, information, sums, mean, dispersion, bar)
    slope, information = _fitted(y, weight, time, part, trend, sums, mean)
    raw, scale = _dispersion(y, weight, mean, freedom), _scale_of_errors(y, weight, mean, freedom)
    now = sums[parts - 1]
    expected = float(now[0] / now[1])  # time is counted from now, so the slope adds nothing
    spread = 1 / max(now[0], 1e-12)
    if information > 0:
        spread += (now[2] / now[1]) ** 2 / information
    strength = abs(slope) * math.sqrt(information / scale) if scale > 0 else math.inf
    return expected, math.sqrt(scale * spread), max(raw, 1.0), strength


@compiled
def _upper(expected: float, error: float, dispersion: float, bound: float, rate: float) -> float:
    """Return the count over which a week is told."""
    if bound == QUANTILE:
        return highest_usual(expected, dispersion, rate)
    z = z_of(math.log(rate))
    if bound == WIDENED:
        widest = expected * math.exp(min(z * error, 300.0))
        if expected <= 0 or widest > _MOST:
            return math.nan  # nothing is known of the mean, and nothing is told
        return highest_usual(widest, dispersion, rate)
    if expected <= 0:
        return 0.0
    error *= expected
    tau = dispersion + error * error / expected
    root = expected ** (2 / 3) + z * math.sqrt(4 / 9 * expected ** (1 / 3) * tau)
    return float(root**1.5)


@compiled
def judge_rows(
    rows: Array, weeks: int, back: Array, calendar: Array, parts: int, years: int, history: int, bar: float,
    t_bar: float, bound: float, rate: float, few: float, of_weeks: int, out: Array,
) -> None:  # fmt: skip
    """Fill alarm, upper bound, expected count and dispersion of the last weeks of each row."""
    points, columns = len(back), rows.shape[1]
    y, weight, mean = np.empty(points), np.empty(points), np.empty(points)
    time, part = np.empty(points), np.empty(points)
    sums = np.empty((parts, 4))
    for row in range(len(rows)):
        for week in range(weeks):
            now = columns - weeks + week
            out[0, row, week] = 0
            out[1:, row, week] = math.nan
            if now < history or math.isnan(rows[row, now]):
                continue
            known, highest = 0, 0.0
            for i in range(points):
                count = rows[row, now - int(back[i])]
                if not math.isnan(count):
                    y[known], time[known], part[known] = count, -back[i] / 52, calendar[i]
                    highest = max(highest, count)
                    known += 1
            if known < points // 2:
                continue
            a, b, c, d = y[:known], weight[:known], time[:known], part[:known]
            expected, error, dispersion, strength = _expected(a, b, c, d, True, parts, bar, sums, mean)
            if not (years >= _LEAST_YEARS_OF_A_TREND and strength > t_bar and expected <= highest):
                expected, error, dispersion, strength = _expected(a, b, c, d, False, parts, bar, sums, mean)
            upper = _upper(expected, error, dispersion, bound, rate)
            recent = 0.0
            for ago in range(of_weeks):
                count = rows[row, now - ago]
                recent += 0.0 if math.isnan(count) else count
            count = rows[row, now]
            out[0, row, week] = 1.0 if count > upper and count > 0 and recent >= few else 0.0
            out[1, row, week], out[2, row, week], out[3, row, week] = upper, expected, dispersion
