"""The pages of administration in English: every code has words, and no Chinese is left but names."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.agency import as_staff, office_id, staff_id
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
PAGES = ("administration", "roles", "changes", "calendars")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_without_names_is_in_english(client: Client, page: str) -> None:
    as_staff(client, "administrator")
    client.cookies["huiyin_language"] = "en"
    main = sound(client.get(reverse(f"desk:{page}"))).xpath("//main")[0]
    assert CHINESE.findall(main.text_content()) == []


def test_forms_have_words_for_every_code(client: Client) -> None:
    as_staff(client, "administrator")
    pages = [
        reverse("desk:office", args=[office_id("lp-hrss")]),
        reverse("desk:office_new"),
        reverse("desk:office_end", args=[office_id("lp-hrss")]),
        reverse("desk:staff_account", args=[staff_id("heqing")]),
        reverse("desk:staff_leave", args=[staff_id("heqing")]),
        reverse("desk:limit", args=["suspension_papers"]),
        reverse("desk:calendar", args=[2026]),
    ]
    for lang in ("zh-hans", "en"):
        client.cookies["huiyin_language"] = lang
        for address in pages:
            words = sound(client.get(address)).text_content()
            left = re.search(
                r"\b(orgs|threshold|office\.kind|area\.level|role_may|change\.field|leaving)\.[a-z_.]+", words
            )
            assert left is None, f"{address}: {left}"
