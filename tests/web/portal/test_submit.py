"""Submitting a petition: nothing typed is lost, a double click is one petition, bad input says what to do."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from huiyin.base.clock import now
from huiyin.cases.models import Attachment, Draft, Petition
from huiyin.cases.persons import opened, words_of
from huiyin.cases.services import drafts
from huiyin.foundation.wording import say
from tests.people import WAGES
from tests.web.page import read, sound
from tests.web.portal.visit import TYPED, fill, filled, sent

pytestmark = pytest.mark.usefixtures("agency")


def png() -> bytes:
    """Return a small picture."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "PNG")
    return out.getvalue()


PNG = png()


def value(response: Any, name: str) -> str:
    """Return what a field of the page holds."""
    field = read(response).get_element_by_id(f"id_{name}")
    return (field.text or "") if field.tag == "textarea" else field.get("value", "")


def said(response: Any) -> str:
    return read(response).text_content()


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_each_page_of_the_form_is_sound(client: Client, number: int) -> None:
    sound(client.get(reverse("portal:step", args=[number])))


def test_there_is_no_fifth_page(client: Client) -> None:
    response = client.get(reverse("portal:step", args=[5]))
    assert response.status_code == 404
    sound(response)


def test_a_petition_goes_in_and_the_receipt_shows_number_code_and_the_day_of_telling(client: Client) -> None:
    page = sound(sent(client))
    petition = Petition.objects.get()
    words = words_of(petition)
    assert petition.number in page.text_content()
    assert words.title == TYPED[1]["title"]
    for part in (WAGES, TYPED[2]["place_words"], TYPED[2]["employer"], TYPED[3]["asked"]):
        assert part in words.text
    assert petition.matter.division == "970121"
    assert opened(petition.person).name == TYPED[4]["name"]
    assert "第二十三条" in page.text_content()
    assert "第二十七条" in page.text_content()


def test_the_check_page_shows_everything_and_how_it_was_read(client: Client) -> None:
    page = sound(filled(client).get(reverse("portal:check")))
    text = page.text_content()
    for typed in (*TYPED[1].values(), "柳坪县", "桥头工地", TYPED[3]["asked"], TYPED[4]["name"]):
        assert typed in text
    assert "28,000" in text
    assert say("nature.claim") in text
    assert page.xpath("//form[contains(@class,'send')]//button[@type='submit']")


def test_sending_twice_gives_one_petition_and_the_same_receipt(client: Client) -> None:
    filled(client)
    again = Client()
    again.cookies = client.cookies.copy()
    first = client.post(reverse("portal:send"), follow=True)
    second = again.post(reverse("portal:send"), follow=True)
    assert Petition.objects.count() == 1
    number = Petition.objects.get().number
    assert number in said(first) and number in said(second)
    third = client.post(reverse("portal:send"), follow=True)  # back to the page before, and send once more
    assert number in said(third)
    assert Petition.objects.count() == 1


def test_sending_without_anything_typed_is_answered_kindly(client: Client) -> None:
    response = client.post(reverse("portal:send"))
    assert response.status_code == 404
    assert say("cases.draft_gone") in said(response)


def test_the_receipt_is_shown_only_to_the_browser_that_sent(client: Client) -> None:
    sent(client)
    response = Client().get(reverse("portal:receipt"))
    assert response.status_code == 302
    assert response["Location"] == reverse("portal:follow")


@pytest.mark.parametrize("empty", ["", "  \n ", "\u200b\u200d\ufeff", "\x00\x07"])
def test_an_empty_text_is_refused_at_its_field(client: Client, empty: str) -> None:
    response = fill(client, 1, text=empty, title="标题还在")
    assert response.status_code == 422
    page = sound(response)
    assert page.get_element_by_id("id_text").get("aria-invalid") == "true"
    assert say("cases.text_missing") in page.text_content()
    assert value(response, "title") == "标题还在"


def test_a_hundred_thousand_characters_go_in(client: Client) -> None:
    sent(client, text="欠" * 100_000, place_words="", employer="", asked="")
    assert words_of(Petition.objects.get()).text == "欠" * 100_000


