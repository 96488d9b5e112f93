"""Offices drawn together, and many questions asked at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.stats.false_discovery import adjusted
from huiyin.stats.pooling import pooled

P = st.lists(st.one_of(st.floats(0, 1), st.just(float("nan"))), max_size=30)


def test_who_says_little_is_drawn_nearer_to_all() -> None:
    found = pooled([1.0, 1.0, -0.8, 0.3, -0.5], [4.0, 0.01, 0.01, 0.01, 0.01])
    assert 0 < found.middle[0] < found.middle[1] < 1.0
    assert found.high[0] - found.low[0] > found.high[1] - found.low[1]
    assert found.spread_low <= found.spread <= found.spread_high


def test_offices_that_differ_by_chance_only_are_alike() -> None:
    chance = np.random.default_rng(1)
    found = pooled(chance.normal(0, 0.5, 60), np.full(60, 0.25))
    assert found.spread < 0.2
    assert ((found.low < 0) & (found.high > 0)).all()


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    chance, held = np.random.default_rng(2), []
    for _ in range(150):
        true, variance = chance.normal(0, 0.4, 20), chance.uniform(0.02, 1.0, 20)
        found = pooled(chance.normal(true, np.sqrt(variance)), variance)
        held.append(np.mean((found.low <= true) & (true <= found.high)))
    assert 0.93 <= np.mean(held) <= 0.97


def test_who_says_nothing_gets_the_interval_of_all() -> None:
    found = pooled([np.nan, 0.5, -0.5, 0.6, -0.6], [np.nan, 0.01, 0.01, 0.01, 0.01])
    assert found.middle[0] == 0
    assert found.low[0] < -0.5
    assert found.high[0] > 0.5


def test_an_answer_among_many_is_less_sure() -> None:
    assert adjusted([0.01, 0.02, 0.03, 0.9]) == pytest.approx([0.04, 0.04, 0.04, 0.9])


@given(P)
def test_sureness_keeps_the_order_and_counts_only_what_was_asked(p: list[float]) -> None:
    given, found = np.array(p), adjusted(p)
    assert (np.isnan(given) == np.isnan(found)).all()
    asked = np.isfinite(given)
    assert (found[asked] >= given[asked] - 1e-12).all()
    assert (found[asked] <= 1).all()
    order = np.argsort(given[asked])
    assert (np.diff(found[asked][order]) >= -1e-12).all()
