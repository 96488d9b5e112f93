"""Requests made to hurt: slow input, foreign addresses, planted sessions, broken keys of a page."""

import time
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from huiyin.foundation.models import Attempts
from huiyin.web.portal import answers
from tests.agency import as_staff, petition
from tests.people import PASSWORD, colleague

pytestmark = pytest.mark.usefixtures("agency")


@pytest.mark.parametrize("filler", [" ", ",", "、", "1 ", "-", "　"])
def test_a_line_of_companions_is_read_at_once_whatever_it_holds(filler: str) -> None:
    began = time.perf_counter()
    answers.companions("吴小满" + filler * 20_000 + "x")
    assert time.perf_counter() - began < 2


def test_a_companion_and_the_telephone_after_it_are_still_told_apart() -> None:
    people = answers.companions("吴小满，199 0000 2468\n林秋月\n周大勇:+86 199-0000-1234  ")
    assert [(p.name, p.phone) for p in people] == [
        ("吴小满", "199 0000 2468"),
        ("林秋月", ""),
        ("周大勇", "+86 199-0000-1234"),
    ]


@pytest.mark.parametrize(
    "page", ["home", "healthz", "admin", "//evil.example/", "https://evil.example/", "\\evil"]
)
def test_going_back_leads_to_a_page_of_ours_or_home_and_never_fails(client: Client, page: str) -> None:
    back = client.post(reverse("portal:prefs"), {"text": "large", "next": page})
    assert back.status_code == 302
    assert not back["Location"].startswith(("//", "http", "\\"))
    form = {"login": colleague("registrar").login, "password": PASSWORD, "next": page}
    into = client.post(reverse("desk:sign_in"), form)
    assert into.status_code == 302
    assert not into["Location"].startswith(("//", "http", "\\"))


@pytest.mark.parametrize(
    "after", ["x_1", "²", "_1", "2026-13-40_1", "9" * 40, "2026-01-01_" + "9" * 40, "2026-01-01_²"]
)
def test_a_broken_key_of_a_page_shows_the_first_page(client: Client, after: str) -> None:
    petition()
    staff = as_staff(client, "registrar")
    for page in ("desk:todo", "desk:matters"):
        assert staff.get(reverse(page), {"after": after}).status_code == 200


def test_behind_a_proxy_each_visitor_counts_alone(client: Client, settings: Any) -> None:
    settings.PRODUCTION = True
    form = {"login": "nobody", "password": "wrong"}
    for number in (1, 2):
        headers = {"X-Forwarded-For": f"203.0.113.{number}"}
        client.post(reverse("desk:sign_in"), {**form, "login": f"nobody{number}"}, headers=headers)
        client.get("/api/v1/petitions/AAAAAAAAAA", headers=headers)
    by_address = Attempts.objects.exclude(key__startswith="in:")
    assert by_address.count() == 4
    assert set(by_address.values_list("tries", flat=True)) == {1}


def test_without_a_proxy_a_forwarded_address_is_not_believed(client: Client) -> None:
    for number in (1, 2):
        client.get("/api/v1/petitions/AAAAAAAAAA", headers={"X-Forwarded-For": f"203.0.113.{number}"})
    assert list(Attempts.objects.values_list("tries", flat=True)) == [2]


def test_a_session_planted_beforehand_does_not_follow_along(client: Client) -> None:
    done, planted = petition(), Client()
    session = client.session
    session["x"] = 1
    session.save()
    planted.cookies["sessionid"] = client.cookies["sessionid"] = session.session_key
    client.post(reverse("portal:follow"), {"code": done.code})
    client.post(reverse("portal:unlock"), {"digits": "1234"})
    assert client.get(reverse("portal:progress")).status_code == 200
    assert planted.get(reverse("portal:progress")).status_code == 302


def test_every_answer_forbids_frames_also_to_browsers_without_a_content_policy(client: Client) -> None:
    for page in ("/", "/nowhere/", "/desk/sign-in/", "/healthz"):
        assert client.get(page)["X-Frame-Options"] == "DENY"


def test_nothing_of_a_petition_is_left_in_a_cache(client: Client) -> None:
    done = petition()
    client.post(reverse("portal:follow"), {"code": done.code})
    assert "no-store" in client.get(reverse("portal:progress"))["Cache-Control"]
    assert not getattr(cache, "_cache", None)
