"""Warnings: a probability that holds, parts that add up, nothing about a person."""

import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from huiyin.base.errors import Invalid
from huiyin.stats import warning
from huiyin.stats.warning import (
    NAMES,
    Model,
    Signals,
    State,
    bars,
    begins,
    breaches_above_usual,
    confirmed,
    doubled,
    in_four_weeks,
    learn,
    policy_weeks,
    signals,
    standing_out,
    to_learn_from,
    warn,
    weeks_needed,
    within_weeks,
)

Floats = NDArray[np.float64]
CELLS, WEEKS = 240, 120


def invented(seed: int = 1) -> tuple[Signals, Floats]:
    """Signals of which the first and the third raise the odds, and events drawn from them."""
    chance = np.random.default_rng(seed)
    values = chance.normal(size=(CELLS, WEEKS, len(NAMES)))
    odds = -2 + 1.0 * values[:, :, 0] + 0.7 * np.maximum(values[:, :, 2], 0)
    return Signals(values), (chance.random((CELLS, WEEKS)) < 1 / (1 + np.exp(-odds))).astype(float)


@pytest.fixture(scope="module")
def model() -> Model:
    return learn(*invented())


def test_a_probability_is_what_comes_true_on_weeks_never_seen(model: Model) -> None:
    given, events = invented(2)
    x, y = given.values.reshape(-1, len(NAMES)), events.ravel()
    chance = model.chance(x)
    order = np.array_split(np.argsort(chance), 5)
    assert all(abs(chance[group].mean() - y[group].mean()) < 0.04 for group in order)
    assert np.mean((chance - y) ** 2) < 0.95 * np.mean((model.usual - y) ** 2)


def test_parts_add_up_to_the_log_odds_and_name_what_matters(model: Model) -> None:
    x = invented(3)[0].values[:, 0]
    parts = model.parts(x)
    assert np.allclose(model.start + parts.sum(axis=1), model.log_odds(x))
    assert parts[:, 0].std() > 3 * parts[:, 1].std() and parts[:, 2].std() > 1.5 * parts[:, 1].std()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000))
def test_the_correction_never_turns_the_order_round(model: Model, seed: int) -> None:
    x = np.random.default_rng(seed).normal(0, 2, (50, len(NAMES)))
    order = np.argsort(model.log_odds(x), kind="stable")
    assert (np.diff(model.chance(x)[order]) >= 0).all()
    assert ((model.chance(x) >= 0) & (model.chance(x) <= 1)).all()


