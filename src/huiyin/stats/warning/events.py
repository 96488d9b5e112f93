"""What a warning warns of, looked up afterwards in what came later."""

import numpy as np

from huiyin.base.errors import Invalid
from huiyin.stats.chance import unusual
from huiyin.stats.compiled import compiled
from huiyin.stats.false_discovery import over_a_year
from huiyin.stats.surges.counts import Array, Bits
from huiyin.stats.surges.scored import tails

WITHIN = 4  # weeks
_USUAL_WEEKS, _LEAST = 52, 3
_FAR_ABOVE = 2.58  # z: half a per cent
_CHANCE, _YEAR = 0.1, 52
_BEFORE = 4  # weeks whose mean is what doubles


@compiled
def _above(counts: Array, weeks: int, least: float, bar: float, out: Array) -> None:
    for cell in range(counts.shape[0]):
        for week in range(weeks, counts.shape[1]):
            total, squares = 0.5, 0.0
            for earlier in range(week - weeks, week):
                total += counts[cell, earlier]
            mean = total / weeks
            for earlier in range(week - weeks, week):
                squares += (counts[cell, earlier] - mean) ** 2
            spread = max(squares / (weeks - 1) / mean, 1.0)
            count = counts[cell, week]
            if count >= least and count > mean and unusual(count, mean, spread) > bar:
                out[cell, week] = 1.0


def confirmed(*scores: Array) -> Bits:
    """Return which weeks are surges when looked back upon: a tenth of all of a year at most is chance.

    By each of several scores [cells, weeks], as of voices and of persons: the first says what was judged, one
    that is not known later does not stand against it. An alarm at some rate is none: where little comes in,
    most of those are chance.
    """
    first, *others = (np.where(np.isnan(one), np.nan, tails(np.nan_to_num(one))) for one in scores)
    chance = first
    for other in others:
        chance = np.maximum(chance, np.nan_to_num(other))
    found = np.zeros(chance.shape, bool)
    for end in range(chance.shape[1], 0, -_YEAR):
        year = slice(max(end - _YEAR, 0), end)
        found[:, year] = over_a_year(chance[:, year], times=_YEAR) <= _CHANCE
    return found


def breaches_above_usual(breaches: Array) -> Bits:
    """Return in which weeks more limits of the law ran out than is usual for the cell.

    At least three, and more than chance brings in one of 200 weeks around the mean of the year before
    (negative binomial). Nothing is told in the first year.
    """
    counts = np.ascontiguousarray(breaches, float)
    found = np.zeros(counts.shape)
    _above(counts, _USUAL_WEEKS, float(_LEAST), _FAR_ABOVE, found)
    return found > 0


def doubled(repeats: Array) -> Bits:
    """Return at which weeks some week of the next four has twice the unresolved repeats of the last four.

    And at least three more, so that one becoming two is nothing.
    """
    stock = np.asarray(repeats, float)
    found = np.zeros(stock.shape, bool)
    for week in range(_BEFORE - 1, stock.shape[1] - WITHIN):
        now = stock[:, week - _BEFORE + 1 : week + 1].mean(axis=1)
        then = stock[:, week + 1 : week + 1 + WITHIN].max(axis=1)
        found[:, week] = (then >= 2 * now) & (then >= now + _LEAST)
    return found


def within_weeks(surges: Bits, breaches: Bits, doubles: Bits) -> Array:
    """Return for each cell and week 1 where trouble comes within four weeks, else 0; NaN where not yet known.

    `surges` and `breaches` are told by the week in which they are; `doubles` by the week before them.
    """
    if not surges.shape == breaches.shape == doubles.shape:
        raise Invalid("stats.not_the_same_cells", field="events")
    told = np.asarray(surges) | np.asarray(breaches)
    found = np.full(told.shape, np.nan)
    for week in range(told.shape[1] - WITHIN):
        found[:, week] = told[:, week + 1 : week + 1 + WITHIN].any(axis=1) | doubles[:, week]
    return found
