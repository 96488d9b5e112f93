"""Forecasts: means that add up, intervals that hold, and silence where nothing can be known."""

import dataclasses
import itertools
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from huiyin.base.errors import Invalid
from huiyin.law.calendar import published
from huiyin.stats.chance import highest_usual
from huiyin.stats.forecast import (
    Calendar,
    Forecast,
    Known,
    days_from,
    forecast,
    foretold_before,
    weeks_from,
)
from huiyin.stats.forecast.boosted import learned
from huiyin.stats.forecast.calendar import spring_festival
from huiyin.stats.forecast.factors import factors
from huiyin.stats.forecast.levels import levels
from huiyin.stats.forecast.spread import Spread, spread_of
from huiyin.stats.forecast.track import held, season_before
from tests.docs.pages import blocks, text

Counts = NDArray[np.int64]
FIRST = date(2022, 7, 4)


def works(day: date) -> bool:
    year = published(day.year)
    return day in year.working if year else day.weekday() < 5


def days(many: int) -> Calendar:
    return days_from(FIRST, many, works)


def ordinary(series: int = 12, columns: int = 300, seed: int = 3) -> Counts:
    """Days with a quiet week-end, levels from a half to six."""
    chance = np.random.default_rng(seed)
    course = np.where(np.arange(columns) % 7 < 5, 1.2, 0.5)
    mean = np.outer(np.geomspace(0.5, 6, series), course)
    return chance.poisson(chance.gamma(mean / 0.5, 0.5))


