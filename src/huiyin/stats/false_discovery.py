"""Many questions asked at once: how many of the answers "yes" are wrong."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def adjusted(p: ArrayLike) -> NDArray[np.float64]:
    """Return for each question the smallest share of wrong answers among all those as sure as this one.

    Taking every answer of at most .05 keeps the expected share of wrong ones at .05. nan stays nan and is not
    counted. Source: Benjamini and Hochberg, Controlling the false discovery rate, JRSS B 1995.
    """
    given = np.asarray(p, float)
    found = np.full(given.shape, np.nan)
    asked = np.flatnonzero(np.isfinite(given))
    order = asked[np.argsort(given[asked], kind="stable")]
    stepped = given[order] * order.size / np.arange(1, order.size + 1)
    found[order] = np.minimum(np.minimum.accumulate(stepped[::-1])[::-1], 1.0)
    return found
