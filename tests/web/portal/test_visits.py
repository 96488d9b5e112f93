"""Booking a reception day on the portal: a day, a time, the code to come with, giving it back."""

from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.foundation.wording import say
from huiyin.reception.models import Booking
from huiyin.reception.queries import days as queries
from huiyin.reception.rules.days import DayGiven
from huiyin.reception.services import days
from tests.agency import actor
from tests.people import RETIREE, WORKER
from tests.web.page import read, sound

pytestmark = pytest.mark.usefixtures("agency")


@pytest.fixture
def day() -> int:
    """A day with two times."""
    given = DayGiven(
        today() + timedelta(days=5), time(9), time(10), 30, "局长", "二楼 206 室", "养老保险", "认定书"
    )
    return days.publish(given, by=actor("registrar"), at=now())


def book(client: Client, day: int, **more: str) -> object:
    typed = {"time": "0", "name": WORKER.name, "phone": WORKER.phone, "persons": "1", "field": "P", **more}
    return client.post(reverse("portal:visit", args=[day]), typed, follow=True)


def test_days_say_place_time_post_and_how_many_times_are_left(client: Client, day: int) -> None:
    page = sound(client.get(reverse("portal:visits")))
    for words in ("二楼 206 室", "局长", "09:00–10:00", "养老保险", "还有 2 个时间", "不预约也可以来"):
        assert words in " ".join(page.text_content().split()), words
    assert page.xpath(f"//a[@href='{reverse('portal:visit', args=[day])}']")


def test_in_english_a_day_begins_with_its_weekday_and_the_agency_s_words_are_marked(
    client: Client, day: int
) -> None:
    client.post(reverse("portal:language"), {"language": "en", "next": "/"})
    page = sound(client.get(reverse("portal:visits")))
    on = today() + timedelta(days=5)
    assert f"{on:%A}, {on.day} {on:%B %Y}" in page.text_content()
    assert page.xpath("//*[@lang='zh-Hans'][text()='养老保险']")


def test_without_any_day_the_page_says_what_else_can_be_done(client: Client) -> None:
    assert "近期没有公布接访日" in sound(client.get(reverse("portal:visits"))).text_content()


def test_a_time_is_booked_and_the_code_says_when_where_and_what_to_bring(client: Client, day: int) -> None:
    sound(client.get(reverse("portal:visit", args=[day])))
    page = sound(book(client, day))  # type: ignore[arg-type]
    code = queries.booking(Booking.objects.get().pk, at=now()).code
    assert f"{code[:4]}-{code[4:7]}-{code[7:]}" in page.text_content()
    for words in ("09:00", "二楼 206 室", "局长", "认定书", "身份证", "不来也没有任何影响"):
        assert words in page.text_content()
    assert WORKER.phone not in page.text_content()


def test_a_taken_time_is_not_offered_and_a_full_day_says_so(client: Client, day: int) -> None:
    book(client, day)
    page = read(Client().get(reverse("portal:visit", args=[day])))
    assert page.xpath("//input[@name='time']/@value") == ["1"]
    refused = book(Client(), day, phone=RETIREE.phone, name="林秋月")
    assert refused.status_code == 422  # type: ignore[attr-defined]
    tree = sound(refused)  # type: ignore[arg-type]
    assert say("reception.time_taken") in tree.text_content()
    assert tree.get_element_by_id("id_name").get("value") == "林秋月"
    book(Client(), day, phone=RETIREE.phone, time="1")
    assert "已约满" in read(client.get(reverse("portal:visits"))).text_content()
    sound(client.get(reverse("portal:visit", args=[day])))


@pytest.mark.parametrize(
    ("field", "typed"), [("time", ""), ("name", ""), ("phone", "问我弟弟"), ("persons", "一大家子")]
)
def test_what_needs_mending_stands_at_its_field_and_nothing_is_lost(
    client: Client, day: int, field: str, typed: str
) -> None:
    response = book(client, day, **{field: typed})
    assert response.status_code == 422  # type: ignore[attr-defined]
    page = sound(response)  # type: ignore[arg-type]
    assert page.get_element_by_id(f"id_{field}_error").text_content().strip()
    if field != "name":
        assert page.get_element_by_id("id_name").get("value") == WORKER.name
    assert not Booking.objects.exists()


def test_pressing_twice_and_going_back_make_one_booking(client: Client, day: int) -> None:
    page = read(client.get(reverse("portal:visit", args=[day])))
    submission = page.xpath("//input[@name='submission']/@value")[0]
    book(client, day, submission=submission)
    book(client, day, submission=submission)
    assert Booking.objects.count() == 1


def test_one_browser_books_one_time_a_day_until_it_is_put_away(client: Client, day: int) -> None:
    book(client, day)
    refused = book(client, day, time="1", submission="another")
    assert refused.status_code == 422  # type: ignore[attr-defined]
    assert say("reception.booked_already") in sound(refused).text_content()  # type: ignore[arg-type]
    client.post(reverse("portal:booking_away"))
    book(client, day, time="1", submission="for my neighbour")
    assert Booking.objects.count() == 2


def test_a_booking_is_seen_and_cancelled_by_its_code_alone(client: Client, day: int) -> None:
    book(client, day)
    code = queries.booking(Booking.objects.get().pk, at=now()).code
    other = Client()
    sound(other.get(reverse("portal:booking")))
    page = sound(other.post(reverse("portal:booking"), {"code": code.lower()}, follow=True))
    assert "09:00" in page.text_content() and WORKER.name not in page.text_content()
    done = other.post(reverse("portal:booking_cancel"), follow=True)
    assert "这个预约已经取消" in sound(done).text_content()
    assert "还有 2 个时间" in " ".join(read(client.get(reverse("portal:visits"))).text_content().split())
    assert "这个预约已经取消" in read(client.get(reverse("portal:booking"))).text_content()


def test_a_code_mistyped_says_which_part(client: Client, day: int) -> None:
    response = client.post(reverse("portal:booking"), {"code": "ACD"}, follow=True)
    assert response.status_code == 422
    assert "3 位" in sound(response).get_element_by_id("id_code_error").text_content()


def test_codes_cannot_be_found_by_trying(client: Client) -> None:
    for _ in range(40):
        client.post(reverse("portal:booking"), {"code": "A"})
    assert client.post(reverse("portal:booking"), {"code": "A"}, follow=True).status_code == 429


def test_what_was_looked_at_on_a_shared_computer_can_be_put_away(client: Client, day: int) -> None:
    book(client, day)
    client.post(reverse("portal:booking_away"))
    assert client.get(reverse("portal:booking")).context["form"] == {}
    assert client.post(reverse("portal:booking_cancel")).status_code == 302
    assert Booking.objects.get().state == "booked"


def test_a_day_that_is_over_or_was_never_there_is_not_found(client: Client) -> None:
    response = client.get(reverse("portal:visit", args=[4711]))
    assert response.status_code == 404
    sound(response)


def test_everything_that_needs_mending_is_said_at_once(client: Client, day: int) -> None:
    page = sound(book(client, day, time="", name="", phone="", persons=""))  # type: ignore[arg-type]
    for field in ("time", "name", "phone", "persons"):
        assert page.get_element_by_id(f"id_{field}_error").text_content().strip()
