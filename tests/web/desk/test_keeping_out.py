"""Who keeps out of a matter is offered for none of its work, and the page says why."""

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now
from huiyin.cases.services import recusals
from tests.agency import actor, as_staff, staff_id
from tests.cases.test_letters import drafted, sorted_matter
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")


def offered(client: Client, address: str, field: str) -> list[str]:
    return list(sound(client.get(address)).xpath(f"//select[@name='{field}']/option/@value"))


def test_who_keeps_out_is_not_offered_and_the_page_says_why(client: Client) -> None:
    matter, away = sorted_matter(), str(staff_id("luchuan"))
    address = reverse("desk:matter", args=[matter])
    as_staff(client, "registrar")
    assert away in offered(client, address, "handler")
    assert f"staff:{away}" in offered(client, address, "task_to")
    recusals.state(matter, "kin", by=actor("handler"), at=now())
    assert away not in offered(client, address, "handler")
    assert f"staff:{away}" not in offered(client, address, "task_to")
    said = sound(client.get(address)).text_content()
    assert "陆川 已回避这件事项，不在名单里（《信访工作条例》第二十八条）" in said
    recusals.lift(recusal(matter), "查明并无利害关系", by=actor("head"), at=now())
    page = sound(client.get(address))
    assert away in page.xpath("//select[@name='handler']/option/@value")
    assert "不在名单里" not in page.text_content()


def test_who_keeps_out_is_not_asked_to_sign_along(client: Client) -> None:
    matter, away = sorted_matter(), f"staff:{staff_id('luchuan')}"
    letter = reverse("desk:letter", args=[drafted(matter, "accepted", path="6").pk])
    as_staff(client, "registrar")
    assert away in sound(client.get(letter)).xpath("//input[@name='who']/@value | //option/@value")
    recusals.state(matter, "interest", by=actor("handler"), at=now())
    assert away not in sound(client.get(letter)).xpath("//input[@name='who']/@value | //option/@value")


def recusal(matter: int) -> int:
    from huiyin.cases.queries.recusals import of_matter

    return of_matter(actor("head"), matter)[0].id
