"""What an agency sets for itself stays within what the law leaves open, and counts from its day on."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.base.errors import Invalid
from huiyin.law.own import KEPT, THRESHOLDS, OwnValue, laid_over, refuse_outside, room, value_on
from huiyin.law.parameters import law_of, national

DAYS = st.dates(date(2026, 1, 1), date(2040, 12, 31))
CODES = st.sampled_from(sorted(THRESHOLDS))


@given(CODES, st.integers(-5, 200), DAYS)
def test_nothing_is_taken_that_the_law_does_not_leave_open(code: str, value: int, on: date) -> None:
    threshold, law = THRESHOLDS[code], national()
    found = room(threshold, law, on)
    try:
        refuse_outside(threshold, value, law, on)
    except Invalid:
        assert not found.least <= value <= found.most
        return
    assert found.least <= value <= found.most
    if threshold.topic == KEPT:
        assert value >= law.parameter(code, on).value
    if code == "small_cell":
        assert value >= 5


@given(DAYS, st.integers(10, 100), DAYS)
def test_an_own_value_holds_from_its_day_on_and_not_before(since: date, value: int, on: date) -> None:
    own = OwnValue("keep_concluded_years", since, value, "本机关规定")
    found = laid_over(national(), [own]).parameter("keep_concluded_years", on)
    usual = national().parameter("keep_concluded_years", on)
    assert found.value == (value if on >= since else usual.value)
    assert (found.citation.instrument == "本机关规定") == (on >= since)


@given(DAYS, st.integers(1, 400), st.integers(0, 10))
def test_what_is_taken_back_leaves_what_held_without_it(since: date, later: int, days: int) -> None:
    end = since + timedelta(days=later)
    own = [OwnValue("suspension_papers", since, days, "省办法"), OwnValue("suspension_papers", end, None)]
    law = laid_over(national(), own)
    assert law.parameter("suspension_papers", end - timedelta(days=1)).value == days
    assert law.find("suspension_papers", end) is None
    local = laid_over(law_of("shandong"), own)
    assert local.parameter("suspension_papers", end).value == 10
    assert [p.name for p in local.suspensions("decide_review", end)].count("suspension_papers") == 1
    assert value_on(own, "suspension_papers", end) is None


def test_without_own_values_the_law_is_the_same() -> None:
    assert laid_over(national(), []) is national()
    small = [OwnValue("small_cell", date(2026, 1, 1), 8, "规定")]
    assert laid_over(national(), small) is national()


@pytest.mark.parametrize("code", sorted(THRESHOLDS))
def test_what_holds_without_an_own_value_is_within_the_bounds(code: str) -> None:
    found = room(THRESHOLDS[code], national(), date(2026, 11, 26))
    assert found.usual is None or found.least <= found.usual <= found.most
