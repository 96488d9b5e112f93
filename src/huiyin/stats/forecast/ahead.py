"""Forecasts of counts by area and kind, the sums of them, and what their back-tests showed."""

from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from huiyin.base.errors import Invalid
from huiyin.stats.forecast.boosted import Basis, learned, means
from huiyin.stats.forecast.calendar import Calendar
from huiyin.stats.forecast.factors import factors
from huiyin.stats.forecast.floods import without_floods
from huiyin.stats.forecast.spread import Spread, spread_of
from huiyin.stats.forecast.track import Track, track
from huiyin.stats.surges.counts import Array, known_counts

LEAST = {7: 56, 52: 26}  # known columns without which nothing is foretold
_YEARS = 2
_SEED = 1


class Known(IntEnum):
    """What can be said of a series."""

    FORETOLD = 0
    SHORT = 1
    """Less than two years are known: the course of a year is not, and surprises are likelier."""
    TOO_SHORT = 2
    """Fewer than eight weeks of days, or half a year of weeks, or nothing to test on: nothing is foretold."""
    SILENT = 3
    """Nothing was ever counted: next to nothing is foretold, which is all that is known."""


@dataclass(frozen=True)
class _Before:
    """Counts and means of the back-tests [origins, series, ahead], and "as a season ago" with its spread."""

    origins: Array
    counts: Array
    mean: Array
    smoothing: Array
    naive: tuple[Array, Array]


@dataclass(frozen=True)
class Forecast:
    """Means [series, ahead] with their spread, what is known of each series, and how back-tests went.

    way: "level" or "both" (with the trees) or "smoothing", whichever foretold best in the back-tests.
    """

    mean: Array
    spread: Spread
    known: NDArray[np.int8]
    track: tuple[Track, ...]
    way: str
    before: _Before

    def quantile(self, level: float, *, near: bool = False) -> Array:
        """Return the count that is not passed with this chance, NaN where nothing is foretold.

        `near`: as if each time were the first to come.
        """
        if not 0 < level < 1:
            raise Invalid("stats.rate_out_of_range", field="level", rate=level)
        there = ~np.isnan(self.mean)
        found = self.spread.quantile(np.where(there, self.mean, 1e-4), level, near=near)
        return np.where(there, found, np.nan)

    def interval(self, inside: float = 0.8) -> tuple[Array, Array]:
        """Return lowest and highest count of the interval that holds with this chance at least.

        The mean lies in it: of few counts of which one is large, most may lie below the mean. Farther ahead
        it holds what it would hold nearer, for of low counts those that vary more are noughts more often.
        """
        below, above = (1 - inside) / 2, (1 + inside) / 2
        low, nearest = self.quantile(below), self.quantile(below, near=True)
        high, highest = self.quantile(above), self.quantile(above, near=True)
        lows, highs = (low, nearest, np.floor(self.mean)), (high, highest, np.ceil(self.mean))
        return np.minimum.reduce(lows), np.maximum.reduce(highs)

    def summed(self, groups: object) -> "Forecast":
        """Return the forecast of sums of series, such as areas or kinds: means add up, each has its spread.

        `groups[series]` says which sum a series belongs to. A sum with a part not foretold is not either.
        """
        which = np.asarray(groups, int)
        if which.shape != (len(self.mean),) or which.min(initial=0) < 0:
            raise Invalid("stats.one_for_each_series", field="groups", name="groups", series=len(self.mean))
        sums = int(which.max()) + 1
        old = self.before
        naive = (_added(old.naive[0], which, sums), np.sqrt(_added(old.naive[1] ** 2, which, sums)))
        counts, past, smooth = (_added(one, which, sums) for one in (old.counts, old.mean, old.smoothing))
        known = np.zeros(sums, np.int8)
        np.maximum.at(known, which, self.known)
        mean = _added(self.mean[None], which, sums)[0]
        return _forecast(
            mean, _Before(old.origins, counts, past, smooth, naive), known, np.zeros(sums), self.way
        )


