"""Hotspots: areas that lie together in which more of a kind came in of late than is usual there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from huiyin.insight import queries
from huiyin.insight.expressions import Chosen
from huiyin.insight.reckoning.weeks import Floats, beside, own_words, worked
from huiyin.insight.rules import TOLD_AT, Seen
from huiyin.law.calendar import Calendar
from huiyin.stats.disclosure import SMALL
from huiyin.stats.scan import Nulls, by_steps, scan
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


def _days_of(before: date, home: Path) -> _Days:
    first = before - timedelta(days=LOOKED_BACK)
    rows = queries.contacts(Chosen(first, before), ("area", "kind", "day"), home=home)
    known = (rows["area"].astype(str) != "") & (rows["kind"].astype(str) != "")
    areas, at = np.unique(rows["area"][known].astype(str), return_inverse=True)
    kinds, what = np.unique(rows["kind"][known].astype(str), return_inverse=True)
    when = ((rows["day"][known].astype("datetime64[D]") - np.datetime64(first)) // _DAY).astype(np.intp)
    of = {}
    for measure in _MEASURES:
        of[measure] = np.zeros((len(areas), len(kinds), LOOKED_BACK))
        of[measure][at, what, when] = rows[measure][known]
    return _Days(areas.tolist(), kinds.tolist(), first, of)


def hotspots(home: Path, *, before: date, nulls: Nulls = NULLS) -> list[Seen]:
    """Return the hotspots of the days before one.

    A night's hotspots are told so seldom that in a year without any, one year in ten tells one at all. More
    persons than usual stand behind, at least five: fewer are told nowhere. Days before the first record are
    not known.
    """
    given = _days_of(before, home)
    if not given.areas:
        return []
    spoken = own_words(given.of["voices"], given.of["echoes"], settled=LONGEST)
    persons = given.of["persons"].copy()
    begun = given.of["petitions"].sum(axis=(0, 1)).cumsum() > 0
    for cube in (spoken, persons):
        cube[:, :, ~begun] = np.nan
    calendar = Calendar()
    days = [given.first + timedelta(days=n) for n in range(LOOKED_BACK)]
    holds = np.array([1.0 if worked(calendar, day) else _CLOSED for day in days])
    zones = by_steps(beside(given.areas, home))
    found = scan(spoken, zones, persons=persons, holds=holds, nulls=nulls)
    return [
        _seen(one, given, float(np.nansum(spoken[:, one.kind])), before)
        for one in found.told(TOLD_AT / _NIGHTS)
        if (one.persons or 0) >= SMALL and one.people is not False
    ]


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
