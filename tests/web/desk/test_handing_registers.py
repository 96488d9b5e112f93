"""A handover of all work takes along what somebody answers for in the registers, a leader's cases too."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.cases.services import recusals
from huiyin.foundation import outbox
from huiyin.foundation.models import AuditEntry
from huiyin.jobs.handlers import HANDLERS
from huiyin.orgs import accounts, notices, services
from huiyin.registers.models import Item
from huiyin.registers.services import opening
from tests.agency import actor, as_staff, login, staff_id
from tests.registers.told import sorted_matter
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")


def led() -> tuple[int, int]:
    """A county's promise that the city's leader answers for, with its matter, beside another's."""
    matter, _ = sorted_matter()
    by, due = actor("head", "lp-hrss"), today() + timedelta(days=10)
    made = opening.promise(matter, "一周内答复。", due, staff_id("yuanshan"), by=by, at=now())
    other, _ = sorted_matter()
    opening.promise(other, "不归他管。", due, staff_id("mengran"), by=by, at=now())
    return made, matter


def handed(client: Client, giver: str, taker: str, **named: str) -> Any:
    form = {"giver": str(_user(giver).pk), "taker": str(_user(taker).pk), **named}
    shown = sound(client.get(reverse("desk:hand_over"), form))
    answer = client.post(reverse("desk:hand_over"), form)
    outbox.carry(HANDLERS, at=now())
    return shown, answer


def officer(item: int) -> int | None:
    return Item.objects.get(pk=item).officer_id


def test_a_leaders_cases_go_to_who_takes_over_and_both_are_told(client: Client) -> None:
    item, _matter = led()
    services.add_staff("xinren", name="新任", title="", office="ql-hrss", roles=["leader"], password="x")
    accounts.set_active(staff_id("yuanshan"), False, by=actor("administrator"), at=now())
    as_staff(client, "head")
    shown, answer = handed(client, "yuanshan", "xinren")
    assert "将移交 1 项" in shown.text_content()
    assert shown.xpath(f"//select[@name='item:{item}']/option[@selected]/@value") == [str(staff_id("xinren"))]
    assert answer.status_code == 302
    assert officer(item) == staff_id("xinren")
    assert Item.objects.filter(officer=staff_id("mengran")).count() == 1
    assert [n.kind for n in notices.inbox(staff_id("xinren"))[0]] == ["items_handed_over"]
    assert AuditEntry.objects.filter(action="register.handed_over", about=f"item:{item}").count() == 1
    client.force_login(_user("xinren"))
    links = sound(client.get(reverse("desk:todo"))).xpath("//main//a/@href")
    assert any(link.startswith(reverse("desk:register_item", args=[item])) for link in links)


def test_a_leader_who_goes_hands_the_own_cases_over(client: Client) -> None:
    item, _matter = led()
    as_staff(client, "leader")
    _shown, answer = handed(client, "yuanshan", "mengran")
    assert answer.status_code == 302
    assert officer(item) == staff_id("mengran")


def test_what_the_taker_may_not_answer_for_stays_and_the_page_says_why(client: Client) -> None:
    item, matter = led()
    as_staff(client, "head")
    shown, _answer = handed(client, "yuanshan", "heqing")
    assert "不能在该单位的台账里负责" in shown.text_content()
    assert not shown.xpath(f"//select[@name='item:{item}']")
    assert officer(item) == staff_id("yuanshan")
    recusals.state(matter, "kin", by=login("mengran"), at=now())
    services.add_staff("tongban", name="同班", title="", office="ql-hrss", roles=["head"], password="x")
    client.force_login(_user("tongban"))
    shown, _answer = handed(client, "yuanshan", "mengran")
    assert "接手的同事已回避" in shown.text_content()
    assert officer(item) == staff_id("yuanshan")


def test_a_single_item_can_be_kept_or_given_to_somebody_else(client: Client) -> None:
    item, _matter = led()
    as_staff(client, "head")
    handed(client, "yuanshan", "mengran", **{f"item:{item}": "stay"})
    assert officer(item) == staff_id("yuanshan")
    handed(client, "yuanshan", "mengran", **{f"item:{item}": str(staff_id("tingyun"))})
    assert officer(item) == staff_id("tingyun")


def test_who_keeps_out_of_a_matter_is_not_offered_for_its_items(client: Client) -> None:
    item, matter = led()
    chosen = f"//select[@name='officer']/option[@value='{staff_id('mengran')}']"
    address = reverse("desk:register_item", args=[item])
    as_staff(client, "head", "lp-hrss")
    assert sound(client.get(address)).xpath(chosen)
    recusals.state(matter, "kin", by=actor("head"), at=now())
    assert not sound(client.get(address)).xpath(chosen)
    form = {"officer": str(staff_id("mengran"))}
    assert client.post(reverse("desk:register_hand", args=[item]), form).status_code == 422


def _user(name: str) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(login=name)
