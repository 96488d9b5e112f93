"""Hotspots: areas that lie together in which more of a kind came in of late than is usual there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from huiyin.insight import queries
from huiyin.insight.expressions import Chosen
from huiyin.insight.reckoning.weeks import Floats, beside, own_words, worked
from huiyin.insight.rules import TOLD_AT, Seen
from huiyin.law.calendar import Calendar
from huiyin.stats.disclosure import SMALL
from huiyin.stats.scan import Nulls, Zones, by_steps, scan
from huiyin.stats.scan.clusters import Cluster
from huiyin.stats.scan.usual import LONGEST, WINDOWS

LOOKED_BACK = LONGEST + max(WINDOWS)
_DAY = np.timedelta64(1, "D")
_DRAWS = 999
_NIGHTS = 365  # of a year: each of them looks anew
_CLOSED = 0.3  # of a working day comes in on one that is none, about
_MEASURES = ("petitions", "persons", "voices", "echoes")
NULLS = Nulls(draws=_DRAWS)


@dataclass(frozen=True)
class _Days:
    """Counts [areas, kinds, days] from a day on."""

    areas: Sequence[str]
    kinds: Sequence[str]
    first: date
    of: Mapping[str, Floats]

    def up_to(self, before: date) -> "_Days":
        """Return the days that are looked back on from one."""
        days = (before - self.first).days
        of = {name: cube[:, :, days - LOOKED_BACK : days] for name, cube in self.of.items()}
        return replace(self, first=before - timedelta(days=LOOKED_BACK), of=of)


def _days_of(first: date, before: date, home: Path) -> _Days:
    rows = queries.contacts(Chosen(first, before), ("area", "kind", "day"), home=home)
    known = (rows["area"].astype(str) != "") & (rows["kind"].astype(str) != "")
    areas, at = np.unique(rows["area"][known].astype(str), return_inverse=True)
    kinds, what = np.unique(rows["kind"][known].astype(str), return_inverse=True)
    when = ((rows["day"][known].astype("datetime64[D]") - np.datetime64(first)) // _DAY).astype(np.intp)
    of = {}
    for measure in _MEASURES:
        of[measure] = np.zeros((len(areas), len(kinds), (before - first).days))
        of[measure][at, what, when] = rows[measure][known]
    return _Days(areas.tolist(), kinds.tolist(), first, of)


def hotspots(home: Path, nights: Sequence[date], *, nulls: Nulls = NULLS) -> list[Seen]:
    """Return the hotspots of the days before each of some nights.

    A night's hotspots are told so seldom that in a year without any, one year in ten tells one at all. More
    persons than usual stand behind, at least five: fewer are told nowhere. Days before the first record are
    not known.
    """
    given = _days_of(min(nights) - timedelta(days=LOOKED_BACK), max(nights), home)
    if not given.areas:
        return []
    zones = by_steps(beside(given.areas, home))
    begun = np.flatnonzero(given.of["petitions"].sum(axis=(0, 1)))[0]
    day = given.first + timedelta(days=int(begun))
    return [one for before in nights for one in _of_night(given.up_to(before), before, day, zones, nulls)]


def _of_night(given: _Days, before: date, begun: date, zones: Zones, nulls: Nulls) -> Iterator[Seen]:
    days = [given.first + timedelta(days=n) for n in range(LOOKED_BACK)]
    unknown = np.array([day < begun for day in days])
    if unknown.all():
        return
    spoken, persons = (
        np.where(unknown, np.nan, cube)
        for cube in (
            own_words(given.of["voices"], given.of["echoes"], settled=LONGEST),
            given.of["persons"],
        )
    )
    calendar = Calendar()
    holds = np.array([1.0 if worked(calendar, day) else _CLOSED for day in days])
    found = scan(spoken, zones, persons=persons, holds=holds, nulls=nulls)
    for one in found.told(TOLD_AT / _NIGHTS):
        if (one.persons or 0) >= SMALL and one.people is not False:
            yield _seen(one, given, float(np.nansum(spoken[:, one.kind])), before)


def _seen(one: Cluster, given: _Days, spoken: float, before: date) -> Seen:
    """Return a hotspot as it is kept: petitions, and as many as usual beside what was foretold of voices."""
    petitions = given.of["petitions"][:, one.kind]
    return Seen(
        "scan",
        "cell",
        tuple(sorted(given.areas[place] for place in one.areas)),
        given.kinds[one.kind],
        before - timedelta(days=one.days),
        before - timedelta(days=1),
        int(petitions[list(one.areas), -one.days :].sum()),
        round(one.expected * float(petitions.sum()) / max(spoken, 1.0), 2),
        one.persons or 0,
        None,
        one.people,
        float(f"{min(1.0, one.adjusted * _NIGHTS):.2e}"),
    )
