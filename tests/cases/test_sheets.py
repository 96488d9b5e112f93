"""The answer sheet: what it begins with for each kind and step, and how it is kept."""

import re
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from docx import Document

from huiyin.base.citation import Citation
from huiyin.base.clock import now, today
from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound
from huiyin.cases.models import AnswerSheet, Matter, Petition
from huiyin.cases.queries import sheets as queries
from huiyin.cases.rules.sheet import SECTIONS, SheetFacts, open_ways
from huiyin.cases.services import letters, personal, sheets
from huiyin.cases.sheet_words import LONGEST, first_sheet
from huiyin.cases.sheets import Point, of_kinds, of_paths, ways
from huiyin.foundation.documents import to_docx, to_pdf
from huiyin.foundation.models import AuditEntry
from huiyin.law.parameters import national
from huiyin.text.taxonomy import kinds
from tests.agency import actor
from tests.cases.test_letters import accept, signed_opinion, sorted_matter

EXAMPLES = yaml.safe_load(Path(__file__).with_name("answer_sheets.yaml").read_text("utf-8"))
NUMBER = re.compile(
    r"(?<![0-9])[0-9]{1,4}(?![0-9])|(?<![第\w])[二三四五六七八九十百两]+个?(?:工作日|[日天年月元倍人])"
)
TELEPHONE = re.compile(r"打 [0-9、 ]+")


def _draft(example: dict[str, Any]) -> dict[str, str]:
    state = SimpleNamespace(path=None, stage=example.get("stage", "accepted"))
    known = {name: example.get(name) for name in ("kind", "nature", "path")}
    view = SimpleNamespace(**known, petitions=[], deadlines=[], state=state)
    return first_sheet(view, today=date(2026, 11, 26))  # type: ignore[arg-type]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e["name"])
def test_the_draft_of_an_example(example: dict[str, Any]) -> None:
    facts = SheetFacts(
        example["kind"],
        example["nature"],
        example.get("path"),
        example.get("stage", "accepted"),
        tuple(example.get("rights", ())),
    )
    told = open_ways(facts)
    assert told[0] == example.get("first", told[0])
    assert set(example.get("ways", ())) <= set(told)
    assert not set(example.get("never", ())) & set(told)
    draft = _draft(example)
    assert not {
        section: said for section, said in example.get("says", {}).items() if said not in draft[section]
    }


def test_every_kind_of_demand_has_its_own_words_and_every_way_is_known() -> None:
    assert set(of_kinds()) == set(kinds())
    named = {way for advice in (*of_kinds().values(), *of_paths().values()) for way in advice.ways}
    assert named == set(ways())


def _points() -> list[tuple[str, Point]]:
    advised = [*of_kinds().items(), *of_paths().items()]
    points = [(code, p) for code, a in advised for p in (*a.can, *a.cannot, *a.how)]
    return points + [(w.code, p) for w in ways().values() for p in (w.where, w.by, w.takes, *w.good, *w.hard)]


def test_no_line_has_a_number_of_the_law_of_its_own_and_every_source_is_known() -> None:
    names = national().names()
    for code, point in _points():
        words = "".join(p for p in point.pieces if not isinstance(p, Citation) and not p.startswith("="))
        assert not NUMBER.search(TELEPHONE.sub("", re.sub(r"\{\w+\}", "", words))), (code, words)
        assert set(point.numbers) <= names, code
        rules = {p[1:] for p in point.pieces if isinstance(p, str) and p.startswith("=")}
        assert rules <= names, (code, rules)


@pytest.mark.parametrize("kind", kinds())
def test_every_draft_says_something_in_every_section_and_promises_nothing(kind: str) -> None:
    draft = _draft({"kind": kind, "nature": "claim"})
    assert all(draft[section].strip() for section in SECTIONS)
    assert not re.search(r"保证(?!金)|一定给|肯定能|承诺|包您", "".join(draft.values()))
    assert "{" not in "".join(draft.values()) and "【" not in "".join(draft.values())
    assert max(map(len, draft.values())) < LONGEST / 2


