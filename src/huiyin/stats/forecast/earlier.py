"""What would have been foretold of times that are over: to see how far what came lies above it."""

from dataclasses import replace

import numpy as np

from huiyin.base.errors import Invalid
from huiyin.stats.forecast.ahead import LEAST
from huiyin.stats.forecast.boosted import Basis, known_levels, plain
from huiyin.stats.forecast.calendar import Calendar
from huiyin.stats.forecast.factors import factors
from huiyin.stats.forecast.floods import without_floods
from huiyin.stats.surges.counts import Array, known_counts


def foretold_before(counts: object, calendar: Calendar, *, ahead: int, columns: int, kinds: object) -> Array:
    """Return for each of the last columns what was foretold of the `ahead` that end with it, added up.

    Told before the first of them came: level times factor (`levels`, `factors`), which are learned anew every
    half year from what was known then. NaN where too little was. Trees (`boosted`) take no part: learned for
    every week of three years they would take hours.
    """
    y = known_counts(counts, columns).astype(np.float64)
    if len(calendar.open) < y.shape[1] or ahead < 1:
        raise Invalid("stats.no_calendar", field="calendar")
    kind = np.asarray(kinds, float)
    calm = without_floods(y, calendar.season)
    totals = np.array([np.nansum(calm[kind == one], axis=0) for one in range(int(kind.max(initial=0)) + 1)])
    totals[:, np.isnan(y).all(axis=0)] = np.nan
    basis = Basis(calm, np.ones(totals.shape), np.zeros(len(y)), kind, calendar)
    last = np.arange(y.shape[1] - columns, y.shape[1])
    found = np.full((len(y), columns), np.nan)
    asked = np.flatnonzero(last - ahead + 1 >= LEAST[calendar.season])
    half_year = calendar.columns_a_year // 2
    halves = (last[asked] - ahead + 1) // half_year
    for half in np.unique(halves).tolist():
        there = asked[halves == half]
        origins, until = last[there] - ahead + 1, max(half * half_year, LEAST[calendar.season])
        now = replace(basis, factor=factors(totals, calendar, until))
        for column, origin, known in zip(there, origins.tolist(), known_levels(now, origins), strict=True):
            found[:, column] = plain(now, origin, known, ahead).sum(axis=1)
    return found
