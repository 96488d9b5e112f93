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


def over_a_year(p: NDArray[np.float64], *, times: int) -> NDArray[np.float64]:
    """Return for each p[series, time] the share of wrong answers among all of a year that are as sure.

    A series is asked `times` times a year and counts once, with the surest of its answers (Bonferroni within
    the series, Benjamini and Hochberg over series). So a year of many answers about one thing makes no room
    for wrong ones about others, and times not asked yet count as if they had been. nan: nothing is told.
    """
    of_year = np.minimum(p * times, 1.0)
    surest = np.nan_to_num(np.fmin.reduce(of_year, axis=1, initial=np.nan), nan=1.0)
    steps = np.append(np.sort(adjusted(surest)), 1.0)  # grows with p
    shares = steps[np.searchsorted(np.sort(surest), of_year)]
    return np.asarray(np.where(np.isnan(of_year), np.nan, shares))
