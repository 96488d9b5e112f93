"""What comes in: rows of weekly counts, checked once, then handed on in pieces as plain floating numbers."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from huiyin.base.errors import Invalid

Array = NDArray[np.float64]
Bits = NDArray[np.bool_]
_ROWS = 4096  # rows converted at a time, so that a whole country's counts are never held twice
_MOST = 1e9


def known_counts(counts: object, weeks: int) -> NDArray[np.generic]:
    """Return the counts as given, after checking that they are weekly counts and `weeks` of them there.

    Whole numbers, or floating numbers where NaN says that a week is not known. Raises Invalid for anything
    else: a negative count is a mistake (also -1: a sentinel summed up somewhere would poison everything
    above it).
    """
    rows = np.asarray(counts)
    if rows.ndim != 2:  # noqa: PLR2004 rows and columns
        raise Invalid("stats.not_series_by_weeks", field="counts", dimensions=rows.ndim)
    if rows.dtype.kind not in "iuf":
        raise Invalid("stats.not_counts", field="counts", type=str(rows.dtype))
    if isinstance(weeks, bool) or not isinstance(weeks, int | np.integer) or not 1 <= weeks <= rows.shape[1]:
        raise Invalid("stats.weeks_not_there", field="weeks", weeks=str(weeks), columns=rows.shape[1])
    for _, chunk in chunks(rows):
        least, most = np.fmin.reduce(chunk, axis=None), np.fmax.reduce(chunk, axis=None)
        if least < 0:
            raise Invalid("stats.negative_count", field="counts", count=float(least))
        if most > _MOST:
            raise Invalid("stats.count_too_large", field="counts", count=float(most))
        if rows.dtype.kind == "f" and np.any(chunk != np.floor(chunk), where=~np.isnan(chunk)):
            raise Invalid("stats.not_whole", field="counts")
    return rows


def chunks(rows: NDArray[np.generic]) -> Iterator[tuple[int, Array]]:
    """Yield the number of the first row and some rows as floating numbers."""
    for at in range(0, len(rows), _ROWS):
        yield at, np.ascontiguousarray(rows[at : at + _ROWS], dtype=np.float64)
