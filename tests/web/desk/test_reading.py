"""The matter page proposes what every other face reads; pages ask a constant number of questions."""

from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from huiyin.base.clock import now
from huiyin.cases.reading import read_text
from huiyin.cases.services import work
from huiyin.foundation.wording import LANGUAGES, say
from huiyin.text.spans import Span
from huiyin.text.taxonomy import fields
from huiyin.web.desk.highlight import LEAST, ROLES, stretches
from tests.agency import actor, as_staff, petition
from tests.people import PENSION, WAGES
from tests.web.page import sound


@pytest.mark.usefixtures("agency")
@pytest.mark.parametrize("text", [WAGES, PENSION, "请问你们几点上班？", "今天天气不错。"])
def test_the_page_shows_the_codes_of_the_one_reading(client: Client, text: str) -> None:
    done = petition(text)
    page = sound(as_staff(client, "head").get(reverse("desk:matter", args=[done.matter])))
    seen = read_text(text, "", home=settings.HUIYIN_HOME).as_dict()
    shown = page.xpath("//*[@data-nature]")[0]
    assert shown.get("data-nature") == seen["nature"]["value"]
    assert shown.get("data-path") == str(seen["path"] or "")
    assert shown.get("data-division") == (seen["division"]["code"] if seen["division"] else "")
    assert shown.get("data-own") == str(seen["own"])
    assert shown.get("data-abstain") == str(seen["abstain"])
    assert page.xpath("//*[@data-kind]/@data-kind") == [k["code"] for k in seen["kinds"] if k["p"] >= LEAST]
    for hint in ("urgent", "hardship", "repeat", "joint"):
        assert bool(page.xpath(f"//*[@data-hint='{hint}']")) == seen[hint]
    marked = {mark.text_content() for mark in page.xpath("//div[@class='said']//mark")}
    for request in seen["requests"]:
        assert any(part in request["text"] for part in marked), "a request is not marked in the text"
    if seen["abstain"]:
        assert not page.xpath("//select[@name='kind']/option[@selected and @value!='']")


@pytest.mark.usefixtures("agency")
def test_the_page_shows_the_facts_that_the_petition_states(client: Client) -> None:
    done = petition("我们38个工友从2023年3月到8月给诚达建筑公司干活，欠26万元，多次向区劳动监察大队反映。")
    page = sound(as_staff(client, "head").get(reverse("desk:matter", args=[done.matter])))
    facts = page.xpath("//*[@data-nature]")[0].text_content()
    for said in (
        "诚达建筑公司",
        "38个工友",
        "2023年3月到8月",
        "260,000（所要的）",
        "多次向区劳动监察大队反映",
    ):
        assert said in facts


@given(
    st.text(max_size=60),
    st.lists(st.tuples(st.sampled_from(ROLES), st.integers(-5, 70), st.integers(-5, 70)), max_size=8),
)
def test_marked_stretches_join_to_the_text(text: str, raw: list[tuple[str, int, int]]) -> None:
    found = [(role, Span(a, b, "")) for role, a, b in raw]
    pieces = stretches(text, found)
    assert "".join(piece.text for piece in pieces) == text
    place = 0
    for piece in pieces:
        middle = place + len(piece.text) / 2
        covers = {role for role, span in found if max(0, span.start) <= middle < min(len(text), span.end)}
        assert (piece.role in covers) if covers else piece.role == ""
        place += len(piece.text)


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.usefixtures("agency")
def test_lists_ask_the_same_number_of_questions_however_long(client: Client) -> None:
    as_staff(client, "registrar")
    petition()
    few = [_queries(client, reverse(f"desk:{name}")) for name in ("todo", "matters")]
    for n in range(12):
        petition(f"{WAGES}第{n}次")
    assert [_queries(client, reverse(f"desk:{name}")) for name in ("todo", "matters")] == few


@pytest.mark.usefixtures("agency")
def test_a_matter_page_asks_the_same_number_of_questions_however_full(client: Client) -> None:
    done = petition()
    as_staff(client, "registrar")
    address = reverse("desk:matter", args=[done.matter])
    few = _queries(client, address)
    for n in range(8):
        work.note(done.matter, f"第{n}条", by=actor("registrar"), at=now())
    assert _queries(client, address) == few


@pytest.mark.usefixtures("agency")
def test_pages_follow_one_another_without_gap_or_repetition(client: Client, monkeypatch: Any) -> None:
    from huiyin.cases.queries import lists

    monkeypatch.setattr(lists.todo, "__kwdefaults__", {**lists.todo.__kwdefaults__, "size": 4})
    made = {petition(f"{WAGES}第{n}次").matter for n in range(9)}
    as_staff(client, "registrar")
    address, found = reverse("desk:todo"), []
    while address:
        page = sound(client.get(address))
        found += [int(a.split("/")[-2]) for a in page.xpath("//a[@class='headline']/@href")]
        following = page.xpath("//nav[contains(@class, 'pager')]//a[@rel='next']/@href")
        address = reverse("desk:todo") + following[0] if following else ""
    assert len(found) == len(made)
    assert set(found) == made


def test_fields_have_the_words_of_the_taxonomy() -> None:
    for lang in LANGUAGES:
        for code, field in fields().items():
            assert say(f"taxonomy.field.{code}", lang) == field.name(lang)
