"""What a fresh user stumbled over: nothing hidden, the focus where one types, the names whole on paper."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from huiyin.base.clock import now, today
from huiyin.cases.first_drafts import first_draft
from huiyin.cases.models import Act, Matter
from huiyin.cases.queries import papers
from huiyin.cases.queries.attached import FileRow
from huiyin.cases.services import batches, work
from huiyin.text.understanding import understand
from huiyin.web.desk import highlight
from tests.agency import actor, as_staff, petition
from tests.people import PENSION, WAGES
from tests.web.page import sound

pytestmark = pytest.mark.usefixtures("agency")


def claim_of(text: str, nature: str = "claim") -> str:
    matter = Matter.objects.get(pk=petition(text).matter)
    matter.nature = nature
    acts = list(Act.objects.filter(matter=matter).select_related("office"))
    return first_draft(matter, acts, "opinion", {}, act="opinion_issued", on=today())["claim"]


def test_the_box_to_search_is_on_every_page_that_alt_k_is_promised_for(client: Client) -> None:
    petition()
    as_staff(client, "registrar")
    for name in ("intake", "search_similar", "search"):
        address = reverse(f"desk:{name}")
        assert len(sound(client.get(address)).xpath("//main//input[@data-key='k']")) == 1, address


def test_forms_begin_where_one_types(client: Client) -> None:
    assert sound(client.get(reverse("desk:sign_in"))).xpath("//form[@data-focus-first]//input[@name='login']")
    page = sound(as_staff(client, "registrar").get(reverse("desk:register")))
    assert page.xpath("//form[@data-focus-first]//input[@type != 'hidden']")[0].get("name") == "channel"


def test_adding_a_note_says_so(client: Client) -> None:
    matter = petition().matter
    answer = as_staff(client, "registrar").post(reverse("desk:note", args=[matter]), {"note": "已电话联系。"})
    assert "备注已添加。" in client.get(answer["Location"].split("#")[0]).content.decode()


def test_a_question_asked_back_is_no_request() -> None:
    said = "我的养老金算错了，窗口说是数控系统的事。跟数控有什么关系？"
    assert "什么关系" not in claim_of(said)
    assert claim_of(f"{said}请求重新核算养老金。") == "请求重新核算养老金。"
    assert claim_of("请问失业金怎么领？", "inquiry") == "请问失业金怎么领？"


def test_what_is_marked_is_little_and_says_something() -> None:
    assert highlight.tells("拖欠工资") and not highlight.tells("我和我")
    text = f"请求{'把工资发给我们，' * 12}谢谢。"
    roles = {role for role, _span in highlight.evidence(understand(text), len(text))}
    assert "request" not in roles
    found = highlight.evidence(understand(WAGES), len(WAGES))
    assert len({span.text for role, span in found if role == "kind"}) <= 3


def test_the_paper_handed_over_names_the_petitioner_whole_to_who_took_it_in() -> None:
    mine = actor("registrar")
    done = petition(PENSION, by=mine, channel="visit")
    name = papers.receipt(mine, done.petition, at=now()).receipt.name
    assert name and "＊" not in name
    portal = petition()
    assert "＊" in papers.receipt(mine, portal.petition, at=now()).receipt.name


def test_a_proof_of_service_has_no_typed_words_to_lie_beside() -> None:
    scan = FileRow(1, "来信.jpg", 1, "image/jpeg")
    assert scan.seen and not replace(scan, proof=True).seen


def test_the_day_to_report_back_is_for_what_is_assigned(client: Client) -> None:
    matter = petition().matter
    page = sound(as_staff(client, "registrar").get(reverse("desk:step", args=[matter, "transferred"])))
    assert page.xpath("//*[contains(@class, 'only-assigned')]//input[@name='report_by']")
    assert "选填" not in page.xpath("//fieldset[.//input[@name='kind']]")[0].text_content()


def test_what_somebody_confirmed_is_not_said_to_be_how_sure_the_system_is(client: Client) -> None:
    matter, by = petition().matter, actor("registrar")
    batch = batches.choose("sort", [matter], by=by, at=now())
    work.sort(matter, work.Sorting("claim", "W1", 5, ""), version=None, by=by, at=now())
    as_staff(client, "registrar")
    address = reverse("desk:batch", args=[batch])
    said = sound(client.get(address)).text_content()
    assert "已由人确认" in said and "%" not in said


def test_five_things_asked_of_one_show_four_and_how_many_more() -> None:
    tasks: list[Any] = [
        SimpleNamespace(id=n, kind="opinion", headline=f"第{n}件", number="") for n in range(6)
    ]
    page = render_to_string("desk/_asked_of_me.html", {"unsigned": tasks, "hands": {}})
    before, _folded, after = page.partition("<details")
    assert "第3件" in before and "第4件" not in before and "还有 2 件" in after and "第5件" in after
    assert page.count("<ul") == page.count("</ul>")
    assert "<details" not in render_to_string("desk/_asked_of_me.html", {"unsigned": tasks[:4], "hands": {}})
