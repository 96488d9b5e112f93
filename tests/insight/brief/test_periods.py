"""Months, quarters and years: whole ones, what they are set beside, how they are written."""

from datetime import date

import pytest

from huiyin.base.errors import Invalid
from huiyin.insight.brief.periods import Period, containing, offered, read, years


@pytest.mark.parametrize(
    ("code", "since", "last"),
    [
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_is_read_as_it_is_written(code: str, since: date, last: date) -> None:
    period = read(code)
    assert (period.since, period.last, period.code) == (since, last, code)


@pytest.mark.parametrize("code", ["", "2026-13", "2026-Q5", "1999", "2026-1", "26-Q1", "2026-Q1-Q2", "२०२६"])
def test_nonsense_is_no_period(code: str) -> None:
    with pytest.raises(Invalid):
        read(code)


def test_a_period_stands_beside_those_before_and_the_same_of_a_year_ago() -> None:
    assert [one.code for one in read("2026-Q3").compared] == [
        "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3",
    ]  # fmt: skip
    assert [one.code for one in read("2026-02").compared] == [
        "2025-02", "2025-11", "2025-12", "2026-01", "2026-02",
    ]  # fmt: skip
    assert [one.code for one in read("2026").compared] == ["2024", "2025", "2026"]


def test_only_whole_months_and_quarters_are_offered_the_latest_first() -> None:
    codes = [one.code for one in offered(date(2026, 10, 1))]
    assert codes == ["2026-09", "2026-08", "2026-07", "2026-06", "2026-05", "2026-04",
                     "2026-Q3", "2026-Q2", "2026-Q1", "2025-Q4"]  # fmt: skip
    assert all(one.before <= date(2026, 10, 1) for one in offered(date(2026, 10, 1)))


def test_years_are_those_since_the_first_record() -> None:
    assert [one.code for one in years(date(2026, 3, 1), date(2024, 9, 27))] == ["2026", "2025", "2024"]


def test_each_day_lies_in_one_period_of_a_kind() -> None:
    assert containing("quarter", date(2026, 12, 31)) == Period("quarter", date(2026, 10, 1))
    assert containing("month", date(2026, 12, 31)).before == date(2027, 1, 1)
