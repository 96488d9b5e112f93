"""The weeks and days that are reckoned with: cells with a known area and kind, working days, neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from huiyin.insight import queries
from huiyin.insight.cells import Week, cells
from huiyin.insight.expressions import Chosen
from huiyin.law.calendar import FRIDAY, Calendar

Floats = NDArray[np.float64]
YEARS_BACK = 10  # as far as any method looks


@dataclass(frozen=True)
class Table:
    """Counts [areas, kinds, weeks] of whole weeks, not a number where nothing is known of a week.

    `unsorted` are the petitions of each week without an area or a kind: they are in no cell.
    """

    areas: Sequence[str]
    kinds: Sequence[str]
    weeks: Sequence[date]
    petitions: Floats
    persons: Floats
    unsorted: NDArray[np.int64]

    @property
    def last(self) -> date:
        """Return the Monday of the last week."""
        return self.weeks[-1]


def table(home: Path) -> Table | None:
    """Return the whole weeks on record, None where there is not one."""
    on = queries.as_of(home)
    found = cells(on - timedelta(days=365 * YEARS_BACK), measures=("petitions", "persons"), home=home)
    ended = (found.known != Week.UNFINISHED) & (np.cumsum(found.known == Week.COUNTED) > 0)
    weeks = found.weeks[ended]
    if not len(weeks):
        return None
    known = found.known[ended] == Week.COUNTED
    areas, kinds, petitions = found.cube("petitions")
    persons = found.cube("persons")[2]
    named = [np.flatnonzero([bool(one) for one in codes]) for codes in (areas, kinds)]
    inside = np.ix_(*named, np.flatnonzero(ended))
    came, who = (np.where(known, cube[inside].astype(float), np.nan) for cube in (petitions, persons))
    every = petitions[:, :, ended].sum(axis=(0, 1))
    return Table(
        [areas[place] for place in named[0].tolist()],
        [kinds[place] for place in named[1].tolist()],
        weeks.tolist(),
        came,
        who,
        every - petitions[inside].sum(axis=(0, 1)),
    )


def worked(calendar: Calendar, day: date) -> bool:
    """Return whether a day is a working day; in a year not announced, whether it is no weekend."""
    said = calendar.works(day)
    return day.weekday() <= FRIDAY if said is None else said


def room(weeks: Sequence[date]) -> Floats:
    """Return how much each week can hold beside others: half whatever its days, half by its working days."""
    calendar = Calendar()
    days = [[worked(calendar, week + timedelta(days=n)) for n in range(7)] for week in weeks]
    return np.asarray(0.5 + np.array(days, float).sum(axis=1) / 10)


def beside(areas: Sequence[str], home: Path) -> list[list[int]]:
    """Return for each area the places of those that lie in the same one above, the nearest code first.

    Official codes are given out along the map, so near codes are mostly near places; no map is needed.
    """
    lies = queries.contacts(Chosen(), ("area", "above"), home=home)
    above = dict(zip(lies["area"].tolist(), lies["above"].tolist(), strict=True))
    return [
        sorted(
            (n for n, other in enumerate(areas) if n != at and above.get(other) == above.get(area) != ""),
            key=lambda n, at=at: (abs(n - at), n),  # type: ignore[misc]
        )
        for at, area in enumerate(areas)
    ]
