"""Counting days: properties that hold on any day, and the days of months and years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.base.errors import Invalid
from huiyin.law.calendar import Calendar, year_from
from huiyin.law.counting import count, months_after

CALENDAR = Calendar()
DAYS = st.dates(date(2004, 1, 1), date(2028, 12, 31))
UNITS = st.sampled_from(["calendar-day", "working-day", "month", "year"])


@given(DAYS, st.integers(1, 120), UNITS)
def test_rolling_never_ends_earlier(start: date, amount: int, unit: str) -> None:
    found = count(start, amount % 12 + 1 if unit == "year" else amount, unit, CALENDAR)
    assert found.due >= found.unrolled > start


@given(DAYS, st.integers(0, 40), st.integers(1, 90), UNITS)
def test_a_later_start_never_ends_earlier(start: date, later: int, amount: int, unit: str) -> None:
    amount = amount % 5 + 1 if unit == "year" else amount
    first = count(start, amount, unit, CALENDAR)
    second = count(start + timedelta(days=later), amount, unit, CALENDAR)
    assert second.unrolled >= first.unrolled
    if not (first.provisional or second.provisional):
        assert second.due >= first.due


@given(DAYS, st.integers(1, 90))
def test_a_known_last_day_is_a_working_day_and_nothing_between_is(start: date, amount: int) -> None:
    found = count(start, amount, "calendar-day", CALENDAR)
    if found.provisional:
        assert found.due.year > 2026
    else:
        assert CALENDAR.works(found.due)
        gap = (found.due - found.unrolled).days
        assert not any(CALENDAR.works(found.unrolled + timedelta(days=n)) for n in range(gap))


@given(DAYS, st.integers(1, 60), st.integers(1, 30))
def test_an_extension_is_added_before_rolling(start: date, amount: int, added: int) -> None:
    extended = count(start, amount, "calendar-day", CALENDAR, added=added)
    assert extended.unrolled == start + timedelta(days=amount + added)


@given(DAYS, st.integers(1, 60), st.sets(st.integers(-5, 100), max_size=10))
def test_days_left_out_move_the_end_by_as_many_as_fell_inside(
    start: date, amount: int, places: set[int]
) -> None:
    out = {start + timedelta(days=n) for n in places}
    found = count(start, amount, "calendar-day", CALENDAR, left_out=out)
    inside = sum(start < day <= found.unrolled for day in out)
    assert found.unrolled == start + timedelta(days=amount + inside)
    assert found.unrolled not in out


@given(st.dates(date(2004, 1, 1), date(2026, 11, 1)), st.integers(1, 20))
def test_so_many_working_days_lie_in_the_limit(start: date, amount: int) -> None:
    found = count(start, amount, "working-day", CALENDAR)
    span = [start + timedelta(days=n) for n in range(1, (found.due - start).days + 1)]
    assert sum(bool(CALENDAR.works(day)) for day in span) == amount


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 12, 31), 1, date(2026, 1, 31)),
        (date(2025, 11, 15), 2, date(2026, 1, 15)),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_last(start: date, months: int, end: date) -> None:
    assert months_after(start, months) == end


def test_a_year_ending_on_a_saturday_of_make_up_work_stays() -> None:
    found = count(date(2025, 2, 28), 1, "year", CALENDAR)
    assert (found.unrolled, found.due) == (date(2026, 2, 28), date(2026, 2, 28))


def test_the_steps_say_how_the_day_was_found() -> None:
    found = count(date(2025, 9, 20), 15, "calendar-day", CALENDAR)
    assert [step.code for step in found.why] == [
        "law.step.not-counted",
        "law.step.calendar-days",
        "law.step.rolled",
    ]


def test_an_operator_may_load_the_year_nobody_shipped() -> None:
    days_off = [date(2027, 2, d) for d in range(5, 13)]
    loaded = CALENDAR.with_year(2027, year_from(2027, holidays=days_off, workdays=[date(2027, 2, 20)]))
    found = count(date(2026, 12, 8), 60, "calendar-day", loaded)
    assert (found.unrolled, found.due, found.provisional) == (date(2027, 2, 6), date(2027, 2, 15), False)
    assert loaded.works(date(2027, 2, 20))
    assert CALENDAR.works(date(2027, 2, 6)) is None


@pytest.mark.parametrize(
    ("holidays", "workdays", "code"),
    [
        ([date(2026, 1, 1)], [], "law.refused.calendar-other-year"),
        ([date(2027, 1, 2)], [date(2027, 1, 2)], "law.refused.calendar-both"),
        ([], [date(2027, 1, 4)], "law.refused.calendar-not-weekend"),
    ],
)
def test_a_year_that_contradicts_itself_is_refused(
    holidays: list[date], workdays: list[date], code: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        year_from(2027, holidays=holidays, workdays=workdays)
    assert refusal.value.message.code == code
