"""The law is cited by the name and the number that a language knows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import huiyin.law.parameters
from huiyin.base.messages import Message
from huiyin.foundation.wording import say
from huiyin.foundation.wording.cited import cited


@pytest.mark.parametrize(
    ("article", "words"),
    [
        ("第十条", "art 10"),
        ("第十九条", "art 19"),
        ("第三十四条", "art 34"),
        ("第一百五十四条", "art 154"),
        ("第二百零三条", "art 203"),
        ("第三十五条第二款", "art 35 para 2"),
        ("条款待核", "article to be checked"),
    ],
)
def test_an_article_is_cited_by_its_number(article: str, words: str) -> None:
    assert cited("信访工作条例", article, "en") == f"Regulations on Petition Work, {words}"


def test_chinese_keeps_the_instrument_as_published() -> None:
    assert cited("信访工作条例", "第三十四条", "zh") == "《信访工作条例》第三十四条"


def test_an_instrument_without_an_english_name_keeps_its_own() -> None:
    assert cited("某某市办法", "第三条", "en") == "《某某市办法》, art 3"


def test_every_place_of_the_law_parameters_has_english_words() -> None:
    folder = huiyin.law.parameters.__path__[0]
    places = {
        (entry["instrument"], entry["article"])
        for file in _files(folder)
        for entry in _entries(yaml.safe_load(file.read_text(encoding="utf-8")))
    }
    assert places
    assert not [
        place for place in places if any("\u4e00" <= sign <= "\u9fff" for sign in cited(*place, "en"))
    ]


def test_a_refusal_says_where_it_stands_in_the_language() -> None:
    where = Message("law.where", {"instrument": "信访工作条例", "article": "第三十四条"})
    assert say(
        Message("law.blocked", {"reason": Message("law.flaw.no-objection"), "where": where}), "en"
    ) == ("No objection is waiting to be checked (Regulations on Petition Work, art 34)")


def _files(folder: str) -> list[Path]:
    return sorted(Path(folder).rglob("*.yaml"))


def _entries(tree: Any) -> Iterator[dict[str, str]]:
    if isinstance(tree, dict):
        if "instrument" in tree and "article" in tree:
            yield tree
        tree = list(tree.values())
    if isinstance(tree, list):
        for value in tree:
            yield from _entries(value)
