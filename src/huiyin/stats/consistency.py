"""Like cases, unlike outcomes: which files should be looked at together.

Cases are alike when kind, path and the facts that decide agree exactly, numbers by bands (exact matching
on coarsened facts: Iacus, King and Porro, Political Analysis 2012). Within such a group an office should
reach an outcome as often as the others. Where it does not, by more than chance and after counting how
often was asked, the files are named, never an office: who reads them will find a fact that was not
recorded, or a rule that two offices read differently, and either may be the one that is right.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from huiyin.stats.false_discovery import adjusted
from huiyin.stats.pooling import pooled

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
UNKNOWN = -1  # an outcome that is not known yet
SURE = 0.05
_EQUAL = 1e-12
_FIRST = 3  # files on each side to begin with


@dataclass(frozen=True, slots=True)
class LookTogether:
    """A group of like cases that ended unlike: its files, those to begin with, and how likely by chance.

    `files` are all of the group, `begin` some that had the outcome and some that had not, of different
    offices; both by their place in what was given. `q` is the share of such findings that chance alone
    would make.
    """

    outcome: int
    files: tuple[int, ...]
    begin: tuple[int, ...]
    q: float


@dataclass(frozen=True, slots=True)
class Effects:
    """Odds of an outcome at each office against like cases elsewhere, drawn together, in the order of codes.

    `spread`: offices typically differ from one another by this factor, with its 95 % interval.
    """

    outcome: int
    office: Ints
    odds: Floats
    low: Floats
    high: Floats
    spread: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Differences:
    """What like cases show: files to look at together, and how far offices differ for each outcome.

    `compared` cases had like ones at another office, `alone` had none, `unknown` have no outcome yet; of
    `asked` questions `told` had cases enough for an answer.
    """

    together: tuple[LookTogether, ...]
    effects: tuple[Effects, ...]
    compared: int
    alone: int
    unknown: int
    asked: int
    told: int


@dataclass(frozen=True, slots=True)
class _Cells:
    """One row for each group of like cases and office in it: cases, with the outcome, and the group's."""

    group: Ints
    office: Ints
    cases: Ints
    hits: Ints
    all_cases: Ints
    all_hits: Ints


def coarse(values: ArrayLike, edges: Sequence[float]) -> Ints:
    """Return the band of each value, from nought; one at an edge is in the upper band, nan in its own."""
    given = np.asarray(values, float)
    return np.where(np.isnan(given), len(edges) + 1, np.digitize(given, edges)).astype(np.int64)


def differences(facts: Sequence[ArrayLike], office: ArrayLike, outcome: ArrayLike) -> Differences:
    """Return where like cases ended unlike.

    facts: codes [case] of each fact that must agree: kind, path, bands of amounts. office, outcome: codes
    [case].
    """
    where, ended = np.asarray(office, np.int64), np.asarray(outcome, np.int64)
    columns = [np.asarray(fact, np.int64) for fact in facts]
    if any(column.shape != where.shape for column in (*columns, ended)):
        raise ValueError("facts, office and outcome are of the same cases")
    place = np.flatnonzero(ended != UNKNOWN)
    like = np.zeros(place.size, np.int64)
    for column in columns:
        like = _both(like, column[place])[1]
    met = _offices(like, where[place])[like] > 1
    place, like = place[met], like[met]
    found: list[tuple[float, int, int]] = []
    effects: list[Effects] = []
    asked = 0
    for one in np.unique(ended[place]):
        cells = _cells(like, where[place], ended[place] == one)
        p = _by_chance(cells)
        asked += p.size
        found += [(float(p[at]), int(one), int(cells.group[at])) for at in np.flatnonzero(np.isfinite(p))]
        effects.append(_effects(int(one), cells))
    unknown = int((ended == UNKNOWN).sum())
    return Differences(
        together=_together(found, like, place, where, ended),
        effects=tuple(effects),
        compared=int(place.size),
        alone=int(where.size - unknown - place.size),
        unknown=unknown,
        asked=asked,
        told=len(found),
    )


