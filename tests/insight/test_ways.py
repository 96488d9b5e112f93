"""How matters go: each figure leads to its matters, and small ones are hidden where they must be."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from huiyin.base.clock import now, today
from huiyin.cases.services import past
from huiyin.insight import queries, shown
from huiyin.insight.expressions import ENDED, STILL, Chosen, Walk
from huiyin.insight.handing import between, to_and_fro
from huiyin.insight.logs import Events
from huiyin.insight.shown import PUBLISHED, Sight
from huiyin.insight.slower import slow
from huiyin.insight.ways import Arrow, ways
from huiyin.stats.process_mining import ordered
from tests.agency import actor, office_id
from tests.insight.scene import bring_up, came

BARE = Sight(None, hides=False)


def step(matter: int, kind: str, days_ago: int, role: str = "handler", **fields: Any) -> None:
    past.enter(matter, kind, on=today() - timedelta(days=days_ago), by=actor(role), at=now(), fields=fields)


def accepted(matters: int, *, first: int = 1, days_ago: int = 30, after: int = 4) -> list[int]:
    """Let so many matters come in and be accepted some days after; return their keys."""
    keys = [came(first + n, kind="W1", days_ago=days_ago).matter for n in range(matters)]
    for key in keys:
        step(key, "accepted", days_ago - after, path=6)
    return keys


def _many(arrows: Sequence[Arrow]) -> dict[tuple[str, str], int | None]:
    return {(one.step, one.following): one.matters for one in arrows}


def test_each_arrow_counts_matters_and_leads_to_them(home: Path) -> None:
    keys = accepted(3)
    waiting = came(9, kind="W1", days_ago=30).matter
    bring_up(home)
    found = ways(Chosen(), BARE, home=home)
    arrows = {("received", "accepted"): 3, ("accepted", STILL): 3, ("received", STILL): 1}
    assert _many(found.arrows) == arrows
    assert [one.median for one in found.arrows if one.following == "accepted"] == [4.0]
    for (first, following), many in arrows.items():
        walk = Walk(first, following)
        there = queries.traced(actor("leader"), Chosen(), walk=walk, home=home)
        assert len(there) == many
    still = queries.behind(Chosen(), after=0, limit=9, walk=Walk("received", STILL), home=home)
    assert still == [waiting]
    here = Walk("accepted", office=office_id("ql-hrss"))
    assert queries.behind(Chosen(), after=keys[0], limit=9, walk=here, home=home) == keys[1:]
    elsewhere = Walk("accepted", office=office_id("lp-hrss"))
    assert queries.behind(Chosen(), after=0, limit=9, walk=elsewhere, home=home) == []
    assert queries.behind(Chosen(), after=0, limit=9, walk=Walk("accepted", again=True), home=home) == []


def test_waits_have_the_open_matters_in_them(home: Path) -> None:
    accepted(1)
    accepted(1, first=2, after=10)
    came(8, kind="W1", days_ago=20)
    came(9, kind="W1", days_ago=20)
    bring_up(home)
    wait = {one.step: one for one in ways(Chosen(), BARE, home=home).waits}["received"]
    assert (wait.left, wait.waiting) == (2, 2)
    assert wait.median == 10.0, "7 would be that of those who have gone on"
    assert wait.ninth is None
    assert wait.longest == 20


def test_only_matters_received_in_the_time_and_in_sight_are_counted(home: Path) -> None:
    accepted(2)
    came(7, kind="P1", days_ago=5, office="lp-hrss", by=actor("registrar", "lp-hrss"))
    bring_up(home)
    late = Chosen(since=today() - timedelta(days=10))
    assert _many(ways(late, BARE, home=home).arrows) == {("received", STILL): 1}
    county = shown.sight(actor("head", "lp-hrss"))
    assert ways(Chosen(), county, home=home).matters == 1
    assert ways(Chosen(fields=("W",)), county, home=home).matters == 0


def test_who_sees_aggregates_sees_no_way_of_fewer_than_five_persons_nor_what_tells_of_it(home: Path) -> None:
    accepted(7)
    for n in range(3):
        came(20 + n, kind="W1", days_ago=30)
    bring_up(home)
    found = ways(Chosen(), PUBLISHED, home=home)
    assert found.matters == 10
    assert set(_many(found.arrows).values()) == {None}, "three of ten still wait: every arrow would tell"
    assert {(one.left, one.waiting) for one in found.waits} == {(None, None)}
    for n in range(3):
        came(30 + n, kind="W1", days_ago=30)
    bring_up(home)
    assert set(_many(ways(Chosen(), PUBLISHED, home=home).arrows).values()) == {7, 6}


def test_of_fewer_than_five_persons_in_all_nothing_is_told(home: Path) -> None:
    for _ in range(6):
        came(1, kind="W1", days_ago=3)
    bring_up(home)
    found = ways(Chosen(), PUBLISHED, home=home)
    assert (found.matters, found.arrows, found.waits) == (0, (), ())
    assert ways(Chosen(), BARE, home=home).matters >= 1


def made(rows: list[tuple[int, str, int, int]], *, as_of: int = 400) -> Events:
    """Return events of matters by hand: matter, step, day, office; each of a person of its own."""
    matter, step_, day, office = (np.array(column) for column in zip(*rows, strict=True))
    steps, number = np.unique(step_, return_inverse=True)
    offices, where = np.unique(office, return_inverse=True)
    log = ordered(matter, number, day, where, np.zeros(len(rows), int), as_of=as_of)
    keys = np.unique(matter)
    return Events(log, steps.tolist(), offices.tolist(), ["W1"], keys, keys)


def test_a_matter_handed_over_and_back_is_to_and_fro_and_one_more_letter_is_not() -> None:
    back = [(5, "received", 0, 7), (5, "transferred", 1, 7), (5, "objected", 9, 3), (5, "transferred", 12, 7)]
    letter = [(6, "received", 0, 7), (6, "transferred", 1, 7), (6, "received", 4, 7), (6, "accepted", 5, 3)]
    found = made(back + letter)
    [pair] = to_and_fro(found, hides=False)
    assert ({pair.one, pair.other}, pair.matters, pair.away) == ({3, 7}, 1, 3.0)
    assert between(found, 7, 3) == between(found, 3, 7) == [5]
    assert to_and_fro(found, hides=True) == [], "one person"
    assert to_and_fro(made(letter), hides=False) == []


def test_a_step_three_times_as_slow_is_told_with_days_and_nothing_else_is() -> None:
    chance = np.random.default_rng(5)
    rows = []
    for matter in range(600):
        office = matter % 4
        lasts = int(chance.exponential(60 if office == 2 else 20)) + 1
        rows += [(matter, "received", 0, office), (matter, "accepted", lasts, office)]
    [one] = slow(made(rows, as_of=1000))
    assert (one.office, one.step, one.persons) == (2, "received", 150)
    assert one.low < one.days < one.high
    assert one.days == pytest.approx(30, rel=0.25)


def test_a_matter_that_is_over_waits_nowhere(home: Path) -> None:
    [key] = accepted(1)
    step(key, "withdrawn", 3, role="registrar", confirmed=True)
    bring_up(home)
    found = ways(Chosen(), BARE, home=home)
    assert ("withdrawn", ENDED) in _many(found.arrows)
    assert not [one for one in found.waits if one.step == "withdrawn"]
