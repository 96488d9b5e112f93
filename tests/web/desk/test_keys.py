"""The page of keys: every key that works somewhere stands on it; single keys can be switched off."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.web.desk.menu import MENU
from tests.agency import as_staff
from tests.docs.pages import ROOT
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")
TEMPLATES = ROOT / "src" / "huiyin" / "web" / "templates"


def test_every_key_of_the_rail_stands_on_the_page_and_leads_from_every_page(client: Client) -> None:
    page = sound(as_staff(client, "registrar").get(reverse("desk:keys")))
    said = [str(k) for k in page.xpath("//kbd/text()")]
    rail = page.xpath("//nav[@class='rail-nav']//a[@data-key]/@data-key")
    assert {f"Alt {key.upper()}" for key in rail} <= set(said)
    [link] = page.xpath("//a[@data-key='slash']")
    assert link.get("href") == reverse("desk:keys") and link.get("data-single-key") == "?"


def test_no_two_pages_share_a_key() -> None:
    taken = [entry.key for entry in MENU if entry.key]
    assert len(taken) == len(set(taken)) and "k" not in taken


def test_every_key_in_a_template_is_known_to_the_page(client: Client) -> None:
    said = " ".join(sound(as_staff(client, "head").get(reverse("desk:keys"))).xpath("//kbd/text()"))
    written = {
        key
        for file in TEMPLATES.rglob("*.html")
        for key in re.findall(r'data-(?:key|pick|single-key)="([^"{]+)"', file.read_text(encoding="utf-8"))
    }
    names = {"slash": "Alt /"}
    assert written and {key for key in written if names.get(key, key.upper()) not in said} == set()


def test_single_keys_are_switched_off_and_on_again(client: Client) -> None:
    as_staff(client, "registrar")
    address = reverse("desk:keys")

    def off() -> bool:
        return bool(sound(client.get(address)).xpath("//body[@data-no-single-keys]"))

    assert not off()
    for chosen, wanted in (("off", True), ("on", False), ("nonsense", False)):
        client.post(reverse("portal:prefs"), {"keys": chosen, "next": address})
        assert off() is wanted
