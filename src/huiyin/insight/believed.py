"""Sums of a forecast with the ranges that their own record bears out: a false range is never shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from huiyin.stats.forecast import held


@dataclass(frozen=True)
class Sum:
    """What will come in in an area, a field or in all: numbers for each week to come."""

    level: str
    area: str
    field: str
    mean: Sequence[float | None]
    low: Sequence[float | None]
    high: Sequence[float | None]
    lowest: Sequence[float | None]
    highest: Sequence[float | None]
    known: str


@dataclass(frozen=True)
class Test:
    """A back-test: from which week on, how much better than "as a year ago", share inside the intervals."""

    since: date
    better: float | None
    inside_80: float
    inside_95: float
    counts: int = 0


@dataclass(frozen=True)
class Doubted:
    """A level of sums whose ranges held far less in back-tests than they promise: which share they held.

    `wider`: what the range of 95 % held, which is shown in its place; None where that is false, too, and no
    range is shown.
    """

    level: str
    held: float
    wider: float | None


def record_of(track: Sequence[Mapping[str, Any]], first: date) -> list[Test]:
    """Return the back-tests of a level as they were kept, those that judged something."""
    return [
        Test(
            first + timedelta(weeks=int(one["origin"])),
            1 - one["ours"] / one["season_before"] if one["season_before"] else None,
            one["inside_80"],
            one["inside_95"],
            int(one["counts"]),
        )
        for one in track
        if one["counts"]
    ]


def doubt(level: str, went: Sequence[Test]) -> Doubted | None:
    """Return what is doubted of the ranges of a level by its back-tests, None where they are believed."""
    share, believed = held([(one.counts, one.inside_80) for one in went])
    if believed:
        return None
    wider, enough = held([(one.counts, one.inside_95) for one in went])
    return Doubted(level, share, wider if enough else None)


def as_believed(one: Sum, doubted: Doubted | None) -> Sum:
    """Return a sum with the range that its record bears out."""
    if doubted is None:
        return one
    if doubted.wider is not None:
        return replace(one, low=one.lowest, high=one.highest)
    nothing = [None] * len(one.mean)
    return replace(one, low=nothing, high=nothing, lowest=nothing, highest=nothing)