@pytest.mark.usefixtures("agency")
class TestKeeping:
    """A sheet is kept by who may draft letters, sealed, and never over a colleague's."""

    def test_the_first_draft_knows_the_matters_own_days(self) -> None:
        matter = sorted_matter()
        accept(matter)
        found = queries.sheet(actor("handler"), matter, at=now())
        due = today() + timedelta(days=60)
        assert (found.version, found.kind) == (0, "W1")
        assert f"{due.year}年" in found.content["how"] and "我们这边" in found.content["how"]

    def test_a_served_opinion_brings_the_day_until_which_review_can_be_asked(self) -> None:
        matter = sorted_matter()
        accept(matter)
        letter = signed_opinion(matter)
        letters.serve(letter.pk, how="hand", day=today(), receipt="本人签收", by=actor("handler"), at=now())
        assert "您这边" in queries.sheet(actor("handler"), matter, at=now()).content["how"]

    def test_what_was_kept_is_sealed_and_comes_back(self) -> None:
        matter = sorted_matter()
        sheets.keep(matter, {"can": "能要回工资"}, version=0, by=actor("handler"), at=now())
        assert "能要回工资".encode() not in bytes(AnswerSheet.objects.get().content_sealed)
        found = queries.sheet(actor("head"), matter, at=now())
        assert (found.version, found.content["can"], found.may_edit) == (1, "能要回工资", True)
        assert AuditEntry.objects.filter(action="sheet.keep", about=f"matter:{matter}").count() == 1

    def test_a_colleagues_words_are_not_overwritten_unseen(self) -> None:
        matter = sorted_matter()
        sheets.keep(matter, {"can": "甲"}, version=0, by=actor("handler"), at=now())
        with pytest.raises(Conflict):
            sheets.keep(matter, {"can": "乙"}, version=0, by=actor("registrar"), at=now())
        assert sheets.keep(matter, {"can": "乙"}, version=1, by=actor("registrar"), at=now()) == 2

    def test_nothing_and_too_much_are_refused_with_the_field(self) -> None:
        matter = sorted_matter()
        for typed, field in (({"can": "  "}, "can"), ({"heart": "长" * (LONGEST + 1)}, "heart")):
            with pytest.raises(Invalid) as refused:
                sheets.keep(matter, typed, version=0, by=actor("handler"), at=now())
            assert refused.value.field == field

    def test_who_only_looks_keeps_nothing_and_another_office_sees_nothing(self) -> None:
        matter = sorted_matter()
        with pytest.raises(NotAllowed):
            sheets.keep(matter, {"can": "甲"}, version=0, by=actor("supervisor"), at=now())
        with pytest.raises(NotFound):
            queries.sheet(actor("handler", "lp-hrss"), matter, at=now())

    def test_it_becomes_a_page_that_says_it_is_no_answer(self) -> None:
        matter = sorted_matter()
        with pytest.raises(NotFound):
            queries.sheet_page(actor("handler"), matter, at=now())
        sheets.keep(matter, {"can": "1. 能办。\n2. 也能。"}, version=0, by=actor("handler"), at=now())
        page = queries.sheet_page(actor("handler"), matter, at=now())
        said = "\n".join(p.text for p in Document(BytesIO(to_docx(page))).paragraphs)
        assert "什么能办" in said and "2. 也能。" in said and "不是答复" in said
        assert to_pdf(page).startswith(b"%PDF")
        assert page.number == "" and not page.seal_placeholder

    def test_discarding_begins_anew(self) -> None:
        matter = sorted_matter()
        sheets.keep(matter, {"can": "甲"}, version=0, by=actor("handler"), at=now())
        sheets.discard(matter, by=actor("handler"), at=now())
        assert queries.sheet(actor("handler"), matter, at=now()).version == 0

    def test_it_goes_when_the_matter_is_erased(self) -> None:
        matter = sorted_matter()
        sheets.keep(matter, {"can": "甲"}, version=0, by=actor("handler"), at=now())
        petitions = list(Petition.objects.select_related("person", "matter").filter(matter=matter))
        personal._erase(petitions, at=now())
        assert not AnswerSheet.objects.exists()
        assert not Matter.objects.get(pk=matter).key
