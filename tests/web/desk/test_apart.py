"""The page of a possible accusation offers to register the claim in it by itself."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.agency import as_staff, petition
from tests.cases.test_apart import CLAIM, MIXED
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")


def test_the_claim_is_proposed_without_the_accusing_sentences(client: Client) -> None:
    mixed = petition(MIXED)
    shown = sound(as_staff(client, "accusation-officer").get(reverse("desk:matter", args=[mixed.matter])))
    (words,) = shown.xpath("//textarea[@name='claim_text']/text()")
    assert "工资两万三千元" in words
    assert "红包" not in words


def test_registered_by_itself_the_officer_reads_number_and_code(client: Client) -> None:
    mixed = petition(MIXED)
    address = reverse("desk:apart", args=[mixed.matter])
    answer = as_staff(client, "accusation-officer").post(address, {"claim_text": CLAIM}, follow=True)
    assert "其中的诉求已登记为" in sound(answer).text_content()


def test_words_that_still_accuse_stay_in_the_form_with_what_to_do(client: Client) -> None:
    mixed = petition(MIXED)
    address = reverse("desk:apart", args=[mixed.matter])
    answer = as_staff(client, "accusation-officer").post(address, {"claim_text": MIXED})
    shown = sound(answer)
    assert "请删去这些话" in shown.text_content()
    assert "红包" in shown.xpath("//textarea[@name='claim_text']/text()")[0]


def test_an_ordinary_matter_offers_nothing_of_the_sort(client: Client) -> None:
    shown = sound(as_staff(client, "registrar").get(reverse("desk:matter", args=[petition().matter])))
    assert not shown.xpath("//textarea[@name='claim_text']")
