"""The page of rights says the numbers of the law in force, with article and the day of the last check."""

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import today
from huiyin.cases.rights import NUMBERS, rights
from huiyin.foundation.wording.cited import cited
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_number_of_the_law_stands_there_with_its_article(client: Client, language: str) -> None:
    client.cookies["huiyin_language"] = language
    page = " ".join(sound(client.get(reverse("portal:rights"))).text_content().split())
    lang = "en" if language == "en" else "zh"
    for name in NUMBERS:
        one = rights(on=today()).law[name]
        assert str(one.value) in page
        if name not in {"extension_days", "spokespersons"}:
            assert cited(one.citation.instrument, one.citation.article, lang) in page, name


def test_it_says_by_the_law_of_which_day_and_when_that_was_checked(client: Client) -> None:
    page = sound(client.get(reverse("portal:rights"))).text_content()
    for day in (today(), rights(on=today()).checked):
        assert f"{day.year}年{day.month}月{day.day}日" in page


def test_the_front_page_takes_its_numbers_from_the_law_too(client: Client) -> None:
    page = sound(client.get(reverse("portal:home"))).text_content()
    law = rights(on=today()).law
    assert f"{law['telling_days'].value} 日内" in page and f"{law['handling_days'].value} 日内" in page


def test_it_can_be_printed_and_read_aloud(client: Client) -> None:
    page = sound(client.get(reverse("portal:rights")))
    assert page.xpath("//button[@data-print and @hidden]")
    assert page.get_element_by_id(page.xpath("//button[@data-aloud]/@data-aloud")[0]) is not None
