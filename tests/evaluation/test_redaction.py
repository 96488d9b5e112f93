"""The measurement of redaction counts what is missed and what is masked in excess."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from huiyin.cli.main import app
from huiyin.evaluation.redaction import evaluate, marked_sentences

SENTENCES = Path(__file__).parent.parent / "text/redaction"


def test_marks_are_read_with_their_places(tmp_path: Path) -> None:
    file = tmp_path / "held_out.txt"
    file.write_text("# a note\np: 我叫{name:赵小梅}。\\n好\nr: 您好\n", encoding="utf-8")
    first, second = marked_sentences(file)
    assert (first.text, first.whose, first.marks) == ("我叫赵小梅。\n好", "petitioner", (("name", 2, 5),))
    assert (second.text, second.whose, second.marks) == ("您好", "office", ())


def test_a_kind_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "held_out.txt"
    file.write_text("p: {nmae:赵小梅}", encoding="utf-8")
    with pytest.raises(ValueError, match="nmae"):
        list(marked_sentences(file))


def test_a_miss_lowers_recall_and_an_excess_precision(tmp_path: Path) -> None:
    (tmp_path / "held_out.txt").write_text(
        "p: 我叫{name:赵小梅}，{name:这个}漏了，电话16300001111。\np: 没有什么\n", encoding="utf-8"
    )
    found = evaluate(tmp_path)["held_out"]
    assert found["groups"]["names"]["recall"]["value"] == 0.5
    assert found["kinds"]["mobile"]["precision"]["value"] == 0.0
    assert found["untouched_without_marks"]["value"] == 1.0


def test_the_aims_hold_on_the_sentences_of_the_project() -> None:
    found = evaluate(SENTENCES)
    assert found["held_out"]["sentences"] + found["developed_on"]["sentences"] >= 600
    for figures in found.values():
        assert figures["stable"]
        assert figures["groups"]["numbers and accounts"]["recall"]["value"] >= 0.98
        assert figures["groups"]["addresses"]["recall"]["value"] >= 0.85
        assert figures["groups"]["addresses"]["precision"]["value"] >= 0.9
        assert figures["groups"]["names"]["precision"]["value"] >= 0.95


def test_the_command_prints_figures() -> None:
    said = CliRunner().invoke(app, ["evaluate", "redaction", "--data", str(SENTENCES), "--json"])
    assert said.exit_code == 0
    assert json.loads(said.stdout)["held_out"]["all"]["recall"]["n"] > 100
    tables = CliRunner().invoke(app, ["evaluate", "redaction", "--data", str(SENTENCES)])
    assert "| names |" in tables.stdout
