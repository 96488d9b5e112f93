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
from huiyin.web.desk import entry
from tests.agency import actor, as_staff, staff_id
from tests.people import PASSWORD
from tests.web.desk.test_sign_in_safely import NEW, change, code_of, enrolled, password
from tests.web.page import sound

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


def test_an_office_behind_one_address_begins_its_day_and_is_slowed_by_wrong_tries_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(entry, "TRIES_AN_ADDRESS", 3)
    for _ in range(5):
        assert password(Client()).status_code == 302, "each from a browser of its own"
    for name in ("nobody", "no-one", "somebody"):
        assert password(Client(), name, "wrong").status_code == 422
    assert password(Client()).status_code == 429


def test_the_own_browser_locks_too_and_is_no_way_to_try_another_name(client: Client) -> None:
    password(client)
    client.post("/desk/sign-out/")
    for _ in range(5):
        assert password(client, typed="wrong").status_code == 422
    assert password(client).status_code == 429
    for _ in range(5):
        password(client, "luchuan", "wrong")
    assert password(Client(), "luchuan").status_code == 429
    once = accounts.reset_by_operator("heqing", at=now())
    assert password(client, typed=once).status_code == 302


def test_enrolling_an_authenticator_does_not_get_round_choosing_a_password(client: Client) -> None:
    once = accounts.reset_by_operator("heqing", at=now())
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


def locked_from_elsewhere(name: str = "heqing") -> None:
    stranger = Client()
    for _ in range(6):
        password(stranger, name, "wrong")


def test_who_gives_password_and_code_gets_in_from_a_new_browser_though_strangers_locked_the_name() -> None:
    enrolled()
    locked_from_elsewhere()
    own = Client()
    asked = password(own)
    assert asked.status_code == 429
    assert sound(asked).xpath("//main//input[@name='code']")
    let_in = password(own, code=code_of("heqing", now()), next="/desk/matters/")
    assert let_in["Location"] == "/desk/matters/"
    assert own.get("/desk/matters/").status_code == 200


def test_a_locked_name_answers_the_same_whatever_is_wrong_and_whether_it_exists() -> None:
    enrolled()
    locked_from_elsewhere()
    locked_from_elsewhere("nobody")
    right = code_of("heqing", now())
    tries = [("heqing", "wrong", right), ("heqing", PASSWORD, "000000"), ("heqing", PASSWORD, "")]
    tries += [("nobody", "wrong", "000000"), ("heqing", "wrong", "")]
    answers = [password(Client(), name, typed, code=code) for name, typed, code in tries]
    assert {a.status_code for a in answers} == {429}
    told = {sound(a).text_content().replace("nobody", "").replace("heqing", "") for a in answers}
    assert len({" ".join(t.split()) for t in told}) == 1


def test_codes_are_not_found_by_trying_past_the_lock() -> None:
    enrolled()
    locked_from_elsewhere()
    for n in range(6):
        assert password(Client(), code=f"{n:06d}").status_code == 429
    assert password(Client(), code=code_of("heqing", now())).status_code == 429


def test_a_name_without_authenticator_is_not_opened_past_the_lock_by_any_code() -> None:
    locked_from_elsewhere()
    assert password(Client(), code="000000").status_code == 429


def test_strangers_keep_a_name_locked_for_an_hour_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    at = now()
    for _ in range(12):
        monkeypatch.setattr("huiyin.web.desk.entry.now", lambda moved=at: moved)
        assert password(Client(), typed="wrong").status_code == 422
        at += timedelta(minutes=61)


def test_wrong_passwords_do_not_lock_the_code_of_whoever_gave_the_right_one(client: Client) -> None:
    enrolled()
    assert password(client)["Location"] == reverse("desk:code")
    locked_from_elsewhere()
    assert client.post(reverse("desk:code"), {"code": code_of("heqing", now())}).status_code == 302


def test_colleagues_who_share_a_computer_are_each_known_there(client: Client) -> None:
    for name in ("heqing", "luchuan"):
        password(client, name)
        client.post("/desk/sign-out/")
        locked_from_elsewhere(name)
    for name in ("heqing", "luchuan"):
        assert password(client, name).status_code == 302
        client.post("/desk/sign-out/")


def test_strangers_behind_the_same_address_do_not_lock_out_a_known_browser(client: Client) -> None:
    password(client)
    client.post("/desk/sign-out/")
    for n in range(61):
        password(Client(), f"name{n}", "wrong")
    assert password(Client(), "luchuan").status_code == 429
    assert password(client).status_code == 302


def test_a_one_time_password_ends_after_three_days_and_says_who_gives_another(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = accounts.reset_by_operator("heqing", at=now())
    at = now() + timedelta(hours=71)
    monkeypatch.setattr("huiyin.web.desk.entry.now", lambda: at)
    assert password(Client(), typed=once).status_code == 302
    at = now() + timedelta(hours=73)
    late = password(client, typed=once)
    assert late.status_code == 422
    assert "管理员" in sound(late).text_content() and "72 小时" in sound(late).text_content()
    assert client.get(reverse("desk:todo")).status_code == 302
    assert "72 小时" not in password(Client(), typed="wrong").content.decode()


def test_a_password_of_ones_own_does_not_end(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    once = accounts.reset_by_operator("heqing", at=now())
    password(client, typed=once)
    change(client, old=once)
    monkeypatch.setattr("huiyin.web.desk.entry.now", lambda: now() + timedelta(days=400))
    assert password(Client(), typed=NEW).status_code == 302
