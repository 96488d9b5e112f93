"""Events of matters in order: which step, when, at which office, of what kind."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from huiyin.stats.process_mining.grouped import Flags, Ints, narrow, stable_order

NO_TIME = np.iinfo(np.int64).min  # what numpy's NaT is as a number


@dataclass(frozen=True, slots=True)
class Stays:
    """Waits begun at an event, the shortest first and the ended before the open ones of equal length.

    `target` is the step that the matter went on to; meaningless where it `still` waits.
    """

    step: Ints
    target: Ints
    office: Ints
    kind: Ints
    lasted: Ints
    still: Flags


@dataclass(frozen=True)
class Log:
    """Events ordered by matter and time, up to `as_of`; those of equal time stay in the order given.

    `matter` numbers matters from nought; `step`, `office`, `kind` are codes from nought; `time` is in any
    unit, waits come in the same. `last` marks each matter's last event, `ends` the steps after which
    nothing is waited for, `closed` the events after which nothing is, whatever their step. `later` events lay
    after `as_of`, `undated` had no time: neither is counted.
    """

    matter: Ints
    step: Ints
    time: Ints
    office: Ints
    kind: Ints
    last: Flags
    ends: frozenset[int]
    as_of: int
    later: int = 0
    undated: int = 0
    closed: Flags | None = None

    @property
    def matters(self) -> int:
        """Return how many matters have an event."""
        return int(self.last.sum())

    @property
    def steps(self) -> int:
        """Return how many codes of steps there are, those that do not occur among them."""
        return int(self.step.max()) + 1 if self.step.size else 0

    @cached_property
    def done(self) -> Flags:
        """Return which events end their matter: the last one, after which nothing is waited for."""
        ends = np.isin(self.step, np.array(sorted(self.ends), self.step.dtype))
        return self.last & (ends if self.closed is None else ends | self.closed)

    @cached_property
    def stays(self) -> Stays:
        """Return the waits of all matters, those still lasting among them."""
        following = np.empty_like(self.time)
        following[:-1], following[-1:] = self.time[1:], self.as_of
        following[self.last] = self.as_of
        begins = np.flatnonzero(~self.done)
        still = self.last[begins]
        lasted = narrow((following - self.time)[begins] * 2 + still)
        order = stable_order(lasted)
        ended, on = lasted[order], np.minimum(begins + 1, max(self.step.size - 1, 0))
        return Stays(
            step=self.step[begins][order],
            target=self.step[on][order],
            office=self.office[begins][order],
            kind=self.kind[begins][order],
            lasted=ended >> ended.dtype.type(1),
            still=(ended & 1).astype(bool),
        )


def ordered(
    matter: ArrayLike,
    step: ArrayLike,
    time: ArrayLike,
    office: ArrayLike,
    kind: ArrayLike,
    *,
    as_of: int,
    ends: Collection[int] = (),
    closed: ArrayLike | None = None,
) -> Log:
    """Return the log of an event table, one row an event in any order; as_of: the time of looking.

    What ends a matter: a step of `ends`, or an event that is `closed`, where its like may also be waited at.
    """
    names, numbers, clock, where, what = (np.asarray(a) for a in (matter, step, time, office, kind))
    if len({a.shape for a in (names, numbers, clock, where, what)}) != 1 or names.ndim != 1:
        raise ValueError("matter, step, time, office and kind are columns of one table")
    if any(a.size and a.min() < 0 for a in (numbers, where, what)):
        raise ValueError("step, office and kind are codes from nought")
    columns = [names, clock.astype(np.int64, copy=False), *(narrow(a) for a in (numbers, where, what))]
    columns += [] if closed is None else [np.asarray(closed, bool)]
    if columns[-1].shape != names.shape:
        raise ValueError("closed is a column of the same table")
    undated, later = columns[1] == NO_TIME, columns[1] > as_of
    if undated.any() or later.any():
        columns = [column[~(undated | later)] for column in columns]
    names, clock, numbers, where, what, *shut = _by_matter(columns)
    last = np.ones(names.size, bool)
    np.not_equal(names[1:], names[:-1], out=last[:-1])
    place = (np.cumsum(last) - last).astype(np.int32)
    known = int(later.sum()), int(undated.sum()), shut[0] if shut else None
    return Log(place, numbers, clock, where, what, last, frozenset(ends), as_of, *known)


def _by_matter(columns: list[Ints]) -> list[Ints]:
    """Return the columns by matter and time, equal ones as they are; the first two are matter and time."""
    names, clock = columns[:2]
    if not names.size:
        return columns
    first = int(clock.min())
    if not np.issubdtype(names.dtype, np.integer) or int(names.max()) - int(names.min()) >= 1 << 48:
        names = np.unique(names, return_inverse=True)[1]
    names = narrow(names - names.min())
    span = narrow(clock - first)
    if bool((clock[1:] >= clock[:-1]).all()):
        order = stable_order(names)
    else:
        same = names[1:] == names[:-1]
        if bool(np.where(same, clock[1:] >= clock[:-1], names[1:] > names[:-1]).all()):
            return [names, *columns[1:]]
        order = stable_order(span)
        order = order[stable_order(names[order])]
    return [names[order], span[order].astype(np.int64) + first, *(column[order] for column in columns[2:])]
