"""The page of how matters go: drawing, table, waits, and the matters behind each figure."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.insight.ways import Arrow
from huiyin.law.acts import KINDS
from huiyin.web.desk.insight.drawn import PLAN, drawn
from tests.agency import as_staff
from tests.insight.scene import bring_up, came
from tests.insight.test_ways import accepted
from tests.web.page import sound

pytestmark = [pytest.mark.anywhere, pytest.mark.usefixtures("agency")]  # the lake is the same on any
PAGE, TABLE, BEHIND = "desk:insight_ways", "desk:insight_ways_table", "desk:insight_ways_matters"


@pytest.fixture
def home() -> Iterator[Path]:
    """The home of this process, without a lake before and after."""
    from django.conf import settings as now

    shutil.rmtree(now.HUIYIN_HOME / "lake", ignore_errors=True)
    yield now.HUIYIN_HOME
    shutil.rmtree(now.HUIYIN_HOME / "lake", ignore_errors=True)


def test_every_step_of_the_law_has_its_place_on_the_plan_and_no_two_share_one() -> None:
    assert set(PLAN) == set(KINDS)
    assert len(set(PLAN.values())) == len(PLAN)


def test_what_is_gone_seldom_is_in_the_table_only_and_ways_back_are_told_apart() -> None:
    arrows = [
        Arrow("received", "transferred", 600, 3.0, 5.0),
        Arrow("transferred", "received", 600, 0.0, 1.0),
        Arrow("received", "accepted", 590, 4.0, 9.0),
        Arrow("received", "declined", 2, 4.0, 9.0),
        Arrow("received", "told", None, None, None),
    ]
    drawing = drawn(arrows, [])
    assert drawing is not None
    assert {box.step for box in drawing.boxes} == {"received", "transferred", "accepted"}
    assert [line.arrow.step for line in drawing.lines if line.back] == ["transferred"]
    assert drawing.left_out == 2
    assert drawn(arrows[-1:], []) is None, "of hidden ways nothing is drawn"


def test_a_leader_sees_steps_drawn_and_goes_from_each_number_to_its_matters(
    client: Client, home: Path
) -> None:
    accepted(3)
    came(9, kind="W1", days_ago=30)
    bring_up(home)
    page = sound(as_staff(client, "leader").get(reverse(PAGE)))
    drawing = page.xpath("//*[local-name()='svg'][@class='flow']")
    assert [text.strip() for text in drawing[0].itertext() if "天" in text] == ["3 · 4天"]
    rows = {
        tuple(cell.text_content().strip() for cell in row[:3]): row.xpath(".//a/@href")
        for row in page.xpath("//table[caption='步骤走向']//tbody/tr")
    }
    assert set(rows) == {("收到", "受理", "3"), ("受理", "（还在等）", "3"), ("收到", "（还在等）", "1")}
    for (_one, _other, many), [link] in rows.items():
        assert len(sound(client.get(link)).xpath("//main//tbody/tr")) == int(many)
    assert "没有转出去又转回来的事项" in page.text_content()


def test_an_analyst_sees_shares_and_no_matters(client: Client, home: Path) -> None:
    accepted(7)
    came(90, kind="W1", days_ago=30)
    bring_up(home)
    page = sound(as_staff(client, "analyst").get(reverse(PAGE)))
    assert "隐" in page.xpath("string(//table[caption='步骤走向'])")
    assert not page.xpath("//main//a[contains(@href, '/matters/')]")
    assert "还在等" not in page.xpath("string(//table[contains(caption, '每步等')]/thead)")
    assert client.get(reverse(BEHIND), {"step": "received"}).status_code == 403


def test_what_is_exported_hides_small_ways_from_everybody(client: Client, home: Path) -> None:
    accepted(7)
    came(90, kind="W1", days_ago=30)
    bring_up(home)
    as_staff(client, "leader")
    rows = client.get(reverse(TABLE)).content.decode("utf-8-sig").splitlines()
    assert rows[0] == "步骤,下一步,件数,一半在几天内,九成在几天内"
    assert not [row for row in rows if row.startswith("收到,（还在等）,1")]
    waits = client.get(reverse(TABLE), {"of": "waits"}).content.decode("utf-8-sig").splitlines()
    assert waits[1].startswith("收到,4.0,")


def test_another_office_sees_none_of_it_and_nonsense_shows_the_usual(client: Client, home: Path) -> None:
    accepted(2)
    bring_up(home)
    as_staff(client, "head", "lp-hrss")
    assert "没有收到您看得到的事项" in sound(client.get(reverse(PAGE))).text_content()
    asked = {
        "weeks": "x",
        "step": "'",
        "following": "?",
        "office": "-1",
        "after": "y",
        "one": "3",
        "other": "4",
    }
    for query in (asked, {"step": "nobody", "field": "Ω"}):
        assert client.get(reverse(PAGE), query).status_code == 200
        assert client.get(reverse(BEHIND), query).status_code == 200


def test_without_a_lake_the_pages_say_what_to_do(client: Client, home: Path) -> None:
    for name in (PAGE, BEHIND):
        page = sound(as_staff(client, "leader").get(reverse(name)))
        assert "huiyin lake refresh" in page.text_content()
