"""What is reckoned at night: findings are kept once, with what is not known of them."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from huiyin.base.clock import now
from huiyin.base.errors import Refused
from huiyin.insight.models import Finding, Reckoned
from huiyin.insight.reckoning import STEPS, reckon, reckon_at_night
from huiyin.insight.reckoning.surging import surges
from huiyin.insight.reckoning.weeks import Table, own_words, room
from tests.insight.scene import bring_up, came, gathering

MONDAY = date(2023, 1, 2)


def _table(cube: np.ndarray, unsorted: int = 0) -> Table:
    weeks = [MONDAY + timedelta(weeks=n) for n in range(cube.shape[2])]
    codes = [f"9701{n:02d}" for n in range(cube.shape[0])]
    kinds = [f"W{n}" for n in range(cube.shape[1])]
    return Table(codes, kinds, weeks, cube, cube.copy(), cube.copy(), np.full(cube.shape[2], unsorted))


def _quiet(weeks: int) -> np.ndarray:
    return np.random.default_rng(5).poisson(1.2, (6, 8, weeks)).astype(float)


def test_a_surge_is_told_where_it_is_with_its_persons_and_what_is_not_known() -> None:
    cube = _quiet(80)
    cube[2, 3, -1] += 14
    seen, judged = surges(_table(cube, unsorted=2), weeks=4)
    assert judged == 4
    [one] = [s for s in seen if s.until.isoformat() == (MONDAY + timedelta(weeks=79, days=6)).isoformat()]
    assert (one.level, one.areas, one.kind, one.people) == ("cell", ("970102",), "W3", True)
    assert one.observed >= 14 > one.usual
    assert set(one.unknown) == {"short", "unsorted"}


def test_quiet_weeks_tell_next_to_nothing() -> None:
    seen, judged = surges(_table(_quiet(130)), weeks=26)
    assert judged == 26
    assert seen == []


def test_neighbours_who_sign_one_text_are_one_voice_but_a_crowd_is_not() -> None:
    echoes = np.zeros((2, 2, 120))
    echoes[0, 0, [10, 30, 70]] = 4, 6, 5
    echoes[1, 1, [80, 100]] = 40, 41
    voices = np.ones(echoes.shape)
    found = own_words(voices, echoes, settled=52)
    assert (found[0, 0] == 1).all(), "as large as groups were in the first year"
    assert found[1, 1, [80, 100]].tolist() == [1 + 40 - 6, 1 + 41 - 40]
    assert np.isnan(own_words(np.full((1, 1, 3), np.nan), np.full((1, 1, 3), np.nan), settled=2)).all()


def test_what_only_few_people_send_again_and_again_is_told_nowhere() -> None:
    cube = _quiet(130)
    table = _table(cube)
    flood = cube.copy()
    flood[2, 3, -1] += 50  # one person's copies: petitions, no voices, no persons
    assert surges(replace(table, petitions=flood), weeks=4)[0] == []


def test_a_surge_everywhere_is_told_once_and_not_of_every_area() -> None:
    cube = _quiet(130)
    cube[:, 3, -1] += 5
    seen, _judged = surges(_table(cube), weeks=1)
    assert [(one.level, one.kind) for one in seen] == [("kind", "W3")]


def test_under_five_persons_are_never_told() -> None:
    cube = np.zeros((3, 4, 90))
    cube[1, 1, -1] = 4
    assert surges(_table(cube), weeks=2)[0] == []
    cube[1, 1, -1] = 6
    assert surges(_table(cube), weeks=2)[0] != []


@pytest.mark.parametrize("weeks", [1, 20, 52])
def test_without_a_year_before_nothing_is_judged(weeks: int) -> None:
    assert surges(_table(_quiet(weeks)), weeks=4) == ([], 0)


def test_a_week_holds_half_of_what_it_holds_even_where_nobody_works() -> None:
    assert room([date(2026, 2, 16)])[0] < room([date(2026, 3, 9)])[0] == 1.0
    assert room([date(2026, 2, 16)])[0] >= 0.5


def test_without_a_lake_it_is_refused_in_words_and_the_night_passes_it_over(home: Path) -> None:
    with pytest.raises(Refused, match="no_lake"):
        list(reckon(home, at=now()))
    assert reckon_at_night(home, at=now()) == 0


def test_with_next_to_nothing_on_record_each_step_says_that_it_cannot_know(home: Path) -> None:
    came(1, kind="W1")
    bring_up(home)
    assert [one.step for one in reckon(home, at=now())] == list(STEPS)
    said = {row.step: row.said for row in Reckoned.objects.all()}
    assert said["surges"]["judged"] == 0
    assert said["forecast"]["known"] == said["warning"]["known"] == "too_short"
    assert not Finding.objects.exists()


def test_what_gathers_is_found_once_and_kept_with_days_and_persons(home: Path) -> None:
    gathering(home)
    [found] = Finding.objects.filter(kind="W1")
    assert found.areas == ["970121"]
    assert {one["by"] for one in found.evidence} >= {"surge"}
    before = Finding.objects.count()
    assert all(one.skipped for one in reckon(home, at=now())), "from the same lake nothing is reckoned twice"
    Reckoned.objects.filter(step="surges").update(version=0)
    assert [one.step for one in reckon(home, at=now()) if not one.skipped] == ["surges"]
    assert Finding.objects.count() == before
    assert reckon_at_night(home, at=now()) == 0


def test_where_there_is_too_little_to_learn_from_nobody_tries_again_every_night(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def warned(given: Table, *_rest: object, **_more: object) -> dict[str, object]:
        tried.append(given.last)
        return {"known": "too_few_events", "cells": [], "standing": [], "bars": [], "came": {"surges": 3}}

    monkeypatch.setattr("huiyin.insight.reckoning.warned.warned", warned)
    stands = {"standing": [{"area": "970121", "kind": "W1", "signs": {"surge": 2.0}}]}
    monkeypatch.setattr("huiyin.insight.reckoning.warned.standing", lambda *_given: stands)
    came(1, kind="W1", days_ago=20)
    for n, at in enumerate((now(), now() + timedelta(days=1), now() + timedelta(weeks=6))):
        came(2 + n, kind="W1")
        bring_up(home, at=at)
        list(reckon(home, at=at))
    assert len(tried) == 2, "the next night there was next to nothing more to learn from"
    newest = Reckoned.objects.filter(step="warning").latest("week")
    assert newest.said["came"] == {"surges": 3}
    assert not newest.said["standing"]
    assert Reckoned.objects.filter(step="warning").earliest("week").said["standing"], (
        "signs are of that night"
    )


def test_a_run_that_was_stopped_goes_on_with_the_next_step(home: Path) -> None:
    came(1, kind="W1")
    bring_up(home)
    run = reckon(home, at=now())
    assert next(run).step == "surges"
    run.close()
    assert [(one.step, one.skipped) for one in reckon(home, at=now())] == [
        ("surges", True),
        *((step, False) for step in STEPS[1:]),
    ]
