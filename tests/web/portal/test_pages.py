"""The portal's standing pages, the reading settings, and what is said when something is not there."""

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from lxml import html

from tests.web.page import read, sound

PAGES = ("home", "rights", "safeguards", "follow", "remedies")


@pytest.mark.usefixtures("agency")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_standing_page_is_sound(client: Client, name: str, language: str) -> None:
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = language
    sound(client.get(reverse(f"portal:{name}")))


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_a_standing_page_opens_before_the_agency_is_set_up(client: Client, name: str) -> None:
    sound(client.get(reverse(f"portal:{name}")))


@pytest.mark.usefixtures("agency")
def test_the_front_page_names_the_office_and_its_telephone(client: Client) -> None:
    assert "0970-5550100" in read(client.get(reverse("portal:home"))).text_content()


@pytest.mark.usefixtures("agency")
def test_text_size_and_theme_are_remembered(client: Client) -> None:
    back = reverse("portal:rights")
    response = client.post(reverse("portal:prefs"), {"text": "large", "next": back})
    assert response["Location"] == back
    client.post(reverse("portal:prefs"), {"theme": "dark"})
    tree = read(client.get(back))
    assert (tree.get("data-text"), tree.get("data-theme")) == ("large", "dark")


@pytest.mark.usefixtures("agency")
def test_an_unknown_setting_changes_nothing(client: Client) -> None:
    client.post(reverse("portal:prefs"), {"theme": "neon", "text": '"><script>'})
    tree = read(client.get(reverse("portal:home")))
    assert tree.get("data-text") is None and tree.get("data-theme") is None


@pytest.mark.usefixtures("agency")
def test_the_language_is_remembered(client: Client) -> None:
    client.post(reverse("portal:language"), {"language": "en"})
    assert read(client.get(reverse("portal:home"))).get("lang") == "en"
    client.post(reverse("portal:language"), {"language": "tlh"})
    assert read(client.get(reverse("portal:home"))).get("lang") == "en"


@pytest.mark.usefixtures("agency")
@pytest.mark.parametrize(
    "away", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""]
)
def test_settings_never_lead_away_from_the_site(client: Client, away: str) -> None:
    for name in ("prefs", "language"):
        response = client.post(reverse(f"portal:{name}"), {"next": away})
        assert response["Location"] == reverse("portal:home")


@pytest.mark.usefixtures("agency")
def test_a_page_that_does_not_exist_says_where_to_go(client: Client) -> None:
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert sound(response).xpath(f"//a[@href='{reverse('portal:home')}']")


@pytest.mark.usefixtures("agency")
def test_a_page_that_was_left_open_too_long_says_so() -> None:
    response = Client(enforce_csrf_checks=True).post(reverse("portal:follow"), {"code": "x"})
    assert response.status_code == 403
    assert "过期" in sound(response).text_content()


@pytest.mark.usefixtures("agency")
def test_far_too_much_text_gets_a_page_that_says_what_to_do(client: Client) -> None:
    response = client.post(reverse("portal:step", args=[1]), {"text": "长" * 1_000_000})
    assert response.status_code == 400
    assert "附件" in sound(response).text_content()


@pytest.mark.parametrize("template", ["400.html", "500.html"])
def test_the_last_resort_needs_nothing_to_be_shown(template: str) -> None:
    tree = html.fromstring(render_to_string(template))
    assert tree.findtext(".//h1")
    assert "{" not in tree.text_content()


@pytest.mark.usefixtures("agency")
def test_every_page_forbids_foreign_scripts_and_keeping(client: Client) -> None:
    response = client.get(reverse("portal:home"))
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("agency")
def test_the_portal_works_without_scripts(client: Client) -> None:
    for name in PAGES:
        tree = read(client.get(reverse(f"portal:{name}")))
        sources: list[Any] = tree.xpath("//script")
        assert all(script.get("src", "").startswith(django_settings.STATIC_URL) for script in sources)
        assert all(script.text is None for script in sources)
        assert not tree.xpath("//a[@href='#' or starts-with(@href, 'javascript:')]")
