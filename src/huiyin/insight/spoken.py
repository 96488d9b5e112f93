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

    `weeks` are all since the first on record; in `silent` ones nobody anywhere petitioned.
    """

    area: NDArray[np.str_]
    kind: NDArray[np.str_]
    week: NDArray[np.datetime64]
    voices: NDArray[np.float64]
    weeks: NDArray[np.datetime64]
    silent: NDArray[np.bool_]


def spoken(offices: frozenset[int] | None, on: date, *, home: Path | None = None) -> Spoken:
    """Return the voices of matters of some offices, up to a day. One answer serves every question."""
    return remembered(("spoken", offices, on), lambda: _spoken(offices, on, home), home=home)


def _spoken(offices: frozenset[int] | None, on: date, home: Path | None) -> Spoken:
    chosen = Chosen(on - timedelta(days=365 * YEARS_BACK), on + timedelta(days=1), offices=offices)
    found = queries.contacts(chosen, ("area", "kind", "week"), home=home)
    every = found["week"].astype("datetime64[D]")
    weeks = np.arange(every.min(), every.max() + _DAYS, _DAYS) if len(every) else every
    area, kind = (found[name].astype(str) for name in ("area", "kind"))
    sorted_ = (area != "") & (kind != "")
    place = ((every - weeks[0]) // _DAYS).astype(int) if len(weeks) else every.astype(int)
    silent = np.bincount(place, minlength=len(weeks)) == 0
    largest = np.zeros(len(weeks))
    echoes = found["echoes"].astype(float)
    np.maximum.at(largest, place[sorted_], echoes[sorted_])
    usual = usual_group(largest, settled=YEAR)
    voices = found["voices"].astype(float) + np.maximum(echoes - usual[place], 0.0)
    return Spoken(area[sorted_], kind[sorted_], every[sorted_], voices[sorted_], weeks, silent)
