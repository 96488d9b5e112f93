"""Weeks of an invented agency in which trouble builds up: surges, backlogs, limits that run out, repeats.

Petitions come as negative binomial counts around a level with a season. Now and then, and more often after
a change of policy that bears on the kind, a rise begins: it grows over two to four weeks and ebbs. Each
area settles so many matters a week; for some weeks at times fewer (people are ill, a system
is down). What lies longer than eight weeks is past its limit. The longer matters lie, the more people write
again. Nothing here is fitted to the model that is tried on it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
HALF, LIMIT, OLDEST = 4, 8, 20  # weeks: half the limit, the limit, the last age told apart
_YEAR = 52


@dataclass(frozen=True)
class Weeks:
    """Tables [cells, weeks] of what a registry knows, and area and kind of each cell."""

    petitions: Floats
    open_matters: Floats
    past_half: Floats
    past_limit: Floats
    breaches: Floats
    open_repeats: Floats
    weeks_since_policy: Floats
    persons: NDArray[np.int64]
    areas: NDArray[np.int64]
    kinds: NDArray[np.int64]


def simulated(areas: int, kinds: int, weeks: int, chance: np.random.Generator) -> Weeks:
    """Return so many weeks of an invented agency."""
    area, kind = np.repeat(np.arange(areas), kinds), np.tile(np.arange(kinds), areas)
    base = np.exp(chance.normal(0.9, 0.5, areas)[area] + chance.normal(0, 0.8, kinds)[kind])
    since = _policies(kinds, weeks, chance)[kind]
    season = 0.35 * np.cos(2 * np.pi * (np.arange(weeks) / _YEAR - chance.random(kinds)[:, None]))
    mean = base[:, None] * np.exp(season[kind]) * _rises(since, chance)
    return _worked(mean, base, since, (area, kind), chance)


def _policies(kinds: int, weeks: int, chance: np.random.Generator) -> Floats:
    """Return weeks since the last change of policy by kind, NaN before the first."""
    found = np.full((kinds, weeks), np.nan)
    for one in range(kinds):
        for at in np.sort(chance.choice(weeks, int(chance.integers(1, 5)), replace=False)):
            found[one, at:] = np.arange(weeks - at)
    return found


def _rises(since: Floats, chance: np.random.Generator) -> Floats:
    """Return by how much each week is raised: rises that grow, stay a little and ebb."""
    cells, weeks = since.shape
    likely = 0.004 * np.where(np.nan_to_num(since, nan=99.0) < 8, 7.0, 1.0)  # noqa: PLR2004
    factor = np.ones((cells, weeks))
    for cell, begin in np.argwhere(chance.random((cells, weeks)) < likely):
        grow, stay, ebb = chance.integers([2, 1, 2], [5, 5, 7])
        height = chance.uniform(0.8, 4.0)
        shape = np.concatenate(
            [np.linspace(0, 1, grow + 1)[1:], np.ones(stay), np.linspace(1, 0, ebb + 1)[1:]]
        )
        there = min(len(shape), weeks - begin)
        factor[cell, begin : begin + there] += height * shape[:there]
    return factor


def _worked(
    mean: Floats,
    base: Floats,
    since: Floats,
    cells: tuple[NDArray[np.int64], NDArray[np.int64]],
    chance: np.random.Generator,
) -> Weeks:
    """Let matters come in, be settled, grow old and be written about again."""
    weeks = mean.shape[1]
    area, kind = cells
    able = _able(base, area, weeks, chance)
    by_age = np.zeros((len(base), OLDEST))
    repeats = np.zeros(len(base), np.int64)
    tables = {name: np.zeros(mean.shape) for name in Weeks.__dataclass_fields__ if name not in _OF_CELLS}
    for week in range(weeks):
        again = chance.poisson(0.05 * by_age[:, HALF:LIMIT].sum(1) + 0.12 * by_age[:, LIMIT:].sum(1))
        new = chance.poisson(chance.gamma(mean[:, week] / 0.6, 0.6)) + again
        tables["breaches"][:, week] = by_age[:, LIMIT - 1]
        by_age[:, -1] += by_age[:, -2]
        by_age[:, 1:-1] = by_age[:, :-2]
        by_age[:, 0] = new
        repeats += again
        settled = _settle(by_age, _shared(by_age, able[:, week], area), chance)
        left = by_age.sum(axis=1)
        done = chance.binomial(repeats, settled / np.maximum(left + settled, 1))
        repeats = repeats - done
        tables["petitions"][:, week] = new
        tables["open_matters"][:, week] = left
        tables["past_half"][:, week] = by_age[:, HALF:].sum(axis=1)
        tables["past_limit"][:, week] = by_age[:, LIMIT:].sum(axis=1)
        tables["open_repeats"][:, week] = repeats
    tables["weeks_since_policy"] = since
    persons = np.round(tables["petitions"][:, -_YEAR:].sum(axis=1) * 0.8).astype(np.int64)
    return Weeks(**tables, persons=persons, areas=area, kinds=kind)


_OF_CELLS = {"persons", "areas", "kinds"}


def _able(base: Floats, area: NDArray[np.int64], weeks: int, chance: np.random.Generator) -> Floats:
    """Return how many matters each area can settle a week: enough, except for some weeks at times."""
    comes = np.bincount(area, base)
    able = np.outer(comes * chance.uniform(1.25, 1.6, len(comes)), np.ones(weeks))
    for one in range(len(comes)):
        for begin in np.flatnonzero(chance.random(weeks) < 0.015):  # noqa: PLR2004
            able[one, begin : begin + int(chance.integers(5, 17))] *= chance.uniform(0.25, 0.65)
    return np.asarray(able)


def _shared(by_age: Floats, able: Floats, area: NDArray[np.int64]) -> Floats:
    """Return how many matters of each cell are settled: shared by what lies there, the old counting more.

    Where more lies than four weeks of work, more is done.
    """
    weight = by_age.sum(axis=1) + by_age[:, HALF:].sum(axis=1)
    whole = np.bincount(area, weight)
    weeks = np.bincount(area, by_age.sum(axis=1)) / able
    pace = able * np.clip(1 + 0.15 * (weeks - 4), 1, 1.8)
    return np.asarray(pace[area] * weight / np.maximum(whole[area], 1.0))


def _settle(by_age: Floats, many: Floats, chance: np.random.Generator) -> Floats:
    """Take about so many matters away, some of every age from two weeks on, and return how many."""
    ready = by_age[:, 2:]
    share = np.minimum(many / np.maximum(ready.sum(axis=1), 1.0), 0.9)
    taken = chance.binomial(ready.astype(np.int64), share[:, None])
    ready -= taken
    return np.asarray(taken.sum(axis=1), float)
