"""What waits for whoever leads comes first: alarms, confirmations, the own cases; the others are chosen."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.cases.models import Matter
from huiyin.orgs import accounts
from huiyin.registers.services import opening
from tests.agency import actor, as_staff, office_id, petition, staff_id
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")
DANGER = "工资要不到，我不想活了，想从楼上跳楼。"
ALARM = "写到可能有人有危险"


def asked() -> None:
    by = actor("administrator")
    accounts.add_post(staff_id("baizhi"), office_id("ql-hrss"), "handler", by=by, at=now())


def test_the_alarm_of_danger_is_on_the_page_a_leader_begins_with(client: Client) -> None:
    key = petition(DANGER).matter
    page = sound(as_staff(client, "leader").get(reverse("desk:overview")))
    alarm, *_parts = page.xpath(f"//*[contains(@class, 'notice')][contains(., '{ALARM}')]")
    assert alarm.xpath(f".//a[@href='{reverse('desk:matter', args=[key])}']")


def test_a_leader_has_the_own_work_first_and_all_matters_by_choice(client: Client) -> None:
    other = petition(title="县里的一件", office="lp-hrss").matter
    own = petition(title="市里包案的一件").matter
    opening.backlog(own, "own", "久拖未决。", staff_id("yuanshan"), by=actor("head"), at=now())
    asked()
    client = as_staff(client, "leader")
    page = sound(client.get(reverse("desk:todo")))
    text = page.text_content()
    assert "市里包案的一件" in text and "1 项申请等您确认" in text and "县里的一件" not in text
    assert not page.xpath(f"//a[@href='{reverse('desk:matter', args=[other])}']")
    chosen = sound(client.get(reverse("desk:todo"), {"whose": "all"})).text_content()
    assert "县里的一件" in chosen


def test_an_empty_to_do_says_that_something_waits_to_be_confirmed(client: Client) -> None:
    asked()
    page = sound(as_staff(client, "head").get(reverse("desk:todo")))
    assert "1 项申请等您确认" in page.text_content()
    assert page.xpath(f"//main//a[@href='{reverse('desk:confirming')}']")


def test_a_list_of_what_is_late_says_how_much_and_leads_back(client: Client) -> None:
    key = petition(office="lp-hrss").matter
    Matter.objects.filter(pk=key).update(next_due=today() - timedelta(days=1))
    as_staff(client, "leader")
    page = sound(client.get(reverse("desk:matters"), {"due": "newly", "only": "open"}))
    assert "共 1 件" in page.text_content()
    back = f"//main//a[@href='{reverse('desk:overview')}']"
    assert page.xpath(back)
    listed = {"show": "overdue", "office": office_id("lp-hrss")}
    assert sound(client.get(reverse("desk:todo"), listed)).xpath(back)
    assert not sound(client.get(reverse("desk:matters"))).xpath(back)
