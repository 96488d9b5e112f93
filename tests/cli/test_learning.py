"""What is read at the command line is what every other face reads, whatever model is in use."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from huiyin.cases import shelf
from huiyin.cases.reading import read_text
from huiyin.text.learned.shipped import VERSION, shipped
from tests.cases.test_memory import ALIKE, BEFORE, entry
from tests.cases.test_shelf import OURS, put
from tests.cli.test_commands import huiyin  # noqa: F401 - a fixture

pytestmark = pytest.mark.anywhere


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home that the commands use, with a model of its own and a confirmed petition in mind."""
    there = tmp_path / "home"
    put(there)
    shelf.use(there, OURS, at="2026-11-26", by="system")
    shelf.remember(there, [entry(BEFORE, "B2")])
    return there


def test_the_command_line_reads_as_pages_and_api_do(huiyin: Any, home: Path, tmp_path: Path) -> None:  # noqa: F811
    one = huiyin("understand", ALIKE, "--json").json
    assert one == read_text(ALIKE, home=home).as_dict()
    assert (one["kinds"][0]["code"], one["version"]) == ("B2", f"{OURS}+1")
    (tmp_path / "in.jsonl").write_text(f'{{"id": 1, "text": "{ALIKE}"}}\n', encoding="utf-8")
    huiyin("understand", "--jsonl", str(tmp_path / "in.jsonl"), "--out", str(tmp_path / "out.jsonl"))
    assert f'"version": "{OURS}+1"' in (tmp_path / "out.jsonl").read_text(encoding="utf-8")


def test_models_are_listed_chosen_and_taken_back(huiyin: Any, home: Path) -> None:  # noqa: F811
    found = huiyin("text", "models", "--json").json
    assert (found["chosen"], found["reads"]) == (OURS, f"{OURS}+1")
    assert [(row["version"], row["state"]) for row in found["models"]] == [
        (OURS, "ready"),
        (VERSION, "ready"),
    ]
    assert f"* {OURS}" in huiyin("text", "models").out
    assert huiyin("text", "use", VERSION, "--json").json["chosen"] == VERSION
    # The records know nothing of what was remembered: with the switch it is gone.
    assert huiyin("understand", ALIKE, "--json").json["version"] == VERSION
    refused = huiyin("text", "use", "agency-20200101-9", "--json")
    assert (refused.code, refused.json["error"]["code"]) == (2, "learning.no_version")


def test_a_damaged_model_is_told_of_and_the_product_reads(huiyin: Any, home: Path) -> None:  # noqa: F811
    (shelf.place(home) / OURS / "kinds.model").write_bytes(b"x")
    run = huiyin("text", "models")
    assert f"现在用 {VERSION}" in run.out and OURS in run.err
    assert huiyin("text", "models", "--json").json["models"][0]["state"] == "damaged"
    assert huiyin("understand", ALIKE, "--json").json["version"] == f"{VERSION}+1"
    assert huiyin("text", "use", OURS, "--json").code == 2


def test_nothing_to_learn_from_is_said_and_is_no_fault(huiyin: Any) -> None:  # noqa: F811
    run = huiyin("text", "train", "--json")
    assert run.code == 0
    assert (run.json["version"], run.json["switched"], run.json["confirmed"]) == ("", False, 0)
    assert "50" in run.err


def test_reading_with_an_own_model_starts_without_the_framework(home: Path) -> None:
    asked = (
        "import sys; from huiyin.cli import main; from typer.testing import CliRunner\n"
        f"done = CliRunner().invoke(main.app, ['understand', {ALIKE!r}, '--json'])\n"
        "print(done.exit_code, 'django' in sys.modules, 'sklearn' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked],
        env={"HUIYIN_HOME": str(home), "PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["0", "False", "False"]


def test_a_model_less_sure_of_itself_changes_what_is_read(tmp_path: Path) -> None:
    learned = shipped()
    assert learned.kinds and learned.nature
    models = {"kinds": replace(learned.kinds, sharpness=0.1), "nature": learned.nature}
    shelf.put(tmp_path, OURS, {}, models, [])
    before = read_text(BEFORE, home=tmp_path).kinds[0].p
    shelf.use(tmp_path, OURS, at="", by="")
    assert read_text(BEFORE, home=tmp_path).kinds[0].p < before
