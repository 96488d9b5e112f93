"""Small numbers are hidden from who may not open the matters behind them, and cannot be worked out."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from huiyin.base.clock import today
from huiyin.base.errors import NotAllowed
from huiyin.insight import shown
from huiyin.insight.expressions import Chosen
from huiyin.insight.shown import PUBLISHED, Sight
from tests.agency import actor, office_id
from tests.insight.scene import bring_up, came


def _many(counts: dict[tuple[str, str], int], *, days_ago: int = 0) -> None:
    n = 0
    for (area, kind), petitions in counts.items():
        for _ in range(petitions):
            n += 1
            came(1000 * days_ago + n, kind=kind, area=area, days_ago=days_ago)


@pytest.mark.usefixtures("agency")
def test_officers_see_bare_numbers_of_their_offices_and_analysts_hidden_ones_of_theirs() -> None:
    city, county = office_id("ql-hrss"), office_id("lp-hrss")
    assert shown.sight(actor("handler", "lp-hrss")) == Sight(frozenset({county}), hides=False)
    assert shown.sight(actor("handler", "lp-hrss"), exported=True).hides
    leader, analyst = shown.sight(actor("leader")), shown.sight(actor("analyst"))
    assert {city, county} <= (leader.offices or set()) == analyst.offices
    assert (leader.hides, analyst.hides) == (False, True)
    for role in ("administrator", "auditor", "partner"):
        with pytest.raises(NotAllowed):
            shown.sight(actor(role))


def test_what_was_chosen_never_reaches_further_than_sight() -> None:
    chosen = shown.within(Chosen(offices=frozenset({1, 2})), Sight(frozenset({2, 3}), hides=False))
    assert chosen.offices == {2}


def test_small_cells_are_hidden_with_what_would_give_them_away(home: Path) -> None:
    areas, kinds = ("970100", "970121", "970122"), ("P1", "S1", "W1")
    _many({(area, kind): 6 for area in areas for kind in kinds} | {("970122", "P1"): 2})
    bring_up(home)
    grid = shown.grid(Chosen(), PUBLISHED, home=home)
    assert grid.level == ("area", "kind")
    small = grid.rows.index("970122"), grid.columns.index("P1")
    assert grid.hidden[small]
    assert grid.hidden.sum() >= 2, "it follows from the totals"
    assert not grid.petitions[grid.hidden].any()
    bare = shown.grid(Chosen(), Sight(None, hides=False), home=home)
    assert bare.petitions[small] == 2
    assert (bare.petitions[-1, -1], bare.hidden.any()) == (50, np.False_)


def test_a_grid_that_is_too_sparse_is_shown_as_the_level_above(home: Path) -> None:
    _many({("970121", f"W{n}"): 2 for n in range(1, 4)} | {("970122", f"P{n}"): 2 for n in range(1, 4)})
    bring_up(home)
    grid = shown.grid(Chosen(), PUBLISHED, home=home)
    assert grid.level == ("area", "field")
    assert sorted(grid.columns) == ["P", "W"]
    officers = shown.grid(Chosen(), Sight(frozenset({office_id("ql-hrss")}), hides=False), home=home)
    assert officers.level == ("area", "kind")


def test_weeks_with_few_persons_are_hidden_or_shown_as_months(home: Path) -> None:
    _many({("970121", "W1"): 6}, days_ago=0)
    bring_up(home)
    (week,) = shown.series(Chosen(), PUBLISHED, home=home).persons
    assert week == 6
    for n, back in enumerate((7, 14, 21)):
        came(500 + n, kind="W1", days_ago=back)
    bring_up(home)
    assert shown.series(Chosen(), PUBLISHED, home=home).step == "month"
    mine = shown.series(Chosen(), Sight(None, hides=False), home=home)
    assert (mine.step, list(mine.petitions)) == ("week", [1, 1, 1, 6])
    assert all(isinstance(day, date) and day.weekday() == 0 for day in mine.begins)
    assert mine.begins[-1] >= today() - timedelta(days=6)


def test_a_share_that_tells_of_one_to_four_is_hidden() -> None:
    part = np.array([0, 3, 10, 97, 50, 0])
    whole = np.array([20, 20, 20, 100, 100, 0])
    assert shown.hidden_shares(part, whole).tolist() == [False, True, False, True, False, True]
