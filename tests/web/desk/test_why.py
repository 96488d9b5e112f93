"""Beside every deadline stands why it is that day; beside the sorting form, what the law points to."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import today
from huiyin.cases.models import Matter
from tests.agency import as_staff, petition
from tests.cases.test_spine import append
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")


def page(client: Client, matter: int, lang: str = "zh-hans") -> Any:
    client.cookies["huiyin_language"] = lang
    return sound(as_staff(client, "registrar").get(reverse("desk:matter", args=[matter])))


def folded(found: Any, title: str) -> list[str]:
    """Return what stands in each part of a page that opens under a title."""
    parts = found.xpath(f"//details[summary[contains(., '{title}')]]")
    return [" ".join(part.text_content().split()) for part in parts]


def test_every_deadline_says_why_it_is_that_day_and_what_would_change_it(client: Client) -> None:
    done = petition(received_on=today() - timedelta(days=2))
    append(done.matter, "accepted", path=6)
    why = folded(page(client, done.matter), "为什么是这一天")
    assert len(why) == 3  # the next one above, and each of the two in the table
    assert all("当日不计入" in said for said in why)
    assert any("延长一次" in said and "什么会改变它" in said for said in why)


def test_it_is_said_in_english_too(client: Client) -> None:
    done = petition(received_on=today() - timedelta(days=2))
    why = folded(page(client, done.matter, "en"), "Why this day")
    assert why and all("is not counted" in said and "What would change it" in said for said in why)


def test_a_rule_nobody_has_read_is_marked(client: Client) -> None:
    done = petition(received_on=today() - timedelta(days=2))
    assert "未经原文核实" not in page(client, done.matter).text_content()
    append(done.matter, "accepted", path=6, simple=True)
    assert "未经原文核实" in page(client, done.matter).text_content()


def test_what_is_not_ours_is_led_to_its_department_by_name(client: Client) -> None:
    done = petition()
    Matter.objects.filter(pk=done.matter).update(kind="N1", nature="claim")
    (said,) = folded(page(client, done.matter), "建议的途径与理由")
    assert "医疗保障局" in said and "第二十三条" in said


def test_once_accepted_nothing_is_proposed_any_more(client: Client) -> None:
    done = petition()
    Matter.objects.filter(pk=done.matter).update(kind="W1", nature="claim")
    (said,) = folded(page(client, done.matter), "建议的途径与理由")
    assert "第五类" in said and "第三十一条" in said
    append(done.matter, "accepted", path=5)
    assert folded(page(client, done.matter), "建议的途径与理由") == []
