"""Signing in and out."""

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.foundation import audit
from tests.people import PASSWORD
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")
SIGN_IN = "/desk/sign-in/"


def test_a_registrar_signs_in_and_the_log_says_so(client: Client) -> None:
    response = client.post(SIGN_IN, {"login": "heqing", "password": PASSWORD})
    assert response.status_code == 302
    assert response["Location"] == reverse("desk:todo")
    assert next(audit.entries()).action == "sign-in"
    assert client.get(reverse("desk:todo")).status_code == 200


def test_a_wrong_password_keeps_the_login_name_and_never_shows_the_password(client: Client) -> None:
    response = client.post(SIGN_IN, {"login": "heqing", "password": "not-it-at-all"})
    assert response.status_code == 422
    page = sound(response)
    assert page.xpath("//input[@name='login']/@value") == ["heqing"]
    assert "not-it-at-all" not in response.content.decode()
    assert next(audit.entries()).action == "sign-in.fail"


def test_a_password_typed_as_login_name_is_not_kept_in_the_log(client: Client) -> None:
    client.post(SIGN_IN, {"login": "my-secret-password", "password": "x"})
    assert next(audit.entries()).about == "staff:unknown"


def test_the_sixth_wrong_try_in_a_row_has_to_wait(client: Client) -> None:
    for _ in range(5):
        client.post(SIGN_IN, {"login": "heqing", "password": "wrong"})
    response = client.post(SIGN_IN, {"login": "heqing", "password": PASSWORD})
    assert response.status_code == 429
    assert "15 分钟" in response.content.decode()


@pytest.mark.parametrize("login", ["", "😀", "\x00heqing\u200b" * 50, "<script>alert(1)</script>"])
def test_odd_login_names_are_refused_in_peace(client: Client, login: str) -> None:
    response = client.post(SIGN_IN, {"login": login, "password": "\x00"})
    assert response.status_code == 422
    assert "<script>alert(1)" not in response.content.decode()


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_signing_in_never_leads_to_another_site(client: Client, target: str) -> None:
    response = client.post(SIGN_IN, {"login": "heqing", "password": PASSWORD, "next": target})
    assert response["Location"] == reverse("desk:todo")


def test_after_signing_in_one_is_where_one_wanted_to_go(client: Client) -> None:
    asked = client.get("/desk/matters/?stage=accepted")
    assert asked["Location"].startswith(SIGN_IN)
    form = sound(client.get(asked["Location"]))
    wanted = form.xpath("//main//input[@name='next']/@value")[0]
    response = client.post(SIGN_IN, {"login": "heqing", "password": PASSWORD, "next": wanted})
    assert response["Location"] == "/desk/matters/?stage=accepted"


def test_signing_out_needs_a_form_and_ends_the_session(client: Client) -> None:
    client.post(SIGN_IN, {"login": "heqing", "password": PASSWORD})
    assert client.get("/desk/sign-out/").status_code == 405
    client.post("/desk/sign-out/")
    assert client.get(reverse("desk:todo")).status_code == 302
