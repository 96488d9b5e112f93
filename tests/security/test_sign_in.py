"""Attacks on signing in: locking a colleague out, getting round what is asked first, guessing from inside."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now
from huiyin.base.errors import NotAllowed
from huiyin.foundation.models import AuditEntry
from huiyin.orgs import accounts, second_factor
from huiyin.web import signed_in
from tests.agency import actor, as_staff, staff_id
from tests.web.desk.test_sign_in_safely import NEW, change, code_of, enrolled, password

pytestmark = pytest.mark.usefixtures("agency")


def test_wrong_passwords_typed_elsewhere_do_not_lock_a_colleague_out_of_the_own_browser(
    client: Client,
) -> None:
    assert password(client).status_code == 302
    client.post("/desk/sign-out/")
    elsewhere = Client()
    for _ in range(6):
        password(elsewhere, typed="wrong")
    assert password(elsewhere).status_code == 429
    assert password(Client()).status_code == 429, "a browser nobody knows stays locked"
    assert password(client).status_code == 302


def test_the_own_browser_locks_too_and_is_no_way_to_try_another_name(client: Client) -> None:
    password(client)
    client.post("/desk/sign-out/")
    for _ in range(5):
        assert password(client, typed="wrong").status_code == 422
    assert password(client).status_code == 429
    for _ in range(5):
        password(client, "luchuan", "wrong")
    assert password(Client(), "luchuan").status_code == 429
    once = accounts.reset_password(staff_id("heqing"), by=actor("administrator"), at=now())
    assert password(client, typed=once).status_code == 302


def test_enrolling_an_authenticator_does_not_get_round_choosing_a_password(client: Client) -> None:
    once = accounts.reset_password(staff_id("heqing"), by=actor("administrator"), at=now())
    password(client, typed=once)
    client.get(reverse("desk:second_factor"))
    client.post(reverse("desk:second_factor"), {"code": code_of("heqing", now())})
    assert client.get(reverse("desk:matters"))["Location"] == reverse("desk:password")
    assert change(client, old=once).status_code == 302
    assert client.get(reverse("desk:matters")).status_code == 200


def test_choosing_a_password_does_not_get_round_the_authenticator(client: Client, settings: Any) -> None:
    settings.HUIYIN_TWO_FACTOR = "required"
    password(client)
    assert change(client).status_code == 302
    assert client.get(reverse("desk:matters"))["Location"] == reverse("desk:second_factor")


def test_codes_are_not_found_by_trying_in_a_session_left_open(client: Client) -> None:
    enrolled()
    as_staff(client, "registrar")
    tried = [client.post(reverse("desk:second_factor"), {"code": f"{n:06d}"}).status_code for n in range(12)]
    assert 429 in tried
    right = code_of("heqing", now() + timedelta(seconds=30))
    assert client.post(reverse("desk:second_factor"), {"code": right}).status_code == 429


def test_an_old_password_is_not_found_by_trying_and_each_wrong_one_is_on_record(client: Client) -> None:
    password(client)
    tried = [change(client, old=f"wrong-{n}").status_code for n in range(12)]
    assert tried[-1] == 429
    assert AuditEntry.objects.filter(action="password.fail").count() == 10
    assert change(client).status_code == 429


def test_passwords_sent_after_a_pause_are_not_kept(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    password(client)
    monkeypatch.setattr("huiyin.web.middleware.now", lambda: now() + timedelta(minutes=31))
    assert change(client).status_code == 302
    monkeypatch.undo()
    password(client)
    request = type("R", (), {"session": client.session, "user": type("U", (), {"pk": staff_id("heqing")})})
    held = signed_in.held(request)  # type: ignore[arg-type]
    assert not held or NEW not in str(held.fields)
    assert Session.objects.exists()


def test_a_second_factor_of_somebody_else_opens_nothing(client: Client) -> None:
    codes = enrolled()
    enrolled("luchuan")
    password(client, "luchuan")
    assert client.post(reverse("desk:code"), {"code": codes[0]}).status_code == 422
    assert client.post(reverse("desk:code"), {"code": code_of("heqing", now())}).status_code == 422
    assert second_factor.recovery_left(staff_id("heqing")) == 10


@pytest.mark.parametrize("role", ["head", "handler", "supervisor", "accusation-officer"])
def test_an_administrator_does_not_make_cases_visible_to_oneself(role: str) -> None:
    by = actor("administrator")
    with pytest.raises(NotAllowed):
        accounts.add_post(by.staff or 0, by.office or 0, role, by=by, at=now())
    accounts.add_post(by.staff or 0, by.office or 0, "auditor", by=by, at=now())
    accounts.add_post(staff_id("heqing"), by.office or 0, role, by=by, at=now())
