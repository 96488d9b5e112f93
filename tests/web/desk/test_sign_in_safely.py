"""Second factor, lock-out, idle limit, sessions, passwords."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP

from huiyin.base import clock
from huiyin.base.clock import now
from huiyin.foundation import audit, crypto
from huiyin.foundation.models import AuditEntry
from huiyin.orgs import accounts, notices, second_factor
from huiyin.orgs.models import RecoveryCode, SecondFactor, SignedIn, Staff
from tests.agency import actor, as_staff, petition, staff_id
from tests.people import PASSWORD
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")
SIGN_IN = "/desk/sign-in/"
NEW = "竹海听风-lantern-42"


@pytest.fixture
def clocked(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Moves the clock of the pages; returns a function that does."""

    def move(by: timedelta) -> None:
        moved = real() + by
        for module in ("huiyin.web.middleware", "huiyin.web.desk.entry", "huiyin.web.desk.hands.account"):
            monkeypatch.setattr(f"{module}.now", lambda: moved)

    real = clock.now
    return move


def code_of(login: str, at: datetime) -> str:
    secret = crypto.house_unseal(SecondFactor.objects.get(staff__login=login).secret_sealed)
    totp = TOTP(secret)
    totp.time = at.timestamp()
    return f"{totp.token():06d}"


def enrolled(login: str = "heqing") -> list[str]:
    second_factor.begin(staff_id(login), at=now())
    earlier = now() - timedelta(seconds=30)
    return list(second_factor.confirm(staff_id(login), code_of(login, earlier), at=earlier))


def password(client: Client, login: str = "heqing", typed: str = PASSWORD, **more: str) -> Any:
    return client.post(SIGN_IN, {"login": login, "password": typed, **more})


def test_with_an_authenticator_the_password_alone_does_not_let_in(client: Client) -> None:
    enrolled()
    asked = password(client, next="/desk/matters/")
    assert asked["Location"] == reverse("desk:code")
    assert client.get(reverse("desk:todo")).status_code == 302
    sound(client.get(asked["Location"]))
    assert client.post(asked["Location"], {"code": "000000"}).status_code == 422
    let_in = client.post(asked["Location"], {"code": code_of("heqing", now())})
    assert let_in["Location"] == "/desk/matters/"
    assert client.get(reverse("desk:todo")).status_code == 200


def test_each_code_lets_in_once(client: Client) -> None:
    enrolled()
    code = code_of("heqing", now())
    password(client)
    assert client.post(reverse("desk:code"), {"code": code}).status_code == 302
    other = Client()
    password(other)
    assert other.post(reverse("desk:code"), {"code": code}).status_code == 422


def test_a_recovery_code_lets_in_once_and_is_kept_as_a_digest(client: Client) -> None:
    codes = enrolled()
    assert len(set(codes)) == 10
    assert not RecoveryCode.objects.filter(digest__in=codes).exists()
    password(client)
    assert client.post(reverse("desk:code"), {"code": codes[0].upper()}).status_code == 302
    other = Client()
    password(other)
    assert other.post(reverse("desk:code"), {"code": codes[0]}).status_code == 422
    assert second_factor.recovery_left(staff_id("heqing")) == 9
    assert AuditEntry.objects.filter(action="second_factor.recovery").count() == 1


def test_the_secret_is_sealed_at_rest(client: Client) -> None:
    shown = second_factor.begin(staff_id("heqing"), at=now()).secret
    import base64

    plain = base64.b32decode(shown + "=" * (-len(shown) % 8))
    assert plain not in bytes(SecondFactor.objects.get().secret_sealed)


def test_the_page_of_the_code_is_closed_to_who_gave_no_password_or_too_long_ago(
    client: Client, clocked: Any
) -> None:
    assert client.get(reverse("desk:code"))["Location"] == SIGN_IN
    enrolled()
    password(client)
    clocked(timedelta(minutes=11))
    assert client.post(reverse("desk:code"), {"code": "123456"})["Location"] == SIGN_IN


