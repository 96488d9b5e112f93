"""What follows for many series at once: how many false alarms are among those told, and which explains which.

Told one by one, 100,000 series give 500 false alarms a week at half a per cent. Over all series of a week
the false discovery rate is held instead (Benjamini and Hochberg 1995; with any dependence, Benjamini and
Yekutieli 2001). Over area × kind a surge of one cell shows in its area, its kind and the whole too: it is
told where it is.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from huiyin.base.errors import Invalid
from huiyin.stats.false_discovery import adjusted
from huiyin.stats.surges.counts import Array, Bits
from huiyin.stats.surges.scored import paired, tails, zs
from huiyin.stats.surges.seasonal import LEAST_HISTORY
from huiyin.stats.surges.verdicts import Verdicts, judge, threshold, varies

_WEEKS_AXIS = 3


class Part(IntEnum):
    """What part a series has in what is going on."""

    QUIET = 0
    OWN = 1
    """Told, and nothing above or below explains it."""
    FROM_BELOW = 2
    """Told, but without the surges of its parts it would not be."""
    FROM_ABOVE = 3
    """Told, but it rises as everything beside it rises."""


@dataclass(frozen=True)
class Level:
    """The series of one level: what is said of them, what part each has, and the score of what is left of it.

    `rest` is the score without what other series that are told have above the usual.
    """

    counts: Array
    verdicts: Verdicts
    part: NDArray[np.int8]
    rest: Array


@dataclass(frozen=True)
class Hierarchy:
    """Cells (area × kind, rows area by area), areas, kinds, and the whole."""

    cells: Level
    areas: Level
    kinds: Level
    whole: Level


def false_discoveries_held(verdicts: Verdicts, *, rate: float = 0.1, any_dependence: bool = False) -> Bits:
    """Return which weeks are told when, of those told in a week, a share of at most `rate` may be chance.

    Benjamini-Hochberg over the judged series of each week; it holds for independent series and those that
    rise together. `any_dependence` makes no assumption (Benjamini-Yekutieli) and finds less.
    """
    if not 0 < rate < 1:
        raise Invalid("stats.rate_out_of_range", field="rate", rate=rate)
    chance = np.where(verdicts.judged, tails(verdicts.score), np.nan)
    told = np.zeros(chance.shape, dtype=bool)
    for week in range(chance.shape[1]):
        series = int(verdicts.judged[:, week].sum())
        dearer = np.sum(1 / np.arange(1, series + 1)) if any_dependence else 1.0
        told[:, week] = adjusted(chance[:, week]) <= rate / max(dearer, 1.0)
    return told


def over_areas_and_kinds(
    counts: object,
    *,
    weeks: int,
    false_alarm_rate: float = 0.005,
    holds: object = None,
    least_history: int = LEAST_HISTORY,
) -> Hierarchy:
    """Judge `counts[areas, kinds, weeks]` as cells, areas, kinds and whole, and say what explains what.

    A parent is explained by its cells when, without what the told cells have above the usual (this week and
    the week before), it would not be told; and so an area by kinds that stand out further than it, a kind by
    such areas, the whole by either. Cells, areas and kinds are explained by what is above them when all the
    others beside are unusual too and they are not against their own expected count raised by as much as
    theirs. No series of a level is taken to vary less than all of that level together. `holds`,
    `least_history`: as in `judge`.
    """
    cube = np.asarray(counts)
    if cube.ndim != _WEEKS_AXIS:
        raise Invalid("stats.not_areas_by_kinds", field="counts", dimensions=cube.ndim)
    areas, kinds, columns = cube.shape
    bar = threshold(false_alarm_rate)
    more = min(weeks + 1, columns)
    how: _How = {"holds": holds, "least_history": least_history}
    cells = _judged(cube.reshape(-1, columns), more, how)
    by_area, by_kind = _judged(cube.sum(1), more, how), _judged(cube.sum(0), more, how)
    whole = _judged(cube.sum((0, 1))[None], more, how)
    shape = (areas, kinds, more)
    told = (cells[1].score > bar).reshape(shape)
    above = _over_usual(*cells).reshape(shape)
    general = _rises_with(cells, by_area, bar, shape, 1) | _rises_with(cells, by_kind, bar, shape, 0)
    own = told & ~general.reshape(shape)
    area, kind, every = (one[1].score for one in (by_area, by_kind, whole))
    further = kind[None] >= area[:, None]  # of an area and a kind, which stands out further
    in_kind, in_area = (kind > bar)[None] & further, (area > bar)[:, None] & ~further
    either = ((kind > bar) & (kind > every))[None] | ((area > bar) & (area > every))[:, None]
    rests = (
        _rest(by_area, own | in_kind, above, 1),
        _rest(by_kind, own | in_area, above, 0),
        _rest(whole, own | either, above, (0, 1)),
    )
    not_explained = rests[2] > bar
    with_all = [
        not_explained & _rises_with(by_area, whole, bar, (areas, 1, more), 0),
        not_explained & _rises_with(by_kind, whole, bar, (1, kinds, more), 1),
    ]
    return Hierarchy(
        _level(cells, cells[1].score, general, bar, weeks),
        _level(by_area, rests[0], with_all[0], bar, weeks),
        _level(by_kind, rests[1], with_all[1], bar, weeks),
        _level(whole, rests[2], np.zeros_like(not_explained), bar, weeks),
    )


Judged = tuple[Array, Verdicts]


class _How(TypedDict):
    holds: object
    least_history: int


def _judged(rows: NDArray[np.generic], weeks: int, how: _How) -> Judged:
    said = judge(rows, weeks=weeks, least_varied=varies(rows, weeks=weeks, **how), **how)
    return rows[:, rows.shape[1] - weeks :].astype(float), said


def _level(judged: Judged, rest: Array, from_above: Bits, bar: float, weeks: int) -> Level:
    counts, verdicts = judged
    told = np.asarray(verdicts.score > bar)
    part = np.where(told, np.where(rest > bar, Part.OWN, Part.FROM_BELOW), Part.QUIET)
    part = np.where((part == Part.OWN) & from_above, Part.FROM_ABOVE, part).astype(np.int8)
    last = slice(-weeks, None)
    kept = Verdicts(
        verdicts.score[:, last],
        verdicts.expected[:, last],
        verdicts.dispersion[:, last],
        verdicts.known[:, last],
    )
    return Level(counts[:, last], kept, part[:, last], rest[:, last])


def _over_usual(counts: Array, verdicts: Verdicts) -> Array:
    """Return what is above the expected count, 0 where nothing is expected or counted."""
    return np.nan_to_num(np.maximum(counts - verdicts.expected, 0.0))


def _rest(parent: Judged, told: Bits, above: Array, over: int | tuple[int, int]) -> Array:
    """Return the score of a parent without what its told cells have above the usual."""
    counts, verdicts = parent
    before = np.concatenate([np.zeros_like(above[..., :1]), above[..., :-1]], axis=-1)
    then = told | np.concatenate([np.zeros_like(told[..., :1]), told[..., :-1]], axis=-1)
    now_less = np.where(told, above, 0).sum(axis=over).reshape(counts.shape)
    then_less = np.where(then, before, 0).sum(axis=over).reshape(counts.shape)
    without = _scored(counts, now_less, then_less, verdicts.expected, verdicts.dispersion)
    return np.where(now_less + then_less > 0, np.minimum(without, verdicts.score), verdicts.score)


def _rises_with(cells: Judged, parent: Judged, bar: float, shape: tuple[int, int, int], over: int) -> Bits:
    """Return where a cell rises no more than all others under its parent, themselves unusual."""
    counts, expected = cells[0].reshape(shape), cells[1].expected.reshape(shape)
    usual = np.nan_to_num(expected)
    others = counts.sum(over, keepdims=True) - counts
    others_usual = usual.sum(over, keepdims=True) - usual
    spread = np.broadcast_to(np.expand_dims(parent[1].dispersion, over), shape)
    flat = (len(cells[0]), shape[2])
    nothing = np.zeros(flat)
    beside = _scored(others.reshape(flat), nothing, nothing, others_usual.reshape(flat), spread.reshape(flat))
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where(others_usual > 0, others / others_usual, 1.0).reshape(flat)
    raised = cells[1].expected * np.maximum(factor, 1.0)
    wider = cells[1].dispersion + raised / np.maximum(others.reshape(flat), 1.0) * np.nan_to_num(
        spread.reshape(flat)
    )
    own = _scored(cells[0], nothing, nothing, raised, wider)
    return np.asarray((beside > bar) & (own <= bar))


def _scored(counts: Array, less: Array, then_less: Array, expected: Array, dispersion: Array) -> Array:
    """Return the scores counts would have without some of this week's and some of the week before's."""
    z = zs(np.maximum(np.floor(counts - less), 0), expected, dispersion)
    fewer = np.maximum(np.floor(counts[:, :-1] - then_less[:, 1:]), 0)
    earlier = np.zeros_like(z)
    earlier[:, 1:] = zs(fewer, expected[:, :-1], dispersion[:, :-1])
    return paired(z, earlier)
