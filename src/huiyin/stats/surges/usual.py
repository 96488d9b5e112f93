"""What is usual: level, trend and season of a series of counts, from which past surges are held out.

    log m(t) = log x(t) + a + b·(t - now)/260 + Σ_j c_j cos(2πj·week/52) + s_j sin(2πj·week/52),  j = 1, 2
    variance φ·m(t)   (quasi-negative-binomial: McCullagh and Nelder 1989, ch. 9)

x(t) is what a week can hold, such as its working days (1 unless given). Weights: a week whose own z is over
2.58 counts (2.58/z)^4, so that past surges neither raise what is usual nor its spread (after Farrington
1996; z by the negative binomial, so that no more than its half per cent is taken from skewed low counts
either). Fit and weights take turns until nothing moves, so that the answer does not depend on how many
weeks are asked for.

Weak priors (normal, around none) of 1.5 on the trend over five years and 1 on each wave keep short and
sparse series from swinging. A season's sums are gathered by week of the year first: that makes a step of
the fit cheap.
"""

import math

import numpy as np

from huiyin.stats.chance import unusual
from huiyin.stats.compiled import compiled
from huiyin.stats.surges.counts import Array

LONGEST = 520  # weeks of history that are looked at: ten years
YEAR = 52
SLOPE_OVER = 260.0  # weeks: the trend is measured over five years
PARAMETERS = 6
SURGE_FROM = 2.58
# Petitions in all weeks together under which a mean means nothing: where one comes in a week in which waves
# leave next to no room, it is no sign that the series varies a million times as chance does.
LEAST_OF_ALL = 0.5
_LIKELY = 2.3  # Pearson residual under which no z reaches SURGE_FROM
_ROUNDS, _FIRST_STEPS = 25, 8
_MOVED = 2e-4
_LONGEST_STEP = 1.5


def waves() -> Array:
    """Return cosine and sine of one and two cycles a year, for each of the 52 weeks."""
    angle = 2 * np.pi * np.arange(YEAR)[:, None] / YEAR
    return np.hstack([np.cos(angle), np.sin(angle), np.cos(2 * angle), np.sin(2 * angle)])


def priors() -> Array:
    """Return the precision of the prior of each parameter; the level has next to none."""
    return np.array([1e-6, 1.5**-2, 1.0, 1.0, 1.0, 1.0])


@compiled
def solve(matrix: Array, right: Array) -> Array:
    """Return the solution of a small positive definite system (Cholesky)."""
    n = len(right)
    root, x = np.zeros((n, n)), right.copy()
    for i in range(n):
        for j in range(i + 1):
            rest = matrix[i, j]
            for k in range(j):
                rest -= root[i, k] * root[j, k]
            root[i, j] = math.sqrt(max(rest, 1e-12)) if i == j else rest / root[j, j]
        for k in range(i):
            x[i] -= root[i, k] * x[k]
        x[i] /= root[i, i]
    for i in range(n - 1, -1, -1):
        for k in range(i + 1, n):
            x[i] -= root[k, i] * x[k]
        x[i] /= root[i, i]
    return x


@compiled
def _gathered(
    y: Array, holds: Array, week: Array, weight: Array, first: int, now: int, theta: Array, wave: Array,
    mean: Array, sums: Array,
) -> float:  # fmt: skip
    """Fill means and, by week of the year, Σwm, Σwmτ, Σwmτ², Σw(y-m), Σw(y-m)τ; return the dispersion."""
    year = np.empty(len(wave))
    for at in range(len(wave)):
        height = theta[0]
        for j in range(wave.shape[1]):
            height += theta[2 + j] * wave[at, j]
        year[at] = math.exp(min(height, 30.0))
    sums[:] = 0
    grown, growth = math.exp(theta[1] * (first - now) / SLOPE_OVER), math.exp(theta[1] / SLOPE_OVER)
    squares, used, least = 0.0, 0.0, LEAST_OF_ALL / max(now - first, 1)
    for t in range(first, now):
        at = int(week[t])
        m = grown * year[at] * holds[t]
        grown *= growth
        mean[t] = m
        w = weight[t]
        if w > 0:
            tau, off = (t - now) / SLOPE_OVER, y[t] - m
            sums[0, at] += w * m
            sums[1, at] += w * m * tau
            sums[2, at] += w * m * tau * tau
            sums[3, at] += w * off
            sums[4, at] += w * off * tau
            squares += w * off * off / max(m, least)
            used += w
    return squares / max(used - len(theta), 1.0)


