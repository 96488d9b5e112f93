"""A leader's week: the own cases with what was done, what is newly late, what happened; no office first."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.cases.models import Act, Matter
from huiyin.cases.queries import week
from huiyin.cases.queries.by_office import due_by_office
from huiyin.cases.services import past
from huiyin.registers.models import Entry, Item
from huiyin.registers.services import opening
from tests.agency import actor, as_staff, office_id, petition, staff_id
from tests.cases.test_reviewing import under_review
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")
ACCUSATION = "举报县人社局科长王某某收受红包、吃拿卡要，请纪检监察部门查处。"


def answered(days_ago: int, office: str = "lp-hrss", text: str = "") -> int:
    """A county matter that was answered some days ago."""
    done = petition(*([text] if text else []), office=office, received_on=today() - timedelta(days=60))
    head = actor("head", office)
    for kind, ago, fields in (
        ("accepted", 50, {"path": 6}),
        ("opinion_issued", days_ago, {"result": "support"}),
    ):
        past.enter(done.matter, kind, on=today() - timedelta(days=ago), by=head, at=now(), fields=fields)
    return done.matter


def happened(role: str = "leader", office: str = "ql-hrss") -> dict[str, tuple[int, int]]:
    return {h.sort: (h.now, h.before) for h in week.happened(actor(role, office), today=today())}


def test_a_week_is_told_by_what_happened_in_it_beside_the_week_before() -> None:
    for ago in (0, 6, 7, 13, 14):
        answered(ago)
    assert happened()["answered"] == (2, 2)
    assert happened("head", "fd-hrss")["answered"] == (0, 0)  # another branch
    under_review()
    assert happened()["review_asked"] == (1, 0)


def test_each_number_leads_to_its_matters(client: Client) -> None:
    lately, before = answered(2), answered(10)
    as_staff(client, "leader")
    page = sound(client.get(reverse("desk:overview")))
    [address] = page.xpath("//dl[@class='week']//a[contains(@href, '/week/answered/')]/@href")
    listed = sound(client.get(address))
    links = listed.xpath("//a[@class='headline']/@href")
    assert links == [reverse("desk:matter", args=[lately])] and before != lately
    assert client.get(reverse("desk:week", args=["nonsense"])).status_code == 404


def test_what_is_not_to_be_seen_is_not_counted() -> None:
    hidden = answered(2, text=ACCUSATION)
    Matter.objects.filter(pk=hidden).update(restricted=True)
    assert happened()["answered"] == (0, 0)
    assert week.acts_of_week(actor("leader"), "answered", today=today()).rows == []


def test_a_matter_stands_once_however_often_it_happened_in_the_week(client: Client) -> None:
    matter = answered(3)
    head, fields = actor("head", "lp-hrss"), {"result": "explain"}
    past.enter(matter, "answered", on=today() - timedelta(days=1), by=head, at=now(), fields=fields)
    assert happened()["answered"] == (1, 0)
    [row] = week.acts_of_week(actor("leader"), "answered", today=today()).rows
    assert (row.matter, row.times) == (matter, 2)
    listed = sound(as_staff(client, "leader").get(reverse("desk:week", args=["answered"])))
    assert "这一周 2 次" in listed.text_content()


def test_pages_follow_without_gap_or_repetition() -> None:
    made = [answered(1) for _ in range(5)]
    found, after = [], ""
    while True:
        page = week.acts_of_week(actor("leader"), "answered", today=today(), after=after, size=2)
        found += [row.matter for row in page.rows]
        after = page.after
        if not after:
            break
    assert found == made[::-1]


def test_an_own_case_says_what_was_done_about_it_this_week_or_that_nothing_was(client: Client) -> None:
    old = today() - timedelta(days=60)
    moved, still = answered(3), petition(office="lp-hrss", title="没有动的一件", received_on=old).matter
    for matter in (moved, still):
        opening.backlog(
            matter, "own", "久拖未决。", staff_id("yuanshan"), by=actor("head", "lp-hrss"), at=now()
        )
    Entry.objects.update(day=today() - timedelta(days=20))
    Item.objects.update(day=today() - timedelta(days=20))
    as_staff(client, "leader")
    address = reverse("desk:register_item", args=[Item.objects.get(matter=moved).pk])
    measure = {"kind": "measure", "day": today().isoformat(), "words": "约见了本人。", "version": "1"}
    assert client.post(address, measure).status_code == 302
    page = sound(client.get(reverse("desk:overview")))
    rows = {
        " ".join(li.text_content().split()) for li in page.xpath("//ul[contains(@class, 'own-cases')]/li")
    }
    assert any("记录化解措施" in row and "出具" in row for row in rows)
    assert any("没有动的一件" in row and "没有新的进展" in row for row in rows)


def test_newly_overdue_is_a_part_of_overdue_and_leads_to_the_list(client: Client) -> None:
    new, old = petition(office="lp-hrss", title="刚逾期的").matter, petition(office="lp-hrss").matter
    Matter.objects.filter(pk=new).update(next_due=today() - timedelta(days=2))
    Matter.objects.filter(pk=old).update(next_due=today() - timedelta(days=30))
    counted = due_by_office(actor("leader"), today=today())[office_id("lp-hrss")]
    assert (counted["overdue"], counted["newly"]) == (2, 1)
    page = sound(as_staff(client, "leader").get(reverse("desk:overview")))
    [address] = page.xpath("//dl[@class='week']//a[contains(@href, 'due=newly')]/@href")
    listed = sound(client.get(address))
    assert [a.text for a in listed.xpath("//a[@class='headline']")] == ["刚逾期的"]


def test_beside_newly_overdue_stands_what_is_so_since_the_week_before(client: Client) -> None:
    for title, ago in (("这一周", 7), ("上一周", 8), ("也是上一周", 14), ("更早", 15)):
        matter = petition(office="lp-hrss", title=title).matter
        Matter.objects.filter(pk=matter).update(next_due=today() - timedelta(days=ago))
    page = sound(as_staff(client, "leader").get(reverse("desk:overview")))
    [link] = page.xpath("//dl[@class='week']//a[contains(@href, 'due=earlier')]")
    assert link.text == "2"
    listed = sound(client.get(link.get("href")))
    assert {a.text for a in listed.xpath("//a[@class='headline']")} == {"上一周", "也是上一周"}


def test_offices_stand_in_their_order_however_much_is_due(client: Client) -> None:
    def order() -> list[Any]:
        return sound(client.get(reverse("desk:overview"))).xpath("//tbody//th//a/text()")

    as_staff(client, "leader")
    before = order()
    for _ in range(3):
        matter = petition(office="fd-hrss").matter
        Matter.objects.filter(pk=matter).update(next_due=today() - timedelta(days=9))
    assert order() == before


def test_it_costs_the_same_however_much_happened(client: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("desk:overview")).status_code == 200
        return len(queries)

    as_staff(client, "leader")
    answered(1)
    asked()
    few = asked()
    for _ in range(4):
        answered(1)
    assert asked() == few
    assert Act.objects.count() == 15


@pytest.mark.parametrize("role", ["registrar", "handler", "reviewer"])
def test_who_answers_for_no_branch_has_no_week(client: Client, role: str) -> None:
    assert as_staff(client, role).get(reverse("desk:week", args=["answered"])).status_code == 403