def codes(series: int) -> dict[str, NDArray[np.int64]]:
    return {"areas": np.arange(series) // 4, "kinds": np.arange(series) % 4}


@pytest.fixture(scope="module")
def found() -> Forecast:
    return forecast(ordinary(), days(330), ahead=14, **codes(12))


def test_means_follow_level_and_week(found: Forecast) -> None:
    truth = np.outer(np.geomspace(0.5, 6, 12), np.where(np.arange(300, 314) % 7 < 5, 1.2, 0.5))
    assert np.abs(found.mean / truth - 1).mean() < 0.2
    assert found.known.tolist() == [Known.SHORT] * 12  # 300 days are less than two years


def test_quantiles_grow_and_intervals_hold_in_back_tests(found: Forecast) -> None:
    steps = [found.quantile(level) for level in (0.05, 0.25, 0.5, 0.75, 0.95)]
    assert all((a <= b).all() for a, b in itertools.pairwise(steps))
    low, high = found.interval(0.8)
    assert (low <= found.mean).mean() > 0.95 and (high >= np.floor(found.mean)).all()
    inside = np.average([one.inside_80 for one in found.track], weights=[one.counts for one in found.track])
    assert 0.72 < inside < 0.88
    assert all(one.better_than_season > 0.1 for one in found.track)
    assert [one.origin for one in found.track] == [300 - 14 * n for n in (4, 3, 2, 1)]


def test_sums_add_up_and_have_a_spread_of_their_own(found: Forecast) -> None:
    by_kind = found.summed(codes(12)["kinds"])
    assert np.allclose(by_kind.mean.sum(axis=0), found.mean.sum(axis=0))
    whole = found.summed(np.zeros(12, int))
    assert np.allclose(whole.mean[0], found.mean.sum(axis=0))
    parts = found.interval(0.8)[1].sum(axis=0) - found.interval(0.8)[0].sum(axis=0)
    assert (whole.interval(0.8)[1] - whole.interval(0.8)[0] < parts).all()
    assert len(whole.track) == len(found.track)


def test_the_same_counts_give_the_same_forecast(found: Forecast) -> None:
    assert np.array_equal(forecast(ordinary(), days(330), ahead=14, **codes(12)).mean, found.mean)


def test_back_tests_know_nothing_of_what_comes_after_them() -> None:
    counts, changed = ordinary(), ordinary()
    changed[:, -14:] += 40
    one, other = (forecast(which, days(330), ahead=14, **codes(12)) for which in (counts, changed))
    if one.way == other.way:
        assert np.allclose(one.before.mean[:-1], other.before.mean[:-1])
        assert np.allclose(one.before.mean[-1], other.before.mean[-1])


def test_a_quiet_festival_is_foretold_from_the_years_before() -> None:
    calendar = days_from(date(2021, 1, 4), 1530, works)
    course = np.where(np.abs(np.nan_to_num(calendar.festival, nan=99.0) - 2) < 5, 0.3, 1.0)
    counts = np.random.default_rng(1).poisson(8 * course * np.ones((6, 1)))
    until = (spring_festival(2025) - date(2021, 1, 4)).days - 10
    factor = factors(counts[:, :until].sum(axis=0, keepdims=True).astype(float), calendar, until)[0]
    assert factor[until + 12] < 0.55 and factor[until - 60] == pytest.approx(1, abs=0.25)


def test_less_is_said_where_less_is_known() -> None:
    counts = ordinary(8, 800).astype(float)
    counts[1] = 0
    counts[2, :780] = np.nan
    since = [0, 0, 0, 300, 0, 0, 0, 0]
    found = forecast(counts, days(830), ahead=14, since=since, **codes(8))
    assert found.known.tolist()[:5] == [
        Known.FORETOLD,
        Known.SILENT,
        Known.TOO_SHORT,
        Known.SHORT,
        Known.FORETOLD,
    ]
    assert np.isnan(found.mean[2]).all() and np.isnan(found.quantile(0.9)[2]).all()
    assert (found.mean[1] < 0.05).all() and (found.quantile(0.5)[1] == 0).all()
    assert np.isnan(found.summed(np.zeros(8, int)).mean).all()


def test_a_history_without_room_for_a_back_test_foretells_nothing() -> None:
    found = forecast(ordinary(4, 60), days(90), ahead=28, **codes(4))
    assert (found.known == Known.TOO_SHORT).all() and np.isnan(found.mean).all() and not found.track


def test_all_zeros_foretell_next_to_nothing() -> None:
    found = forecast(np.zeros((4, 200), int), days(230), ahead=7, **codes(4))
    assert (
        (found.known == Known.SILENT).all()
        and (found.mean < 0.02).all()
        and (found.interval(0.95)[1] <= 1).all()
    )


def test_days_that_are_not_known_are_not_zero() -> None:
    counts = ordinary().astype(float)
    counts[:, -10:] = np.nan
    counts[5, 100:130] = np.nan
    with_gaps = forecast(counts, days(330), ahead=14, **codes(12))
    whole = forecast(ordinary()[:, :290], days(330), ahead=14, **codes(12))
    assert np.abs(with_gaps.mean[:, :4] / whole.mean[:, 10:] - 1).mean() < 0.2


def test_one_pen_does_not_move_others() -> None:
    counts = ordinary()
    counts[3, 240:268] += 194  # 5,426 petitions
    loud, calm = (forecast(which, days(330), ahead=14, **codes(12)).mean for which in (counts, ordinary()))
    others = np.arange(12) % 4 != 3
    assert np.abs(loud[others] / calm[others] - 1).mean() < 0.25


@settings(max_examples=20, deadline=None)
@given(st.floats(0.05, 30), st.integers(0, 2000))
def test_a_level_is_that_of_plain_smoothing(mean: float, seed: int) -> None:
    y = np.random.default_rng(seed).poisson(mean, (1, 400)).astype(float)
    best, quick, slow = levels(y, np.ones((1, 400)), np.zeros(1), 7, np.array([400]))
    plain = y[0, :28].mean()
    for count in y[0]:
        plain = 0.9 * plain + 0.1 * count
    assert quick[0, 0] == pytest.approx(plain, abs=0.02 + 0.01 * mean)
    assert slow[0, 0] == pytest.approx(y.mean(), rel=0.5, abs=0.2) and best[0, 0] > 0


@settings(max_examples=25, deadline=None)
@given(st.floats(0.05, 80), st.floats(1, 4), st.integers(0, 150))
def test_the_score_is_least_for_the_truth_and_equals_its_definition(
    mean: float, dispersion: float, count: int
) -> None:
    flat = Spread(np.empty(0), np.full((1, 2), dispersion), np.ones(1), np.linspace(0, 1, 41)[None])
    given, y = np.full((1, 2), mean), np.full((1, 2), float(count))
    chance = np.random.default_rng(1)
    wide = max(dispersion, 1.0005)
    draws = chance.poisson(chance.gamma(mean / (wide - 1), wide - 1, (2, 4000)))
    energy = np.abs(draws - count).mean() - np.abs(draws[0] - draws[1]).mean() / 2
    assert flat.crps(y, given)[0, 0] == pytest.approx(energy, abs=0.2 + 0.03 * (mean + abs(count - mean)))
    assert flat.quantile(given, 0.9)[0, 0] == highest_usual(mean, max(dispersion, 1.0), 0.1)
    assert 0 <= flat.pit(y, given, chance)[0, 0] <= 1


def test_a_spread_that_is_wrong_at_first_is_bent_until_intervals_hold() -> None:
    chance = np.random.default_rng(2)
    mean = np.full((6, 40, 10), 6.0)
    y = np.where(
        chance.random(mean.shape) < 0.1, chance.poisson(30, mean.shape), chance.poisson(3.3, mean.shape)
    )
    spread = spread_of(y[:4].astype(float), mean[:4], np.zeros(40), chance)
    pit = np.array([spread.pit(y[at].astype(float), mean[at], chance) for at in (4, 5)])
    assert np.mean(np.abs(pit - 0.5) <= 0.4) == pytest.approx(0.8, abs=0.05)


def test_as_a_season_ago_scores_like_a_normal_curve() -> None:
    assert season_before(np.array([50.0]), np.array([50.0]), np.array([8.0]))[0] == pytest.approx(
        8 * 0.2337, rel=0.02
    )


def test_the_table_of_festivals_agrees_with_the_published_holidays() -> None:
    for year in range(2008, 2026):
        assert not works(spring_festival(year)) and not works(spring_festival(year) + timedelta(days=1))
    with pytest.raises(Invalid):
        spring_festival(2036)


def test_a_festival_is_near_from_the_december_before() -> None:
    calendar = days_from(date(2022, 12, 20), 60, works)
    assert calendar.festival[0] == (date(2022, 12, 20) - date(2023, 1, 22)).days
    assert np.isnan(days_from(date(2022, 7, 1), 1, works).festival[0])
    weeks = weeks_from(date(2023, 1, 16), 3, works)
    assert weeks.open[1] == pytest.approx(2 / 5, abs=0.21) and weeks.season == 52


def test_too_few_counts_teach_no_trees() -> None:
    from huiyin.stats.forecast.boosted import Basis

    few = Basis(np.ones((2, 60)), np.ones((1, 80)), np.zeros(2), np.zeros(2), days(80))
    assert learned(few, 60, 7, np.random.default_rng(1)) is None


def test_what_cannot_be_foretold_is_refused(found: Forecast) -> None:
    short, wrong = days(305), {"areas": np.zeros(12, int), "kinds": np.zeros(3, int)}
    for calendar, more in ((short, codes(12)), (days(330), wrong)):
        with pytest.raises(Invalid):
            forecast(ordinary(), calendar, ahead=14, **more)
    with pytest.raises(Invalid):
        forecast(-ordinary(), days(330), ahead=14, **codes(12))
    with pytest.raises(Invalid):
        found.quantile(1.0)
    with pytest.raises(Invalid):
        found.summed([0, 1])
    with pytest.raises(Invalid):
        Calendar(np.ones(3), np.ones(2), np.ones(3), 7)


def test_the_guide_runs_as_written() -> None:
    names: dict[str, object] = {}
    for block in blocks(text("docs/how-to/foresight.md"), "python"):
        exec(compile(block, "foresight.md", "exec"), names)
    assert np.allclose(names["by_area"].mean.sum(axis=0), names["to_come"].mean.sum(axis=0))  # type: ignore[attr-defined]


def test_what_was_foretold_before_knows_nothing_of_what_came() -> None:
    counts = np.random.default_rng(9).poisson(4.0, (6, 120))
    calendar = weeks_from(FIRST, 120, works)
    kinds = np.array([0, 1, 2, 0, 1, 2])
    before = foretold_before(counts, calendar, ahead=4, columns=100, kinds=kinds)
    assert np.isnan(before[:, :9]).all(), "half a year has to be known"
    assert np.abs(before[:, 20:].mean() / 16 - 1) < 0.1
    later = counts.copy()
    later[:, 96:] += 40
    again = foretold_before(later, calendar, ahead=4, columns=100, kinds=kinds)
    assert np.array_equal(before[:, :80], again[:, :80], equal_nan=True), "up to the week 99: told before 96"
    assert (again[:, -1] > 2 * before[:, -1]).all()
    with pytest.raises(Invalid):
        foretold_before(counts, weeks_from(FIRST, 90, works), ahead=4, columns=20, kinds=kinds)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 3), st.floats(1.0, 8.0))
