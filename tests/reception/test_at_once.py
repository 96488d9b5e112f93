"""Several windows at the same moment: no number is given twice, none is called twice."""

from datetime import time, timedelta
from typing import Any

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid
from huiyin.reception.models import Booking, Ticket
from huiyin.reception.rules.days import BookingGiven, DayGiven
from huiyin.reception.services import days, queue
from huiyin.reception.services.queue import _call
from tests.agency import actor, set_up
from tests.cases.test_at_once import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _agency(settings: Any) -> None:
    set_up(settings)


def _take() -> int:
    return queue.take_ticket(name="", persons=1, ahead_for="", by=actor("registrar"), at=now())


def test_numbers_taken_at_the_same_moment_are_different_and_without_gap() -> None:
    assert sorted(together(*[_take] * 6)) == [1, 2, 3, 4, 5, 6]


def test_windows_that_call_at_the_same_moment_never_call_the_same_number() -> None:
    for _ in range(4):
        _take()
    by = actor("registrar")
    calls = [lambda w=w: queue.call_next(window=str(w), by=by, at=now()) for w in range(6)]
    called = together(*calls)
    assert not [c for c in called if isinstance(c, Exception)], called
    found = [c for c in called if c is not None]
    assert len(found) == len(set(found)) == 4
    assert Ticket.objects.filter(state="called").count() == 4


def test_a_number_that_another_window_took_in_between_is_not_called_again() -> None:
    """What PostgreSQL allows and SQLite does not: both read the same waiting number before either writes."""
    _take()
    ticket, by = Ticket.objects.get().pk, actor("registrar")
    assert _call(ticket, window="1", by=by, at=now())
    assert not _call(ticket, window="2", by=by, at=now())
    assert Ticket.objects.get().window == "1"


def test_a_time_that_several_book_at_the_same_moment_goes_to_one_of_them() -> None:
    given = DayGiven(today() + timedelta(days=2), time(9), time(10), 30, "局长", "二楼接待室")
    day = days.publish(given, by=actor("registrar"), at=now())
    phones = [f"1990000{n}" for n in range(1111, 1117)]
    tries = [lambda p=p: days.book(day, BookingGiven(0, "周师傅", p), at=now()) for p in phones]
    found = together(*tries)
    assert sum(isinstance(f, int) for f in found) == 1
    assert all(isinstance(f, int | Invalid) for f in found), found
    assert Booking.objects.count() == 1
