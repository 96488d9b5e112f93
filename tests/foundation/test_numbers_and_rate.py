"""Running numbers, and how often somebody may try."""

from datetime import UTC, datetime, timedelta

import pytest

from huiyin.foundation import numbers, rate

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_each_series_counts_from_one_without_doubles() -> None:
    assert [numbers.allocate("letter:opinion:1:2026") for _ in range(3)] == [1, 2, 3]
    assert numbers.allocate("letter:opinion:2:2026") == 1


def tries(count: int, at: datetime = AT) -> None:
    for _ in range(count):
        rate.count("key", limit=3, within=timedelta(minutes=10), at=at)


def test_as_many_tries_as_the_limit_pass_and_one_more_does_not() -> None:
    tries(3)
    with pytest.raises(rate.TooOften) as refusal:
        tries(1)
    assert refusal.value.message.params == {"minutes": 10}


def test_after_the_window_the_count_begins_anew() -> None:
    tries(3)
    tries(3, AT + timedelta(minutes=11))


def test_a_success_forgets_the_tries() -> None:
    tries(3)
    rate.forget("key")
    tries(3)
