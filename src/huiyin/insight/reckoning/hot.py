"""Hotspots: areas that lie together in which more of a kind came in of late than is usual there."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from huiyin.insight import queries
from huiyin.insight.expressions import Chosen
from huiyin.insight.reckoning.weeks import Floats, beside, worked
from huiyin.insight.rules import Seen
from huiyin.law.calendar import Calendar
from huiyin.stats.disclosure import SMALL
from huiyin.stats.scan import Nulls, by_steps, scan
from huiyin.stats.scan.usual import LONGEST, WINDOWS

LOOKED_BACK = LONGEST + max(WINDOWS)
_DAY = np.timedelta64(1, "D")
_DRAWS = 999
_CLOSED = 0.3  # of a working day comes in on one that is none, about
NULLS = Nulls(draws=_DRAWS)


def days_of(before: date, home: Path) -> tuple[Sequence[str], Sequence[str], Floats, Floats, date]:
    """Return areas, kinds, petitions and persons [areas, kinds, days] up to a day, and the first day."""
    first = before - timedelta(days=LOOKED_BACK)
    rows = queries.contacts(Chosen(first, before), ("area", "kind", "day"), home=home)
    known = (rows["area"].astype(str) != "") & (rows["kind"].astype(str) != "")
    areas, at = np.unique(rows["area"][known].astype(str), return_inverse=True)
    kinds, what = np.unique(rows["kind"][known].astype(str), return_inverse=True)
    when = ((rows["day"][known].astype("datetime64[D]") - np.datetime64(first)) // _DAY).astype(np.intp)
    filled = []
    for measure in ("petitions", "persons"):
        cube = np.zeros((len(areas), len(kinds), LOOKED_BACK))
        cube[at, what, when] = rows[measure][known]
        filled.append(cube)
    return areas.tolist(), kinds.tolist(), filled[0], filled[1], first


def hotspots(home: Path, *, before: date, nulls: Nulls = NULLS) -> list[Seen]:
    """Return the hotspots of the days before one; a twentieth of all that is told may be chance.

    Days before the first record are not known. Fewer than five persons are told nowhere.
    """
    areas, kinds, petitions, persons, first = days_of(before, home)
    if not areas:
        return []
    begun = petitions.sum(axis=(0, 1)).cumsum() > 0
    for cube in (petitions, persons):
        cube[:, :, ~begun] = np.nan
    calendar = Calendar()
    days = [first + timedelta(days=n) for n in range(LOOKED_BACK)]
    holds = np.array([1.0 if worked(calendar, day) else _CLOSED for day in days])
    zones = by_steps(beside(areas, home))
    found = scan(petitions, zones, persons=persons, holds=holds, nulls=nulls)
    return [
        Seen(
            "scan",
            "cell",
            tuple(sorted(areas[place] for place in one.areas)),
            kinds[one.kind],
            before - timedelta(days=one.days),
            before - timedelta(days=1),
            one.observed,
            round(one.expected, 2),
            one.persons or 0,
            None,
            one.people,
            float(f"{one.adjusted:.2e}"),
        )
        for one in found.told()
        if (one.persons or 0) >= SMALL
    ]
