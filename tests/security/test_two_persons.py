"""An administrator alone opens no case: not by a colleague's password, a post, or a token for persons."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound
from huiyin.exchange.models import AccessToken
from huiyin.exchange.services import systems, tokens
from huiyin.foundation.models import AuditEntry
from huiyin.orgs import accounts, notices, second_factor, standing_in, two_persons
from huiyin.orgs.models import AccessRequest, Post, Staff
from huiyin.orgs.rules import SYSTEM
from tests.agency import actor, as_staff, login, office_id, staff_id
from tests.exchange.world import PROVINCE, connected
from tests.people import PASSWORD
from tests.web.desk.test_sign_in_safely import enrolled
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")
PERSONS = ["persons:read"]


def asked(what: str = "password", who: str = "heqing") -> int:
    return accounts.ask_reset(staff_id(who), what, by=actor("administrator"), at=now())


def unchanged(who: str = "heqing") -> bool:
    return Staff.objects.get(login=who).check_password(PASSWORD)


def test_asking_for_a_new_password_changes_nothing_and_tells_the_owner_and_the_heads() -> None:
    request = asked()
    assert unchanged()
    with pytest.raises(Conflict):
        accounts.reset_password(staff_id("heqing"), request, by=actor("administrator"), at=now())
    assert unchanged()
    assert [n.kind for n in notices.inbox(staff_id("heqing"))[0]] == ["access_about"]
    for role in ("head", "leader"):
        assert [n.kind for n in notices.inbox(actor(role).staff or 0)[0]] == ["access_asked"]
    assert not notices.inbox(staff_id("muqing"))[0], "the head of another office is not asked"


def test_a_confirmed_password_is_given_once_to_whoever_asked_and_its_owner_is_told() -> None:
    request, who = asked(), staff_id("heqing")
    accounts.decide(request, True, by=actor("head"), at=now())
    assert unchanged(), "confirming alone changes nothing yet"
    Staff.objects.filter(login="zhoutong").update(is_active=True)
    with pytest.raises(NotFound):
        accounts.reset_password(staff_id("luchuan"), request, by=actor("administrator"), at=now())
    once = accounts.reset_password(who, request, by=actor("administrator"), at=now())
    assert Staff.objects.get(pk=who).check_password(once)
    with pytest.raises(Conflict):
        accounts.reset_password(who, request, by=actor("administrator"), at=now())
    assert [n.kind for n in notices.inbox(who)[0]] == ["access_done", "access_about"]
    said = AuditEntry.objects.filter(about=f"access:{request}").order_by("id")
    assert [(e.action, e.actor) for e in said] == [
        ("access.ask", f"staff:{staff_id('guanli')}"),
        ("access.confirm", f"staff:{staff_id('mengran')}"),
    ]
    assert AuditEntry.objects.get(action="account.password_reset").reason == f"access:{request}"


@pytest.mark.parametrize("role", ["registrar", "handler", "reviewer", "supervisor", "auditor"])
def test_nobody_but_those_who_answer_for_the_office_confirms(role: str) -> None:
    request = asked(who="zhoutong")
    with pytest.raises(NotFound):
        accounts.decide(request, True, by=actor(role), at=now())
    with pytest.raises(NotFound):
        accounts.decide(request, True, by=actor("head", "lp-hrss"), at=now())
    assert AccessRequest.objects.get().state == "waiting"


def test_the_head_above_confirms_for_an_office_without_a_head() -> None:
    request = asked(who="linlan")
    assert notices.inbox(staff_id("mengran"))[0]
    accounts.decide(request, True, by=actor("head"), at=now())


def test_an_administrator_who_is_also_head_does_not_confirm_the_own_request() -> None:
    Post.objects.create(staff_id=staff_id("guanli"), office_id=office_id("ql-hrss"), role="head")
    request = asked()
    with pytest.raises(NotAllowed):
        accounts.decide(request, True, by=actor("administrator"), at=now())
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessRequest.objects.filter(pk=request).update(state="confirmed", decided_by=staff_id("guanli"))


def test_whose_account_it_is_does_not_confirm_it() -> None:
    request = asked(who="mengran")
    with pytest.raises(NotFound):
        accounts.decide(request, True, by=actor("head"), at=now())
    accounts.decide(request, True, by=actor("leader"), at=now())


def test_a_head_made_after_the_request_does_not_confirm_it() -> None:
    request = asked()
    Post.objects.create(
        staff_id=staff_id("zhoutong"), office_id=office_id("ql-hrss"), role="head", since=now()
    )
    with pytest.raises(NotFound):
        accounts.decide(request, True, by=login("zhoutong"), at=now())


def test_a_stand_in_of_the_head_does_not_confirm() -> None:
    head = actor("head")
    standing_in.set_stand_in(
        head.staff or 0,
        staff_id("zhoutong"),
        kind="leave",
        from_day=today(),
        to_day=today(),
        by=head,
        at=now(),
    )
    assert "person.confirm_erasure" in login("zhoutong").may, "stands in for everything else"
    assert "access.confirm" not in login("zhoutong").may
    with pytest.raises(NotFound):
        accounts.decide(asked(), True, by=login("zhoutong"), at=now())


@pytest.mark.parametrize("role", ["head", "leader", "handler", "accusation-officer"])
def test_an_administrator_makes_no_second_person_and_no_reader_of_cases(role: str) -> None:
    by, here = actor("administrator"), office_id("ql-hrss")
    puppet, _once = accounts.open_account(
        "puppet", name="新人", title="", office=here, roles=[role], by=by, at=now()
    )
    assert not Post.objects.filter(staff=puppet).exists()
    request = AccessRequest.objects.get().pk
    accounts.decide(request, True, by=actor("head"), at=now())
    assert Post.objects.get(staff=puppet).role == role
    assert Post.objects.get(staff=puppet).since is not None


def test_a_lost_authenticator_is_taken_away_once_a_head_confirmed_it() -> None:
    enrolled()
    request = asked("second_factor")
    assert second_factor.has_one(staff_id("heqing"))
    accounts.decide(request, True, by=actor("head"), at=now())
    assert not second_factor.has_one(staff_id("heqing"))
    assert notices.inbox(staff_id("heqing"))[0][0].kind == "access_done"


def test_what_was_declined_taken_back_or_let_lie_has_no_effect() -> None:
    by, who = actor("administrator"), staff_id("heqing")
    declined = asked()
    accounts.decide(declined, False, by=actor("head"), at=now())
    taken_back = asked()
    two_persons.withdraw(taken_back, by=by, at=now())
    old = asked()
    for request in (declined, taken_back, old):
        with pytest.raises(Conflict):
            accounts.decide(request, True, by=actor("leader"), at=now() + timedelta(hours=73))
        with pytest.raises(Conflict):
            accounts.reset_password(who, request, by=by, at=now())
    accounts.decide(old, True, by=actor("head"), at=now())
    with pytest.raises(Conflict):
        accounts.reset_password(who, old, by=by, at=now() + timedelta(hours=73))
    assert unchanged()


def test_the_same_is_not_asked_twice_at_a_time() -> None:
    asked()
    with pytest.raises(Conflict):
        asked()


def test_where_nobody_could_confirm_only_the_operator_resets_and_that_stays_on_record() -> None:
    Post.objects.filter(role__in=("head", "leader")).delete()
    with pytest.raises(NotAllowed):
        asked()
    once = accounts.reset_by_operator("heqing", lost_authenticator=True, at=now())
    assert Staff.objects.get(login="heqing").check_password(once)
    reasons = AuditEntry.objects.filter(reason="break-glass", actor="system").values_list("action", flat=True)
    assert set(reasons) == {"account.password_reset", "second_factor.forget"}
    assert [n.kind for n in notices.inbox(staff_id("heqing"))[0]] == ["break_glass"]


def test_a_token_that_reads_persons_is_made_only_once_a_head_confirmed_it() -> None:
    connected()
    by = actor("administrator")
    with pytest.raises(NotAllowed):
        tokens.make_token(PROVINCE, ["matters:read", *PERSONS], by=by, at=now())
    assert tokens.make_token(PROVINCE, ["matters:read"], by=by, at=now()).token
    request = tokens.ask_for_token(PROVINCE, PERSONS, by=by, at=now(), days=30)
    with pytest.raises(Conflict):
        tokens.make_confirmed(request, by=by, at=now())
    assert AccessToken.objects.count() == 1
    accounts.decide(request, True, by=actor("head"), at=now())
    made = tokens.make_confirmed(request, by=by, at=now())
    assert AccessToken.objects.get(pk=made.id).scopes == PERSONS
    with pytest.raises(Conflict):
        tokens.make_confirmed(request, by=by, at=now())
    with pytest.raises(NotAllowed):
        tokens.rotate(made.id, by=by, at=now())
    with pytest.raises(NotAllowed):
        systems.connect(PROVINCE, name="省", office="lp-hrss", by=by, at=now())
    with pytest.raises(Invalid):
        tokens.ask_for_token(PROVINCE, ["all"], by=by, at=now())


def test_a_confirmed_token_is_not_made_for_another_office_and_not_by_a_request_for_something_else() -> None:
    connected()
    by = actor("administrator")
    request = tokens.ask_for_token(PROVINCE, PERSONS, by=by, at=now())
    accounts.decide(request, True, by=actor("head"), at=now())
    systems.connect(PROVINCE, name="省", office="lp-hrss", by=by, at=now())
    with pytest.raises(NotAllowed):
        tokens.make_confirmed(request, by=by, at=now())
    reset = asked()
    accounts.decide(reset, True, by=actor("head"), at=now())
    with pytest.raises(NotFound):
        tokens.make_confirmed(reset, by=by, at=now())


def test_the_operator_makes_such_a_token_alone_and_that_stays_on_record() -> None:
    connected()
    made = tokens.make_token(PROVINCE, PERSONS, by=SYSTEM, at=now())
    assert AuditEntry.objects.get(about=f"token:{made.id}").reason == "break-glass"


def test_administrator_and_head_do_it_together_on_their_pages(client: Client) -> None:
    connected()
    account = reverse("desk:staff_account", args=[staff_id("heqing")])
    system = reverse("desk:system", args=[PROVINCE])
    as_staff(client, "administrator")
    assert client.post(account, {"do": "reset"}).status_code == 302
    assert client.post(system, {"do": "token", "scopes": PERSONS, "days": 30}).status_code == 302
    assert unchanged() and not AccessToken.objects.exists()
    assert "等负责人确认" in sound(client.get(account)).text_content()
    head = as_staff(Client(), "head")
    page = sound(head.get(reverse("desk:confirming")))
    assert "何青" in page.text_content() and PROVINCE in page.text_content()
    inbox = sound(head.get(reverse("desk:notices")))
    assert inbox.xpath(f"//a[@href='{reverse('desk:confirming')}']")
    for key in page.xpath("//main//form//input[@name='id']/@value"):
        assert head.post(reverse("desk:confirming"), {"id": key, "do": "confirm"}).status_code == 302
    for address, do in ((account, "reset_confirmed"), (system, "make_confirmed")):
        form = sound(client.get(address)).xpath(f"//button[@value='{do}']/ancestor::form")[0]
        made = sound(client.post(address, {"do": do, "id": form.xpath(".//input[@name='id']/@value")[0]}))
        assert made.xpath("//main//code")
    assert not unchanged() and AccessToken.objects.count() == 1
    assert as_staff(Client(), "administrator").get(reverse("desk:confirming")).status_code == 403
