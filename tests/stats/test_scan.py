"""Hotspots: told where they are, quiet where nothing is, and honest where nothing can be known."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from huiyin.base.errors import Invalid
from huiyin.stats.chance import unusual
from huiyin.stats.scan import Known, Nulls, Zones, by_steps, nearest, scan, usual_of
from huiyin.stats.scan.excess import each_area, excess, highest
from huiyin.stats.scan.null import chance_of, drawn

WINDOWS = (1, 3, 7, 14)
NULLS = Nulls(draws=199)
Counts = NDArray[np.int64]


def ordinary(areas: int = 40, kinds: int = 3, days: int = 150, seed: int = 4) -> Counts:
    chance = np.random.default_rng(seed)
    mean = np.outer(chance.lognormal(-0.5, 0.6, areas), np.ones(days))[:, None, :]
    return chance.poisson(chance.gamma(np.repeat(mean, kinds, 1) / 0.5, 0.5))


def line(areas: int = 40, most: int = 6) -> Zones:
    return nearest(np.arange(areas, dtype=float), np.zeros(areas), most=most)


def test_a_hotspot_is_told_with_its_areas_days_and_counts() -> None:
    counts = ordinary()
    counts[10:13, 1, -3:] += 5
    found = scan(counts, line(), windows=WINDOWS, nulls=NULLS)
    first = found.told()[0]
    assert first.kind == 1 and {10, 11, 12} <= set(first.areas) and len(first.areas) <= 4
    assert first.days == 3
    assert first.observed == counts[list(first.areas), 1, -3:].sum()
    assert first.ratio == pytest.approx(first.observed / first.expected) and first.ratio > 3
    assert first.chance <= first.adjusted <= 0.05
    assert found.known.tolist() == [Known.JUDGED] * 3


def test_what_rises_everywhere_is_no_hotspot() -> None:
    counts = ordinary(seed=5)
    counts[:, 0, -7:] += np.random.default_rng(2).poisson(3 * counts[:, 1].mean(axis=1), (7, 40)).T
    assert not [one for one in scan(counts, line(), windows=WINDOWS, nulls=NULLS).told() if one.kind == 0]


def test_hotspots_of_a_kind_share_no_area() -> None:
    counts = ordinary(seed=6)
    counts[4:6, 0, -7:] += 4
    counts[30:33, 0, -7:] += 4
    mine = [one for one in scan(counts, line(), windows=WINDOWS, nulls=NULLS).clusters if one.kind == 0]
    areas = [area for one in mine for area in one.areas]
    assert len(areas) == len(set(areas)) and {4, 5, 30, 31, 32} <= set(areas)


def test_one_pen_writes_no_hotspot_of_the_people() -> None:
    counts = ordinary(seed=7)
    persons = counts.copy()
    counts[20, 2, -28:] += 194  # 5,426 petitions in four weeks, of one person
    persons[20, 2, -28:] += np.arange(28) == 0
    first = scan(counts, line(), windows=WINDOWS, persons=persons, nulls=NULLS).told()[0]
    assert first.kind == 2 and 20 in first.areas and first.people is False
    persons[20, 2, -7:] += 3
    assert scan(counts, line(), windows=WINDOWS, persons=persons, nulls=NULLS).told()[0].people is True


def test_quiet_times_are_told_as_often_as_said() -> None:
    nulls = Nulls(draws=399)
    chances = []
    for seed in range(6):
        found = scan(ordinary(60, 40, 200, 100 + seed), line(60), windows=WINDOWS, nulls=nulls)
        least = np.ones(40)
        for one in found.clusters:
            least[one.kind] = min(least[one.kind], one.chance)
        chances += least.tolist()
    assert 0.015 < np.mean(np.array(chances) <= 0.05) < 0.1


def test_the_highest_score_of_all_zones_is_that_of_a_plain_search() -> None:
    chance, zones = np.random.default_rng(3), line(9, 4)
    counts, means = (
        chance.poisson(2.0, (9, 3)).cumsum(1).astype(float),
        chance.uniform(1, 3, (9, 3)).cumsum(1),
    )
    variances = means * 1.4
    every = [
        excess(float(counts[z, w].sum()), float(means[z, w].sum()), 1.4)
        for row in zones.nearest
        for n in range(1, 5)
        for w in range(3)
        if counts[(z := row[:n]), w].sum() >= 3
    ]
    assert highest(counts, means, variances, zones.nearest, 3.0) == pytest.approx(max(every))
    best = np.empty((9, 3))
    each_area(counts, means, variances, zones.nearest, 3.0, 0.0, best)
    assert best[:, 0].max() == pytest.approx(max(every))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 400), st.floats(0.05, 200), st.floats(1, 5))
def test_the_score_is_nearly_that_of_the_exact_tail(count: int, mean: float, dispersion: float) -> None:
    score = excess(float(count), mean, dispersion)
    if count <= mean:
        assert score == 0
    elif mean > 5 and score < 6:
        assert score == pytest.approx(unusual(float(count), mean, dispersion), abs=0.35)
    assert score**2 <= (count - mean) ** 2 / (dispersion * mean) + 1e-6


@settings(max_examples=15, deadline=None)
@given(st.floats(0.02, 60), st.floats(1, 4))
def test_draws_have_the_mean_and_the_variance_they_should(mean: float, dispersion: float) -> None:
    chance = np.random.default_rng(1)
    many = np.array([drawn(mean, dispersion, chance) for _ in range(8000)])
    assert many.mean() == pytest.approx(mean, abs=5 * math.sqrt(dispersion * mean / 8000))
    if mean > 1:
        assert many.var() / many.mean() == pytest.approx(dispersion, rel=0.15)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000))
def test_a_higher_score_is_never_likelier(seed: int) -> None:
    quiet = np.sort(np.random.default_rng(seed).gumbel(3, 0.4, 199))
    chances = [chance_of(score, quiet) for score in np.linspace(1, 8, 60)]
    assert all(0 < p <= 1 for p in chances)
    assert all(a >= b - 0.02 for a, b in itertools.pairwise(chances))
    assert chances[-1] < 0.001


def test_what_is_kept_of_quiet_times_is_used_again_and_says_the_same() -> None:
    counts = ordinary(seed=8)
    first = Nulls(draws=99)
    one = scan(counts, line(), windows=WINDOWS, nulls=first)
    again = Nulls(first.kept, draws=99)
    assert scan(counts, line(), windows=WINDOWS, nulls=again).clusters == one.clusters
    assert again.kept.keys() == first.kept.keys()


def test_too_little_history_is_said() -> None:
    counts = ordinary(days=60)
    found = scan(counts, line(), windows=WINDOWS, nulls=NULLS)
    assert found.known.tolist() == [Known.TOO_SHORT] * 3 and not found.clusters
    long = ordinary()
    since = [0, 120, 0]
    assert scan(long, line(), windows=WINDOWS, nulls=NULLS, since=since).known.tolist() == [0, 1, 0]


def test_counts_from_before_a_change_of_the_code_are_not_used() -> None:
    counts = ordinary(days=200)
    counts[:5, 0, :100] = 0  # the kind was cut anew on day 100: these areas had it under another code
    one = usual_of(counts, windows=WINDOWS, since=[100, 0, 0])[0]
    assert one.rates[:5].mean() == pytest.approx(counts[:5, 0, 100:186].mean(), rel=0.1)


def test_nothing_ever_counted_is_silent_and_the_first_petitions_are_told() -> None:
    counts = np.zeros((40, 2, 150), np.int64)
    assert not scan(counts, line(), windows=WINDOWS, nulls=NULLS).clusters
    counts[3, 0, -1] = 3
    found = scan(counts, line(), windows=WINDOWS, nulls=NULLS)
    assert found.known[0] == Known.SILENT and found.clusters[0].areas[0] == 3
    counts[3, 0, -1] = 2
    assert not scan(counts, line(), windows=WINDOWS, nulls=NULLS).clusters


def test_days_that_are_not_known_are_not_zero() -> None:
    counts = ordinary(seed=9).astype(float)
    whole = usual_of(counts, windows=WINDOWS)[0]
    counts[7, :, 20:60] = np.nan
    counts[7, :, -2:] = np.nan
    part = usual_of(counts, windows=WINDOWS)[0]
    assert part.rates[7] == pytest.approx(whole.rates[7], rel=0.25)
    assert part.means[7, 0] == 0 and part.means[7, 2] < whole.means[7, 2]
    counts[:, 0, -14:] = np.nan
    assert usual_of(counts, windows=WINDOWS)[0].known == Known.UNKNOWN


def test_a_day_that_holds_nothing_is_left_out() -> None:
    counts, holds = ordinary(seed=9), np.ones(150)
    holds[-1] = 0
    counts[2, 0, -1] += 50
    found = scan(counts, line(), windows=WINDOWS, holds=holds, nulls=NULLS)
    assert not [one for one in found.told() if 2 in one.areas and one.kind == 0]


def test_zones_by_steps_begin_at_home_and_go_outward() -> None:
    ring = [[(at - 1) % 6, (at + 1) % 6] for at in range(6)]
    assert by_steps(ring, most=4).nearest.tolist()[0] == [0, 5, 1, 4]
    alone = by_steps([[1], [0], []], most=3).nearest.tolist()
    assert alone == [[0, 1, -1], [1, 0, -1], [2, -1, -1]]
    assert nearest([0, 1, 9], [0, 0, 0], most=3, within=2).nearest.tolist() == [
        [0, 1, -1],
        [1, 0, -1],
        [2, -1, -1],
    ]
    assert nearest([0, 0], [0, 0], most=2).nearest[:, 0].tolist() == [0, 1]


@pytest.mark.parametrize(
    ("counts", "more"),
    [
        (np.zeros((3, 4)), {}),
        (np.full((3, 2, 90), -1), {}),
        (np.zeros((3, 2, 90), dtype=bool), {}),
        (np.zeros((3, 2, 90)), {"windows": (7, 3)}),
        (np.zeros((3, 2, 90)), {"windows": ()}),
        (np.zeros((3, 2, 90)), {"holds": np.ones(3)}),
    ],
)
def test_what_are_no_counts_is_refused(counts: Counts, more: dict) -> None:
    with pytest.raises(Invalid):
        scan(counts, line(3, 2), **more)


def test_rows_that_are_no_zones_are_refused() -> None:
    for rows in ([[1], [0]], [[0, 5], [1, 0]], [[0, -2], [1, 0]]):
        with pytest.raises(Invalid):
            Zones(np.array(rows))
