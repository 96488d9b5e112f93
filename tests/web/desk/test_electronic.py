"""Electronic service on the page of a letter: only what the petitioner agreed to counts."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.cases.models import Service
from huiyin.cases.services import letters
from huiyin.reception.models import ElectronicConsent
from huiyin.reception.services import service
from tests.agency import actor, as_staff
from tests.cases.test_letters import accept, drafted, signed_opinion, sorted_matter
from tests.cases.test_together import answered, group
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")
NUMBER = "19900001234"


@pytest.fixture
def letter() -> int:
    """A signed opinion that waits to be served."""
    matter = sorted_matter()
    accept(matter)
    return signed_opinion(matter).pk


def served(client: Client, letter: int, **typed: str) -> HttpResponse:
    form = {"how": "electronic", "day": today().isoformat(), "receipt": "", **typed}
    return as_staff(client, "handler").post(reverse("desk:serve", args=[letter]), form)


def test_the_page_asks_for_the_consent_and_says_how_sure_the_rule_is(client: Client, letter: int) -> None:
    page = sound(as_staff(client, "handler").get(reverse("desk:letter", args=[letter])))
    assert page.xpath("//form[@id='id_form']//input[@name='address_named']")
    said = page.text_content()
    assert "信访人是否同意电子送达" in said
    assert "《民事诉讼法》条款待核" in said and "待确认" in said


def test_without_consent_nothing_is_served_electronically_and_nothing_typed_is_lost(
    client: Client, letter: int
) -> None:
    response = served(client, letter, receipt="短信显示已送达")
    assert response.status_code == 422
    page = sound(response)
    assert "没有记录信访人同意电子送达" in page.xpath("//*[@id='id_address_named_error']")[0].text_content()
    assert page.xpath("//input[@name='receipt']/@value") == ["短信显示已送达"]
    assert page.xpath("//input[@name='how'][@checked]/@value") == ["electronic"]
    assert not Service.objects.exists()


def test_with_the_consent_entered_in_the_same_form_it_is_served(client: Client, letter: int) -> None:
    assert served(client, letter, address_named=NUMBER, said_how="phone").status_code == 302
    assert Service.objects.get().how == "electronic"
    kept = ElectronicConsent.objects.get()
    assert (kept.since, kept.given_how) == (today(), "phone")


def test_how_it_was_said_is_asked_for(client: Client, letter: int) -> None:
    page = sound(served(client, letter, address_named=NUMBER))
    assert page.xpath("//*[@id='id_said_how_error']")
    assert not ElectronicConsent.objects.exists()


def test_a_consent_after_the_service_serves_nothing(client: Client, letter: int) -> None:
    late = (today() + timedelta(days=1)).isoformat()
    page = sound(served(client, letter, address_named=NUMBER, said_how="phone", consent_day=late))
    assert page.xpath("//*[@id='id_consent_day_error']")
    assert not Service.objects.exists()
    assert not ElectronicConsent.objects.exists()


def test_a_consent_on_record_is_shown_and_not_asked_for_again(client: Client, letter: int) -> None:
    by = actor("handler")
    service.consent(letter, NUMBER, how="paper", since=today(), by=by, at=now())
    page = sound(as_staff(client, "handler").get(reverse("desk:letter", args=[letter])))
    assert "199****1234" in page.text_content()
    assert NUMBER not in page.text_content()
    assert not page.xpath("//input[@name='address_named']")
    assert served(client, letter).status_code == 302


def test_a_letter_between_offices_asks_no_petitioner(client: Client) -> None:
    matter = sorted_matter()
    transfer = drafted(matter, "transferred", to="lp-hrss", reason="属柳坪县职权")
    letters.sign(transfer.pk, version=1, by=actor("registrar"), at=now())
    address = reverse("desk:letter", args=[transfer.pk])
    assert not sound(as_staff(client, "registrar").get(address)).xpath("//input[@name='address_named']")
    form = {"how": "electronic", "day": today().isoformat(), "receipt": ""}
    assert client.post(reverse("desk:serve", args=[transfer.pk]), form).status_code == 302


def test_of_several_petitioners_only_those_who_agreed_are_served_electronically(client: Client) -> None:
    leads, joined, _silent = group()
    letter, day = answered(leads.matter), today().isoformat()
    form = {"do": "serve", "letter": str(letter), "how": "electronic", "day": day}
    address = reverse("desk:together", args=[leads.matter])
    as_staff(client, "registrar")
    both = [str(leads.petition), str(joined.petition)]
    page = sound(client.post(address, {**form, "to": both}))
    assert page.xpath(f"//*[@id='id_day_{leads.petition}_error']")
    assert not Service.objects.exists()
    service.consent(letter, NUMBER, how="phone", since=today(), by=actor("handler"), at=now())
    assert client.post(address, {**form, "to": both[:1]}).status_code == 302
    assert Service.objects.get().petition_id == leads.petition
    page = sound(client.post(address, {**form, "to": both[1:]}))
    assert page.xpath(f"//*[@id='id_day_{joined.petition}_error']")
