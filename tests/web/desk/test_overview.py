"""The page of whoever answers for a branch: what is due at each office, what they lead, what waits."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.cases.models import Matter
from huiyin.cases.queries.by_office import due_by_office
from huiyin.registers.services import opening
from tests.agency import actor, as_staff, office_id, petition, staff_id
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")
ACCUSATION = "举报县人社局科长王某某收受红包、吃拿卡要，请纪检监察部门查处。"
COUNTY = ("head", "lp-hrss")


def _late(matter: int) -> None:
    Matter.objects.filter(pk=matter).update(next_due=today() - timedelta(days=1))


def test_a_leader_sees_what_is_due_where_and_only_what_is_in_sight() -> None:
    _late(petition(office="lp-hrss").matter)
    _late(petition(ACCUSATION, office="lp-hrss").matter)
    found = due_by_office(actor("leader"), today=today())
    assert found[office_id("lp-hrss")]["overdue"] == 1  # the possible accusation does not even count
    assert found[office_id("ql-hrss")]["overdue"] == 0
    assert set(due_by_office(actor(*COUNTY), today=today())) == {office_id("lp-hrss")}


def test_it_costs_the_same_however_many_are_due() -> None:
    leader = actor("leader")
    _late(petition().matter)
    with CaptureQueriesContext(connection) as few:
        due_by_office(leader, today=today())
    for _ in range(3):
        _late(petition(office="lp-hrss").matter)
    with CaptureQueriesContext(connection) as more:
        due_by_office(leader, today=today())
    assert len(more) == len(few) == 2


def test_the_page_leads_to_the_list_of_an_office_and_to_what_the_leader_leads(client: Client) -> None:
    _late(petition(office="lp-hrss", title="县里逾期的一件").matter)
    here = petition(title="市里的一件").matter
    _late(here)
    opening.backlog(here, "own", "久拖未决。", staff_id("yuanshan"), by=actor("head"), at=now())
    as_staff(client, "leader")
    page = sound(client.get(reverse("desk:overview")))
    assert page.xpath("//main//a[contains(@href, '/registers/items/') and text()='市里的一件']")
    county = f"office={office_id('lp-hrss')}"
    [to_list] = page.xpath(f"//table//a[contains(@href, 'overdue') and contains(@href, '{county}')]/@href")
    listed = sound(client.get(to_list)).text_content()
    assert "县里逾期的一件" in listed and "市里的一件" not in listed


@pytest.mark.parametrize("role", ["registrar", "handler", "administrator"])
def test_who_answers_for_no_branch_has_no_such_page(client: Client, role: str) -> None:
    assert as_staff(client, role).get(reverse("desk:overview")).status_code == 403
