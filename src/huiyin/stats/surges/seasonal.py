"""The default: each week against level, trend and season of up to ten earlier years, as a score.

The mean is foretold from earlier weeks alone; its own error widens the spread: φ' = φ + m·Var(log m) (the
delta rule, as in Farrington 1996). When the last quarter does not fit the years before, nearly all of it on
one side, the level has moved (a code was changed, a line was opened): weeks are then judged against the
moved level, and told so.
"""

import math

import numpy as np

from huiyin.stats.chance import unusual
from huiyin.stats.compiled import compiled
from huiyin.stats.surges.channels import together
from huiyin.stats.surges.counts import Array
from huiyin.stats.surges.usual import LEAST_OF_ALL, LONGEST, PARAMETERS, SLOPE_OVER, settle, solve, start

LEAST_HISTORY = 104  # known weeks: two years, or season cannot be told from change
FEW = 3  # petitions within two weeks under which nothing is called a surge
QUARTER = 13
_ON_ONE_SIDE = 10  # weeks of a quarter
_MOVED_FROM = 4.0  # z of the quarter's sum

JUDGED, TOO_SHORT, UNKNOWN, MOVED, SILENT = 0.0, 1.0, 2.0, 3.0, 4.0


@compiled
def _foretold(
    theta: Array, wave: Array, week: float, holds: float, information: Array, dispersion: float
) -> tuple[float, float]:
    """Return the mean of the coming week and the variance of its logarithm."""
    known = np.zeros(len(theta))
    known[0] = 1
    height = theta[0]
    for j in range(wave.shape[1]):
        known[2 + j] = wave[int(week), j]
        height += theta[2 + j] * known[2 + j]
    error = solve(information, known)
    variance = 0.0
    for j in range(len(theta)):
        variance += error[j] * known[j]
    return math.exp(min(height, 30.0)) * holds, variance * dispersion


@compiled
def _moved(
    y: Array, mean: Array, first: int, now: int, dispersion: float, variance: float
) -> tuple[float, float]:
    """Return the factor by which the last quarter lies off, and its own dispersion; 1, 0 when it fits."""
    seen, usual, over, under, known = 0.0, 0.0, 0, 0, 0
    begin = max(now - QUARTER, first)
    for t in range(begin, now):
        if not math.isnan(y[t]):
            seen += y[t]
            usual += mean[t]
            over += y[t] > mean[t]
            under += y[t] < mean[t]
            known += 1
    if known < QUARTER or max(over, under) < _ON_ONE_SIDE or usual <= 0:
        return 1.0, 0.0
    if abs(unusual(seen, usual, dispersion + usual * variance)) < _MOVED_FROM:
        return 1.0, 0.0
    factor, squares = (seen + 0.5) / (usual + 0.5), 0.0
    for t in range(begin, now):
        squares += (y[t] - factor * mean[t]) ** 2 / max(factor * mean[t], LEAST_OF_ALL / (now - first))
    own = max(squares / (QUARTER - 1), dispersion)
    return factor, own


@compiled
def _known_before(y: Array, holds: Array, first: int, now: int) -> tuple[int, float]:
    """Return how many weeks before have a count, and what they sum to."""
    known, total = 0, 0.0
    for t in range(first, now):
        if not math.isnan(y[t]) and holds[t] > 0:
            known += 1
            total += y[t]
    return known, total


@compiled
def _two_weeks(y: Array, now: int) -> float:
    before = y[now - 1] if now and not math.isnan(y[now - 1]) else 0.0
    return float(y[now] + before)


@compiled
def _judge_row(
    y: Array, weeks: int, least: int, holds: Array, week: Array, wave: Array, prior: Array, memory: Array,
    joint: Array, varies: float, out: Array,
) -> None:  # fmt: skip
    """Fill score, expected count, dispersion and status of the last weeks of one series."""
    columns = len(y)
    weight, mean, theta = np.zeros(columns), np.zeros(columns), np.zeros(PARAMETERS)
    information = np.zeros((PARAMETERS, PARAMETERS))
    dispersion, earlier = 0.0, 0.0
    for at in range(-1, weeks):
        now = columns - weeks + at
        first = max(now - LONGEST, 0)
        z, score, expected, spread, status = 0.0, 0.0, math.nan, math.nan, TOO_SHORT
        known, total = _known_before(y, holds, first, max(now, 0))
        if known >= least:
            if dispersion == 0:
                start(y, holds, weight, first, now, theta)
            else:
                theta[0] += theta[1] / SLOPE_OVER
            dispersion = settle(
                y, holds, week, weight, first, now, theta, wave, prior, mean, information, dispersion, varies
            )
            expected, variance = _foretold(theta, wave, week[now], holds[now], information, dispersion)
            factor, own = _moved(y, mean, first, now, dispersion, variance)
            expected *= factor
            spread = max(dispersion, own) + expected * variance
            if factor != 1.0:
                spread += own / QUARTER  # the moved level is the mean of a quarter
            status = UNKNOWN
            if not math.isnan(y[now]) and holds[now] > 0:
                status = MOVED if factor != 1.0 else JUDGED if total > 0 else SILENT
                z = unusual(y[now], max(expected, LEAST_OF_ALL / (now - first)), spread)
                score = together(z, earlier, memory, joint)
                if _two_weeks(y, now) < FEW:
                    score = min(score, 0.0)
        if at >= 0:
            out[0, at], out[1, at], out[2, at], out[3, at] = score, expected, spread, status
        earlier = z


@compiled
def judge_rows(
    rows: Array, weeks: int, least: int, holds: Array, week: Array, wave: Array, prior: Array, memory: Array,
    joint: Array, varies: float, out: Array,
) -> None:  # fmt: skip
    """Fill score, expected count, dispersion and status of each row's last weeks, `out[4, rows, weeks]`."""
    for row in range(len(rows)):
        _judge_row(rows[row], weeks, least, holds, week, wave, prior, memory, joint, varies, out[:, row])
