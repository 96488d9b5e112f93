"""How much series of one sort vary, told from all of them together.

A cell with a petition in every twentieth week cannot show how much it varies: in nine of ten its own counts
say "as pure chance does", whatever the truth. Where the truth is a fifth more, five petitions of one week
come by chance twenty times as often as was thought. So how much series vary is learned from all alike, and
none is taken to vary less (a one-sided form of what Robinson and Smyth, Bioinformatics 2007, do for genes).

    φ = Σ n/(n - p) · w (y - m)²/(1 + 2m) / Σ g(m, φ) m/(1 + 2m)

over series and weeks, w as in `usual`, n known weeks and p parameters that the priors leave free. A week's
(y - m)²/m has a variance of about 2 + 1/m: each counts for what it can tell. w holds chance out with the
surges: g is the share of φm that a negative binomial count keeps under such weights. φ and what depends on
it take turns.
"""

import math

import numpy as np

from huiyin.stats.chance import log_mass, unusual
from huiyin.stats.compiled import compiled
from huiyin.stats.surges.counts import Array
from huiyin.stats.surges.usual import LONGEST, PARAMETERS, SURGE_FROM, settle, solve, start

ENOUGH = 4096  # rows that say it well
_TURNS, _MOVED = 8, 0.005
_LOWEST, _STEP, _POINTS = -7.0, 0.25, 50  # the grid of log m: to 200; from there on the share is steady


def varies_alike(
    rows: Array, *, weeks: int, least: int, holds: Array, week: Array, wave: Array, prior: Array
) -> float:
    """Return the dispersion of all rows together before their last `weeks` weeks; 1 if too little is known.

    `least`: known weeks that a row needs to be counted.
    """
    varies = 1.0
    for _ in range(_TURNS):
        before, kept = varies, _kept(varies)
        varies = max(_alike(rows, weeks, least, holds, week, wave, prior, varies, kept), 1.0)
        if abs(varies - before) < _MOVED:
            break
    return varies


@compiled
def _kept(varies: float) -> Array:
    """Return on the grid of log m the share of the variance that is left where surges are held out."""
    kept = np.empty(_POINTS)
    for at in range(_POINTS):
        mean = math.exp(_LOWEST + at * _STEP)
        squares, y, most = 0.0, 0.0, mean + 12 * math.sqrt(varies * mean) + 12
        while y < most:
            z = unusual(y, mean, varies) if y > mean else 0.0
            weight = (SURGE_FROM / z) ** 4 if z > SURGE_FROM else 1.0
            squares += weight * (y - mean) ** 2 * math.exp(log_mass(y, mean, varies))
            y += 1
        kept[at] = squares / (varies * mean)
    return kept


@compiled
def _share(mean: float, kept: Array) -> float:
    at = (math.log(max(mean, 1e-12)) - _LOWEST) / _STEP
    if at <= 0:
        return float(kept[0])
    if at >= _POINTS - 1:
        return float(kept[-1])
    return float(kept[int(at)] + (at - int(at)) * (kept[int(at) + 1] - kept[int(at)]))


@compiled
def _free(information: Array, prior: Array, dispersion: float) -> float:
    """Return how many parameters a fit had in effect: those of a sparse series are mostly held by priors."""
    free, one = float(len(prior)), np.zeros(len(prior))
    for i in range(len(prior)):
        one[:] = 0
        one[i] = 1
        free -= dispersion * prior[i] * solve(information, one)[i]
    return free


@compiled
def _alike(
    rows: Array, weeks: int, least: int, holds: Array, week: Array, wave: Array, prior: Array, varies: float,
    kept: Array,
) -> float:  # fmt: skip
    columns = rows.shape[1]
    now = columns - weeks
    first = max(now - LONGEST, 0)
    weight, mean, theta = np.zeros(columns), np.zeros(columns), np.zeros(PARAMETERS)
    information = np.zeros((PARAMETERS, PARAMETERS))
    squares, chance = 0.0, 0.0
    for row in range(len(rows)):
        y = rows[row]
        known, total = 0, 0.0
        for t in range(first, now):
            if not math.isnan(y[t]) and holds[t] > 0:
                known += 1
                total += y[t]
        if known < least or total == 0:
            continue
        start(y, holds, weight, first, now, theta)
        settle(y, holds, week, weight, first, now, theta, wave, prior, mean, information, 0.0, varies)
        own = 0.0
        for t in range(first, now):
            if weight[t] > 0:
                worth = 1 / (1 + 2 * mean[t])
                own += worth * weight[t] * (y[t] - mean[t]) ** 2
                chance += worth * mean[t] * _share(mean[t], kept)
        squares += own * known / (known - _free(information, prior, varies))
    return squares / chance if chance > 0 else 1.0