def test_no_range_is_narrower_farther_ahead(seed: int, series: int, wild: float) -> None:
    chance = np.random.default_rng(seed)
    mean = np.full((6, series, 4), 37.0) * np.geomspace(0.02, 1, series)[None, :, None]
    y = chance.poisson(chance.gamma(mean / wild, wild)).astype(float)
    spread = spread_of(y, mean, np.zeros(series), chance)
    calm = forecast(np.ones((series, 60), int), days(70), ahead=4, **codes(series))
    low, high = dataclasses.replace(calm, mean=mean[0], spread=spread).interval(0.8)
    assert (np.diff(high - low, axis=1) >= 0).all()


def test_the_range_of_a_forecast_holds_its_mean() -> None:
    counts = np.zeros((4, 120), int)
    counts[:, 100:104] = 25  # nought but for a month: most counts lie under the mean
    found = forecast(
        counts, weeks_from(FIRST, 124, works), ahead=4, areas=np.arange(4), kinds=np.zeros(4, int)
    )
    low, high = found.interval(0.8)
    assert ((low <= found.mean) & (found.mean <= high)).all()


def test_ranges_are_believed_until_they_held_far_too_little() -> None:
    assert held([(4, 1.0), (4, 0.75)]) == (0.875, True)
    assert held([(4, 0.5)]) == (0.5, True), "two of four come by chance"
    assert held([(4, 0.25), (4, 0.25), (4, 0.25), (4, 0.25)]) == (0.25, False)
    assert held([(5000, 0.75)])[1], "a little too few is told by the record alone"
    assert held([]) == (1.0, True)