def _both(one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """Return the places where each different pair of codes is first, and the number of each row's pair.

    Pairs are numbered in the order of the codes.
    """
    codes = np.unique(other, return_inverse=True)[1]
    mixed = one * (int(codes.max(initial=0)) + 1) + codes
    _, first, number = np.unique(mixed, return_index=True, return_inverse=True)
    return first, number


def _offices(like: Ints, office: Ints) -> Ints:
    """Return how many offices had cases in each group."""
    return np.bincount(like[_both(like, office)[0]]) if like.size else like


def _cells(like: Ints, office: Ints, hit: NDArray[np.bool_]) -> _Cells:
    first, of = _both(like, office)
    cases, hits = np.bincount(of), np.bincount(of, weights=hit).astype(np.int64)
    group = like[first]
    total, all_hits = np.bincount(like), np.bincount(like, weights=hit).astype(np.int64)
    return _Cells(group, office[first], cases, hits, total[group], all_hits[group])


def _by_chance(cells: _Cells) -> Floats:
    """Return how likely an office's hits are among like cases: Fisher's exact test, mid-p (Lancaster 1961).

    nan where not even the most unlike outcome would be unlikely (Tarone, Biometrics 1990): nothing was asked.
    """
    least = np.maximum(0, cells.cases - (cells.all_cases - cells.all_hits))
    most = np.minimum(cells.cases, cells.all_hits)
    reached = cells.hits - least + 1
    row = np.repeat(np.arange(reached.size), reached)
    begin = np.cumsum(reached) - reached
    each = _chance(cells, least[row] + np.arange(row.size) - begin[row], row)
    at = each[begin + reached - 1] if row.size else np.zeros(0)
    under = (np.add.reduceat(each, begin) if row.size else at) - at / 2
    every = np.arange(reached.size)
    best = np.minimum(_chance(cells, least, every), _chance(cells, most, every))
    return np.where(best <= SURE + _EQUAL, np.minimum(2 * np.minimum(under, 1 - under), 1.0), np.nan)


def _chance(cells: _Cells, hits: Ints, row: Ints) -> Floats:
    """Return how likely just so many hits are, each number with the row of its cell."""
    from scipy.special import gammaln

    def ways(of: Ints, taken: Ints) -> Floats:
        return np.asarray(gammaln(of + 1.0) - gammaln(taken + 1.0) - gammaln(of - taken + 1.0))

    cases, all_cases, all_hits = cells.cases[row], cells.all_cases[row], cells.all_hits[row]
    rest = ways(all_cases - all_hits, cases - hits)
    return np.asarray(np.exp(ways(all_hits, hits) + rest - ways(all_cases, cases)))


def _effects(outcome: int, cells: _Cells) -> Effects:
    """Return each office's odds over all groups (Peto's estimate, Yusuf et al. 1985), drawn together."""
    rest, misses = cells.all_cases - cells.cases, cells.all_cases - cells.all_hits
    over = cells.hits - cells.cases * cells.all_hits / cells.all_cases
    below = cells.all_cases.astype(float) ** 2 * np.maximum(cells.all_cases - 1, 1)
    weight = cells.cases * rest * cells.all_hits * misses / below
    office, of = np.unique(cells.office, return_inverse=True)
    total, away = np.bincount(of, weights=weight), np.bincount(of, weights=over)
    told = total > 0
    safe = np.where(told, total, 1.0)
    drawn = pooled(np.where(told, away / safe, np.nan), np.where(told, 1 / safe, np.nan))
    spread = tuple(float(np.exp(s)) for s in (drawn.spread, drawn.spread_low, drawn.spread_high))
    odds, low, high = np.exp([drawn.middle, drawn.low, drawn.high])
    return Effects(outcome, office, odds, low, high, (spread[0], spread[1], spread[2]))


def _together(
    found: list[tuple[float, int, int]], like: Ints, place: Ints, office: Ints, outcome: Ints
) -> tuple[LookTogether, ...]:
    """Return the groups that stand out, the surest first; one finding a group and outcome."""
    q = adjusted([p for p, _, _ in found])
    best: dict[tuple[int, int], float] = {}
    for (_, one, group), sure in zip(found, q, strict=True):
        if sure <= SURE:
            best[one, group] = min(best.get((one, group), 1.0), float(sure))
    answer = []
    for (one, group), sure in sorted(best.items(), key=lambda item: (item[1], item[0])):
        files = place[like == group]
        answer.append(LookTogether(one, tuple(files.tolist()), _begin(files, office, outcome == one), sure))
    return tuple(answer)


def _begin(files: Ints, office: Ints, hit: NDArray[np.bool_]) -> tuple[int, ...]:
    """Return some files with the outcome and some without, of offices where it is most and least usual."""
    of = np.unique(office[files], return_inverse=True)[1]
    usual = (np.bincount(of, weights=hit[files]) / np.bincount(of))[of]
    order = np.lexsort((files, -usual))
    with_it = files[order][hit[files[order]]][:_FIRST]
    without = files[order[::-1]][~hit[files[order[::-1]]]][:_FIRST]
    return (*with_it.tolist(), *without.tolist())
