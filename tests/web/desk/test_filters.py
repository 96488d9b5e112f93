"""Lists narrowed by several conditions at once, shared as an address, kept under a name."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from huiyin.base.clock import now, today
from huiyin.cases.models import Matter, SavedFilter
from huiyin.cases.queries import lists
from huiyin.cases.services import joining, saved, work
from huiyin.web.desk.filters.asked import LABELS, Filter, read
from tests.agency import actor, as_staff, office_id, petition
from tests.people import COMPANION, PENSION, RETIREE
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")


def found(client: Client, name: str = "matters", **asked: Any) -> list[int]:
    page = sound(client.get(reverse(f"desk:{name}"), asked))
    return [int(a.split("/")[-2]) for a in page.xpath("//a[@class='headline']/@href")]


def test_each_condition_narrows_and_several_of_one_sort_widen(client: Client) -> None:
    visit = petition(channel="visit", by=actor("registrar"), persons=3).matter
    web = petition(PENSION, person=RETIREE).matter
    county = petition(office="lp-hrss", person=COMPANION).matter
    work.sort(web, work.Sorting("claim", "P4", 4, "970121"), version=None, by=actor("head"), at=now())
    Matter.objects.filter(pk=visit).update(next_due=today())
    as_staff(client, "head")
    assert found(client, channel="visit") == [visit]
    assert found(client, channel=["visit", "web"]) == [county, web, visit]
    assert found(client, only="joint") == [visit]
    assert found(client, kind="P4") == found(client, path="4") == [web]
    Matter.objects.filter(pk=county).update(division="970122")
    assert found(client, division="970122", office=office_id("lp-hrss")) == [county]
    assert found(client, division="970122", office=office_id("ql-hrss")) == []
    assert found(client, office=[office_id("lp-hrss")]) == [county]
    assert found(client, due="today") == [visit]
    assert found(client, due=["today", "later"], channel="web") == [county, web]
    assert found(client, stage="registered", channel="letter") == []
    assert found(client, since=today().isoformat(), until=today().isoformat()) == [county, web, visit]
    assert found(client, until="2020-01-01") == []


def test_only_those_that_others_were_joined_to(client: Client) -> None:
    first, again = petition(person=COMPANION), petition(person=RETIREE)
    joining.decide(again.matter, first.matter, same=True, by=actor("registrar"), at=now())
    assert found(as_staff(client, "registrar"), only="repeated") == [first.matter]


def test_what_is_no_condition_is_left_out_and_never_an_error(client: Client) -> None:
    key = petition().matter
    as_staff(client, "registrar")
    for asked in (
        {"stage": "x"},
        {"office": "999"},
        {"path": "7"},
        {"since": "gestern"},
        {"kind": ["", "?"]},
    ):
        assert found(client, **asked) == [key]
    there = office_id("lp-hrss")  # not in this officer's sight
    assert not sound(client.get(reverse("desk:matters"), {"office": there})).xpath("//a[@class='condition']")


@given(
    st.dictionaries(st.sampled_from([*LABELS, "x"]), st.lists(st.text(max_size=9), max_size=3), max_size=5)
)
def test_conditions_read_from_any_address_give_themselves_again(typed: dict[str, list[str]]) -> None:
    asked = QueryDict(mutable=True)
    for name, values in typed.items():
        asked.setlist(name, values)
    asked.appendlist("stage", "accepted")
    options = {"stage": [("registered", "已登记"), ("accepted", "办理中")], "channel": [("web", "网上")]}
    once = _read(asked, options)
    again = _read(QueryDict(once.query), options)
    assert once.pairs() == again.pairs()
    assert ("stage", "accepted") in once.pairs()
    assert len(once.chips) == len(once.pairs())
    for chip in once.chips:
        without = _read(QueryDict(chip.without[1:]), options)
        assert len(without.pairs()) == len(once.pairs()) - 1


def _read(asked: QueryDict, options: dict[str, list[tuple[str, str]]]) -> Filter:
    from unittest.mock import patch

    with patch("huiyin.web.desk.filters.asked._options", return_value=options):
        return read(asked, actor("registrar"))


def test_a_condition_is_taken_away_by_its_own_link(client: Client) -> None:
    petition()
    as_staff(client, "registrar")
    page = sound(client.get(reverse("desk:matters"), {"channel": ["web", "visit"], "stage": "registered"}))
    links = page.xpath("//a[@class='condition']/@href")
    assert len(links) == 3
    assert parse_qs(urlsplit(links[0]).query) == {"channel": ["web", "visit"]}
    boxes = page.xpath("//input[@type='checkbox' and @checked]/@value")
    assert set(boxes) == {"web", "visit", "registered"}


def test_the_conditions_hold_for_every_part_of_the_to_do_list_and_its_counts(client: Client) -> None:
    petition()
    petition(channel="visit", by=actor("registrar"))
    page = sound(as_staff(client, "registrar").get(reverse("desk:todo"), {"channel": "visit"}))
    unsorted = page.xpath("//a[contains(@href, 'show=unsorted')]")[0]
    assert unsorted.xpath("span[@class='n']/text()") == ["1"]
    assert parse_qs(urlsplit(unsorted.get("href")).query)["channel"] == ["visit"]
    assert len(found(client, "todo", channel="visit")) == 1


def test_a_narrowed_list_costs_the_same_however_long(client: Client) -> None:
    as_staff(client, "registrar")
    asked = {"channel": "web", "only": ["joint", "repeated"], "division": "970121", "number": "工资"}

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            for page in ("matters", "todo"):
                assert client.get(reverse(f"desk:{page}"), {**asked, "only": "open"}).status_code == 200
        return len(queries)

    petition()
    count()  # what is asked once and kept in mind
    few = count()
    for _ in range(6):
        petition()
    assert count() == few


def keep(client: Client, name: str, query: str, page: str = "matters") -> Any:
    return client.post(reverse("desk:keep_filter"), {"name": name, "query": query, "page": page})


def test_a_list_is_kept_under_a_name_opens_again_and_is_let_go(client: Client) -> None:
    key = petition(channel="visit", by=actor("registrar")).matter
    petition()
    as_staff(client, "registrar")
    back = keep(client, "走访的", "channel=visit&evil=1&stage=nonsense")["Location"]
    assert back == f"{reverse('desk:matters')}?channel=visit"
    page = sound(client.get(reverse("desk:matters")))
    [link] = page.xpath("//a[text()='走访的']/@href")
    assert found(client, **parse_qs(urlsplit(link).query)) == [key]
    keep(client, "走访的", "channel=web")  # the same name is the list as it is now
    row = SavedFilter.objects.get()
    assert client.post(reverse("desk:forget_filter"), {"saved": row.pk}).status_code == 302
    assert not SavedFilter.objects.exists()


def test_a_kept_list_is_its_owners_alone_and_sealed(client: Client) -> None:
    as_staff(client, "registrar")
    keep(client, "周大勇的几件", "number=周大勇")
    row = SavedFilter.objects.get()
    for sealed in (row.name_sealed, row.query_sealed):
        assert "周大勇".encode() not in bytes(sealed) and b"5468" not in bytes(sealed)
    as_staff(client, "handler")
    assert "周大勇的几件" not in client.get(reverse("desk:matters")).content.decode()
    assert client.post(reverse("desk:forget_filter"), {"saved": row.pk}).status_code == 404
    assert SavedFilter.objects.exists()


@pytest.mark.parametrize(
    ("name", "query", "said"),
    [
        (" ", "channel=web", "起个名称"),
        ("长" * 41, "channel=web", "最多 40 个字"),
        ("空的", "", "还没有选条件"),
        ("空的", "stage=none-such", "还没有选条件"),
    ],
)
def test_what_cannot_be_kept_is_said(client: Client, name: str, query: str, said: str) -> None:
    as_staff(client, "registrar")
    answer = keep(client, name, query)
    assert said in client.get(answer["Location"]).content.decode()
    assert not SavedFilter.objects.exists()


def test_nobody_keeps_more_than_fits(client: Client) -> None:
    as_staff(client, "registrar")
    for n in range(saved.MOST):
        saved.keep(f"第{n}个", "channel=web", page="matters", by=actor("registrar"), at=now())
    answer = keep(client, "再一个", "channel=web")
    assert "最多保存 30 个" in client.get(answer["Location"]).content.decode()
    assert SavedFilter.objects.count() == saved.MOST


def test_a_list_of_the_to_do_page_is_kept_with_whose_work_it_shows(client: Client) -> None:
    as_staff(client, "registrar")
    assert "whose=office" in keep(client, "本单位走访", "channel=visit&whose=office", "todo")["Location"]
    [link] = sound(client.get(reverse("desk:todo"))).xpath("//a[text()='本单位走访']/@href")
    assert link.startswith(reverse("desk:todo")) and "whose=office" in link


def test_what_no_index_finds_is_looked_for_among_the_newest_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from huiyin.cases.queries import wanted

    old, new = petition().matter, petition().matter
    asked = lists.Wanted(channel="web")
    assert [r.id for r in lists.newest(actor("head"), wanted=asked, today=today()).rows] == [new, old]
    monkeypatch.setattr(wanted, "SEARCHED", 1)
    assert [r.id for r in lists.newest(actor("head"), wanted=asked, today=today()).rows] == [new]
