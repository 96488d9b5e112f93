"""Nobody comes to see a whole branch by standing in for its leader on one person's word."""

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.base.errors import NotAllowed, NotFound
from huiyin.foundation.models import AuditEntry
from huiyin.orgs import accounts, standing_in, two_persons
from huiyin.orgs.models import Change, Delegation
from tests.agency import actor, as_staff, login, staff_id
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")


def asked(taker: str = "linlan", giver: str = "yuanshan") -> int | None:
    days = {"from_day": today(), "to_day": today()}
    by = login(giver)
    return standing_in.set_stand_in(staff_id(giver), staff_id(taker), kind="leave", **days, by=by, at=now())


def test_a_registrar_of_another_office_stands_in_for_the_leader_once_a_second_person_agreed() -> None:
    assert asked() is None
    assert "branch.overview" not in login("linlan").may and not Delegation.objects.exists()
    [request] = two_persons.asked(actor("leader"), "stand_in", at=now())
    with pytest.raises(NotAllowed):
        accounts.decide(request.id, True, by=actor("leader"), at=now())
    with pytest.raises(NotFound):
        accounts.decide(request.id, True, by=login("linlan"), at=now())
    accounts.decide(request.id, True, by=actor("head"), at=now())
    assert "branch.overview" in login("linlan").may
    change = Change.objects.get(what="leave.set")
    assert change.about == f"staff:{staff_id('yuanshan')}" and change.after["stand_in"] == staff_id("linlan")
    assert AuditEntry.objects.get(action="leave.set").reason == f"staff:{staff_id('linlan')}"


def test_declined_nothing_begins() -> None:
    asked()
    [request] = two_persons.asked(actor("leader"), "stand_in", at=now())
    accounts.decide(request.id, False, by=actor("head"), at=now())
    assert not Delegation.objects.exists() and "branch.overview" not in login("linlan").may


def test_a_colleague_of_the_office_and_whoever_sees_it_all_stand_in_at_once() -> None:
    key = asked("luchuan")
    assert key and "branch.overview" in login("luchuan").may
    standing_in.end(key, by=actor("leader"), at=now())
    assert asked("mengran", "linlan"), "a head sees the whole branch"
    assert [c.what for c in Change.objects.order_by("id")] == ["leave.set", "leave.end", "leave.set"]


def test_the_pages_say_what_waits_and_administrators_find_it_among_the_changes(client: Client) -> None:
    as_staff(client, "leader")
    day, taker = today().isoformat(), staff_id("linlan")
    form = {"giver": staff_id("yuanshan"), "taker": taker, "kind": "leave", "from_day": day, "to_day": day}
    assert client.post(reverse("desk:away"), form).status_code == 302
    page = sound(client.get(reverse("desk:away"))).text_content()
    assert "等另一位负责人同意" in page and "远山由林岚代办" in page
    as_staff(client, "head")
    page = sound(client.get(reverse("desk:confirming"))).text_content()
    assert "由外单位的人代办" in page and "林岚" in page
    [request] = two_persons.asked(actor("leader"), "stand_in", at=now())
    done = client.post(reverse("desk:confirming"), {"id": request.id, "do": "confirm"})
    assert done.status_code == 302
    as_staff(client, "administrator")
    assert "林岚" in sound(client.get(reverse("desk:changes"))).text_content()
