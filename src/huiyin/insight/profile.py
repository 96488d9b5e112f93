"""The profile of a problem: of a kind of demand, everywhere or in an area; never of a person.

Who asks (in numbers), since when, where, on which path, at which step it waits, how it ended, and how far
what is asked lies from what the rules allow, as far as the records know. With fewer than five persons behind
it, it would be somebody's profile: there is none, whoever asks.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from huiyin.base.errors import Refused
from huiyin.insight import queries, shown
from huiyin.insight.by_kind import ByKind
from huiyin.insight.expressions import Chosen
from huiyin.insight.queries import Figures
from huiyin.insight.remembered import remembered
from huiyin.insight.shown import Series, Sight, within
from huiyin.orgs.rules import Actor
from huiyin.stats.disclosure import SMALL, large_enough

DUTIES = ("tell", "conclude", "execute")
DECIDED = ("support", "explain", "reject")
UNKNOWN = ("amounts", "years", "dates", "clauses")
_MOST_WAITS = 8


@dataclass(frozen=True)
class Part:
    """A part of what there is, by its code; persons where they are counted. None where hidden."""

    code: str
    number: int | None
    persons: int | None = None


@dataclass(frozen=True)
class Share:
    """A part of a whole; hidden where either, or the rest, tells of one to four."""

    part: int
    whole: int

    @property
    def percent(self) -> int:
        """Return the part in hundredths of the whole."""
        return round(100 * self.part / self.whole)


@dataclass(frozen=True)
class Wait:
    """How long a step waited for the next one, in days: for half of them at most, for nine in ten at most."""

    step: str
    following: str
    times: int
    median: float
    ninth: float


@dataclass(frozen=True)
class Gap:
    """How far what is asked lies from what the rules allow, as far as the records know.

    `decided`: opinions that support, explain (reasonable, without a legal basis) or do not support (art 32).
    `beyond`: those that gave less than was asked. `corrected`: opinions changed or revoked by a review.
    `carried_out`: supporting opinions whose time to carry them out ended, and that were carried out by then.
    """

    decided: Sequence[Part]
    beyond: Share | None
    corrected: Share | None
    carried_out: Share | None


@dataclass(frozen=True)
class Profile:
    """The profile of a problem, as far as somebody may see it."""

    petitions: int
    persons: int
    again: Share | None
    first: date | None
    course: Series
    channels: Sequence[Part]
    areas: Sequence[Part]
    paths: Sequence[Part]
    open: int | None
    oldest: date | None
    stands: Sequence[Part]
    waits: Sequence[Wait]
    in_time: Mapping[str, Share]
    outcomes: Sequence[Part]
    gap: Gap
    hides: bool


def profile(actor: Actor, chosen: Chosen, *, home: Path | None = None) -> Profile:
    """Return the profile of a kind of demand, in an area where one is chosen.

    Raises Refused where no kind is chosen or fewer than five persons stand behind it, NotAllowed to who sees
    no figures.
    """
    seen = shown.sight(actor)
    if len(chosen.kinds) != 1:
        raise Refused("insight.profile.no_kind")
    asked = within(chosen, seen)
    question = ("profile", asked, seen.hides)
    found = remembered(question, lambda: _profile(asked, seen, home), home=home)
    if found is None:
        raise Refused("insight.profile.too_few")
    return found


def every_kind(
    codes: Sequence[str], chosen: Chosen, seen: Sight, *, home: Path | None = None
) -> Iterator[Profile | None]:
    """Yield the profiles of many kinds, remembered as if each had been asked for; sooner than one by one."""
    of = ByKind()
    for code in codes:
        asked = within(replace(chosen, kinds=(code,)), seen)
        ask = partial(_profile, asked, seen, home, of)
        yield remembered(("profile", asked, seen.hides), ask, home=home)


def _profile(asked: Chosen, seen: Sight, home: Path | None, of: Any = queries) -> Profile | None:
    [counted] = of.contacts(asked, home=home).rows()
    if counted["persons"] < SMALL:
        return None
    ends = {row["outcome"]: int(row["matters"]) for row in of.endings(asked, home=home).rows()}
    due = {row["duty"]: row for row in of.duties(asked, ("duty",), home=home).rows()}
    shares = {duty: _share(due[duty]["met"], due[duty]["due"], seen) for duty in DUTIES if duty in due}
    in_time = {duty: share for duty, share in shares.items() if share}
    ever = replace(asked, since=None, before=None)
    months = of.contacts(ever, ("month",), home=home)["month"].tolist()
    [aged] = of.open_by_age(ever, home=home).rows()
    waits = of.waits(asked, home=home).rows()
    return Profile(
        counted["petitions"],
        counted["persons"],
        _share(counted["again"], counted["petitions"], seen),
        min(months) if months and not seen.hides else None,
        shown.weeks_or_months(asked, seen, home, of),
        _contacts(of.contacts(asked, ("channel",), home=home), "channel", seen),
        _contacts(of.contacts(asked, ("area",), home=home), "area", seen),
        _parts({str(row["path"]): int(row["matters"]) for row in of.paths(asked, home=home).rows()}, seen),
        _bare(int(aged["open"]), seen),
        None if seen.hides or not aged["open"] else aged["oldest"],
        _parts({row["step"]: int(row["open"]) for row in waits if row["open"]}, seen),
        _waits(waits, seen),
        in_time,
        _parts(ends, seen),
        _gap(ends, _reviews(of.reviews(asked, home=home)), in_time.get("execute"), seen),
        seen.hides,
    )


def _bare(number: int, seen: Sight) -> int | None:
    return None if seen.hides and 0 < number < SMALL else number


def _share(part: int, whole: int, seen: Sight) -> Share | None:
    if not whole or (seen.hides and shown.hidden_shares(np.array([part]), np.array([whole]))[0]):
        return None
    return Share(int(part), int(whole))


def _parts(numbers: Mapping[str, int], seen: Sight) -> list[Part]:
    """Return parts, the largest first; small ones, and what would tell them, hidden where that is to be."""
    kept = large_enough(numbers) if seen.hides else numbers
    order = sorted(numbers, key=lambda code: (-numbers[code], code))
    parts = [Part(code, kept.get(code)) for code in order]
    return sorted(parts, key=lambda part: part.number is None)


def _contacts(found: Figures, by: str, seen: Sight) -> list[Part]:
    """Return petitions and persons by channel or by area, in the order of their codes: none is first."""
    rows = {row[by]: row for row in found.rows()}
    persons = {code: int(row["persons"]) for code, row in rows.items()}
    kept = large_enough(persons) if seen.hides else persons
    return [
        Part(code, int(rows[code]["petitions"]) if code in kept else None, kept.get(code))
        for code in sorted(rows)
    ]


def _waits(rows: Sequence[Mapping[str, float]], seen: Sight) -> list[Wait]:
    """Return the waits there were most of, those of steps that were followed by another."""
    found = [
        Wait(str(row["step"]), str(row["following"]), int(row["times"]), row["median"], row["ninth"])
        for row in rows
        if row["following"] and row["times"] >= SMALL
    ]
    return sorted(found, key=lambda one: (-one.times, one.step, one.following))[:_MOST_WAITS]


def _reviews(found: Figures) -> Mapping[str, int]:
    return {row["review"]: int(row["matters"]) for row in found.rows()}


def _gap(ends: Mapping[str, int], reviews: Mapping[str, int], carried_out: Share | None, seen: Sight) -> Gap:
    decided = {code: ends.get(code, 0) for code in DECIDED}
    many = sum(decided.values())
    kept = large_enough({code: n for code, n in decided.items() if n}) if seen.hides else decided
    return Gap(
        [Part(code, kept.get(code, None if decided[code] else 0)) for code in DECIDED] if many else [],
        _share(many - decided["support"], many, seen),
        _share(reviews.get("change", 0) + reviews.get("revoke", 0), sum(reviews.values()), seen),
        carried_out,
    )