def test_where_it_is_required_who_sees_cases_enrols_before_anything_else(
    client: Client, settings: Any
) -> None:
    settings.HUIYIN_TWO_FACTOR = "required"
    password(client)
    assert client.get(reverse("desk:matters"))["Location"] == reverse("desk:second_factor")
    page = sound(client.get(reverse("desk:second_factor")))
    assert page.xpath("//img[starts-with(@src, 'data:image/svg')]")
    assert client.post(reverse("desk:second_factor"), {"code": "000000"}).status_code == 422
    done = client.post(reverse("desk:second_factor"), {"code": code_of("heqing", now())})
    assert len(sound(done).xpath("//main//code")) == 10
    assert client.get(reverse("desk:matters")).status_code == 200


def test_who_sees_no_case_is_not_made_to_enrol(client: Client, settings: Any) -> None:
    settings.HUIYIN_TWO_FACTOR = "required"
    password(client, "qiaomu")
    assert client.get(reverse("desk:audit")).status_code == 200


def test_the_wait_grows_with_each_wrong_try_and_the_owner_is_told(client: Client, clocked: Any) -> None:
    for _ in range(5):
        assert password(client, typed="wrong").status_code == 422
    locked = password(client)
    assert locked.status_code == 429
    assert "15 分钟" in locked.content.decode()
    clocked(timedelta(minutes=16))
    assert password(client, typed="wrong").status_code == 422
    assert "30 分钟" in password(client).content.decode()
    assert [n.kind for n in notices.inbox(staff_id("heqing"))[0]] == ["locked_out", "locked_out"]
    clocked(timedelta(minutes=50))
    assert password(client).status_code == 302
    assert AuditEntry.objects.filter(action="sign-in.lock").count() == 2


def test_a_new_one_time_password_ends_the_lock(client: Client) -> None:
    for _ in range(6):
        password(client, typed="wrong")
    once = accounts.reset_by_operator("heqing", at=now())
    assert password(client, typed=once).status_code == 302


def test_an_unknown_name_is_locked_in_the_same_words(client: Client) -> None:
    for _ in range(5):
        password(client, "nobody", "wrong")
    assert password(client, "nobody").status_code == 429


def test_a_wrong_code_counts_like_a_wrong_password(client: Client) -> None:
    enrolled()
    password(client)
    for _ in range(5):
        assert client.post(reverse("desk:code"), {"code": "000000"}).status_code == 422
    assert client.post(reverse("desk:code"), {"code": code_of("heqing", now())}).status_code == 429


def test_after_a_pause_one_signs_in_again_and_is_back_on_the_page(client: Client, clocked: Any) -> None:
    password(client)
    clocked(timedelta(minutes=29))
    assert client.get("/desk/matters/").status_code == 200
    clocked(timedelta(minutes=61))
    asked = client.get("/desk/matters/?stage=accepted")
    assert asked["Location"].startswith(SIGN_IN)
    form = sound(client.get(asked["Location"]))
    wanted = form.xpath("//main//input[@name='next']/@value")[0]
    assert password(client, next=wanted)["Location"] == "/desk/matters/?stage=accepted"
    assert AuditEntry.objects.filter(action="sign-out", reason="idle").count() == 1


def test_what_was_typed_before_the_pause_is_not_lost(client: Client, clocked: Any) -> None:
    done = petition()
    password(client)
    clocked(timedelta(minutes=31))
    address = reverse("desk:note", args=[done.matter])
    words = "周大勇今天来过，答应下周补交考勤表。"
    assert client.post(address, {"note": words})["Location"].startswith(SIGN_IN)
    from django.contrib.sessions.models import Session

    assert not any("周大勇" in str(s.get_decoded()) for s in Session.objects.all())
    back = password(client)
    assert back["Location"] == reverse("desk:again")
    page = sound(client.get(back["Location"]))
    assert words in page.text_content()
    form = page.xpath(f"//form[@action='{address}']")[0]
    fields = {i.get("name"): i.get("value") for i in form.xpath(".//input")}
    [area] = form.xpath(".//textarea")  # it can be worked on before it is sent
    fields[area.get("name")] = area.text.removeprefix("\n")
    assert client.post(address, fields).status_code == 302
    assert words in client.get(reverse("desk:matter", args=[done.matter])).content.decode()


