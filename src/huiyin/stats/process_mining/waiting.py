"""How long matters wait at a step, those that still wait among them.

A matter that has not gone on has waited so long at least. Leaving it out makes the slowest look quick; so
the share still waiting after each time is the product-limit estimate of Kaplan and Meier (JASA 1958), its
variance Greenwood's (1926), and the interval of the median that of Brookmeyer and Crowley (Biometrics
1982) on the scale log(-log S).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from huiyin.stats.process_mining.grouped import Flags, Floats, Groups, Ints, groups, stable_order
from huiyin.stats.process_mining.log import Log

Column = Literal["office", "step", "kind"]
_Z = 1.959964
_EQUAL = 1e-9


@dataclass(frozen=True, slots=True)
class Waits:
    """Waits by group, in the order of codes and never of size; the columns of `codes` are those of `by`.

    `median`, `low`, `high` (its 95 % interval) and `ninth` (decile) are nan where too many still wait to
    tell: then it is longer than `longest`, the longest wait seen. `share` is the part of all time waited.
    """

    by: tuple[Column, ...]
    codes: Ints
    left: Ints
    waiting: Ints
    median: Floats
    low: Floats
    high: Floats
    ninth: Floats
    longest: Ints
    share: Floats


def waits(log: Log, *, by: Sequence[Column]) -> Waits:
    """Return the waits of a log for each combination of office, step and kind that occurs."""
    stays = log.stays
    found = groups([getattr(stays, name) for name in by], stays.lasted.size)
    order = stable_order(found.of)
    value = stays.lasted[order]
    curve = _Curve.of(found, np.flatnonzero(stays.still[order]))
    total = np.add.reduceat(value, found.begin, dtype=np.float64) if value.size else np.zeros(0)
    return Waits(
        by=tuple(by),
        codes=found.codes,
        left=found.size - curve.opened,
        waiting=curve.opened,
        median=_crossing(curve, value, 0.5),
        low=_value_at(curve.first(lambda at: curve.band(at, _Z) >= _HALF), value, curve),
        high=_value_at(curve.first(lambda at: curve.band(at, -_Z) >= _HALF), value, curve),
        ninth=_crossing(curve, value, 0.1),
        longest=value[curve.end - 1].astype(np.int64),
        share=total / max(total.sum(), 1.0),
    )


@dataclass(frozen=True, slots=True)
class _Curve:
    """The share still waiting in each group, found at a row when it is asked for.

    Of r at risk r - 1 remain: without open cases the product telescopes to (r - 1) / n, and Greenwood's
    sum to 1 / (r - 1) - 1 / n. Each open case before weighs those after it by r / (r - 1), and adds
    nothing to the sum. So only the open cases are summed up, and where none is open all is exact.
    """

    begin: Ints
    end: Ints
    size: Ints
    open_at: Ints
    opened: Ints
    before: Ints
    heavier: Floats
    part: Floats

    @classmethod
    def of(cls, found: Groups, open_at: Ints) -> "_Curve":
        """Return the curves of groups whose open cases stand at these rows."""
        begin, end = found.begin, found.begin + found.size
        risk = end[np.searchsorted(end, open_at, side="right")] - open_at
        rest = np.maximum(risk - 1.0, 1.0)  # the last of all leaves the share as it was
        heavier, part = np.log(np.maximum(risk, 1.0) / rest), np.where(risk > 1, 1 / (risk * rest), 0.0)
        heavier[risk == 1] = 0.0
        before = np.searchsorted(open_at, begin)
        opened = np.searchsorted(open_at, end) - before
        sums = (np.append(0.0, np.cumsum(one)) for one in (heavier, part))
        return cls(begin, end, found.size, open_at, opened, before, *sums)

    def _parts(self, at: Ints) -> tuple[Ints, Floats, Floats]:
        """Return how many remain after a row of each group, and what open cases add to both sums."""
        seen = np.searchsorted(self.open_at, at, side="right")
        last_open = (at == self.end - 1) & (seen > 0)
        last_open[last_open] = self.open_at[seen[last_open] - 1] == at[last_open]
        remain = np.where(last_open, 1, self.end - at - 1)
        return (
            remain,
            self.heavier[seen] - self.heavier[self.before],
            self.part[seen] - self.part[self.before],
        )

    def share(self, at: Ints) -> Floats:
        """Return the share still waiting after one row of each group."""
        remain, heavier, _ = self._parts(at)
        return np.asarray(remain / self.size * np.exp(heavier))

    def band(self, at: Ints, deviations: float) -> Floats:
        """Return log(-log S) and so many standard errors more; it grows as fewer wait."""
        remain, heavier, part = self._parts(at)
        with np.errstate(divide="ignore", invalid="ignore"):
            log = -np.log(remain / self.size) - heavier
            error = np.sqrt(np.maximum(1 / np.maximum(remain, 1) - 1 / self.size - part, 0)) / log
            # nobody left is past any level, nobody gone yet is before any
            return np.log(log) + deviations * np.where(np.isfinite(error), error, 0.0)

    def first(self, reached: Callable[[Ints], Flags]) -> Ints:
        """Return the first row of each group where something is reached, by halving; else its end."""
        low, high = self.begin.copy(), self.end.copy()
        while (low < high).any():
            half = np.minimum((low + high) // 2, self.end - 1)
            there = reached(half) & (low < high)
            high = np.where(there, half, high)
            low = np.where(there | (low >= high), low, half + 1)
        return low


_HALF = float(np.log(np.log(2.0)))  # one half, on the scale log(-log S)


def _crossing(curve: _Curve, value: Ints, level: float) -> Floats:
    """Return when each group's share first is at or under a level; the middle where it stays at the level."""
    first = _value_at(curve.first(lambda at: curve.share(at) <= level + _EQUAL), value, curve)
    second = _value_at(curve.first(lambda at: curve.share(at) < level - _EQUAL), value, curve)
    return np.where(np.isnan(second), first, (first + second) / 2)


def _value_at(place: Ints, value: Ints, curve: _Curve) -> Floats:
    there = place < curve.end
    answer = np.full(place.size, np.nan)
    answer[there] = value[place[there]]
    return answer
