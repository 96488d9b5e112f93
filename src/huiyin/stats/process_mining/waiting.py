"""How long matters wait at a step, those that still wait among them.

A matter that has not gone on has waited so long at least. Leaving it out makes the slowest look quick; so
the share still waiting after each time is the product-limit estimate of Kaplan and Meier (JASA 1958), its
variance Greenwood's (1926), and the interval of the median that of Brookmeyer and Crowley (Biometrics
1982) on the scale log(-log S).
"""

from collections.abc import Sequence
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
    value, still = stays.lasted[order], stays.still[order]
    begin, size = found.begin, found.size
    risk = np.repeat(begin + size, size) - np.arange(value.size)
    stay = _staying(risk, still, found)
    low, high = (_first(curve, value, found, _SCALE) for curve in _bands(stay, risk, still, found))
    total = np.add.reduceat(value, begin, dtype=np.float64) if value.size else np.zeros(0)
    waiting = np.add.reduceat(still, begin, dtype=np.int64) if value.size else np.zeros(0, np.int64)
    return Waits(
        by=tuple(by),
        codes=found.codes,
        left=size - waiting,
        waiting=waiting,
        median=_crossing(stay, value, found, 0.5),
        low=low,
        high=high,
        ninth=_crossing(stay, value, found, 0.1),
        longest=value[begin + size - 1].astype(np.int64),
        share=total / max(total.sum(), 1.0),
    )


def _staying(risk: Ints, still: Flags, found: Groups) -> Floats:
    """Return the share still waiting after each row.

    Of r at risk r - 1 remain: without open cases the product telescopes to (r - 1) / n, and each open case
    before weighs those after it by r / (r - 1). Written so, it is exact where nothing is open. An open
    case that has waited longest of all leaves the share as it was.
    """
    staying = np.where(still & (risk == 1), 1, risk - 1)
    share = staying / np.repeat(found.size, found.size)
    opened = np.flatnonzero(still & (risk > 1))
    if opened.size:
        heavier = np.zeros(risk.size)
        heavier[opened] = -np.log1p(-1.0 / risk[opened])
        share *= np.exp(_since(heavier, found))
    return share


def _since(value: Floats, found: Groups) -> Floats:
    """Return the sum of the values of a group up to and with each row."""
    total = np.cumsum(value)
    return total - np.repeat(total[found.begin] - value[found.begin], found.size)


_SCALE = float(np.log(np.log(2.0)))  # one half, on the scale log(-log S)


def _bands(stay: Floats, risk: Ints, still: Flags, found: Groups) -> tuple[Floats, Floats]:
    """Return log(-log S) with 1.96 standard errors added, and taken away; it grows as fewer wait."""
    part = 1.0 / (risk * np.maximum(risk - 1.0, 1.0))
    part[still] = 0.0
    gathered = _since(part, found)
    with np.errstate(divide="ignore", invalid="ignore"):
        log = -np.log(stay)
        middle, wide = np.log(log), _Z * np.sqrt(gathered) / log
    # nobody left: both bands are past any level; nobody gone yet: before any
    wide[~np.isfinite(wide)] = 0.0
    return middle + wide, middle - wide


def _first(curve: Floats, value: Ints, found: Groups, level: float) -> Floats:
    """Return when each group's growing curve first reaches a level; nan where it does not."""
    return _value_at(_count(curve < level, found), value, found)


def _crossing(stay: Floats, value: Ints, found: Groups, level: float) -> Floats:
    """Return when each group's share first is at or under a level; the middle where it stays at the level."""
    at = _count(stay > level + _EQUAL, found)
    past = _count(stay >= level - _EQUAL, found)
    first, second = _value_at(at, value, found), _value_at(past, value, found)
    return np.where(np.isnan(second), first, (first + second) / 2)


def _count(marked: Flags, found: Groups) -> Ints:
    return np.add.reduceat(marked, found.begin, dtype=np.int64) if marked.size else np.zeros(0, np.int64)


def _value_at(place: Ints, value: Ints, found: Groups) -> Floats:
    there = place < found.size
    at = (found.begin + place)[there]
    answer = np.full(found.count, np.nan)
    answer[there] = value[at]
    return answer
