"""What the default says of series: when it tells, when it stays quiet, and what it says it cannot know."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from huiyin.base.errors import Invalid
from huiyin.stats.surges import Known, alarms, judge, score, threshold
from tests.docs.pages import blocks, text

Counts = NDArray[np.int64]


def ordinary(series: int = 20, weeks: int = 300, mean: float = 6.0, seed: int = 5) -> Counts:
    """Poisson counts with a season and without a surge."""
    season = np.exp(0.4 * np.cos(2 * np.pi * np.arange(weeks) / 52))
    return np.random.default_rng(seed).poisson(mean * season, (series, weeks))


def test_scores_and_alarms_have_a_row_for_each_series_and_a_column_for_each_week() -> None:
    counts = ordinary()
    found = score(counts, weeks=7)
    assert found.shape == (20, 7) and found.dtype == np.float64 and np.isfinite(found).all()
    told = alarms(counts, weeks=7)
    assert told.shape == (20, 7) and told.dtype == np.bool_
    assert np.array_equal(told, found > threshold(0.005))


def test_a_surge_is_told_in_its_week_and_an_ordinary_week_is_not() -> None:
    counts = ordinary()
    counts[3, -2] += 30
    told = alarms(counts, weeks=4)
    assert told[3, 2] and told.sum() <= 2


def test_a_loud_week_does_not_echo_as_a_second_alarm() -> None:
    counts = ordinary(60)
    counts[:, -2] += 60
    told = alarms(counts, weeks=2)
    assert told[:, 0].all() and told[:, 1].mean() < 0.15


def test_two_raised_weeks_say_more_than_one() -> None:
    counts = np.full((1, 300), 10)
    counts[:, ::2] += 3
    once, twice = counts.copy(), counts.copy()
    once[:, -1], twice[:, -1], twice[:, -2] = 18, 18, 18
    assert score(twice, weeks=1)[0, 0] > score(once, weeks=1)[0, 0]


def test_the_season_of_every_year_is_no_surge_and_out_of_season_it_is() -> None:
    weeks = np.arange(416)
    season = np.round(5 + 40 * np.exp(-(((weeks % 52) - 4) ** 2) / 18)).astype(int)
    counts = np.random.default_rng(1).poisson(season, (40, 416))
    assert alarms(counts, weeks=52).mean() < 0.03
    counts[:, -20] += 35
    assert alarms(counts, weeks=20)[:, 0].mean() > 0.9


def test_past_surges_do_not_hide_new_ones() -> None:
    clean, scarred = ordinary(40), ordinary(40)
    for week in (120, 121, 180, 240, 241):
        scarred[:, week] += 40
    clean[:, -1], scarred[:, -1] = 22, 22
    assert alarms(scarred, weeks=1).mean() > 0.8 * alarms(clean, weeks=1).mean() > 0.5


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 30), st.integers(0, 29), st.integers(0, 5000))
def test_a_later_count_changes_nothing_before_it(seed: int, weeks: int, at: int, count: int) -> None:
    counts = ordinary(3, 180, 2.0, seed)
    week = min(at, weeks - 1)
    before = score(counts, weeks=weeks)
    counts[:, counts.shape[1] - weeks + week] = count
    assert np.array_equal(before[:, :week], score(counts, weeks=weeks)[:, :week])


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.permutations(range(6)))
def test_each_series_is_judged_by_itself(seed: int, order: list[int]) -> None:
    counts = np.concatenate([ordinary(3, 170, 1.0, seed), ordinary(3, 170, 30.0, seed)])
    assert np.array_equal(score(counts, weeks=5)[order], score(counts[order], weeks=5))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 40))
def test_a_week_says_the_same_however_many_are_asked_for(seed: int, weeks: int) -> None:
    counts = ordinary(5, 260, 3.0, seed)
    one, many = score(counts, weeks=1)[:, 0], score(counts, weeks=weeks)[:, -1]
    assert np.allclose(one, many, atol=0.02)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 200))
def test_more_petitions_in_the_week_never_look_less_unusual(seed: int, more: int) -> None:
    counts = ordinary(4, 200, 4.0, seed)
    less = score(counts, weeks=1)
    counts[:, -1] += more
    assert (score(counts, weeks=1) >= less).all()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.1, 10))
def test_what_weeks_hold_counts_only_against_each_other(seed: int, factor: float) -> None:
    counts = ordinary(4, 200, 4.0, seed)
    holds = np.where(np.arange(200) % 26 == 0, 0.4, 1.0)
    one, scaled = (judge(counts, weeks=4, holds=h).score for h in (holds, holds * factor))
    assert np.allclose(one, scaled, atol=0.02)


def test_a_short_working_week_is_measured_by_what_it_holds() -> None:
    holds = np.ones(300)
    holds[-1] = 0.2
    counts = ordinary(50, mean=20.0)
    counts[:, -1] = np.random.default_rng(2).poisson(counts[:, -53] * 0.2)
    assert judge(counts, weeks=1, holds=holds).expected.mean() == pytest.approx(
        judge(counts, weeks=1).expected.mean() * 0.2, rel=0.02
    )


def test_the_week_of_the_year_can_be_given() -> None:
    counts = ordinary()
    given_week = (np.arange(300) + 17) % 52
    assert np.allclose(
        judge(counts, weeks=3, week_of_year=given_week).score, score(counts, weeks=3), atol=0.02
    )


def test_less_than_two_years_is_not_judged_and_says_so() -> None:
    counts = ordinary(3, 110)
    counts[:, -8:] = 500
    said = judge(counts, weeks=8)
    assert (said.known[:, :2] == Known.TOO_SHORT).all() and (said.known[:, 2:] != Known.TOO_SHORT).all()
    assert (said.score[:, :2] == 0).all() and not said.alarms()[:, :2].any() and said.alarms()[:, 2].all()
    assert np.isnan(said.expected[:, :2]).all() and not said.judged[:, :2].any()


def test_one_year_of_history_can_be_asked_to_do_and_less_cannot() -> None:
    counts = ordinary(20, 75)
    counts[:, -1] += 40
    said = judge(counts, weeks=30, least_history=60)
    assert (said.known[:, :15] == Known.TOO_SHORT).all() and (said.known[:, 15:] == Known.JUDGED).all()
    assert said.alarms()[:, -1].all() and said.alarms()[:, :-1].mean() < 0.03
    with pytest.raises(Invalid):
        judge(counts, weeks=1, least_history=51)


def test_all_of_the_columns_can_be_asked_for() -> None:
    found = score(ordinary(2, 120), weeks=120)
    assert found.shape == (2, 120) and np.isfinite(found).all() and (found[:, :104] == 0).all()


def test_nothing_but_zeros_is_quiet_and_a_first_petition_is_no_surge() -> None:
    counts = np.zeros((2, 200), dtype=int)
    said = judge(counts, weeks=3)
    assert (said.score <= 0).all() and (said.known == Known.SILENT).all()
    counts[0, -1], counts[1, -1] = 1, 8
    assert alarms(counts, weeks=1).tolist() == [[False], [True]]


def test_a_week_without_a_count_is_not_zero_and_not_judged() -> None:
    counts = ordinary().astype(float)
    counts[:, -1] = np.nan
    counts[:, 50:60] = np.nan
    said = judge(counts, weeks=3)
    assert (said.known[:, -1] == Known.UNKNOWN).all() and (said.score[:, -1] == 0).all()
    assert np.isfinite(said.score).all() and not said.alarms()[:, -1].any()
    whole = judge(ordinary(), weeks=3)
    assert np.allclose(said.expected[:, 0], whole.expected[:, 0], rtol=0.2)


def test_a_week_that_holds_nothing_is_left_out() -> None:
    holds = np.ones(300)
    holds[[100, 299]] = 0
    said = judge(ordinary(), weeks=1, holds=holds)
    assert (said.known == Known.UNKNOWN).all() and (said.score == 0).all()


@pytest.mark.parametrize("factor", [0.1, 4.0])
def test_a_moved_level_is_said_and_does_not_alarm_for_ever(factor: float) -> None:
    counts = ordinary(40, 312, 12.0)
    counts[:, -40:] = np.random.default_rng(9).poisson(counts[:, -40:] * factor)
    said = judge(counts, weeks=26)
    assert (said.known == Known.MOVED).mean() > 0.9
    assert said.alarms().mean() < 0.03
    assert np.median(said.expected) == pytest.approx(np.median(counts[:, -26:]), rel=0.3)
    assert (judge(ordinary(40, 312, 12.0), weeks=26).known == Known.JUDGED).all()


def test_one_huge_week_does_not_count_as_a_moved_level() -> None:
    counts = ordinary(10)
    counts[:, -2] = 5426
    said = judge(counts, weeks=2)
    assert said.alarms()[:, 0].all() and (said.known == Known.JUDGED).all()


@pytest.mark.parametrize(
    ("counts", "weeks", "code"),
    [
        (np.zeros(200, dtype=int), 1, "stats.not_series_by_weeks"),
        (np.zeros((2, 3, 200), dtype=int), 1, "stats.not_series_by_weeks"),
        (np.full((2, 200), -1), 1, "stats.negative_count"),
        (np.full((2, 200), 0.5), 1, "stats.not_whole"),
        (np.full((2, 200), np.inf), 1, "stats.count_too_large"),
        (np.full((2, 200), "3"), 1, "stats.not_counts"),
        (np.zeros((2, 200), dtype=bool), 1, "stats.not_counts"),
        (np.zeros((2, 200), dtype=int), 201, "stats.weeks_not_there"),
        (np.zeros((2, 200), dtype=int), 0, "stats.weeks_not_there"),
        (np.zeros((2, 200), dtype=int), 1.5, "stats.weeks_not_there"),
    ],
)
def test_what_cannot_be_judged_is_refused_with_its_reason(counts: object, weeks: int, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        score(counts, weeks=weeks)
    assert refused.value.message.code == code


@pytest.mark.parametrize("rate", [0, 0.5, -1, 2])
def test_a_rate_that_is_no_rate_is_refused(rate: float) -> None:
    with pytest.raises(Invalid):
        alarms(ordinary(), weeks=1, false_alarm_rate=rate)


@pytest.mark.parametrize(
    "change", [{"holds": np.ones(5)}, {"holds": np.full(300, -1)}, {"week_of_year": np.arange(300)}]
)
def test_what_is_said_of_the_weeks_is_checked(change: dict[str, NDArray[np.generic]]) -> None:
    with pytest.raises(Invalid):
        judge(ordinary(), weeks=1, week_of_year=change.get("week_of_year"), holds=change.get("holds"))


@pytest.mark.parametrize("kind", ["int8", "uint16", "int32", "int64", "float32", "float64"])
def test_counts_of_any_numeric_kind_say_the_same(kind: str) -> None:
    counts = ordinary()
    assert np.array_equal(score(counts.astype(kind), weeks=2), score(counts, weeks=2))


def test_no_series_at_all_is_an_empty_answer() -> None:
    assert score(np.zeros((0, 200), dtype=int), weeks=3).shape == (0, 3)


def test_what_is_given_is_left_as_it_was() -> None:
    counts = ordinary()
    before = counts.copy()
    score(counts, weeks=5)
    assert np.array_equal(counts, before)


def test_the_guide_shows_what_happens() -> None:
    exec(blocks(text("docs/how-to/surges.md"), "python")[0], {})
