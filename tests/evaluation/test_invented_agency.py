"""What was put into the invented agency is found, and when; nothing else is told.

From its matters straight to weekly counts: no database is met. Who signs a neighbour's text is marked here as
the invented data knows it; how well that is recognised is measured in docs/evaluation/duplicates.md.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import pytest

from huiyin.demo import seasons
from huiyin.demo.seasons import SURGES, PolicyChange
from huiyin.demo.world import whole
from huiyin.insight.reckoning.surging import surges
from huiyin.insight.reckoning.weeks import Table, own_words
from huiyin.insight.rules import Episode, gathered
from huiyin.stats.effect import Verdict, effect_of
from huiyin.stats.surges.usual import YEAR

TODAY = date(2026, 3, 2)
WHERE = {"surge-a": ("W2", ("980121",)), "surge-b": ("S2", ()), "surge-c": ("J3", ("980103",))}
MOST_DAYS = 10  # from the first day of a surge to the Monday on which it is told
HALF_YEAR = 26
Matter = Mapping[str, Any]


@cache
def _matters() -> tuple[Matter, ...]:
    counted = (m for m in whole(TODAY).matters if m["nature"] != "accusation")
    return tuple(m for m in counted if m["kind"] and m.get("division"))


def _day(matter: Matter) -> date:
    return TODAY + timedelta(days=int(matter["day"]))


def _echoes(matter: Matter) -> bool:
    joint = matter.get("truth", {}).get("joint", "")
    return bool(joint) and joint != matter["id"]


def _persons(matter: Matter) -> int:
    return max(int(matter.get("persons") or 1), 1 + len(matter.get("others", ())))


@cache
def _table() -> Table:
    monday = min(map(_day, _matters()))
    monday -= timedelta(days=monday.weekday())
    weeks = [monday + timedelta(weeks=n) for n in range((TODAY - monday).days // 7)]
    areas, kinds = (sorted({m[name] for m in _matters()}) for name in ("division", "kind"))
    petitions, persons, voices, echoes = np.zeros((4, len(areas), len(kinds), len(weeks)))
    known = set[object]()
    for matter in _matters():
        at = areas.index(matter["division"]), kinds.index(matter["kind"]), (_day(matter) - monday).days // 7
        if at[2] >= len(weeks):
            continue
        petitions[at] += 1
        echoes[at] += _echoes(matter)
        who = at, (matter.get("petitioner") or {}).get("phone") or matter["id"]
        if who not in known:
            known.add(who)
            persons[at] += _persons(matter)
            voices[at] += not _echoes(matter)
    spoken = own_words(voices, echoes, settled=YEAR)
    return Table(areas, kinds, weeks, petitions, persons, spoken, np.zeros(len(weeks), np.int64))


def _up_to(weeks: int) -> Table:
    """Return what was known when so many weeks were over."""
    given = _table()
    cubes = {name: getattr(given, name)[:, :, :weeks] for name in ("petitions", "persons", "spoken")}
    return replace(given, weeks=given.weeks[:weeks], unsorted=given.unsorted[:weeks], **cubes)


@cache
def _found() -> tuple[Episode, ...]:
    return tuple(episode for _key, episode in gathered([], surges(_table(), weeks=YEAR)[0]))


def test_the_three_surges_are_found_and_nothing_else_is_told() -> None:
    assert sorted((one.kind, one.areas) for one in _found()) == sorted(WHERE.values())


@pytest.mark.parametrize("surge", SURGES, ids=lambda s: s.file)
def test_a_surge_is_told_within_ten_days(surge: seasons.Surge) -> None:
    begun = TODAY - timedelta(days=surge.first)
    kind, areas = WHERE[surge.file]
    week = next(n for n, monday in enumerate(_table().weeks) if monday <= begun < monday + timedelta(days=7))
    for known in (week + 1, week + 2):
        seen = surges(_up_to(known), weeks=1)[0]
        if any(one.kind == kind and {*areas} <= {*one.areas} for one in seen):
            told = _table().weeks[known - 1] + timedelta(days=7)
            break
    else:
        pytest.fail("not told within two weeks")
    assert (told - begun).days <= MOST_DAYS


def _weekly(change: PolicyChange, words: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray, int]:
    """Return voices about a kind (in these words), voices about all else, and the week of a change."""
    weeks = _table().weeks
    own, other = np.zeros((2, len(weeks)))
    for matter in _matters():
        week = (_day(matter) - weeks[0]).days // 7
        if week < len(weeks) and not _echoes(matter):
            said = not words or any(word in matter["text"] for word in words)
            (own if matter["kind"] == change.kind and said else other)[week] += 1
    return own, other, (TODAY - timedelta(days=change.first) - weeks[0]).days // 7


@pytest.mark.parametrize(
    ("change", "words", "verdict", "weeks"),
    [
        (seasons.PAPERS, ("证明", "盖章", "材料"), Verdict.FELL, HALF_YEAR),
        (seasons.SUBSIDY, (), Verdict.ROSE, 13),
    ],
    ids=["papers", "subsidy"],
)
def test_a_change_of_policy_is_seen_in_what_comes_in_after_it(
    change: PolicyChange, words: tuple[str, ...], verdict: Verdict, weeks: int
) -> None:
    own, other, at = _weekly(change, words)
    said = effect_of(own[: at + weeks], at, control=other[: at + weeks])
    assert (said.verdict, said.change is not None) == (verdict, True)