def asked(values: Floats, persons: list[int] | None = None) -> dict[str, NDArray[np.int64]]:
    cells = np.arange(len(values))
    return {"areas": cells // 3, "kinds": cells % 3, "persons": np.array(persons or [40] * len(values))}


def test_a_warning_is_the_probability_in_hundredths_with_its_parts(model: Model) -> None:
    x = invented(4)[0].values[:6, 0]
    said = warn(model, x, **asked(x))
    assert np.array_equal(said.index, np.round(100 * model.chance(x))) and said.parts.shape == (6, len(NAMES))
    assert (said.state == State.JUDGED).all()


def test_a_cell_with_fewer_than_five_persons_is_withheld(model: Model) -> None:
    x = invented(4)[0].values[:4, 0]
    said = warn(model, x, **asked(x, [4, 5, 0, 1]))  # the last: one person's 5,426 petitions
    assert said.state.tolist() == [State.WITHHELD, State.JUDGED, State.WITHHELD, State.WITHHELD]
    assert np.isnan(said.chance[[0, 2, 3]]).all() and np.isnan(said.parts[[0, 2, 3]]).all()


def test_nothing_finer_than_area_and_kind_can_be_asked(model: Model) -> None:
    x = invented(4)[0].values[:4, 0]
    one = asked(x)
    with pytest.raises(Invalid):
        warn(model, x, **one | {"kinds": np.zeros(4, int), "areas": np.zeros(4, int)})
    with pytest.raises(Invalid):
        warn(model, x, **one | {"areas": np.array(["a", "b", "c", "d"])})
    names = {name for made in (warn, learn, signals) for name in inspect.signature(made).parameters}
    assert not names & {"person", "name", "petitioner", "id_number", "phone"}
    assert not {name for name in NAMES if "person" in name}
    assert "person" not in " ".join(warning.Warnings.__dataclass_fields__)


def test_a_cell_whose_surge_score_is_not_known_is_not_judged(model: Model) -> None:
    x = invented(4)[0].values[:3, 0].copy()
    x[1, 0] = np.nan
    x[2, 4] = np.nan
    said = warn(model, x, **asked(x))
    assert said.state.tolist() == [State.JUDGED, State.TOO_SHORT, State.JUDGED]
    assert np.isnan(said.chance[1]) and not np.isnan(said.chance[2])


def test_too_few_events_teach_nothing() -> None:
    given, events = invented()
    with pytest.raises(Invalid):
        learn(given, events * 0)
    with pytest.raises(Invalid):
        learn(Signals(given.values[:, :6]), events[:, :6])


def test_weeks_whose_end_is_not_known_are_not_learned_from() -> None:
    given, events = invented()
    gaps = events.copy()
    gaps[:, :30] = np.nan
    gaps[:10, 50] = np.nan
    assert learn(given, gaps).weeks[0] < learn(given, events).weeks[0]


def test_events_are_looked_up_in_the_four_weeks_after() -> None:
    told = np.zeros((1, 12), bool)
    told[0, 6] = True
    nothing = np.zeros_like(told)
    found = within_weeks(told, nothing, nothing)[0]
    assert found[:8].tolist() == [0, 0, 1, 1, 1, 1, 0, 0] and np.isnan(found[8:]).all()
    assert within_weeks(nothing, nothing, told)[0, 6] == 1


def test_breaches_are_told_where_they_are_more_than_usual() -> None:
    breaches = np.random.default_rng(1).poisson(2.0, (200, 120)).astype(float)
    assert breaches_above_usual(breaches)[:, 52:].mean() < 0.012
    breaches[:, 100] += 10
    assert breaches_above_usual(breaches)[:, 100].mean() > 0.9
    few = np.zeros((1, 60))
    few[0, 55] = 2
    assert not breaches_above_usual(few).any()


def test_repeats_double_from_the_mean_of_four_weeks_and_by_three() -> None:
    stock = np.array([[4, 4, 4, 4, 4, 5, 8, 4, 4, 4], [1, 1, 1, 1, 1, 1, 3, 1, 1, 1]], float)
    assert doubled(stock).tolist()[0] == [False, False, False, True, True, *[False] * 5]
    assert not doubled(stock)[1].any()


def test_signals_are_of_the_weeks_up_to_theirs() -> None:
    chance = np.random.default_rng(5)
    tables = {
        name: chance.poisson(5, (3, 20)).astype(float)
        for name in (
            "petitions",
            "expected",
            "foretold",
            "surge_score",
            "open_matters",
            "past_half",
            "past_limit",
            "open_repeats",
        )
    }
    tables |= {"dispersion": np.ones((3, 20)), "weeks_since_policy": np.full((3, 20), np.nan)}
    before = signals(**tables).values
    later = {
        name: np.concatenate([table[:, :12], table[:, 12:] + 9], axis=1) for name, table in tables.items()
    }
    assert np.array_equal(before[:, :12], signals(**later).values[:, :12], equal_nan=True)
    assert np.isnan(before[:, :3, 1]).all() and (before[:, :, 6] < 1e-9).all()
    with pytest.raises(Invalid):
        signals(**tables | {"expected": np.ones((3, 4))})


def test_a_surge_is_confirmed_by_all_who_counted_and_not_by_chance() -> None:
    score = np.random.default_rng(6).normal(size=(400, 104))
    assert confirmed(score).sum() <= 2, "an alarm of one in 200 weeks would be about 200 here"
    score[3, 50] = score[4, 60] = 7.0
    people = np.full(score.shape, np.nan)
    people[4, 60] = 0.3
    told = confirmed(score, people)
    assert told[3, 50], "what is not known of persons does not stand against it"
    assert not told[4, 60]
    score[5] = np.nan
    assert not confirmed(score)[5].any()


def test_where_too_little_came_it_is_said_how_much_and_when_it_may_be_enough() -> None:
    events = np.zeros((3, 60), bool)
    events[0, 10:14] = events[1, 30] = events[2, 58] = True
    assert begins(events).sum() == 3
    mean, low, high = in_four_weeks(begins(events))
    assert (mean, low, high) == (0.2, 0.0, 1.0)
    assert np.isnan(in_four_weeks(events[:, :3])).all()
    assert weeks_needed(0, 60) is None
    assert weeks_needed(60, 60) == (50 + 4) * 4
    given, there = invented()
    first, later = to_learn_from(given, there)
    assert 50 < later < first < there.sum()


def test_what_stands_out_is_rare_on_record_and_not_only_rare() -> None:
    values = np.zeros((50, 40, len(NAMES)))
    values[:, :, NAMES.index("volume")] = 3.0
    values[7, -1] = [5.0, 0.9, 0.8, 0.0, 0.5, 0.0, 0.2, 9.0]
    out = standing_out(values[:, -1], bars(Signals(values)))
    assert [NAMES[n] for n in np.flatnonzero(out[7])] == ["surge", "old_backlog", "repeats"]
    assert out.sum() == 3
    values[:, :, 0] = np.nan
    assert not standing_out(values[:, -1], bars(Signals(values)))[:, 0].any()
    assert policy_weeks(float(np.exp(-3 / 8))) == 3
