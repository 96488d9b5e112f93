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
from huiyin.stats.surges.usual import YEAR

Floats = NDArray[np.float64]
YEARS_BACK = 10  # as far as any method looks
LEARNED_FROM = 156  # weeks that warnings are learned from
_COUNTED = ("persons", "voices", "echoes")


@dataclass(frozen=True)
class Table:
    """Counts [areas, kinds, weeks] of whole weeks, not a number where nothing is known of a week.

    `spoken` is what is judged (`own_words`). `unsorted` are the petitions of each week without an area or a
    kind: they are in no cell.
    """

    areas: Sequence[str]
    kinds: Sequence[str]
    weeks: Sequence[date]
    petitions: Floats
    persons: Floats
    spoken: Floats
    unsorted: NDArray[np.int64]

    @property
    def last(self) -> date:
        """Return the Monday of the last week."""
        return self.weeks[-1]


def table(home: Path) -> Table | None:
    """Return the whole weeks on record, None where there is not one."""
    on = queries.as_of(home)
    found = cells(on - timedelta(days=365 * YEARS_BACK), measures=("petitions", *_COUNTED), home=home)
    ended = (found.known != Week.UNFINISHED) & (np.cumsum(found.known == Week.COUNTED) > 0)
    weeks = found.weeks[ended]
    if not len(weeks):
        return None
    known = found.known[ended] == Week.COUNTED
    areas, kinds, petitions = found.cube("petitions")
    named = [np.flatnonzero([bool(one) for one in codes]) for codes in (areas, kinds)]
    inside = np.ix_(*named, np.flatnonzero(ended))
    came, who, voices, echoes = (
        np.where(known, cube[inside].astype(float), np.nan)
        for cube in (petitions, *(found.cube(name)[2] for name in _COUNTED))
    )
    every = petitions[:, :, ended].sum(axis=(0, 1))
    return Table(
        [areas[place] for place in named[0].tolist()],
        [kinds[place] for place in named[1].tolist()],
        weeks.tolist(),
        came,
        who,
        own_words(voices, echoes, settled=YEAR),
        every - petitions[inside].sum(axis=(0, 1)),
    )


def own_words(voices: Floats, echoes: Floats, *, settled: int) -> Floats:
    """Return the counts [areas, kinds, times] that tell whether more people than usual have something to say.

    Chance is reckoned for people who come independently of each other. So whoever comes twice, and neighbours
    who sign one text, are one voice. But where more sign in one cell than ever did before anywhere, that is
    no usual group, and by how much it is larger counts. `settled` times show how large groups are at first.
    """
    usual = usual_group(np.nan_to_num(echoes).max(axis=(0, 1), initial=0.0), settled=settled)
    return np.asarray(voices + np.maximum(echoes - usual, 0.0))


def usual_group(largest: Floats, *, settled: int) -> Floats:
    """Return how large a group signing one text had been anywhere before each time; `largest` of each."""
    largest = np.maximum.accumulate(largest)
    usual = np.concatenate([largest[:1], largest[:-1]])
    usual[:settled] = largest[:settled][-1:]
    return np.asarray(usual)


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
