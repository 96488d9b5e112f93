"""Finding somebody's matters by the exact number: said where words do not find it, never in an address."""

import logging
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now
from huiyin.base.errors import Invalid
from huiyin.cases.queries.by_number import LOOKS
from huiyin.cases.rules.looked_for import number_in, numbers_typed
from huiyin.cases.services import recusals, work
from huiyin.foundation import audit
from tests.agency import actor, as_staff, petition
from tests.people import RETIREE, WORKER
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")
PHONE = WORKER.phone


def looked_up(client: Client, number: str, reason: str = "asked-by-person") -> Any:
    return client.post(reverse("desk:look_up"), {"number": number, "reason": reason}, follow=True)


def links(response: Any) -> list[str]:
    return [a for a in sound(response).xpath("//a[@class='headline']/@href") if "/matters/" in a]


@pytest.mark.parametrize(
    "typed",
    [
        PHONE,
        f"周大勇 {PHONE}",
        "199 0000 1234",
        "199-0000-1234",
        "＋86１９９００００１２３４",
        "11010119900307123x",
    ],
)
def test_a_number_of_a_person_is_known_however_it_is_written(typed: str) -> None:
    assert number_in(typed)


@pytest.mark.parametrize(
    "typed", ["青人社访〔2026〕12号", "欠薪 30000 元", "2026-03-02", "工资", "1234567890123456789"]
)
def test_other_numbers_are_words_like_any_other(typed: str) -> None:
    assert number_in(typed) == ""


def test_a_number_is_looked_for_in_each_form_it_may_be_kept_in() -> None:
    assert set(numbers_typed("+86 199-0000-1234").phones) == {"19900001234", "8619900001234"}
    assert numbers_typed("11010119900307123x").ids == ("11010119900307123X",)
    assert numbers_typed("0970-5550100").phones[0] == "09705550100"
    for neither in ("", "周大勇", "12"):
        with pytest.raises(Invalid):
            numbers_typed(neither)


def test_the_search_page_says_what_is_not_looked_for(client: Client) -> None:
    page = sound(as_staff(client, "registrar").get(reverse("desk:search")))
    assert "姓名和电话、证件号码不在检索范围内" in page.xpath("//*[@id='id_q_help']")[0].text_content()
    nothing = sound(client.get(reverse("desk:search"), {"q": "鲸鱼搁浅"}))
    assert "按它们找不到" in nothing.text_content()
    assert nothing.xpath(f"//main//a[@href='{reverse('desk:look_up')}']")


def test_a_number_typed_into_the_search_leads_to_the_exact_look_and_into_no_address(client: Client) -> None:
    response = as_staff(client, "registrar").post(reverse("desk:search"), {"q": f"周大勇 {PHONE}"})
    assert response.status_code == 200, "it is not sent on in an address"
    page = sound(response)
    assert "这里查不到电话和证件号码" in page.text_content()
    (form,) = page.xpath(f"//form[@action='{reverse('desk:look_up')}']")
    assert form.get("method") == "post"
    assert form.xpath(".//input[@name='number']/@value") == [PHONE], "the name beside it is no part of it"
    assert not [a for a in page.xpath("//@href | //@action") if PHONE in a]


def test_who_may_not_look_numbers_up_is_told_who_does(client: Client) -> None:
    page = sound(as_staff(client, "leader").post(reverse("desk:search"), {"q": PHONE}))
    assert "由登记、承办岗位的同事办理" in page.text_content()
    assert not page.xpath(f"//*[@href='{reverse('desk:look_up')}' or @action='{reverse('desk:look_up')}']")
    assert client.get(reverse("desk:look_up")).status_code == 403


def test_the_matters_of_whoever_left_the_number_are_found_and_the_look_is_on_record(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    mine, _other = petition(), petition(person=RETIREE)
    with caplog.at_level(logging.DEBUG):
        response = looked_up(as_staff(client, "registrar"), f" {PHONE[:3]}-{PHONE[3:]} ")
    assert links(response) == [reverse("desk:matter", args=[mine.matter])]
    ((address, status),) = response.redirect_chain
    assert (address, status) == (f"{reverse('desk:look_up')}?found=1", 302), "one can come back to it"
    assert links(client.get(address)) == links(response)
    assert PHONE not in response.content.decode()
    assert not links(client.get(reverse("desk:look_up")))
    entry = next(audit.entries())
    assert (entry.action, entry.reason) == ("person.look_up", "asked-by-person found:1")
    assert not [row for row in audit.entries() if PHONE in f"{row.about}{row.reason}"]
    assert PHONE not in caplog.text


def test_nobody_is_found_out_of_reach_as_an_accusation_or_by_who_keeps_out(client: Client) -> None:
    done = petition()
    assert links(looked_up(as_staff(client, "registrar", "lp-hrss"), PHONE)) == []
    recusals.state(done.matter, "kin", by=actor("handler"), at=now())
    assert links(looked_up(as_staff(client, "handler"), PHONE)) == []
    work.sort(
        done.matter, work.Sorting("accusation", "W1", None, ""), version=None, by=actor("head"), at=now()
    )
    assert links(looked_up(as_staff(client, "head"), PHONE)) == []


def test_what_is_no_number_and_a_missing_reason_are_said_beside_the_field(client: Client) -> None:
    as_staff(client, "registrar")
    for number, reason, field in (("周大勇", "contact", "number"), (PHONE, "", "reason")):
        response = looked_up(client, number, reason)
        assert response.status_code == 422
        page = sound(response)
        assert page.xpath(f"//*[@id='id_{field}_error']")
        assert page.xpath("//input[@name='number']/@value") == [number]


def test_numbers_are_not_tried_out_one_after_the_other(client: Client) -> None:
    as_staff(client, "registrar")
    for n in range(LOOKS):
        assert looked_up(client, f"1990000{n:04d}").status_code == 200
    assert looked_up(client, PHONE).status_code == 429
