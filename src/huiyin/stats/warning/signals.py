"""What may foretell trouble in a cell, week by week: all of it counts, none of it about a person."""

from dataclasses import dataclass

import numpy as np

from huiyin.base.errors import Invalid
from huiyin.stats.surges.counts import Array

NAMES = ("surge", "over_forecast", "old_backlog", "overdue", "repeats", "load", "policy", "volume")
_WEEKS = 4
_POLICY_FADES = 8.0  # weeks
_LONG_AGO = 400.0


@dataclass(frozen=True)
class Signals:
    """A number [cells, weeks, signals] for each of `NAMES`, NaN where it is not known.

    surge: score of the week and the three before, the highest. over_forecast: how far the last four weeks lie
    above what was foretold of them before they came, in standard deviations. old_backlog: share of open
    matters past half their limit. overdue: share past their limit. repeats: unresolved repeats beside open
    matters. load: open matters over what comes in in a month, as a logarithm. policy: 1 in the week of a
    change, fading. volume: logarithm of what is usual.
    """

    values: Array

    def at(self, week: int) -> Array:
        """Return the signals of one week [cells, signals]."""
        return np.asarray(self.values[:, week])


def signals(
    *,
    petitions: Array,
    expected: Array,
    dispersion: Array,
    foretold: Array,
    surge_score: Array,
    open_matters: Array,
    past_half: Array,
    past_limit: Array,
    open_repeats: Array,
    weeks_since_policy: Array,
) -> Signals:
    """Return the signals of cells by weeks, each table [cells, weeks].

    `expected`, `dispersion`, `surge_score`: from `huiyin.stats.surges.judge`. `foretold`: of a week and the
    three before it, told before they came (`huiyin.stats.forecast.foretold_before`). `weeks_since_policy`:
    since the last change of policy that bears on the kind, NaN without one.
    """
    counted = (open_matters, past_half, past_limit, open_repeats)
    tables = (expected, dispersion, foretold, surge_score, *counted, weeks_since_policy)
    if any(np.shape(table) != np.shape(petitions) for table in tables):
        raise Invalid("stats.not_the_same_cells", field="signals")
    came, usual = _last(petitions), _last(expected)
    wide = np.sqrt(np.maximum(dispersion, 1.0) * np.maximum(foretold, 0.05))
    still = np.maximum(open_matters, 1.0)
    columns = [
        _highest(surge_score),
        np.clip((came - foretold) / wide, -5, 12),
        past_half / still,
        past_limit / still,
        open_repeats / still,
        np.log((open_matters + 1) / (np.maximum(usual, 0) + 1)),
        np.exp(-np.nan_to_num(weeks_since_policy, nan=_LONG_AGO) / _POLICY_FADES),
        np.log(np.maximum(expected, 0.02)),
    ]
    return Signals(np.stack(columns, axis=-1))


def _last(table: Array) -> Array:
    """Return the sum of a week and the three before it, NaN where one is not known."""
    given = np.asarray(table, float)
    found = np.full(given.shape, np.nan)
    last = given.shape[1] - _WEEKS + 1
    if last > 0:
        found[:, _WEEKS - 1 :] = sum(given[:, at : at + last] for at in range(_WEEKS))
    return found


def _highest(table: Array) -> Array:
    found = np.array(table, float)
    for back in range(1, _WEEKS):
        found[:, back:] = np.fmax(found[:, back:], table[:, :-back])
    return found


def policy_weeks(sign: float) -> int:
    """Return how many weeks ago the change of policy was that a signal speaks of."""
    return round(-_POLICY_FADES * float(np.log(sign)))
