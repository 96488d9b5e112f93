"""Scores, alarms and, beside them, what is known of each week: the functions that everybody calls."""

import math
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from huiyin.base.errors import Invalid
from huiyin.stats.chance import z_of
from huiyin.stats.surges import seasonal
from huiyin.stats.surges.alike import ENOUGH, varies_alike
from huiyin.stats.surges.channels import tables
from huiyin.stats.surges.counts import Array, Bits, chunks, known_counts
from huiyin.stats.surges.usual import LONGEST, YEAR, priors, waves


class Known(IntEnum):
    """What can be said of a week."""

    JUDGED = int(seasonal.JUDGED)
    TOO_SHORT = int(seasonal.TOO_SHORT)
    """Fewer than 104 known weeks before it: a season cannot be told from a change; not judged."""
    UNKNOWN = int(seasonal.UNKNOWN)
    """No count for this week; not judged."""
    MOVED = int(seasonal.MOVED)
    """Judged against the level of the last quarter, not explained by earlier years: was a code changed?"""
    SILENT = int(seasonal.SILENT)
    """Nothing was ever counted before: judged as if half a petition had come in all that time."""


@dataclass(frozen=True)
class Verdicts:
    """What is said of each series (rows) in each of its last weeks (columns).

    `expected` and `dispersion` (variance over mean, with the error of the mean) are NaN where a week is not
    judged.
    """

    score: Array
    expected: Array
    dispersion: Array
    known: NDArray[np.int8]

    @property
    def judged(self) -> Bits:
        """Return where a week was judged."""
        return ~np.isin(self.known, (Known.TOO_SHORT, Known.UNKNOWN))

    def alarms(self, false_alarm_rate: float = 0.005) -> Bits:
        """Return where the score is over what chance exceeds in `false_alarm_rate` of ordinary weeks."""
        return self.score > threshold(false_alarm_rate)


def threshold(false_alarm_rate: float) -> float:
    """Return the score over which a week is told."""
    if not 0 < false_alarm_rate < 0.5:  # noqa: PLR2004 half of all weeks is no alarm
        raise Invalid("stats.rate_out_of_range", field="false_alarm_rate", rate=false_alarm_rate)
    return float(z_of(math.log(false_alarm_rate)))


def judge(
    counts: object,
    *,
    weeks: int,
    week_of_year: object = None,
    holds: object = None,
    least_history: int = seasonal.LEAST_HISTORY,
    least_varied: float = 1.0,
) -> Verdicts:
    """Return what is said of each series' last `weeks` weeks, each from earlier weeks and its own count.

    `counts[series, weeks]` are whole; NaN in floating counts says that a week is not known (late or lost),
    which is not zero. `week_of_year[weeks]`, 0 to 51, says where in the year a column lies (default:
    columns are consecutive). `holds[weeks]` says what a week can hold beside others, such as its working
    days; 0 leaves it out. `least_history` known weeks must lie before a judged one: with fewer than 104, at
    least 52, a season is only partly known and false alarms are more (docs/evaluation/surges.md has how
    many). `least_varied` is the dispersion under which no series is taken to be (`varies` says what all of a
    sort have; 1 is pure chance).
    """
    rows, week, room = _given(counts, weeks, week_of_year, holds, least_history)
    out = np.empty((4, rows.shape[0], weeks))
    kept = len(week)
    for at, chunk in chunks(rows, kept):
        seasonal.judge_rows(
            chunk,
            weeks,
            least_history,
            room,
            week,
            waves(),
            priors(),
            *tables(),
            float(least_varied),
            out[:, at : at + len(chunk)],
        )
    return Verdicts(out[0], out[1], out[2], out[3].astype(np.int8))


def varies(
    counts: object,
    *,
    weeks: int,
    week_of_year: object = None,
    holds: object = None,
    least_history: int = seasonal.LEAST_HISTORY,
) -> float:
    """Return the dispersion of all series together, from what lies before their last `weeks` weeks.

    For `judge`, of series that are of one sort. 1, which is pure chance, where too little lies before.
    """
    rows, week, room = _given(counts, weeks, week_of_year, holds, least_history)
    some = np.flatnonzero(np.nansum(rows, axis=1) > 0)
    some = some[:: max(-(-len(some) // ENOUGH), 1)]
    part = np.ascontiguousarray(rows[some, -len(week) :], dtype=np.float64)
    return varies_alike(
        part, weeks=weeks, least=least_history, holds=room, week=week, wave=waves(), prior=priors()
    )


def _given(
    counts: object, weeks: int, week_of_year: object, holds: object, least_history: int
) -> tuple[NDArray[np.generic], Array, Array]:
    """Return the checked counts; week of the year and room of the columns the first judged week looks at."""
    rows = known_counts(counts, weeks)
    if least_history < YEAR:
        raise Invalid("stats.history_too_short", field="least_history", least=YEAR)
    columns = rows.shape[1]
    week = _of_columns(week_of_year, columns, "week_of_year", np.arange(columns) % YEAR)
    room = _of_columns(holds, columns, "holds", np.ones(columns))
    if np.any(week != np.floor(week)) or np.any((week < 0) | (week >= YEAR)):
        raise Invalid("stats.no_week_of_year", field="week_of_year", last=YEAR - 1)
    if np.any(room < 0):
        raise Invalid("stats.negative_room", field="holds")
    kept = min(columns, weeks + 1 + LONGEST)  # what the first judged week looks back to
    return rows, week[-kept:].copy(), room[-kept:].copy()


def _of_columns(given: object, columns: int, name: str, usual: NDArray[np.generic]) -> Array:
    """Return one finite number for each column."""
    row = np.asarray(usual if given is None else given)
    if row.shape != (columns,) or row.dtype.kind not in "iuf" or not np.all(np.isfinite(row)):
        raise Invalid("stats.one_for_each_week", field=name, name=name, columns=columns)
    return row.astype(np.float64)


def score(counts: object, *, weeks: int) -> Array:
    """Return how unusual each of the last `weeks` weeks of each series is; higher is more unusual.

    The score is on the scale of a standard normal: without a surge it exceeds 2.58 in at most about 5 of
    1,000 weeks. Always finite. 0.0 where a week cannot be judged: fewer than 104 known weeks before it, or
    no count (`judge` says which); never above 0 where fewer than three petitions came in this week and the
    one before.
    """
    return judge(counts, weeks=weeks).score


def alarms(counts: object, *, weeks: int, false_alarm_rate: float = 0.005) -> Bits:
    """Return which of the last `weeks` weeks of each series are surges; never where a week cannot be judged.

    `false_alarm_rate` is the share of ordinary weeks of one series that may be told by chance.
    """
    bar = threshold(false_alarm_rate)
    return score(counts, weeks=weeks) > bar
