"""What followed a measure: seen where there is something, else not detectable, or not to be known."""

from datetime import date, timedelta
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from huiyin.base.clock import now, today
from huiyin.insight import policies
from huiyin.insight.expressions import Chosen
from huiyin.insight.followed import Measure, followed
from huiyin.insight.reckoning.changed import after_changes
from huiyin.insight.reckoning.weeks import table
from huiyin.insight.shown import PUBLISHED, Sight
from huiyin.stats.effect import Verdict
from tests.agency import actor
from tests.insight.invented import Case, bring_up_invented

BARE = Sight(None, hides=False)


def on_monday(weeks_ago: int) -> date:
    return today() - timedelta(days=today().weekday(), weeks=weeks_ago)


def weekly(kind: str, numbers: list[int], keys: "count[int]", **more: object) -> list[Case]:
    """Return so many matters of a kind in each of the last whole weeks, the last number being the newest."""
    return [
        Case(next(keys), on_monday(len(numbers) - week) + timedelta(days=n % 5), kind=kind, **more)  # type: ignore[arg-type]
        for week, number in enumerate(numbers)
        for n in range(number)
    ]


def told(*, after: float, weeks: int = 120, since: int = 30, seed: int = 3) -> list[Case]:
    """Return weeks of a kind that changes by a factor some weeks ago, and of another that does not."""
    chance, keys = np.random.default_rng(seed), count(1)
    mean = np.where(np.arange(weeks) >= weeks - since, 8 * after, 8.0)
    return [
        *weekly("P1", chance.poisson(mean).tolist(), keys),
        *weekly("W1", chance.poisson(20, weeks).tolist(), keys),
    ]


@pytest.fixture(scope="module")
def fallen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake in which one kind fell thirty weeks ago, shared by the tests that only read it."""
    home = tmp_path_factory.mktemp("fallen")
    bring_up_invented(home, told(after=0.3))
    return home


def test_a_fall_is_told_with_what_would_have_been_and_another_kind_shows_none(fallen: Path) -> None:
    home = fallen
    found = followed(Measure(on_monday(30), kinds=("P1",)), BARE, home=home)
    assert found.answer is not None and found.answer.change is not None
    assert found.answer.verdict is Verdict.FELL
    assert found.answer.change.low < -0.7 < found.answer.change.high
    after = [one for one in found.blocks if one.after]
    assert len(after) == 7, "whole blocks of four weeks"
    assert after[0].begins == on_monday(30)
    assert all(one.counted < one.expected for one in after if one.counted is not None and one.expected)
    before = [one for one in found.blocks if not one.after]
    assert sum(one.counted or 0 for one in before) > 20 * 20
    nothing = followed(Measure(on_monday(60), kinds=("W1",)), BARE, home=home)
    assert nothing.answer is not None
    assert nothing.answer.verdict is Verdict.NOT_DETECTABLE
    assert nothing.answer.least_fall is not None


def test_in_one_area_it_is_compared_with_the_same_demands_elsewhere(home: Path) -> None:
    chance, keys = np.random.default_rng(4), count(1)
    here = np.where(np.arange(70) >= 40, 16.0, 6.0)
    both = [
        *weekly("P1", chance.poisson(here).tolist(), keys, area="970121"),
        *weekly("P1", chance.poisson(12, 70).tolist(), keys, area="970122"),
    ]
    bring_up_invented(home, both)
    measure = Measure(on_monday(30), areas=("970121",), kinds=("P1",))
    assert measure.beside == "areas"
    found = followed(measure, BARE, home=home)
    assert found.answer is not None
    assert found.answer.verdict is Verdict.ROSE
    everywhere = followed(Measure(on_monday(30)), BARE, home=home)
    assert everywhere.answer is not None
    assert everywhere.answer.verdict is Verdict.UNKNOWN, "no control, under two years before it"


def test_a_day_within_a_week_leaves_that_week_out_and_settling_more_of_them() -> None:
    monday = date(2026, 3, 2)
    assert Measure(monday).since() == Chosen(monday)
    assert Measure(monday + timedelta(days=2)).since() == Chosen(monday + timedelta(weeks=1))
    assert Measure(monday, settling=4).since() == Chosen(monday + timedelta(weeks=4))


def test_what_cannot_be_known_says_why(home: Path) -> None:
    bring_up_invented(home, [Case(n + 1, on_monday(3), kind="P1") for n in range(9)])
    for on, code in (
        (on_monday(2), "few_weeks_before"),
        (today() + timedelta(days=70), "few_weeks_before"),
        (date(1999, 1, 1), "few_weeks_before"),
    ):
        answer = followed(Measure(on, kinds=("P1",)), BARE, home=home).answer
        assert answer is not None
        assert answer.verdict is Verdict.UNKNOWN
        assert [note.code for note in answer.notes] == [f"stats.effect.{code}"]


def test_under_five_persons_before_or_after_nothing_is_told_to_who_sees_aggregates(home: Path) -> None:
    cases = told(after=0.3, weeks=40, since=10)
    one_person = [
        Case(**{**vars(case), "person": 7}) if case.on >= on_monday(10) and case.kind == "P1" else case
        for case in cases
    ]
    bring_up_invented(home, one_person)
    measure = Measure(on_monday(10), kinds=("P1",))
    assert followed(measure, PUBLISHED, home=home).answer is None
    assert followed(measure, BARE, home=home).answer is not None


def test_weeks_of_few_persons_are_hidden_from_who_sees_aggregates(fallen: Path) -> None:
    found = followed(Measure(on_monday(30), kinds=("P1",)), PUBLISHED, home=fallen)
    hidden = [one for one in found.blocks if one.counted is None]
    assert found.answer is not None
    assert len(hidden) != 1, "one alone would follow from the sum"
    assert all(one.expected is None for one in hidden)


def test_both_pages_of_a_policy_count_the_same_and_who_writes_thirty_times_counts_once(home: Path) -> None:
    chance, keys = np.random.default_rng(5), count(1)
    cases = [
        *weekly("P1", chance.poisson(6, 80).tolist(), keys),
        *weekly("W1", chance.poisson(20, 80).tolist(), keys),
        *weekly("P1", [0] * 60 + [30] + [0] * 19, keys, person=7),
    ]
    bring_up_invented(home, cases)
    by, on = actor("leader"), on_monday(26)
    note = str(policies.note("减少证明材料", on, "P1", (), by=by, at=now()))
    given = table(home)
    assert given is not None
    nightly = after_changes(given, home, {})[note]
    asked = followed(Measure(on, kinds=("P1",)), BARE, home=home).answer
    assert asked is not None
    written = sum(1 for case in cases if case.kind == "P1" and case.on >= on)
    assert nightly["counted"] == round(asked.counted) == written - 29