def test_one_more_is_refused_and_nothing_is_lost(client: Client) -> None:
    response = fill(client, 1, text="欠" * 100_001)
    assert response.status_code == 422
    assert len(value(response, "text").strip()) == 100_001
    assert "100001" in said(response)
    kept = client.get(reverse("portal:step", args=[1]))
    assert len(value(kept, "text").strip()) == 100_001


def test_text_and_demand_together_may_not_pass_the_limit(client: Client) -> None:
    fill(client, 1, text="欠" * 99_990)
    response = fill(client, 3, asked="请" * 100)
    assert response.status_code == 422
    assert value(response, "asked").strip() == "请" * 100


def test_emoji_stay_and_markup_is_only_text(client: Client) -> None:
    text = "<script>alert(1)</script> 😭 <b>欠薪</b> \x00\x1b[31m"
    sent_page = filled(client, text=text).get(reverse("portal:check"))
    assert b"<script>alert" not in sent_page.content
    assert "&lt;script&gt;" in sent_page.content.decode()
    client.post(reverse("portal:send"))
    kept = words_of(Petition.objects.get()).text
    assert kept.startswith("<script>alert(1)</script> 😭 <b>欠薪</b>")
    assert "\x00" not in kept and "\x1b" not in kept


def test_a_broken_half_of_a_character_does_not_break_the_page(client: Client) -> None:
    response = client.post(
        reverse("portal:step", args=[1]),
        b"text=%ED%A0%BD+wages&title=",
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code == 302


def test_who_gives_neither_name_nor_contact_is_told_of_the_anonymous_way(client: Client) -> None:
    fill(client, 1)
    response = fill(client, 4, name="", phone="", address="")
    assert response.status_code == 422
    assert say("portal.name_missing") in said(response)
    assert say("portal.contact_missing") in said(response)
    sound(response)


def test_an_anonymous_petition_keeps_nobody(client: Client) -> None:
    page = said(sent(client, anonymous="yes"))
    petition = Petition.objects.get()
    assert petition.anonymous
    assert opened(petition.person).name == ""
    assert "没有留下联系方式" in page


def test_an_unreadable_telephone_is_kept_and_named(client: Client) -> None:
    fill(client, 1)
    response = fill(client, 4, phone="问我弟弟")
    assert response.status_code == 422
    assert value(response, "phone") == "问我弟弟"
    assert say("cases.phone_unreadable") in said(response)


def test_people_petition_together(client: Client) -> None:
    sent(client, joint="yes", persons="3", companions="吴小满 19900002468\n\n林秋月\n")
    petition = Petition.objects.get()
    assert petition.persons == 3
    assert sorted(opened(c).name for c in petition.companions.all()) == ["吴小满", "林秋月"]


@pytest.mark.parametrize("persons", ["", "1", "许多", "-4", "999999999999", "²"])
def test_an_impossible_number_of_people_is_refused(client: Client, persons: str) -> None:
    fill(client, 1)
    assert fill(client, 4, joint="yes", persons=persons).status_code == 422


def test_a_place_that_is_not_ours_is_refused(client: Client) -> None:
    assert fill(client, 2, place="110000").status_code == 422


def test_what_is_missing_is_listed_on_the_check_page_with_a_way_there(client: Client) -> None:
    fill(client, 2)
    response = client.post(reverse("portal:send"))
    assert response.status_code == 422
    page = sound(response)
    links = page.xpath("//div[@id='errors']//a/@href")
    assert f"{reverse('portal:step', args=[1])}?back=check#id_text" in links
    assert not Petition.objects.exists()


def test_a_change_from_the_check_page_comes_back_to_it(client: Client) -> None:
    filled(client)
    page = client.get(reverse("portal:step", args=[3]) + "?back=check")
    assert read(page).xpath("//input[@name='back']/@value") == ["check"]
    response = fill(client, 3, asked="改过的诉求", back="check")
    assert response["Location"] == reverse("portal:check")
    assert "改过的诉求" in said(client.get(response["Location"]))


def test_coming_back_offers_the_draft(client: Client) -> None:
    assert client.get(reverse("portal:submit"))["Location"] == reverse("portal:step", args=[1])
    fill(client, 1)
    page = client.get(reverse("portal:submit"))
    sound(page)
    assert "您有一份未提交的草稿" in said(page)
    assert "您有一份未提交的草稿" in said(client.get(reverse("portal:home")))
    other = Client().get(reverse("portal:submit"))
    assert other.status_code == 302


def test_a_thrown_away_draft_leaves_nothing(client: Client) -> None:
    fill(client, 1, files=SimpleUploadedFile("工资条.png", PNG))
    assert Attachment.objects.count() == 1
    response = client.post(reverse("portal:forget"), follow=True)
    assert "草稿已删除" in said(response)
    assert not Draft.objects.exists() and not Attachment.objects.exists()


def test_a_draft_forgotten_meanwhile_loses_only_what_was_before(client: Client) -> None:
    fill(client, 1)
    drafts.forget_old(at=now() + timedelta(days=8))
    assert fill(client, 3).status_code == 302
    assert value(client.get(reverse("portal:step", args=[3])), "asked").strip() == TYPED[3]["asked"]


def test_files_come_along_and_can_be_taken_out(client: Client) -> None:
    fill(client, 1, files=SimpleUploadedFile("工资条.png", PNG), do="upload")
    page = client.get(reverse("portal:step", args=[1]))
    assert "工资条.png" in said(page)
    assert value(page, "text").strip() == WAGES
    sound(page)
    fill(client, 1, drop=str(Attachment.objects.get().pk), text="改了一半")
    assert not Attachment.objects.exists()
    assert value(client.get(reverse("portal:step", args=[1])), "text").strip() == "改了一半"


def test_a_sent_file_belongs_to_the_petition(client: Client) -> None:
    sent(client, files=SimpleUploadedFile("工资条.png", PNG))
    kept = Attachment.objects.get()
    assert kept.petition == Petition.objects.get()
    assert kept.draft is None


def test_a_file_whose_content_does_not_match_its_name_is_named_and_the_text_stays(client: Client) -> None:
    response = fill(client, 1, files=SimpleUploadedFile("合同.pdf", PNG))
    assert response.status_code == 422
    page = sound(response)
    assert "合同.pdf" in page.get_element_by_id("id_files_error").text_content()
    assert value(response, "text").strip() == WAGES
    assert not Attachment.objects.exists()


def test_a_file_of_another_visitor_cannot_be_taken_out(client: Client) -> None:
    fill(client, 1, files=SimpleUploadedFile("工资条.png", PNG))
    response = fill(Client(), 1, drop=str(Attachment.objects.get().pk))
    assert response.status_code == 422
    assert Attachment.objects.count() == 1


class Endless(io.BytesIO):
    """A file of 200 megabytes that takes no room."""

    name = "录像.mp4"
    left = 200 * 1024 * 1024

    def read(self, size: int | None = -1) -> bytes:
        """Return the next piece."""
        size = self.left if size is None or size < 0 else min(size, self.left)
        self.left -= size
        return b"\0" * size


def test_an_upload_of_200_megabytes_is_stopped_and_the_text_stays(client: Client) -> None:
    response = fill(client, 1, files=Endless())
    assert response.status_code == 422
    sound(response)
    assert say("portal.upload_too_large") in said(response)
    assert value(response, "text").strip() == WAGES
    assert value(client.get(reverse("portal:step", args=[1])), "text").strip() == WAGES


def test_danger_to_life_shows_the_emergency_numbers_at_once_and_sending_stays_possible(
    client: Client,
) -> None:
    response = fill(client, 1, text="再不给我工资我就从楼上跳下去，不想活了。")
    page = said(client.get(response["Location"]))
    assert all(number in page for number in ("110", "120", "12356"))
    check = read(filled(client, text="再不给我工资我就从楼上跳下去，不想活了。").get(reverse("portal:check")))
    assert "12356" in check.text_content()
    assert check.xpath("//form[contains(@class,'send')]//button[@type='submit' and not(@disabled)]")


def test_a_matter_of_another_authority_can_still_be_sent(client: Client) -> None:
    check = filled(
        client, title="医保报销", text="请问医保报销比例是多少，住院费医保局不给报销。", asked=""
    ).get(reverse("portal:check"))
    assert read(check).xpath("//form[contains(@class,'send')]//button[@type='submit']")


def test_the_form_works_in_english(client: Client) -> None:
    client.cookies["huiyin_language"] = "en"
    response = fill(client, 1, text="")
    assert say("cases.text_missing", "en") in said(response)
    assert read(response).get("lang") == "en"
