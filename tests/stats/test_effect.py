"""What followed a change: seen when it is there, not when it is not, and said when it cannot be known."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from huiyin.evaluation.effect import Scene, naive, simulated
from huiyin.stats.effect import Effect, Verdict, effect_of
from huiyin.stats.effect.design import LEAST_AFTER, LEAST_BEFORE, Span, Weeks, bursts, columns
from huiyin.stats.effect.fit import fit
from huiyin.stats.effect.noise import CORRELATIONS, STRENGTHS, known

Floats = NDArray[np.float64]
AT, WEEKS = 120, 146


def _calm(mean: float = 20.0, seed: int = 1) -> Floats:
    return np.random.default_rng(seed).poisson(mean, WEEKS).astype(float)


def _codes(answer: Effect) -> dict[str, Any]:
    return {note.code.removeprefix("stats.effect."): dict(note.params) for note in answer.notes}


def test_a_third_fewer_is_seen_with_its_size_and_a_warning_about_what_it_means() -> None:
    counts = _calm()
    counts[AT:] = np.random.default_rng(2).poisson(12, WEEKS - AT)
    answer = effect_of(counts, AT, control=_calm(60, 3))
    assert answer.verdict == Verdict.FELL
    assert answer.change is not None
    assert answer.change.low <= -0.4 <= answer.change.high < 0
    assert answer.placebo is not None
    assert answer.placebo.tried >= 8
    assert answer.placebo.p < 0.1
    assert answer.expected == pytest.approx(20 * (WEEKS - AT), rel=0.2)
    assert "registrations_only" in _codes(answer), "fewer registered is not fewer troubles"


def test_a_rise_is_seen_and_carries_no_praise() -> None:
    counts = _calm()
    counts[AT:] *= 2
    answer = effect_of(counts, AT, control=_calm(60, 3))
    assert answer.verdict == Verdict.ROSE
    assert "registrations_only" not in _codes(answer)


def test_nothing_detectable_says_how_much_would_have_been() -> None:
    many, few = (effect_of(_calm(mean), AT, control=_calm(3 * mean, 3)) for mean in (100, 3))
    assert many.verdict == few.verdict == Verdict.NOT_DETECTABLE
    assert many.least_fall is not None
    assert few.least_fall is not None
    assert many.least_fall < 0.2 < few.least_fall < 1
    assert few.least_rise is not None
    assert few.least_rise > few.least_fall


def test_what_touches_both_series_alike_is_no_effect() -> None:
    rush = np.where(np.arange(WEEKS) >= AT, 1.8, 1.0)
    chance = np.random.default_rng(4)
    own, other = chance.poisson(20 * rush).astype(float), chance.poisson(60 * rush).astype(float)
    assert effect_of(own, AT, control=other).verdict == Verdict.NOT_DETECTABLE
    assert effect_of(own, AT).verdict == Verdict.ROSE


def test_a_control_that_moved_itself_is_named() -> None:
    other = _calm(60, 3)
    other[AT:] *= 2
    answer = effect_of(_calm(), AT, control=other)
    assert "control_moved" in _codes(answer)
    assert answer.control is not None
    assert answer.control.low > 0


def test_half_a_year_of_like_weeks_is_not_taken_for_a_change() -> None:
    """Weeks that resemble their neighbours: the naive answer cries wolf several times as often."""
    chance, scene = np.random.default_rng(11), Scene("strong moods", own=0.2, common=0.2)
    pairs = [simulated(scene, 0.0, chance) for _ in range(60)]
    wrong = sum(effect_of(a, scene.before, control=b).verdict != Verdict.NOT_DETECTABLE for a, b in pairs)
    careless = sum(naive(a, scene.before, b) <= 0.05 for a, b in pairs)
    assert wrong <= 8  # 5 % of 60, and three deviations more
    assert careless > 2 * wrong


def test_a_series_that_jumps_now_and_then_anyway_is_not_taken_for_a_change() -> None:
    levels = np.exp(np.random.default_rng(8).normal(0, 0.6, 8)).repeat(20)[:WEEKS]
    counts = np.random.default_rng(9).poisson(15 * levels).astype(float)
    assert effect_of(counts, AT, control=_calm(60, 3)).verdict == Verdict.NOT_DETECTABLE


def test_an_effect_that_is_as_large_at_other_dates_is_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiyin.stats.effect.measure.PLACEBO_SHARE", 0.0)
    counts = _calm()
    counts[AT:] /= 4
    answer = effect_of(counts, AT, control=_calm(60, 3))
    assert answer.verdict == Verdict.NOT_DETECTABLE
    assert _codes(answer)["placebo_as_large"]["tried"] >= 8


@pytest.mark.parametrize(
    ("counts", "at", "why"),
    [
        (_calm()[:40], 20, "few_weeks_before"),
        (_calm(), WEEKS - 3, "few_weeks_after"),
        (_calm(), 0, "few_weeks_before"),
        (_calm(), WEEKS, "few_weeks_after"),
        (np.zeros(WEEKS), AT, "few_counted"),
        (np.where(np.arange(WEEKS) < AT - 10, np.nan, _calm()), AT, "few_weeks_before"),
        (_calm()[:80], 60, "season_unknown"),
    ],
)
def test_what_cannot_be_known_is_said_with_its_reason(counts: Floats, at: int, why: str) -> None:
    answer = effect_of(counts, at)
    assert answer.verdict == Verdict.UNKNOWN
    assert list(_codes(answer)) == [why]
    assert _codes(answer)[why]["have"] < _codes(answer)[why]["need"]
    assert answer.change is None


def test_an_empty_control_is_no_control() -> None:
    answer = effect_of(_calm(), AT, control=np.zeros(WEEKS))
    assert list(_codes(answer)) == ["few_counted_in_control"]


def test_with_a_control_one_year_is_enough_and_it_is_said_whose_season_is_taken() -> None:
    answer = effect_of(_calm()[:80], 60, control=_calm(60, 3)[:80])
    assert answer.verdict == Verdict.NOT_DETECTABLE
    assert _codes(answer)["season_of_control"] == {"weeks": 60}


def test_a_change_of_codes_at_the_date_cannot_be_told_from_the_change_itself() -> None:
    counts = _calm()
    counts[AT - 3 :] *= 0.3
    answer = effect_of(counts, AT, control=_calm(60, 3), codes_changed=[AT - 3])
    assert answer.verdict == Verdict.UNKNOWN
    assert _codes(answer) == {"codes_changed_then": {"week": AT - 3}}


def test_a_change_of_codes_at_another_time_is_taken_out() -> None:
    counts = _calm(40)
    counts[60:] = np.random.default_rng(5).poisson(12, WEEKS - 60)
    told = effect_of(counts, AT, control=_calm(60, 3), codes_changed=[60])
    assert told.verdict == Verdict.NOT_DETECTABLE
    assert "codes_changed" in _codes(told)
    assert told.least_fall is not None
    untold = effect_of(counts, AT, control=_calm(60, 3))
    assert untold.least_fall is not None
    assert untold.least_fall > told.least_fall


def test_missing_weeks_are_passed_over_and_counted() -> None:
    counts = _calm(30)
    counts[AT:] *= 0.4
    gaps = counts.copy()
    gaps[[3, 40, 41, 42, AT + 2]] = np.nan
    answer = effect_of(gaps, AT, control=_calm(60, 3))
    assert answer.verdict == Verdict.FELL
    assert _codes(answer)["weeks_missing"] == {"weeks": 5}


def test_one_persons_flood_of_letters_is_left_out_and_named() -> None:
    counts = _calm()
    counts[AT + 5] = 5426
    answer = effect_of(counts, AT, control=_calm(60, 3))
    assert answer.verdict == Verdict.NOT_DETECTABLE
    assert _codes(answer)["bursts"] == {"weeks": [AT + 5]}


def test_a_lasting_rise_is_no_burst() -> None:
    counts = _calm()
    counts[AT:] *= 10  # and with it what they vary by
    assert not bursts(counts).any()
    assert not bursts(np.zeros(30)).any()
    assert not bursts(np.full(30, np.nan)).any()


def test_nothing_at_all_after_the_change_has_a_finite_answer() -> None:
    counts = _calm(10)
    counts[AT:] = 0
    for control in (None, _calm(30, 3)):
        answer = effect_of(counts, AT, control=control)
        assert answer.verdict == Verdict.FELL
        assert answer.change is not None
        assert -1 < answer.change.low < answer.change.high < -0.8


def test_short_weeks_are_no_fall() -> None:
    days = np.where(np.arange(WEEKS) >= AT, 2.0, 5.0)
    counts = np.random.default_rng(6).poisson(4 * days).astype(float)
    assert effect_of(counts, AT).verdict == Verdict.FELL
    assert effect_of(counts, AT, exposure=days).verdict == Verdict.NOT_DETECTABLE


def test_weeks_of_transition_are_left_out() -> None:
    counts = _calm()
    counts[AT : AT + 6] = 0
    assert effect_of(counts, AT, control=_calm(60, 3)).counted == counts[AT:].sum()
    answer = effect_of(counts, AT, control=_calm(60, 3), transition=6)
    assert answer.verdict == Verdict.NOT_DETECTABLE
    assert answer.change is not None
    assert abs(answer.change.value) < 0.25


def test_an_effect_that_grows_shows_its_drift() -> None:
    week = np.arange(156)
    course = np.where(week >= 104, np.exp(-1.2 * (week - 104) / 52), 1.0)
    chance = np.random.default_rng(7)
    answer = effect_of(chance.poisson(60 * course), 104, control=chance.poisson(200, 156), slope=True)
    assert answer.drift is not None
    assert answer.drift.high < 0


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from([0.5, 3.0, 30.0, 3e4]),
    st.integers(LEAST_BEFORE, 110),
    st.integers(LEAST_AFTER, 40),
    st.sampled_from([0.0, 0.3, 1.0, 4.0]),
    st.floats(0, 0.4),
)
def test_interval_and_verdict_never_contradict_each_other(
    seed: int, mean: float, before: int, after: int, factor: float, missing: float
) -> None:
    chance = np.random.default_rng(seed)
    week = np.arange(before + after)
    counts = chance.poisson(mean * np.where(week >= before, factor, 1.0)).astype(float)
    counts[chance.random(week.size) < missing] = np.nan
    answer = effect_of(counts, before, control=chance.poisson(3 * mean, week.size))
    if answer.verdict == Verdict.UNKNOWN:
        assert answer.change is None
        assert answer.notes
        return
    change = answer.change
    assert change is not None
    assert -1 <= change.low <= change.value <= change.high
    assert 0 <= change.p <= 1
    assert (change.p <= 0.05) == (not change.low <= 0 <= change.high)
    if answer.verdict in {Verdict.FELL, Verdict.ROSE}:
        assert change.p <= 0.05
        assert (change.value < 0) == (answer.verdict == Verdict.FELL)


@pytest.mark.parametrize(
    "wrong", [{"control": [1.0, 2.0]}, {"exposure": [1.0]}, {"control": -np.ones(WEEKS)}]
)
def test_series_of_other_weeks_and_counts_below_nought_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"same weeks|below nought"):
        effect_of(_calm(), AT, **wrong)


def test_the_filter_gives_what_generalised_least_squares_gives() -> None:
    """The Kalman filter against the formula with the whole covariance matrix, a grid point at a time."""
    counts = _calm(8)[:60]
    counts[[10, 11, 30]] = np.nan
    weeks = Weeks(counts, None, np.ones(60))
    design = columns(weeks, [Span(0, 40, 60)], season=False, slope=False)
    fitted = fit(np.nan_to_num(counts)[None], design, offset=np.zeros((1, 60)), both=None)
    unit = np.eye(design.shape[2])[[0]]
    found = known(fitted, design, which=unit)
    used = np.flatnonzero(weeks.used)
    x, rest, weight = design[0][used], fitted.residuals[0][used], fitted.weights[0][used]
    apart = np.abs(used[:, None] - used)
    pairs = [(0.0, 0.0), *((s, r) for s in STRENGTHS for r in CORRELATIONS)]
    for at, (strength, correlation) in enumerate(pairs):
        covariance = np.diag(1 / weight) + strength / weight.mean() * correlation**apart
        precise = np.linalg.inv(covariance)
        inverse = np.linalg.inv(x.T @ precise @ x)
        move = inverse @ x.T @ precise @ rest
        left = (rest - x @ move) @ precise @ (rest - x @ move)
        dispersion = max(1.0, left / (used.size - x.shape[1]))
        assert found.middle[0, at] == pytest.approx(fitted.coefficients[0, 0] + move[0])
        assert found.spread[0, at] == pytest.approx(np.sqrt(inverse[0, 0] * dispersion))
