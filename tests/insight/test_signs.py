"""What may foretell trouble, from a lake in which it is known what lies there."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from huiyin.base.clock import LOCAL, now, today
from huiyin.evaluation import invented_lake
from huiyin.insight import queries
from huiyin.insight.models import Finding, PolicyNote, Verdict
from huiyin.insight.reckoning import kept
from huiyin.insight.reckoning.signs import lain, signs, since_policy
from huiyin.insight.reckoning.warned import standing, warned
from huiyin.insight.reckoning.weeks import Table, table
from huiyin.insight.rules import Seen
from tests.agency import actor
from tests.insight.invented import Case, bring_up_invented

MONDAY = today() - timedelta(days=today().weekday())


def _week(back: int, day: int = 0) -> date:
    """Return a day of a week some weeks before this one."""
    return MONDAY - timedelta(weeks=back) + timedelta(days=day)


def _given(home: Path) -> Table:
    found = table(home)
    assert found is not None
    return found


def _lay(home: Path, cases: list[Case], weeks: int) -> dict[str, list[float]]:
    bring_up_invented(home, [Case(9_000, _week(weeks + 8)), Case(9_001, _week(1), ended=_week(1)), *cases])
    given = _given(home)
    row = given.areas.index("970121") * len(given.kinds) + given.kinds.index("W1")
    return {name: lies[row].tolist() for name, lies in lain(given, home, weeks=weeks).items()}


def test_all_weeks_asked_at_once_say_what_each_week_says_alone(tmp_path: Path) -> None:
    invented_lake.write(tmp_path, 3_000, at=now(), months=8, seed=7)
    given = _given(tmp_path)
    lies = lain(given, tmp_path, weeks=20)
    for back in (1, 7, 20):
        sunday = given.weeks[-back] + timedelta(days=6)
        rows = queries.open_by_age(by=("area", "kind"), on=sunday, home=tmp_path).rows()
        past = {(r["area"], r["kind"]): (r["open"], r["to_60"] + r["to_90"] + r["older"]) for r in rows}
        for n, cell in enumerate((area, kind) for area in given.areas for kind in given.kinds):
            asked = (lies["open"][n, -back], lies["older_30"][n, -back])
            assert asked == past.get(cell, (0, 0)), (cell, back)
        assert lies["open"][:, -back].sum() > lies["older_60"][:, -back].sum() > 0


def test_who_came_again_waits_until_the_matter_or_the_one_it_was_joined_to_ends(home: Path) -> None:
    head = Case(1, _week(10), ended=_week(4), person=1)
    lies = _lay(
        home,
        [
            head,
            Case(2, _week(7, 2), led_by=1, person=1, again=True),
            Case(3, _week(6), led_by=1, person=1, again=True),  # the same person: still one
            Case(4, _week(6), led_by=1, person=4, again=True, ended=_week(5)),
        ],
        8,
    )
    assert lies["again"] == [0, 1, 2, 1, 0, 0, 0, 0]


def test_who_comes_again_about_what_was_concluded_waits_for_an_answer_of_its_own(home: Path) -> None:
    lies = _lay(
        home,
        [
            Case(1, _week(30), ended=_week(20), person=1),
            Case(2, _week(5), led_by=1, person=1, again=True, ended=_week(2)),
            Case(3, _week(3), led_by=1, person=3, again=True),
            Case(4, _week(6), person=4, again=True, ended=_week(8)),  # nothing is owed about it
        ],
        6,
    )
    assert lies["again"] == [0, 1, 1, 2, 1, 1]


def _leader() -> int:
    found = actor("leader").staff
    assert found is not None
    return found


def _noted(kind: str, on: date, at: date) -> None:
    at_noon = datetime(at.year, at.month, at.day, 12, tzinfo=LOCAL)
    by = _leader()
    PolicyNote.objects.create(title="变了", on=on, kind=kind, words=[], by_id=by, at=at_noon)


@pytest.mark.usefixtures("agency")
def test_a_change_of_policy_foretells_from_the_week_in_which_it_was_known_and_no_earlier() -> None:
    _noted("W1", _week(6, 2), _week(6, 4))
    _noted("W1", _week(2, 1), _week(2, 1))
    _noted("P1", _week(5), _week(3, 6))  # noted later than it was
    found = since_policy(["J1", "P1", "W1"], [_week(n) for n in range(8, 0, -1)])
    assert np.isnan(found[0]).all()
    assert found[1].tolist()[5:] == [2, 3, 4] and np.isnan(found[1, :5]).all()
    assert found[2].tolist()[2:] == [0, 1, 2, 3, 0, 1] and np.isnan(found[2, :2]).all()


def _busy(weeks: int, *, doubling: bool) -> list[Case]:
    """Return a case a week in each of six cells; every twelve weeks seven persons come again for a while."""
    chance, found = np.random.default_rng(8), list[Case]()
    for cell in range(6):
        place: dict[str, Any] = {"area": f"97012{1 + cell % 2}", "kind": ("W1", "P1", "J1")[cell // 2]}
        for back in range(weeks, 0, -1):
            for _ in range(1 + chance.poisson(1.0)):
                key = len(found) + 1
                ended = _week(back) + timedelta(days=int(chance.integers(10, 40)))
                found.append(Case(key, _week(back, key % 5), ended=min(ended, today()), **place))
            if doubling and (back + 2 * cell) % 12 == 0:
                first = len(found)
                for n in range(7):
                    lead = found[first - 1 - n].key
                    ended = min(_week(back - 3), today())
                    more: dict[str, Any] = {"led_by": lead, "person": lead, "ended": ended}
                    found.append(Case(len(found) + 1, _week(back, 3), again=True, **more, **place))
    return found


def test_repeats_that_double_are_trouble_that_is_learned_from(home: Path) -> None:
    bring_up_invented(home, _busy(212, doubling=True))
    said = warned(_given(home), home, model=None)
    assert said["known"] == ""
    assert said["came"]["doubles"] > 60
    assert said["came"]["surges"] + said["came"]["breaches"] < 10
    assert said["cells"] and {"repeats", "policy"} <= {*said["cells"][0]["parts"]}
    again = warned(_given(home), home, model=said["model"])
    assert [one["chance"] for one in again["cells"]] == [one["chance"] for one in said["cells"]]


def test_earlier_warnings_are_looked_back_on_by_all_that_is_trouble(home: Path) -> None:
    bring_up_invented(home, _busy(212, doubling=True))
    given = _given(home)
    cells = [(area, kind) for area in given.areas for kind in given.kinds]
    told = [{"area": area, "kind": kind, "chance": 0.4, "parts": {}} for area, kind in cells]
    told[0]["chance"] = 0.1
    week = given.last + timedelta(weeks=1) - timedelta(weeks=4)
    kept.keep("warning", week, 1, {"known": "", "cells": told}, (), at=now())
    looked, came = warned(given, home, model=None)["borne"]
    assert looked == 5
    assert 0 < came < 5


def test_where_too_little_came_it_says_what_is_known_and_what_stands_out(home: Path) -> None:
    _noted("W1", _week(2), _week(2))
    bring_up_invented(home, _busy(120, doubling=False))
    given = _given(home)
    said = warned(given, home, model=None)
    assert (said["known"], said["cells"]) == ("too_few_events", [])
    assert said["came"]["later"] < said["came"]["least"]
    kept.keep("warning", given.last, 1, said, (), at=now())  # the database takes no infinity
    assert {*said["standing"][0]} == {"area", "kind", "signs"}
    assert all(one["kind"] != "W1" or "policy" in one["signs"] for one in said["standing"])
    later = standing(given, home, said["bars"])  # the next night, without learning
    assert later["standing"] == said["standing"]


def test_a_surge_behind_which_an_officer_found_nothing_was_none(home: Path) -> None:
    bring_up_invented(home, _busy(120, doubling=False))
    given = _given(home)
    cube = given.petitions.copy()
    cube[0, 0, -3] += 30
    given = replace(given, petitions=cube, persons=cube, spoken=cube)
    assert signs(given, home, weeks=20).surges[0, -3]
    week = given.weeks[-3]
    where = ("surge", "cell", (given.areas[0],), given.kinds[0], week, week)
    seen = Seen(*where, 31, 1.0, 31, 1.0, people=True, chance=0.001)
    kept.keep_seen([seen], at=now())
    Verdict.objects.create(finding=Finding.objects.get(), said="real", reason="是", by_id=_leader(), at=now())
    assert signs(given, home, weeks=20).surges[0, -3]
    Verdict.objects.create(
        finding=Finding.objects.get(), said="chance", reason="无", by_id=_leader(), at=now()
    )
    assert not signs(given, home, weeks=20).surges.any()


def test_copies_of_one_person_are_no_surge(home: Path) -> None:
    bring_up_invented(home, _busy(120, doubling=False))
    given = _given(home)
    copies = given.petitions.copy()
    copies[0, 0, -3] += 50
    assert not signs(replace(given, petitions=copies), home, weeks=20).surges.any()
