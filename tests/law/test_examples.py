"""Every example an officer can read comes out as it says."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from huiyin.base.errors import Refused
from huiyin.foundation.wording import say
from huiyin.law.calendar import Calendar
from huiyin.law.entries import read_act
from huiyin.law.lifecycle import fold
from huiyin.law.parameters import national
from huiyin.law.report import due_report

TODAY = date(2026, 11, 23)
FILES = sorted((Path(__file__).parent / "examples").glob("*.yaml"))


class _DaysAsWritten(yaml.SafeLoader):
    """Keeps days as text: one file holds a day that does not exist."""


_DaysAsWritten.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in found if tag != "tag:yaml.org,2002:timestamp"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
WRITTEN: list[dict[str, Any]] = [
    {"file": file.stem, **example}
    for file in FILES
    for example in yaml.load(file.read_text(encoding="utf-8"), Loader=_DaysAsWritten)
]
EXAMPLES = [pytest.param(e, id=f"{e['file']}: {e['name']}") for e in WRITTEN]
OPEN_OR_CLOSED = [pytest.param(e, id=e["name"]) for e in WRITTEN if "open" in e]


def spec_of(example: dict[str, Any]) -> dict[str, Any]:
    spec = {"office": "hrss", "nature": "claim", "as_of": TODAY, **example}
    known = ("office", "nature", "as_of", "acts", "jurisdiction", "provenance")
    return {name: spec[name] for name in known if name in spec}


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_comes_out_as_it_says(example: dict[str, Any]) -> None:
    spec = spec_of(example)
    if "refused" in example:
        with pytest.raises(Refused) as refusal:
            due_report(spec, say=say, today=TODAY)
        assert refusal.value.message.code == example["refused"]
        return
    answer = due_report(spec, say=say, today=TODAY)
    found = {d["duty"]: d for d in answer["deadlines"]}
    for duty, wanted in example.get("deadlines", {}).items():
        assert duty in found, f"{duty} is not among {list(found)}"
        assert {name: found[duty][name] for name in wanted} == wanted
    assert not set(example.get("none", ())) & set(found)
    if "flaws" in example:
        assert [flaw["code"] for flaw in answer["flaws"]] == example["flaws"]
    if "flaw_articles" in example:
        assert [flaw["article"] for flaw in answer["flaws"]] == example["flaw_articles"]
    if "stage" in example:
        assert answer["stage"] == example["stage"]
    assert set(example.get("blocked", ())) <= set(answer["blocked"])
    assert set(example.get("allowed", ())) <= set(answer["allowed"])


@pytest.mark.parametrize("example", OPEN_OR_CLOSED)
def test_an_example_is_open_or_closed_as_it_says(example: dict[str, Any]) -> None:
    acts = [read_act(entry, index) for index, entry in enumerate(example["acts"])]
    nature, office = example.get("nature", "claim"), example.get("office", "hrss")
    state = fold(acts, office=office, nature=nature, law=national(), calendar=Calendar())
    assert state.open is example["open"]


def test_there_are_at_least_a_hundred_and_fifty_examples() -> None:
    assert len({(e["file"], e["name"]) for e in WRITTEN}) == len(WRITTEN) >= 150
