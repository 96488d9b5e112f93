"""What stands out of a week where too little happened to learn from: signs, and no probability."""

import numpy as np

from huiyin.stats.surges.counts import Array, Bits
from huiyin.stats.warning.events import WITHIN
from huiyin.stats.warning.model import CORRECTED_ON, LEAST_EVENTS
from huiyin.stats.warning.signals import NAMES, Signals

_HIGH, _NEVER = 0.95, 1e9  # a number: what is kept has no infinity
# Under these nothing stands out, however rare it is here: what chance brings in one of twenty weeks, one
# standard deviation, a change of policy of more than two months ago. What is usual is no sign of anything.
_LEAST = {"surge": 1.64, "over_forecast": 1.0, "policy": np.exp(-1), "volume": _NEVER}


def bars(given: Signals) -> Array:
    """Return over what each signal is among the highest twentieth of all cells and weeks on record."""
    past = given.values.reshape(-1, len(NAMES))
    known = ~np.isnan(past).all(axis=0)
    found = np.full(len(NAMES), _NEVER)
    found[known] = np.nanquantile(past[:, known], _HIGH, axis=0)
    return np.asarray(np.maximum(found, [_LEAST.get(name, 0.0) for name in NAMES]))


def standing_out(values: Array, over: Array) -> Bits:
    """Return which signals of a week [cells, signals] stand out, beside what `bars` gave."""
    return np.asarray(values > over)


def begins(events: Bits) -> Bits:
    """Return the first week of those in a row in which trouble came: what lasts is one."""
    return events & ~np.pad(events, ((0, 0), (1, 0)))[:, :-1]


def in_four_weeks(*events: Bits) -> tuple[float, float, float]:
    """Return how often trouble came in four weeks in all cells: mean, and in what eight of ten times lie."""
    weeks = sum((np.asarray(one).sum(axis=0) for one in events), np.zeros(events[0].shape[1]))[::-1]
    whole = len(weeks) // WITHIN * WITHIN
    if not whole:
        return np.nan, np.nan, np.nan
    times = weeks[:whole].reshape(-1, WITHIN).sum(axis=1)
    low, high = np.quantile(times, (0.1, 0.9), method="closest_observation")
    return float(times.mean()), float(low), float(high)


def weeks_needed(found: int, weeks: int) -> int | None:
    """Return how many weeks on record would hold enough to learn from, at the pace of those there are.

    The part that corrects, a quarter, has to hold as much as the part that teaches.
    """
    return int(np.ceil((LEAST_EVENTS * weeks / found + WITHIN) / CORRECTED_ON)) if found else None
