"""Orders and quantiles by group, for tables of millions of rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[Any]  # whole numbers, as narrow as they fit: half the width is half the time to fetch
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_DIGIT = 16  # bits: numpy sorts numbers so narrow by counting them


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of rows: for each row which, and for each group its codes [group, column] and its rows."""

    of: Ints
    codes: Ints
    size: Ints

    @property
    def count(self) -> int:
        """Return how many groups there are."""
        return len(self.codes)

    @property
    def begin(self) -> Ints:
        """Return where each group begins when rows are ordered by group."""
        return np.cumsum(self.size) - self.size


def narrow(column: Ints) -> Ints:
    """Return whole numbers from nought in the narrowest type they fit in."""
    most = int(column.max()) if column.size else 0
    fits = next(t for t in (np.uint16, np.int32, np.int64) if most <= np.iinfo(t).max)
    return column.astype(fits, copy=False)


def groups(columns: Sequence[Ints], rows: int) -> Groups:
    """Return the combinations of codes that occur, in the order of the codes; no columns: one group."""
    sizes = [int(column.max()) + 1 if column.size else 1 for column in columns]
    room = int(np.prod([float(size) for size in sizes]))
    mixed: Ints = np.zeros(rows, np.int32 if room < np.iinfo(np.int32).max else np.int64)
    for column, size in zip(columns, sizes, strict=True):
        np.multiply(mixed, size, out=mixed)
        np.add(mixed, column, out=mixed, casting="same_kind")
    if room <= max(4 * rows, 1024):
        held = np.bincount(mixed, minlength=room)
        there = np.flatnonzero(held)
        place = np.zeros(room, np.uint16 if there.size <= 1 << _DIGIT else np.int32)
        place[there] = np.arange(there.size)
        of, size_of = place[mixed], held[there]
    else:
        there, of, size_of = np.unique(mixed, return_inverse=True, return_counts=True)
    codes, left = np.empty((there.size, len(sizes)), np.int64), there.astype(np.int64)
    for at in range(len(sizes) - 1, -1, -1):
        left, codes[:, at] = np.divmod(left, sizes[at])
    return Groups(of, codes, size_of)


def stable_order(key: Ints) -> Ints:
    """Return the order by a key from nought, equal ones as they are: by counting, sixteen bits at a time."""
    if key.dtype == np.uint16 or not key.size or int(key.max()) < 1 << _DIGIT:
        return np.argsort(key.astype(np.uint16, copy=False), kind="stable")
    order = np.argsort((key & 0xFFFF).astype(np.uint16), kind="stable")
    high = key >> _DIGIT
    while (most := int(high.max())) > 0:
        order = order[np.argsort((high & 0xFFFF).astype(np.uint16)[order], kind="stable")]
        if most < 1 << _DIGIT:
            break
        high = high >> _DIGIT
    return order


def pairs(matter: Ints, of: Ints) -> tuple[Ints, Ints]:
    """Return group and rows of each different pair of matter and group; rows stand by matter."""
    order = stable_order(of)
    who, group = matter[order], of[order]
    new = np.ones(who.size, bool)
    new[1:] = (who[1:] != who[:-1]) | (group[1:] != group[:-1])
    begin = np.flatnonzero(new)
    return group[begin], np.diff(np.append(begin, who.size))


def quantiles(found: Groups, value: Ints, at: Sequence[float]) -> Floats:
    """Return quantiles [group, at] by linear interpolation, as SQL's quantile_cont.

    Rows stand by value. The rank between two values is theirs by its fraction.
    """
    value = value[stable_order(found.of)]
    begin, last = found.begin, found.size - 1
    there = np.empty((found.count, len(at)))
    for column, share in enumerate(at):
        place = begin + share * last
        under = np.floor(place).astype(np.int64)
        over = np.minimum(under + 1, begin + last)
        there[:, column] = value[under] + (place - under) * (value[over].astype(float) - value[under])
    return there
