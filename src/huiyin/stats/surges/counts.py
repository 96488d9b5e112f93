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
    for at in range(0, len(rows), _ROWS):
        _checked(rows[at : at + _ROWS])
    return rows


def _checked(rows: NDArray[np.generic]) -> None:
    """Refuse what cannot be a count."""
    if not rows.size:
        return
    floating = rows.dtype.kind == "f"
    least, most = (np.fmin.reduce(rows, axis=None), np.fmax.reduce(rows, axis=None)) if floating else (
        rows.min(), rows.max()
    )  # fmt: skip
    if least < 0:
        raise Invalid("stats.negative_count", field="counts", count=float(least))
    if most > _MOST:
        raise Invalid("stats.count_too_large", field="counts", count=float(most))
    if floating and np.any(rows != np.floor(rows), where=~np.isnan(rows)):
        raise Invalid("stats.not_whole", field="counts")


def chunks(rows: NDArray[np.generic], columns: int) -> Iterator[tuple[int, Array]]:
    """Yield the number of the first row and the last columns of some rows as floating numbers."""
    last = slice(max(rows.shape[1] - columns, 0), None)
    for at in range(0, len(rows), _ROWS):
        yield at, np.ascontiguousarray(rows[at : at + _ROWS, last], dtype=np.float64)
