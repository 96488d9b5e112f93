"""Reception days on the workbench: publish, prepare, call off, give who comes a number."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.reception.models import ReceptionDay
from huiyin.reception.rules.days import BookingGiven
from huiyin.reception.services import days
from tests.agency import as_staff
from tests.people import WORKER
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")


def form(n: int = 3, **more: str) -> dict[str, str]:
    day = (today() + timedelta(days=n)).isoformat()
    usual = {
        "day": day,
        "begins": "09:00",
        "ends": "10:00",
        "minutes": "20",
        "post": "局长",
        "place": "206 室",
    }
    return {**usual, "topics": "", "bring": "", **more}


def test_a_day_is_published_and_stands_on_the_portal(client: Client) -> None:
    as_staff(client, "registrar")
    sound(client.get(reverse("desk:reception_days")))
    page = sound(client.post(reverse("desk:reception_days"), form(), follow=True))
    assert "还没有人预约" in page.text_content()
    assert "206 室" in sound(Client().get(reverse("portal:visits"))).text_content()
    assert "206 室" in sound(client.get(reverse("desk:reception_days"))).text_content()


@pytest.mark.parametrize(
    ("field", "typed"),
    [("day", "明天"), ("begins", "九点"), ("ends", "08:00"), ("minutes", "x"), ("post", "")],
)
def test_what_needs_mending_stands_at_its_field_and_nothing_is_lost(
    client: Client, field: str, typed: str
) -> None:
    as_staff(client, "registrar")
    response = client.post(reverse("desk:reception_days"), form(**{field: typed}))
    assert response.status_code == 422
    page = sound(response)
    assert page.get_element_by_id(f"id_{field}_error").text_content().strip()
    assert page.get_element_by_id("id_place").get("value") == "206 室"
    assert not ReceptionDay.objects.exists()


def test_who_booked_is_masked_until_asked_and_told_by_telephone_when_it_is_called_off(client: Client) -> None:
    as_staff(client, "registrar")
    client.post(reverse("desk:reception_days"), form())
    day = ReceptionDay.objects.get().pk
    days.book(day, BookingGiven(1, WORKER.name, WORKER.phone, field="W"), at=now())
    page = sound(client.get(reverse("desk:reception_day", args=[day]))).text_content()
    assert "周＊＊" in page and WORKER.phone not in page and "工资" in page
    shown = sound(client.post(reverse("desk:reception_day_contacts", args=[day]))).text_content()
    assert WORKER.name in shown and WORKER.phone in shown
    refused = client.post(reverse("desk:reception_day_withdraw", args=[day]), {"why": " "})
    assert refused.status_code == 422
    sound(refused)
    client.post(reverse("desk:reception_day_withdraw", args=[day]), {"why": "局长出差"})
    assert "局长出差" in sound(client.get(reverse("desk:reception_day", args=[day]))).text_content()


def test_who_has_no_desk_publishes_nothing(client: Client) -> None:
    as_staff(client, "handler")
    assert client.get(reverse("desk:reception_days")).status_code == 403
