"""Counts that stand far above all that came before are held down: one pen must not move what is foretold."""

import numpy as np

from huiyin.stats.surges.counts import Array

_LOOKED_BACK, _LEAST, _STEP = {7: 182, 52: 52}, {7: 56, 52: 26}, {7: 28, 52: 4}  # columns, by season
_HIGH, _TIMES, _MORE = 0.8, 6.0, 10.0


def without_floods(y: Array, season: int) -> Array:
    """Return the counts, none above ten and six times what four fifths of the time before stay below.

    The time before is half a year of days, or a year of weeks. What lasts longer than a fifth of it is no
    flood but a new level, and is let through.
    """
    held = y.copy()
    for begin in range(_LEAST[season], y.shape[1], _STEP[season]):
        past = np.nan_to_num(y[:, max(begin - _LOOKED_BACK[season], 0) : begin])
        most = _TIMES * np.quantile(past, _HIGH, axis=1) + _MORE
        span = slice(begin, begin + _STEP[season])
        held[:, span] = np.minimum(y[:, span], most[:, None])
    return held
