"""Entering a petition at the counter, with everything people type and bring."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.cases.models import Petition
from huiyin.cases.queries import lists
from huiyin.cases.queries import matter as matters
from huiyin.cases.queries.petitions import PetitionRow
from huiyin.web.templatetags.wording import day
from tests.agency import actor, as_staff
from tests.people import WAGES
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100"
    "18dd8db00000000049454e44ae426082"
)


def _send(client: Client, **typed: Any) -> HttpResponse:
    form = {
        "channel": "visit",
        "received_on": today().isoformat(),
        "text": WAGES,
        "name": "周大勇",
        "persons": "1",
    }
    return as_staff(client, "registrar").post("/desk/register/", {**form, "submission": "one", **typed})


def _registered() -> list[lists.MatterRow]:
    return list(lists.newest(actor("head"), wanted=lists.Wanted(), today=today()).rows)


def _opened(matter: int) -> PetitionRow:
    return matters.opened(actor("head"), matter, at=now()).petitions[0]


def test_the_receipt_shows_number_and_query_code(client: Client) -> None:
    response = _send(client, phone="199 0000 1234")
    assert response.status_code == 302
    receipt = client.get(response["Location"])
    page = sound(receipt)
    assert "青人社访" in page.text_content()
    assert page.xpath("//*[contains(@class, 'code')]//strong")[0].text_content().count("-") == 2


def test_the_receipt_says_who_about_what_and_by_which_day(client: Client) -> None:
    page = client.get(_send(client, phone="199 0000 1234", title="工地欠薪")["Location"])
    words = sound(page).text_content()
    assert "周大勇" in words, "the paper is for the petitioner, and only who entered it sees it whole"
    other = as_staff(Client(), "head").get(page.request["PATH_INFO"])
    assert "周大勇" not in sound(other).text_content()
    assert "工地欠薪" in words
    told_by = next(d for d in matters.opened(actor("head"), _registered()[0].id, at=now()).deadlines).due
    assert told_by and day(told_by) in words


def test_who_leaves_no_contact_is_told_so_on_the_receipt(client: Client) -> None:
    assert "没有留下联系方式" in sound(client.get(_send(client)["Location"])).text_content()


def test_a_double_click_registers_once(client: Client) -> None:
    first, second = _send(client), _send(client)
    assert first["Location"] == second["Location"]
    assert len(_registered()) == 1


def test_the_same_words_pressed_again_from_a_fresh_form_are_asked_about_first(client: Client) -> None:
    assert _send(client).status_code == 302
    number = Petition.objects.get().number
    asked = _send(client, submission="two", name="", address="柳坪县河口镇一号")
    assert asked.status_code == 409 and len(_registered()) == 1
    page = sound(asked)
    [notice] = page.xpath("//div[contains(@class, 'tone-warning')]")
    assert f"刚登记过 {number}，内容一样" in notice.text_content() and not page.xpath("//*[@id='errors']")
    assert notice.xpath(".//a/@href") == [reverse("desk:receipt", args=[Petition.objects.get().pk])]
    assert page.xpath("//input[@name='address']/@value") == ["柳坪县河口镇一号"]
    assert page.xpath("//textarea[@name='text']")[0].text.strip() == WAGES
    [again] = notice.xpath(".//button[@name='second']")  # both answers stand where the question is
    assert again.get("form") == "id_form" and again.get("value") == "1"
    assert _send(client, submission="two", second="1").status_code == 302
    assert len(_registered()) == 2


def test_the_same_words_are_not_asked_about_later_nor_of_a_colleague(client: Client) -> None:
    _send(client)
    Petition.objects.update(entered=now() - timedelta(minutes=31))
    assert _send(client, submission="two").status_code == 302
    Petition.objects.update(entered_by=None)
    assert _send(client, submission="three").status_code == 302


def test_how_it_came_in_is_not_chosen_for_the_officer(client: Client) -> None:
    page = sound(as_staff(client, "registrar").get("/desk/register/"))
    assert page.xpath("//input[@name='channel']") and not page.xpath("//input[@name='channel' and @checked]")
    refused = sound(_send(client, channel="", persons="many"))
    assert all(refused.xpath(f"//*[@id='id_{name}_error']") for name in ("channel", "persons"))


def test_two_officers_with_the_same_submission_key_register_two(client: Client) -> None:
    _send(client)
    as_staff(client, "registrar", "lp-hrss").post(
        "/desk/register/",
        {"channel": "phone", "received_on": today().isoformat(), "text": "另一件", "submission": "one"},
    )
    assert len(_registered()) == 2


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": " \u3000\n"}, "text"),
        ({"text": "字" * 100_001}, "text"),
        ({"received_on": "31.2.2026"}, "received_on"),
        ({"received_on": "2999-01-01"}, "received_on"),
        ({"channel": "pigeon"}, "channel"),
        ({"persons": "many"}, "persons"),
        ({"persons": "99999999999"}, "persons"),
        ({"phone": "call me"}, "phone"),
        ({"phone": "1990000123"}, "phone"),
        ({"title": "长" * 121}, "title"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field_and_nothing_is_lost(
    client: Client, typed: dict[str, str], field: str
) -> None:
    response = _send(client, **{"address": "柳坪县河口镇一号", **typed})
    assert response.status_code == 422
    page = sound(response)
    assert page.xpath(f"//*[@id='id_{field}_error']"), "no message at the field"
    assert page.xpath("//input[@name='address']/@value") == ["柳坪县河口镇一号"]
    kept = page.xpath("//textarea[@name='text']")[0].text.removeprefix("\n")
    assert kept == typed.get("text", WAGES)
    assert _registered() == []


def test_a_hundred_thousand_characters_are_taken(client: Client) -> None:
    assert _send(client, text="字" * 100_000).status_code == 302
    assert len(_opened(_registered()[0].id).text) == 100_000


def test_script_is_shown_as_text(client: Client) -> None:
    _send(client, text="<script>alert(1)</script>欠薪<b>😀</b>", title="<img src=x onerror=alert(1)>")
    page = client.get(reverse("desk:matter", args=[_registered()[0].id])).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page
    assert "😀" in page


def test_control_characters_go_and_emoji_stay(client: Client) -> None:
    _send(client, text="工资\x00没发\x07😀\u200b", name="周\x00大勇")
    assert "\x00" not in _opened(_registered()[0].id).text
    assert "工资没发😀" in _opened(_registered()[0].id).text


def test_a_picture_comes_along(client: Client) -> None:
    _send(client, files=[SimpleUploadedFile("欠条.png", PNG)])
    matter = _registered()[0].id
    file = _opened(matter).files[0]
    got = as_staff(client, "registrar").get(reverse("desk:file", args=[file.id]))
    assert got["Content-Type"] == "image/png"
    assert got["Content-Disposition"].startswith("attachment")
    assert got["X-Content-Type-Options"] == "nosniff"
    other = as_staff(Client(), "registrar", "fd-hrss").get(reverse("desk:file", args=[file.id]))
    assert other.status_code == 404


def test_a_file_that_is_not_what_its_name_says_is_refused_and_nothing_registered(client: Client) -> None:
    response = _send(client, files=[SimpleUploadedFile("欠条.png", b"MZ\x90\x00" + b"\x00" * 200)])
    assert response.status_code == 422
    page = sound(response)
    assert page.xpath("//*[@id='id_files_error']")
    assert page.xpath("//textarea[@name='text']")[0].text.strip() == WAGES
    assert _registered() == []


def test_an_upload_beyond_the_limit_keeps_the_other_fields(client: Client, settings: Any) -> None:
    settings.HUIYIN_UPLOAD_MB = 1
    big = io.BytesIO(PNG + b"\x00" * 5 * 1024 * 1024)
    big.name = "录像.png"
    response = _send(client, files=big)
    assert response.status_code == 422
    page = sound(response)
    assert "太大" in page.xpath("//*[@id='id_files_error']")[0].text_content()
    assert page.xpath("//textarea[@name='text']")[0].text.strip() == WAGES
    assert _registered() == []


def test_more_than_five_who_come_are_registered_and_five_spokespersons_counted(client: Client) -> None:
    _send(client, persons="30", companion=["吴小满", "郑小寒", "", ""])
    view = matters.opened(actor("head"), _registered()[0].id, at=now())
    assert view.petitions[0].persons == 30
    assert view.acts[0].fields["spokespersons"] == 3


def test_an_anonymous_visit_keeps_no_name(client: Client) -> None:
    _send(client, anonymous="1")
    assert _opened(_registered()[0].id).person.name == ""


def test_a_handler_may_not_register(client: Client) -> None:
    assert as_staff(client, "handler").get("/desk/register/").status_code == 403


def test_what_most_petitions_do_not_need_is_folded_and_open_when_something_stands_in_it(
    client: Client,
) -> None:
    opened = "//details[@open]/summary[contains(., $words)]"
    blank = sound(as_staff(client, "registrar").get("/desk/register/"))
    assert not blank.xpath(opened, words="多人共同反映") and not blank.xpath(opened, words="替别人反映")
    joint = sound(_send(client, text="", companion="李四"))
    assert joint.xpath(opened, words="多人共同反映") and not joint.xpath(opened, words="替别人反映")
    behalf = sound(_send(client, behalf_name="周母"))
    assert behalf.xpath(opened, words="替别人反映") and behalf.xpath("//*[@id='id_behalf_relation_error']")
