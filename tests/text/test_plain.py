"""Terms in plain words: found once each, without a bare number, each with where it stands."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.base.citation import Status
from huiyin.law.parameters import national
from huiyin.text.plain import find_terms, terms
from huiyin.text.plain.glossary import numbers_in

NUMBER = re.compile(r"[0-9０-９]|(?<![第\w])[二三四五六七八九十百两]+个?(?:工作日|[日天年月元倍人])")
WRITINGS = [w for term in terms().values() for w in term.written]


def test_the_glossary_has_the_terms_of_petitions_insurance_labour_and_remedies():
    assert len(terms()) >= 150
    assert {
        "受理",
        "复查",
        "送达",
        "仲裁时效",
        "视同缴费年限",
        "劳动能力鉴定",
        "缴费基数",
        "转移接续",
    } <= set(terms())


def test_no_writing_belongs_to_two_terms():
    assert len(WRITINGS) == len(set(WRITINGS))


@pytest.mark.parametrize("term", terms().values(), ids=lambda t: t.name)
def test_a_wording_has_no_number_of_its_own_and_stands_on_rules_that_exist(term):
    bare = re.sub(r"\{\w+\}", "", term.plain)
    assert not NUMBER.search(bare), "a number of the law is filled in from its parameter"
    assert set(term.rules) <= national().names()
    assert set(numbers_in(term.plain)) <= set(term.rules)
    assert 4 <= len(term.plain) <= 90


def test_what_was_not_read_in_full_says_so():
    status = {c.instrument: c.status for term in terms().values() for c in term.law}
    assert status["劳动合同法"] is Status.IN_FORCE
    assert status["国发〔2005〕38号"] is Status.UNCONFIRMED
    assert all(
        c.status is Status.UNCONFIRMED for t in terms().values() for c in t.law if c.article == "条款待核"
    )


def test_terms_are_found_once_each_and_the_longest_is_meant():
    text = "您的工伤认定申请我局决定受理，受理后您可以申请劳动人事争议仲裁。"
    found = find_terms(text)
    assert [f.term.name for f in found] == ["工伤认定", "受理", "劳动人事争议仲裁"]
    assert [text[f.span.start : f.span.end] for f in found] == [
        "工伤认定申请",
        "决定受理",
        "劳动人事争议仲裁",
    ]


def test_a_refusal_is_not_explained_as_an_acceptance():
    assert [f.term.name for f in find_terms("对您的事项不予受理。")] == ["不予受理"]


@given(st.lists(st.sampled_from([*WRITINGS[:80], "的", "，", "\n", " ", "abc"]), max_size=20).map("".join))
def test_every_span_stands_in_the_text_as_given(text: str):
    found = find_terms(text)
    assert len({f.term.name for f in found}) == len(found)
    assert all(text[f.span.start : f.span.end] == f.span.text for f in found)


LAW = Path(os.environ.get("HUIYIN_DATA", "")) / "law"


@pytest.mark.skipif(
    not os.environ.get("HUIYIN_DATA"), reason="HUIYIN_DATA names no folder with the laws' texts"
)
def test_every_cited_article_is_in_the_text_of_its_instrument():
    texts = {re.sub(r"\(.*", "", f.name).split("_")[-1]: f.read_text("utf-8") for f in LAW.glob("*.md")}
    cited = {
        (c.instrument, c.article) for t in terms().values() for c in t.law if c.status is Status.IN_FORCE
    }
    assert not {
        (name, article)
        for name, article in cited
        if name in texts and not re.search(rf"^\**{article}[ \u3000]", texts[name], re.MULTILINE)
    }