def test_what_was_typed_is_shown_to_nobody_else(client: Client, clocked: Any) -> None:
    done = petition()
    password(client)
    clocked(timedelta(minutes=31))
    client.post(reverse("desk:note", args=[done.matter]), {"note": "只给我自己看的内容，别人不能看"})
    assert password(client, "luchuan")["Location"] == reverse("desk:todo")
    assert client.get(reverse("desk:again"))["Location"] == reverse("desk:todo")


def test_one_sees_where_one_is_signed_in_and_signs_out_there(client: Client) -> None:
    other = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537"})
    password(client)
    password(other)
    page = sound(client.get(reverse("desk:account")))
    assert "Chrome · Windows" in page.text_content()
    there = SignedIn.objects.get(device="Chrome · Windows")
    assert client.post(reverse("desk:end_sessions"), {"place": there.pk}).status_code == 302
    assert other.get(reverse("desk:todo")).status_code == 302
    assert client.get(reverse("desk:todo")).status_code == 200


def test_nobody_ends_anothers_session(client: Client) -> None:
    other = Client()
    password(other, "luchuan")
    password(client)
    there = SignedIn.objects.get(staff__login="luchuan")
    assert client.post(reverse("desk:end_sessions"), {"place": there.pk}).status_code == 404
    assert other.get(reverse("desk:todo")).status_code == 200


def change(client: Client, **typed: str) -> Any:
    form = {"old": PASSWORD, "new": NEW, "again": NEW, **typed}
    return client.post(reverse("desk:password"), form)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"new": "short", "again": "short"}, "new"),
        ({"new": "heqing-heqing", "again": "heqing-heqing"}, "new"),
        ({"new": "qwertyuiop", "again": "qwertyuiop"}, "new"),
        ({"new": "12345678901234", "again": "12345678901234"}, "new"),
        ({"new": "aaaaaaaaaaaaaa", "again": "aaaaaaaaaaaaaa"}, "new"),
        ({"again": "something-else-9"}, "again"),
    ],
)
def test_a_weak_password_is_said_at_its_field_and_never_shown(
    client: Client, typed: dict[str, str], field: str
) -> None:
    password(client)
    answer = change(client, **typed)
    assert answer.status_code == 422
    assert sound(answer).xpath(f"//*[@id='id_{field}_error']")
    assert typed["again"] not in answer.content.decode()


def test_a_new_password_ends_every_other_session(client: Client) -> None:
    other = Client()
    password(client)
    password(other)
    assert change(client, old="wrong").status_code == 409
    assert change(client).status_code == 302
    assert client.get(reverse("desk:todo")).status_code == 200
    assert other.get(reverse("desk:todo")).status_code == 302
    assert password(Client()).status_code == 422
    assert password(Client(), typed=NEW).status_code == 302


def test_a_one_time_password_is_good_for_choosing_another_and_nothing_else(client: Client) -> None:
    once = accounts.reset_by_operator("heqing", at=now())
    password(client, typed=once)
    assert client.get(reverse("desk:matters"))["Location"] == reverse("desk:password")
    assert "只能用一次" in sound(client.get(reverse("desk:password"))).text_content()
    assert change(client, old=once).status_code == 302
    assert client.get(reverse("desk:matters")).status_code == 200
    assert not Staff.objects.get(login="heqing").must_change


def test_signing_in_and_out_is_on_record_without_a_password_in_it(client: Client) -> None:
    password(client)
    client.post("/desk/sign-out/")
    said = [(e.action, e.reason, e.about) for e in audit.entries()]
    assert [s[0] for s in said] == ["sign-out", "sign-in"]
    assert PASSWORD not in str(said)
    assert SignedIn.objects.count() == 0


def test_a_closed_account_is_out_at_once(client: Client) -> None:
    as_staff(client, "registrar")
    accounts.set_active(staff_id("heqing"), False, by=actor("administrator"), at=now())
    assert client.get(reverse("desk:todo")).status_code == 302
