"""What will come in within the next weeks, by area, by field and in all, with how earlier forecasts went."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import numpy as np

from huiyin.insight.reckoning.weeks import Floats, Table, worked
from huiyin.law.calendar import Calendar
from huiyin.stats.forecast import Forecast, Known, forecast, weeks_from
from huiyin.stats.forecast.ahead import LEAST

AHEAD = 4
_SPARSE = 1  # petitions on record without which a cell is left to the others


def foretold(given: Table) -> Mapping[str, Any]:
    """Return the forecast of petitions and of persons: sums by area, by field, and of everything.

    Each has mean, 80 and 95 % interval for each week to come, what is known, and its own record: the
    back-tests, each judged with what was known before it.
    """
    weeks = [(given.last + timedelta(weeks=n + 1)).isoformat() for n in range(AHEAD)]
    if len(given.weeks) < LEAST[52] or not given.petitions.size:
        return {"weeks": weeks, "known": "too_short", "sums": {}}
    sums = {name: _sums(given, table) for name, table in _measures(given).items()}
    return {"first": given.weeks[0].isoformat(), "weeks": weeks, "known": "", "sums": sums}


def _measures(given: Table) -> Mapping[str, Floats]:
    return {"petitions": given.petitions, "persons": given.persons}


def _sums(given: Table, cube: Floats) -> list[dict[str, Any]]:
    """Return sums of the forecast of area × field: single kinds are too sparse for a trend."""
    fields = sorted({kind[0] for kind in given.kinds})
    place = [[at for at, kind in enumerate(given.kinds) if kind[0] == field] for field in fields]
    rows = np.stack([cube[:, kinds].sum(axis=1) for kinds in place], axis=1).reshape(-1, cube.shape[2])
    had = np.flatnonzero(np.nansum(rows, axis=1) >= _SPARSE)
    at, what = had // len(fields), had % len(fields)
    calendar, weeks = Calendar(), cube.shape[2]
    known = weeks_from(given.weeks[0], weeks + AHEAD, lambda day: worked(calendar, day))
    whole = forecast(rows[had], known, ahead=AHEAD, areas=at, kinds=what)
    found = []
    for level, names, groups in (
        ("area", given.areas, at),
        ("field", fields, what),
        ("whole", [""], np.zeros(len(had), int)),
    ):
        there, order = np.unique(groups, return_inverse=True)
        said = whole.summed(order)
        for row, one in enumerate(there.tolist()):
            name = {"area": "", "field": "", **({level: names[one]} if level != "whole" else {})}
            found.append({"level": level, **name, **_said(said, row)})
        record = [asdict(one) for one in said.track]
        found.append({"level": level, "area": "", "field": "", "track": record})
    return found


def _said(said: Forecast, row: int) -> dict[str, Any]:
    low, high = said.interval(0.8)
    lowest, highest = said.interval(0.95)
    columns = {"mean": said.mean, "low": low, "high": high, "lowest": lowest, "highest": highest}
    rounded = {name: _plain(column[row]) for name, column in columns.items()}
    return {**rounded, "known": Known(int(said.known[row])).name.lower()}


def _plain(numbers: Floats) -> list[float | None]:
    return [None if np.isnan(n) else round(float(n), 2) for n in numbers]
