"""Reception days: published, booked by time, given back by code, never booked twice, soon forgotten."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.base.clock import LOCAL, now, today
from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound
from huiyin.foundation.models import AuditEntry
from huiyin.reception.models import Booking, ReceptionDay, Ticket
from huiyin.reception.queries import days as queries
from huiyin.reception.rules import days as rules
from huiyin.reception.rules.days import BookingGiven, DayGiven
from huiyin.reception.services import days
from tests.agency import actor
from tests.people import COMPANION, RETIREE, WORKER

BY = "registrar"


def in_days(n: int) -> date:
    return today() + timedelta(days=n)


def published(n: int = 3, **more: Any) -> int:
    usual = DayGiven(in_days(n), time(9), time(10), 20, "局长", "二楼接待室")
    return days.publish(DayGiven(**{**vars(usual), **more}), by=actor(BY), at=now())


def book(day: int, place: int = 0, phone: str = WORKER.phone, **more: Any) -> int:
    given = BookingGiven(**{"place_in_row": place, "name": WORKER.name, "phone": phone, **more})
    return days.book(day, given, at=now())


def code(booking: int) -> str:
    return queries.booking(booking, at=now()).code


@given(st.times(), st.times(), st.integers(1, 300))
def test_times_fit_whole_between_begin_and_end(begins: time, ends: time, minutes: int) -> None:
    found = rules.times(begins, ends, minutes)
    assert list(found) == sorted(set(found))
    for one in found:
        last = datetime.combine(date.min, one) + timedelta(minutes=minutes)
        assert begins <= one and last <= datetime.combine(date.min, ends)


@pytest.mark.usefixtures("agency")
class TestADay:
    def test_it_is_shown_with_its_times_and_a_past_one_is_not_published(self) -> None:
        published()
        (row,) = queries.open_days(at=now())
        assert [t.begins for t in row.times] == [time(9), time(9, 20), time(9, 40)] and row.free == 3
        assert row.office == "青岚市人力资源和社会保障局"
        with pytest.raises(Invalid) as refused:
            published(-1)
        assert refused.value.field == "day"

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"post": " "}, "post"),
            ({"place": "\u200b"}, "place"),
            ({"ends": time(9)}, "ends"),
            ({"minutes": 0}, "minutes"),
            ({"minutes": 61}, "minutes"),
            ({"ends": time(18), "minutes": 5}, "minutes"),
            ({"topics": "养" * 201}, "topics"),
        ],
    )
    def test_what_cannot_be_published_names_its_field(self, more: dict[str, Any], field: str) -> None:
        with pytest.raises(Invalid) as refused:
            published(**more)
        assert refused.value.field == field
        assert not ReceptionDay.objects.exists()

    def test_the_same_day_is_not_published_twice_but_again_after_it_was_called_off(self) -> None:
        first = published()
        with pytest.raises(Invalid):
            published()
        days.withdraw(first, why="局长出差", by=actor(BY), at=now())
        assert published() != first

    def test_another_desk_neither_sees_nor_calls_it_off(self) -> None:
        day = published()
        other = actor("registrar", "lp-hrss")
        with pytest.raises(NotFound):
            queries.desk_day(other, day, at=now())
        with pytest.raises(NotFound):
            days.withdraw(day, why="不该", by=other, at=now())
        with pytest.raises(NotAllowed):
            days.publish(
                DayGiven(in_days(2), time(9), time(10), 20, "局长", "楼上"), by=actor("leader"), at=now()
            )

    def test_one_that_was_called_off_says_why_to_who_booked_and_takes_nobody_more(self) -> None:
        day = published()
        booked = book(day)
        days.withdraw(day, why="局长临时开会，改到下周三", by=actor(BY), at=now())
        assert queries.open_days(at=now()) == []
        view = queries.booking(booked, at=now())
        assert "下周三" in view.day.withdrawn_why and not view.may_cancel
        with pytest.raises(Conflict):
            book(day, 1, RETIREE.phone)
        with pytest.raises(Conflict):
            days.withdraw(day, why="再一次", by=actor(BY), at=now())


@pytest.mark.usefixtures("agency")
class TestABooking:
    def test_a_time_is_given_once_and_free_again_after_it_was_given_back(self) -> None:
        day = published()
        booked = book(day)
        with pytest.raises(Invalid) as refused:
            book(day, 0, RETIREE.phone)
        assert (refused.value.field, refused.value.message.code) == ("time", "reception.time_taken")
        days.cancel(code(booked), at=now())
        days.cancel(code(booked), at=now())
        assert book(day, 0, RETIREE.phone) != booked

    def test_nobody_learns_whether_a_telephone_booked(self) -> None:
        day = published()
        book(day)
        book(day, 1)  # the same number again is taken in like any other
        columns = [column.name for column in Booking._meta.concrete_fields]
        assert [name for name in columns if "phone" in name] == ["phone_sealed"]

    def test_a_full_day_says_so(self) -> None:
        day = published()
        for place, person in enumerate((WORKER, RETIREE, COMPANION)):
            book(day, place, person.phone)
        (row,) = queries.open_days(at=now())
        assert row.free == 0 and len(row.times) == 3

    def test_a_double_click_is_one_booking(self) -> None:
        day = published()
        first, second = book(day, submission="click"), book(day, submission="click")
        assert first == second and Booking.objects.count() == 1

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"name": " "}, "name"),
            ({"phone": ""}, "phone"),
            ({"phone": "1990000123"}, "phone"),
            ({"persons": 0}, "persons"),
            ({"persons": 6}, "persons"),
            ({"place": 9}, "time"),
            ({"place": -1}, "time"),
        ],
    )
    def test_what_cannot_be_booked_names_its_field(self, more: dict[str, Any], field: str) -> None:
        with pytest.raises(Invalid) as refused:
            book(published(), **more)
        assert refused.value.field == field

    def test_a_time_that_is_near_or_past_is_not_booked_any_more(self) -> None:
        day = published()
        late = datetime.combine(in_days(3), time(9), tzinfo=LOCAL)
        given = BookingGiven(1, WORKER.name, WORKER.phone)
        with pytest.raises(Invalid):
            days.book(day, given, at=late)  # 9:20 is twenty minutes away
        days.book(day, BookingGiven(2, WORKER.name, WORKER.phone), at=late)

    def test_nothing_of_who_booked_stands_in_clear_and_all_of_it_is_forgotten_next_day(self) -> None:
        booked = book(published())
        typed = code(booked)
        row = Booking.objects.values().get()
        assert not any(secret in repr(row) for secret in (WORKER.name, WORKER.phone, typed))
        evening = datetime.combine(in_days(3), time(23), tzinfo=LOCAL)
        assert days.forget_bookings(at=evening) == 0
        assert days.forget_bookings(at=evening + timedelta(hours=2)) == 1
        with pytest.raises(NotFound):
            queries.booking_of(typed)
        kept = Booking.objects.get()
        assert not kept.key and not kept.name_sealed and not kept.phone_sealed and kept.code_index is None

    def test_who_comes_gets_the_next_number_on_that_day_only_and_not_coming_is_not_noted(self) -> None:
        booked = book(published(0, begins=time(0), ends=time(23, 59), minutes=60), 22) if _early() else None
        if booked is None:
            pytest.skip("no time is left today")
        number = days.arrive(booked, by=actor(BY), at=now())
        assert Ticket.objects.get().number == number
        with pytest.raises(Conflict):
            days.arrive(booked, by=actor(BY), at=now())
        with pytest.raises(NotAllowed):
            days.cancel(code(booked), at=now())
        with pytest.raises(NotAllowed):
            days.arrive(book(published()), by=actor(BY), at=now())
        assert set(rules.BOOKING_STATES) == {"booked", "cancelled", "came"}

    def test_the_desk_sees_names_masked_and_telephones_only_on_record(self) -> None:
        day = published()
        book(day, field="P")
        view = queries.desk_day(actor(BY), day, at=now())
        assert (view.booked[0].name, view.booked[0].phone, view.booked[0].field) == ("周＊＊", "", "P")
        shown = queries.desk_day(actor(BY), day, at=now(), contacts=True)
        assert (shown.booked[0].name, shown.booked[0].phone) == (WORKER.name, WORKER.phone)
        actions = AuditEntry.objects.filter(about=f"reception_day:{day}").values_list("action", flat=True)
        assert {"reception_day.publish", "reception_day.read", "reception_day.contacts"} <= set(actions)


def _early() -> bool:
    return now().astimezone(LOCAL).hour < 22
