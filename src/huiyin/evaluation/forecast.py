"""How good forecasts are, on invented agencies and real series: CRPS beside simpler ways, and coverage.

Figures are those of the back-tests that a forecast brings with it: every one judged by means that were
learned before all of them and a spread learned from those before it. "As a season ago" is the count of the
same weekday, or of the same week a year ago, normal with the spread of such differences, cut at nought;
"smoothing" is exponential smoothing alone with a spread learned in the same way. Chosen on seed 1.
"""

import csv
import gzip
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huiyin.base.errors import Refused
from huiyin.evaluation.agency_counts import Agency, daily, weekly_sparse, works
from huiyin.evaluation.figures import table
from huiyin.evaluation.surges import labelled
from huiyin.stats.forecast import Calendar, Forecast, Track, days_from, forecast

SEED = 20_261_126
DAYS_AHEAD, WEEKS_AHEAD = 28, 8
_CITY_FIRST, _CITY_DAYS = date(2019, 1, 1), 365
_LEVELS = ("cells", "areas", "kinds", "whole")


def evaluate(
    agencies: int = 2, *, seed: int = SEED, data: Path | None = None, series: int = 6000,
    told: Callable[[str], object] = str,
) -> dict[str, Any]:  # fmt: skip
    """Return the figures of days and of sparse weeks, of real series, and how many series a second."""
    found: dict[str, Any] = {"seed": seed, "agencies": agencies}
    for name, made, size, ahead in (
        ("days", daily, (20, 20), DAYS_AHEAD),
        ("sparse weeks", weekly_sparse, (60, 20), WEEKS_AHEAD),
    ):
        tracks: dict[str, list[Track]] = {level: [] for level in _LEVELS}
        for one in range(agencies):
            told(f"{name}, {one + 1} / {agencies}")
            agency = made(*size, np.random.default_rng([seed, one, ahead]))
            for level, went in _by_level(agency, ahead).items():
                tracks[level] += went.track
        found[name] = {level: figures(went) for level, went in tracks.items()}
    if series:
        told("time")
        found["speed"] = timed(series, np.random.default_rng([seed, 99]))
    found["real"] = real(data) if data else "no folder was given (--data)"
    return found


def in_tables(found: dict[str, Any]) -> str:
    """Return the figures, a line for each level."""
    head = [
        "Counts", "better than as a season ago", "better than smoothing", "worst back-test beside smoothing",
        "in 80 %", "in 95 %", "counts judged",
    ]  # fmt: skip
    real = found["real"] if isinstance(found["real"], dict) else {}
    groups = {name: found[name] for name in ("days", "sparse weeks")} | {"real": real}
    rows = [
        [f"{name}, {level}", *(f"{100 * one[key]:.1f} %" for key in _SHARES), one["counts"]]
        for name, levels in groups.items()
        for level, one in levels.items()
    ]
    return f"{table(head, rows)}\n\n{found.get('speed', '')}"


_SHARES = ("than_season", "than_smoothing", "worst_than_smoothing", "inside_80", "inside_95")


def figures(went: Sequence[Track]) -> dict[str, float]:
    """Return what several back-tests say together, each count having the same weight."""
    weight = np.array([one.counts for one in went], float)
    ours, smoothing, season, near, far = (
        float(np.average([getattr(one, name) for one in went], weights=weight))
        for name in ("ours", "smoothing", "season_before", "inside_80", "inside_95")
    )
    petitions = sum(one.petitions for one in went) / weight.sum()
    return {
        "than_season": round(1 - ours / season, 4),
        "than_smoothing": round(1 - ours / smoothing, 4),
        "worst_than_smoothing": round(min(1 - one.ours / one.smoothing for one in went), 4),
        "inside_80": round(near, 4),
        "inside_95": round(far, 4),
        "scaled_crps": round(ours / petitions, 4),
        "counts": int(weight.sum()),
    }


def _by_level(agency: Agency, ahead: int) -> dict[str, Forecast]:
    columns = agency.counts.shape[1] - ahead
    cells = forecast(
        agency.counts[:, :columns], agency.calendar, ahead=ahead, areas=agency.areas, kinds=agency.kinds
    )
    return {
        "cells": cells,
        "areas": cells.summed(agency.areas),
        "kinds": cells.summed(agency.kinds),
        "whole": cells.summed(np.zeros(len(agency.areas), int)),
    }


def timed(series: int, chance: np.random.Generator) -> dict[str, float]:
    """Return how many weekly series a second, back-tests and learning included, on one core."""
    agency = weekly_sparse(max(series // 60, 1), 60, chance)
    few = slice(0, 60)
    forecast(
        agency.counts[few, :120], agency.calendar, ahead=4, areas=agency.areas[few], kinds=agency.kinds[few]
    )
    clock, spent = perf_counter(), process_time()
    forecast(
        agency.counts[:, :208], agency.calendar, ahead=WEEKS_AHEAD, areas=agency.areas, kinds=agency.kinds
    )
    spent = process_time() - spent
    return {
        "series": len(agency.counts),
        "weeks": 208,
        "cpu_seconds": round(spent, 1),
        "series_a_second": round(len(agency.counts) / spent),
        "by_the_clock": round(perf_counter() - clock, 1),
    }


def real(folder: Path) -> dict[str, Any]:
    """Return the figures on labelled weekly series, and on the days of a city's districts."""
    files = sorted((folder / "outbreaks").glob("*.csv"))
    city = folder / "messages" / "one_city_2019.csv.gz"
    if not files or not city.is_file():
        raise Refused("evaluate.no_file", file="outbreaks/*.csv, messages/one_city_2019.csv.gz")
    by_weeks: dict[int, list[NDArray[np.float64]]] = {}
    for file in files:
        counts = labelled(file)[0]
        by_weeks.setdefault(counts.shape[1], []).append(counts)
    found = {
        f"{weeks} weeks of infections": _weekly(np.concatenate(rows)) for weeks, rows in by_weeks.items()
    }
    districts = of_city(city)
    went = forecast(
        districts[:, : _CITY_DAYS - 14],
        days_from(_CITY_FIRST, _CITY_DAYS, works),
        ahead=14,
        areas=np.arange(len(districts)),
        kinds=np.zeros(len(districts), int),
    )
    return found | {"a city's districts by days": figures(went.track)}


def _weekly(counts: NDArray[np.float64]) -> dict[str, float]:
    weeks, series = counts.shape[1], len(counts)
    everyday = Calendar(np.ones(weeks), np.full(weeks, np.nan), np.arange(weeks) % 52 / 52, 52)
    known = counts[:, : weeks - WEEKS_AHEAD]
    areas, kinds = np.arange(series), np.zeros(series, int)
    return figures(forecast(known, everyday, ahead=WEEKS_AHEAD, areas=areas, kinds=kinds).track)


def of_city(file: Path) -> NDArray[np.int64]:
    """Return messages a day in 2019 by the district they name, the last row those that name none."""
    rows: dict[str, NDArray[np.int64]] = {}
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            year, month, day = (int(part) for part in re.findall(r"\d+", line["time"])[:3])
            at = (date(year, month, day) - _CITY_FIRST).days
            named = re.search(r"A\d+区", line["title"] + line["text"])
            row = rows.setdefault(named.group() if named else "", np.zeros(_CITY_DAYS, np.int64))
            if 0 <= at < _CITY_DAYS:
                row[at] += 1
    often = [rows[name] for name in sorted(rows, reverse=True) if rows[name].sum() >= 50]  # noqa: PLR2004
    return np.array(often)