def forecast(
    counts: object,
    calendar: Calendar,
    *,
    ahead: int,
    areas: object,
    kinds: object,
    since: object = None,
    back_tests: int = 6,
) -> Forecast:
    """Return what will come in on the next `ahead` columns of `counts[series, columns]`, oldest first.

    `calendar` holds the columns of the past and those to come. `areas[series]`, `kinds[series]`: whole
    numbers from 0. NaN in floating counts says that a column is not known (also a time still incomplete).
    `since[series]`: the first column in which the series' code means what it means now. Deterministic.
    """
    y = known_counts(counts, 1).astype(np.float64)
    columns = y.shape[1]
    area, kind = (_codes(given, name, len(y)) for given, name in ((areas, "areas"), (kinds, "kinds")))
    if len(calendar.open) < columns + ahead or ahead < 1:
        raise Invalid("stats.no_calendar", field="calendar")
    if since is not None:
        y[np.arange(columns)[None] < np.asarray(since, int)[:, None]] = np.nan
    origins = columns - ahead * np.arange(back_tests, 0, -1)
    origins = origins[origins >= LEAST[calendar.season]]
    known = _known(y, calendar) if len(origins) else np.full(len(y), Known.TOO_SHORT, np.int8)
    calm = without_floods(y, calendar.season)
    totals = np.array([_total(calm[kind == one]) for one in range(int(kind.max(initial=0)) + 1)])
    cut = int(origins[0]) if len(origins) else columns
    old, new = (Basis(calm, factors(totals, calendar, at), area, kind, calendar) for at in (cut, columns))
    before = _means(old, origins, cut, ahead)
    way = _best(before, calm, origins, ahead) if len(origins) else "level"
    now = {name: found[0] for name, found in _means(new, np.array([columns]), columns, ahead).items()}
    past = np.array([y[:, at : at + ahead] for at in origins]).reshape(len(origins), len(y), ahead)
    naive = _a_season_ago(y, calendar.season, origins, ahead)
    tests = _Before(origins, past, before[way], before["smoothing"], naive)
    mean = np.where((known == Known.TOO_SHORT)[:, None], np.nan, now[way])
    return _forecast(mean, tests, known, kind, way)


def _forecast(mean: Array, before: _Before, known: NDArray[np.int8], kind: Array, way: str) -> Forecast:
    spread = spread_of(before.counts, before.mean, kind, np.random.default_rng(_SEED))
    went = track(before.counts, before.mean, before.smoothing, before.origins, kind, before.naive, _SEED)
    return Forecast(mean, spread, known, went, way, before)


def _added(table: Array, which: NDArray[np.int64], sums: int) -> Array:
    """Return the sums of series of a table [origins, series, ahead]."""
    found = np.zeros((len(table), sums, table.shape[2]))
    for at in range(len(table)):
        np.add.at(found[at], which, table[at])
    return found


def _codes(given: object, name: str, series: int) -> Array:
    codes = np.asarray(given)
    if codes.shape != (series,) or codes.dtype.kind not in "iu" or codes.min(initial=0) < 0:
        raise Invalid("stats.one_for_each_series", field=name, name=name, series=series)
    return codes.astype(float)


def _known(y: Array, calendar: Calendar) -> NDArray[np.int8]:
    many = (~np.isnan(y)).sum(axis=1)
    known = np.where(many < _YEARS * calendar.columns_a_year, Known.SHORT, Known.FORETOLD)
    known = np.where(np.nansum(y, axis=1) == 0, Known.SILENT, known)
    return np.where(many < LEAST[calendar.season], Known.TOO_SHORT, known).astype(np.int8)


def _total(rows: Array) -> Array:
    return np.where(np.isnan(rows).all(axis=0), np.nan, np.nansum(rows, axis=0))


def _means(basis: Basis, origins: Array, until: int, ahead: int) -> dict[str, Array]:
    """Return the means of each way at each origin, learned from what was known before `until`."""
    flat = replace(basis, factor=np.ones_like(basis.factor))
    trees = learned(basis, until, ahead, np.random.default_rng(_SEED))
    alone, both = means(basis, trees, origins, ahead)
    return {"both": both, "level": alone, "smoothing": means(flat, None, origins, ahead)[0]}


def _best(before: dict[str, Array], y: Array, origins: Array, ahead: int) -> str:
    """Return the way whose means were likeliest (Poisson) over all back-tests, plain smoothing in doubt.

    In doubt: what the likeliest gains on smoothing is no more than its standard error over back-tests (the
    rule of one standard error: Breiman and others, Classification and Regression Trees, 1984, ch. 3.4.3).
    """
    came = np.array([y[:, at : at + ahead] for at in origins])
    loss = {way: np.nansum(mean - came * np.log(mean), axis=(1, 2)) for way, mean in before.items()}
    best = min(loss, key=lambda way: float(loss[way].sum()))
    gain = loss["smoothing"] - loss[best]
    sure = len(gain) > 1 and gain.sum() > np.sqrt(len(gain)) * gain.std(ddof=1)
    return best if sure else "smoothing"


def _a_season_ago(y: Array, season: int, origins: Array, ahead: int) -> tuple[Array, Array]:
    """Return for each origin what was counted a season before, and how far such differences go."""
    means, spreads = np.zeros((2, len(origins), len(y), ahead))
    for at, origin in enumerate(origins):
        past = y[:, :origin]
        back = origin - season + np.arange(ahead) % season
        last = past[:, np.maximum(back, 0)]
        middle = _mean_known(past)
        means[at] = np.where(np.isnan(last), middle[:, None], last)
        off = past[:, season:] - past[:, :-season]
        spreads[at] = np.sqrt(_mean_known(off**2))[:, None]
    return means, spreads


def _mean_known(table: Array) -> Array:
    """Return the mean of what is known in each row, nought where nothing is."""
    return np.asarray(np.nansum(table, axis=1) / np.maximum((~np.isnan(table)).sum(axis=1), 1))
