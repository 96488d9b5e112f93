"""Bad input on the portal: it is said what to do, at its field, and nothing typed is lost."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiyin.cases.models import Attachment, Petition
from huiyin.cases.persons import words_of
from huiyin.foundation.wording import say
from tests.people import WAGES
from tests.web.page import sound
from tests.web.portal.visit import fill, filled, picture, said, sent, value

pytestmark = pytest.mark.usefixtures("agency")


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


def test_an_unreadable_telephone_is_kept_and_named(client: Client) -> None:
    fill(client, 1)
    response = fill(client, 4, phone="问我弟弟")
    assert response.status_code == 422
    assert value(response, "phone") == "问我弟弟"
    assert say("cases.phone_unreadable") in said(response)


@pytest.mark.parametrize(
    "phone", ["1990000123", "199000012345", "199 0000 123", "+86 199-0000-123", "１９９００００１２３"]
)
def test_a_mobile_number_that_lacks_digits_is_named_before_it_locks_its_writer_out(
    client: Client, phone: str
) -> None:
    fill(client, 1)
    response = fill(client, 4, phone=phone)
    assert response.status_code == 422
    assert value(response, "phone") == phone
    together = fill(client, 4, joint="yes", persons="2", companions=f"吴小满 {phone}")
    assert together.status_code == 422


@pytest.mark.parametrize(
    "phone", ["+86 199 0000 1234", "0970-5550100", "5550100", "+86 10 55501000", "8612345"]
)
def test_a_whole_mobile_number_and_any_landline_are_taken(client: Client, phone: str) -> None:
    fill(client, 1)
    assert fill(client, 4, phone=phone).status_code == 302


@pytest.mark.parametrize("field", ["companions", "concerned"])
def test_a_line_of_names_that_cannot_be_taken_in_is_named_at_its_field(client: Client, field: str) -> None:
    fill(client, 1)
    response = fill(client, 4, joint="yes", persons="2", **{field: "吴小满 1990000246"})
    assert response.status_code == 422
    page = sound(response)
    assert "吴小满" in page.get_element_by_id(f"id_{field}_error").text_content()


@pytest.mark.parametrize("persons", ["", "1", "许多", "-4", "999999999999", "²"])
def test_an_impossible_number_of_people_is_refused(client: Client, persons: str) -> None:
    fill(client, 1)
    assert fill(client, 4, joint="yes", persons=persons).status_code == 422


def test_a_place_that_is_not_ours_is_refused(client: Client) -> None:
    assert fill(client, 2, place="110000").status_code == 422


def test_a_file_whose_content_does_not_match_its_name_is_named_and_the_text_stays(client: Client) -> None:
    response = fill(client, 1, files=SimpleUploadedFile("合同.pdf", picture()))
    assert response.status_code == 422
    page = sound(response)
    assert "合同.pdf" in page.get_element_by_id("id_files_error").text_content()
    assert value(response, "text").strip() == WAGES
    assert not Attachment.objects.exists()


def test_a_file_of_another_visitor_cannot_be_taken_out(client: Client) -> None:
    fill(client, 1, files=SimpleUploadedFile("工资条.png", picture()))
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
