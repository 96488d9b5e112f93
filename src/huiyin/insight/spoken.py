"""Voices of areas and kinds by week, as far as somebody sees them: what the nightly reckoning judges, too."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from huiyin.insight import queries
from huiyin.insight.expressions import Chosen
from huiyin.insight.reckoning.weeks import YEARS_BACK, usual_group
from huiyin.insight.remembered import remembered
from huiyin.stats.surges.usual import YEAR

_DAYS = np.timedelta64(7, "D")


@dataclass(frozen=True)
class Spoken:
    """Voices of each area, kind and week in which somebody came; what is not sorted yet is in none.

    `area`, `kind` and `week` of a row are places in `areas`, `kinds` and `weeks`: all weeks since the
    first on record; in `silent` ones nobody anywhere petitioned.
    """

    areas: NDArray[np.str_]
    kinds: NDArray[np.str_]
    weeks: NDArray[np.datetime64]
    silent: NDArray[np.bool_]
    area: NDArray[np.int16]
    kind: NDArray[np.int16]
    week: NDArray[np.int16]
    voices: NDArray[np.float64]


def spoken(offices: frozenset[int] | None, on: date, *, home: Path | None = None) -> Spoken:
    """Return the voices of matters of some offices, up to a day. One answer serves every question."""
    return remembered(("spoken", offices, on), lambda: _spoken(offices, on, home), home=home)


def _spoken(offices: frozenset[int] | None, on: date, home: Path | None) -> Spoken:
    chosen = Chosen(on - timedelta(days=365 * YEARS_BACK), on + timedelta(days=1), offices=offices)
    found = queries.contacts(chosen, ("area", "kind", "week"), home=home)
    every = found["week"].astype("datetime64[D]")
    weeks = np.arange(every.min(), every.max() + _DAYS, _DAYS) if len(every) else every
    (areas, area), (kinds, kind) = (
        np.unique(found[name].astype(str), return_inverse=True) for name in ("area", "kind")
    )
    sorted_ = (areas != "")[area] & (kinds != "")[kind]
    week = ((every - weeks[0]) // _DAYS).astype(int) if len(weeks) else every.astype(int)
    silent = np.bincount(week, minlength=len(weeks)) == 0
    largest = np.zeros(len(weeks))
    echoes = found["echoes"].astype(float)
    np.maximum.at(largest, week[sorted_], echoes[sorted_])
    usual = usual_group(largest, settled=YEAR)
    voices = found["voices"].astype(float) + np.maximum(echoes - usual[week], 0.0)
    area, kind, week = (column[sorted_].astype(np.int16) for column in (area, kind, week))
    return Spoken(areas, kinds, weeks, silent, area, kind, week, voices[sorted_])
