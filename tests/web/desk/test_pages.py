"""Every page of the workbench is sound HTML and opens for those who may."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.cases.services import past
from huiyin.orgs.models import Agency
from huiyin.registers.services import follow
from tests.agency import actor, as_staff, petition
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")


@pytest.mark.parametrize("name", ["todo", "matters", "register", "components"])
def test_the_registrar_opens(client: Client, name: str) -> None:
    petition()
    response = as_staff(client, "registrar").get(reverse(f"desk:{name}"))
    assert response.status_code == 200
    sound(response)


def test_sign_in_page(client: Client) -> None:
    sound(client.get(reverse("desk:sign_in")))


def test_the_matter_page(client: Client) -> None:
    done = petition()
    response = as_staff(client, "registrar").get(reverse("desk:matter", args=[done.matter]))
    assert response.status_code == 200
    sound(response)


def test_the_auditor_reads_the_log(client: Client) -> None:
    petition()
    response = as_staff(client, "auditor").get(reverse("desk:audit"))
    assert "登记信访件" in response.content.decode()
    sound(response)


@pytest.mark.parametrize("act", ["accepted", "told", "guided", "transferred", "declined"])
def test_the_form_of_a_step(client: Client, act: str) -> None:
    done = petition()
    response = as_staff(client, "registrar").get(reverse("desk:step", args=[done.matter, act]))
    assert response.status_code == 200
    sound(response)


def test_the_auditor_has_the_chain_checked_on_demand(client: Client) -> None:
    petition()
    page = as_staff(client, "auditor").get(reverse("desk:audit"))
    assert "记录链完好" not in page.content.decode()
    checked = client.post(reverse("desk:audit"))
    assert "记录链完好" in checked.content.decode()
    sound(checked)


def test_roles_without_cases_are_led_to_the_log_and_to_the_topics(client: Client) -> None:
    assert as_staff(client, "auditor").get(reverse("desk:todo"))["Location"] == reverse("desk:audit")
    assert as_staff(client, "analyst").get(reverse("desk:todo"))["Location"] == reverse("desk:topics")
    assert client.get(reverse("desk:matters")).status_code == 403


def test_the_administrator_begins_at_the_offices_not_at_a_closed_door(client: Client) -> None:
    assert as_staff(client, "administrator").get(reverse("desk:todo"))["Location"] == reverse(
        "desk:administration"
    )


def test_the_rail_lists_pages_of_every_day_first_and_the_others_under_their_heading(client: Client) -> None:
    rail = sound(as_staff(client, "registrar").get(reverse("desk:todo"))).xpath(
        "//nav[@class='rail-nav']//li"
    )
    words = [" ".join(entry.text_content().split()) for entry in rail]
    heading = words.index("管理")
    assert words[0] == "我的待办" and "登记来访来信" in words[:heading]
    assert "信息副本与清除" in words[heading + 1 :] and words.count("管理") == 1
    assert "工作交接" not in words  # who heads an office hands over others' work
    of_a_head = sound(as_staff(client, "head").get(reverse("desk:todo")))
    assert of_a_head.xpath("//nav[@class='rail-nav']//a/@href").count(reverse("desk:hand_over")) == 1


def test_each_part_of_the_to_do_list_says_how_many_it_holds(client: Client) -> None:
    petition()
    page = sound(as_staff(client, "registrar").get(reverse("desk:todo")))
    counted = page.xpath("//a[contains(@href, 'show=unsorted')]/span[@class='n']")
    assert [n.text_content() for n in counted] == ["1"]


def test_a_supervisor_of_several_offices_sees_the_registers_that_are_behind(client: Client) -> None:
    guided = petition(received_on=today() - timedelta(days=90))
    past.enter(
        int(guided.matter or 0),
        "guided",
        on=today() - timedelta(days=80),
        by=actor("head"),
        at=now(),
        fields={"path": 2, "to": "仲裁委员会", "procedure": "申请仲裁"},
    )
    follow.follow(int(guided.matter or 0), at=now())
    said = sound(as_staff(client, "supervisor").get(reverse("desk:todo"))).text_content()
    assert "各单位在办的事项另选" in said and "台账逾期：引导跟踪 1" in " ".join(said.split())
    said = as_staff(client, "registrar", office="lp-hrss").get(reverse("desk:todo")).content.decode()
    assert "由您办的" in said and "台账逾期" not in said


def test_forms_for_now_and_then_are_folded_together_until_they_have_something_to_show(client: Client) -> None:
    page = sound(as_staff(client, "head").get(reverse("desk:matter", args=[petition().matter])))
    card = page.xpath("//section[.//h2[contains(., '需要时再用')]]")[0]
    folded = [" ".join(s.text_content().split()) for s in card.xpath(".//details[not(@open)]/summary")]
    assert {"请同事或其他单位协办", "我要回避"} <= set(folded)
    assert not page.xpath("//h2[contains(., '协办任务') or contains(., '回避')]")


def test_the_accounts_of_the_demo_are_told_at_its_door_alone(client: Client, settings: Any) -> None:
    def shown() -> bool:
        return "演示账号" in client.get(reverse("desk:sign_in")).content.decode()

    Agency.objects.update(demo=True)
    assert not shown()
    settings.HUIYIN_MODE = "demo"
    assert shown()
    Agency.objects.update(demo=False)
    assert not shown()