@compiled
def _step(
    theta: Array, wave: Array, sums: Array, prior: Array, dispersion: float, information: Array
) -> float:
    """Move the parameters by one step of Newton's rule; leave the information; return the largest move."""
    n = len(theta)
    score = np.zeros(n)
    information[:] = 0
    for at in range(len(wave)):
        information[0, 0] += sums[0, at]
        information[1, 0] += sums[1, at]
        information[1, 1] += sums[2, at]
        score[0] += sums[3, at]
        score[1] += sums[4, at]
        for j in range(n - 2):
            f = wave[at, j]
            information[2 + j, 0] += sums[0, at] * f
            information[2 + j, 1] += sums[1, at] * f
            score[2 + j] += sums[3, at] * f
            for k in range(j + 1):
                information[2 + j, 2 + k] += sums[0, at] * f * wave[at, k]
    for i in range(n):
        information[i, i] += dispersion * prior[i]
        score[i] -= dispersion * prior[i] * (theta[i] if i else 0.0)
        for j in range(i):
            information[j, i] = information[i, j]
    move = solve(information, score)
    largest = float(np.max(np.abs(move)))
    theta += move * min(1.0, _LONGEST_STEP / max(largest, 1e-12))
    return largest


@compiled
def _hold_out_surges(y: Array, weight: Array, mean: Array, first: int, now: int, dispersion: float) -> None:
    """Give a week that looks like a surge the weight (2.58/z)^4; weeks without a count keep none."""
    for t in range(first, now):
        if math.isnan(y[t]) or mean[t] <= 0:
            weight[t] = 0
            continue
        weight[t] = 1
        off = y[t] - mean[t]
        if off > 0 and off * off > _LIKELY * _LIKELY * dispersion * mean[t]:
            z = unusual(y[t], mean[t], dispersion)
            if z > SURGE_FROM:
                weight[t] = (SURGE_FROM / z) ** 4


@compiled
def start(y: Array, holds: Array, weight: Array, first: int, now: int, theta: Array) -> None:
    """Begin a fit at the plain mean, every known week with full weight."""
    total, room = 0.5, 0.5
    for t in range(first, now):
        known = not math.isnan(y[t]) and holds[t] > 0
        weight[t] = 1.0 if known else 0.0
        if known:
            total += y[t]
            room += holds[t]
    theta[:] = 0
    theta[0] = math.log(total / room)


@compiled
def settle(
    y: Array, holds: Array, week: Array, weight: Array, first: int, now: int, theta: Array, wave: Array,
    prior: Array, mean: Array, information: Array, dispersion: float, least: float,
) -> float:  # fmt: skip
    """Let fit and weights take turns until nothing moves; return the dispersion (given 0: a fresh start).

    It is never taken for less than `least`, 1 where nothing else is known.
    """
    sums = np.empty((5, len(wave)))
    if dispersion == 0:
        dispersion = least
        for _ in range(_FIRST_STEPS):
            dispersion = max(_gathered(y, holds, week, weight, first, now, theta, wave, mean, sums), least)
            if _step(theta, wave, sums, prior, dispersion, information) < 0.01:  # noqa: PLR2004
                break
    _gathered(y, holds, week, weight, first, now, theta, wave, mean, sums)
    for _ in range(_ROUNDS):
        _hold_out_surges(y, weight, mean, first, now, dispersion)
        before = dispersion
        dispersion = max(_gathered(y, holds, week, weight, first, now, theta, wave, mean, sums), least)
        moved = _step(theta, wave, sums, prior, dispersion, information)
        if moved < _MOVED and abs(dispersion - before) < _MOVED * before:
            break
    return dispersion
