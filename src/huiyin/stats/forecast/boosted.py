"""One model of all series: how much more or less than level times factor comes in.

Gradient-boosted trees with Poisson loss (Friedman, Annals of Statistics 2001; the histogram trees of
LightGBM, Ke and others, NeurIPS 2017, as scikit-learn has them: no further package is needed). The target
is count/(level·factor) with the weight level·factor, so that one petition counts as one in every series.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from huiyin.stats.forecast.calendar import Calendar
from huiyin.stats.forecast.levels import levels
from huiyin.stats.surges.counts import Array

ROWS, LEAST_ROWS, LEAST_PETITIONS = 80_000, 4_000, 200
_KINDS = 250  # so many are told apart by the trees
_FORTNIGHT_OF_SEASON = {7: 14, 52: 2}


@dataclass(frozen=True)
class Basis:
    """What means are made from: counts [series, columns], factor by kind, area and kind of each series."""

    counts: Array
    factor: Array
    area: Array
    kind: Array
    calendar: Calendar


Known = tuple[Array, Array, Array]


def known_levels(basis: Basis, origins: Array) -> list[Known]:
    """Return for each origin the best level of each series, a quick one and a slow one."""
    found = levels(basis.counts, basis.factor, basis.kind, basis.calendar.season, origins)
    return [(found[0][:, at], found[1][:, at], found[2][:, at]) for at in range(len(origins))]


def plain(basis: Basis, origin: int, known: Known, ahead: int) -> Array:
    """Return level·factor [series, ahead] of what comes after an origin."""
    factor = basis.factor[:, origin : origin + ahead][basis.kind.astype(int)]
    return np.asarray(np.maximum(known[0][:, None] * factor, 1e-4))


def _looked_at(basis: Basis, origin: int, mean: Array, known: Known, ahead: int) -> Array:
    """Return what trees may look at: of the series, of the column to come, and of the year before."""
    best, quick, slow = known
    calendar, shape = basis.calendar, mean.shape
    to_come = slice(origin, origin + ahead)
    by_kind, by_area = (
        np.log(np.bincount(group, quick) / np.maximum(np.bincount(group, slow), 1e-9) + 1e-3)[group]
        for group in (basis.kind.astype(int), basis.area.astype(int))
    )
    of_series = [
        np.log(best), np.log(quick / best), np.log(slow / best), by_kind, by_area,
        np.minimum(basis.kind, _KINDS),
    ]  # fmt: skip
    of_time = [
        calendar.open[to_come],
        calendar.festival[to_come],
        calendar.year[to_come],
        np.arange(origin, origin + ahead) % 7 if calendar.season == 7 else np.zeros(ahead),  # noqa: PLR2004
        np.arange(1, ahead + 1),
    ]
    tables = [np.broadcast_to(column[:, None], shape) for column in of_series]
    tables += [np.broadcast_to(row[None], shape) for row in of_time]
    tables += [np.log(mean), _a_year_ago(basis, origin, best, ahead)]
    return np.stack(tables, axis=-1).astype(np.float32)


def _a_year_ago(basis: Basis, origin: int, best: Array, ahead: int) -> Array:
    """Return how a year ago the same fortnight stood to today's level, NaN where it is not known."""
    year, half = basis.calendar.columns_a_year, _FORTNIGHT_OF_SEASON[basis.calendar.season]
    found = np.full((len(best), ahead), np.nan)
    kind = basis.kind.astype(int)
    for step in range(ahead):
        middle = origin + step - year
        span = slice(max(middle - half, 0), middle + half + 1)
        if middle - half >= 0 and span.stop <= origin:
            came, could = np.nansum(basis.counts[:, span], axis=1), basis.factor[:, span].sum(axis=1)[kind]
            found[:, step] = np.log((came + 1) / (best * could + 1))
    return found


def learned(basis: Basis, until: int, ahead: int, chance: np.random.Generator) -> Any:
    """Return trees learned from what was known before `until`, or None where that is too little."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    first = min(max(until - 3 * basis.calendar.columns_a_year, 2 * basis.calendar.season, 28), until)
    possible = np.arange(first, until - ahead + 1)
    series = len(basis.counts)
    if len(possible) * ahead * series < LEAST_ROWS:
        return None
    many = int(np.clip(-(-ROWS * 4 // (series * ahead)), 24, 48))
    origins = np.sort(chance.choice(possible, min(many, len(possible)), replace=False))
    chosen = chance.random((len(origins), series, ahead)) < ROWS / (len(origins) * series * ahead)
    rows, ratio, weight = [], [], []
    for at, known in enumerate(known_levels(basis, origins)):
        origin = int(origins[at])
        usual = plain(basis, origin, known, ahead)
        y = basis.counts[:, origin : origin + ahead]
        take = chosen[at] & ~np.isnan(y)
        rows.append(_looked_at(basis, origin, usual, known, ahead)[take])
        ratio.append(y[take] / usual[take])
        weight.append(usual[take])
    trees = HistGradientBoostingRegressor(
        loss="poisson", max_iter=100, learning_rate=0.07, max_leaf_nodes=24, min_samples_leaf=150,
        max_bins=63, l2_regularization=5.0, early_stopping=False, random_state=0,
    )  # fmt: skip
    if sum(float((one * share).sum()) for one, share in zip(ratio, weight, strict=True)) < LEAST_PETITIONS:
        return None
    table = np.concatenate(rows)
    table[:, np.isnan(table).all(axis=0)] = 0.0  # what is never known, such as a festival, says nothing
    with _one_thread():
        return trees.fit(table, np.concatenate(ratio), np.concatenate(weight))


def _one_thread() -> Any:
    """Threads that wait for each other cost more than they bring where others work beside."""
    from threadpoolctl import threadpool_limits

    return threadpool_limits(1)


def means(basis: Basis, trees: Any, origins: Array, ahead: int) -> tuple[Array, Array]:
    """Return level·factor, and its mean with what the trees say, each [origins, series, ahead]."""
    alone, both = [], []
    for origin, known in zip(origins.tolist(), known_levels(basis, origins), strict=True):
        usual = plain(basis, origin, known, ahead)
        alone.append(usual)
        if trees is None:
            both.append(usual)
            continue
        seen = _looked_at(basis, origin, usual, known, ahead)
        with _one_thread():
            ratio = trees.predict(seen.reshape(-1, seen.shape[-1])).reshape(usual.shape)
        both.append(usual * (1 + ratio) / 2)
    shape = (len(origins), len(basis.counts), ahead)
    return np.array(alone).reshape(shape), np.array(both).reshape(shape)
