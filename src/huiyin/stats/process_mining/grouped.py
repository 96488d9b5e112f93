"""Orders and quantiles by group, for tables of millions of rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huiyin.stats.compiled import compiled

Ints = NDArray[Any]  # whole numbers, as narrow as they fit: half the width is half the time to fetch
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
_DIGIT = 11  # bits sorted by at a time: where so many piles begin fits into the nearest cache
_AGAIN = 2  # with its second row a matter is there again


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
        place = np.zeros(room, np.uint16 if there.size <= 1 << 16 else np.int32)
        place[there] = np.arange(there.size)
        of, size_of = place[mixed], held[there]
    else:
        there, of, size_of = np.unique(mixed, return_inverse=True, return_counts=True)
    codes, left = np.empty((there.size, len(sizes)), np.int64), there.astype(np.int64)
    for at in range(len(sizes) - 1, -1, -1):
        left, codes[:, at] = np.divmod(left, sizes[at])
    return Groups(of, codes, size_of)


def stable_order(key: Ints) -> Ints:
    """Return the order by a key from nought, equal ones as they are: by counting, a few bits at a time."""
    place = np.arange(key.size, dtype=np.int32 if key.size <= np.iinfo(np.int32).max else np.int64)
    bits = int(key.max()).bit_length() if key.size else 0
    key = key.astype(np.uint32 if bits <= np.iinfo(np.uint32).bits else np.int64)  # compiled for few types
    for done in range(0, bits, _DIGIT):
        key, place = _piled(key, place, done)
    return place


@compiled
def _piled(key: Ints, place: Ints, done: int) -> tuple[Ints, Ints]:
    """Return keys and their places in piles by the bits that come after those done."""
    most = (1 << _DIGIT) - 1
    begin = np.zeros(most + 2, np.int64)
    for one in key:
        begin[((one >> done) & most) + 1] += 1
    begin = np.cumsum(begin)
    keys, places = np.empty_like(key), np.empty_like(place)
    for row in range(key.size):
        pile = (key[row] >> done) & most
        keys[begin[pile]], places[begin[pile]] = key[row], place[row]
        begin[pile] += 1
    return keys, places


def by_matter(matter: Ints, of: Ints, count: int) -> tuple[Ints, Ints, int]:
    """Return for each group its matters and those with more than one row in it, and how many such there are.

    Rows stand by matter. The last number counts matters, whatever their groups.
    """
    matters, repeating = np.zeros(count, np.int64), np.zeros(count, np.int64)
    who, group = (column.astype(np.int32, copy=False) for column in (matter, of))
    return matters, repeating, _counted(who, group, matters, repeating)


@compiled
def _counted(matter: Ints, of: Ints, matters: Ints, repeating: Ints) -> int:
    latest, rows = np.full(matters.size, -1, np.int64), np.zeros(matters.size, np.int64)
    noted, found = -1, 0
    for row in range(of.size):
        who, group = matter[row], of[row]
        if latest[group] != who:
            latest[group], rows[group] = who, 0
            matters[group] += 1
        rows[group] += 1
        if rows[group] == _AGAIN:
            repeating[group] += 1
            if noted != who:
                noted, found = who, found + 1
    return found


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
