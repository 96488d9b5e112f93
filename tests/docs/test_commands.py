"""The guide to the commands: complete, and its examples are what the commands answer."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tools.check_docs import command_line

from huiyin.cases.services.history import COLUMNS, REQUIRED
from tests import tables
from tests.docs.pages import blocks, example, parts_of, section, text

pytestmark = pytest.mark.anywhere

GUIDE = text("docs/how-to/commands.md")
IMPORT = text("docs/how-to/import.md")


def commands(node: Any, name: str = "huiyin") -> Iterator[tuple[str, Any]]:
    """Every command that does something, with its full name."""
    for word, below in getattr(node, "commands", {}).items():
        full = f"{name} {word}"
        if hasattr(below, "commands"):
            yield from commands(below, full)
        else:
            yield full, below


def run(line: str, folder: Path) -> Any:
    """Run a command line of a document in a folder, with a home of its own; return its last line, read."""
    words = shlex.split(line)
    assert words[0] == "huiyin"
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment |= {"HUIYIN_HOME": str(folder / "home")}
    command = [sys.executable, "-m", "huiyin.cli.main", *words[1:]]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("name", [name for name, _ in commands(command_line())])
def test_every_command_is_described_with_an_example(name: str) -> None:
    assert f"](#{name.replace(' ', '-')})" in GUIDE.split("\n## ")[0]
    examples = "".join(blocks(section(GUIDE, name), "sh"))
    assert re.search(rf"^{name}\b", examples, flags=re.MULTILINE)


def test_nothing_else_is_described() -> None:
    assert set(re.findall(r"^## (huiyin .+)$", GUIDE, re.MULTILINE)) == {
        n for n, _ in commands(command_line())
    }


@pytest.mark.parametrize(("name", "command"), list(commands(command_line())))
def test_every_option_is_named(name: str, command: Any) -> None:
    said = section(GUIDE, name) + (IMPORT if name == "huiyin import" else "")
    options = {option for parameter in command.params for option in parameter.opts if option.startswith("--")}
    # --json is what the page begins with, --help is everywhere
    assert [o for o in sorted(options - {"--json", "--help"}) if not re.search(rf"{o}\b", said)] == []


def test_understand_answers_as_the_guide_shows(tmp_path: Path) -> None:
    about = section(GUIDE, "huiyin understand")
    shown = example(about)
    assert parts_of(run(blocks(about, "sh")[0], tmp_path), shown) == shown


def test_law_due_answers_as_the_guide_shows(tmp_path: Path) -> None:
    about = section(GUIDE, "huiyin law due")
    (tmp_path / "matter.yaml").write_text(blocks(about, "yaml")[0], encoding="utf-8")
    line = next(line for line in blocks(about, "sh")[0].splitlines() if line.endswith("--json"))
    shown = example(about)
    assert parts_of(run(line, tmp_path), shown) == shown


def test_import_answers_as_its_guide_shows(tmp_path: Path) -> None:
    tables.copy_into(tmp_path / "home")
    (tmp_path / "petitions.csv").write_text(blocks(IMPORT, "csv")[0], encoding="utf-8")
    shown, answer = example(IMPORT), run("huiyin import petitions.csv --json", tmp_path)
    assert shown.pop("errors_file").removeprefix("…/") in answer.pop("errors_file")
    assert answer == shown


def test_a_map_is_written_as_the_guide_shows(tmp_path: Path) -> None:
    tables.copy_into(tmp_path / "home")
    (tmp_path / "home" / "maps").mkdir()
    (tmp_path / "home" / "maps" / "hotline.yaml").write_text(blocks(IMPORT, "yaml")[0], encoding="utf-8")
    (tmp_path / "orders.csv").write_text("工单号,描述,日期\n9,养老金没有到账,2026-05-06\n", encoding="utf-8")
    line = next(line for line in blocks(IMPORT, "sh") if "--map" in line)
    assert run(f"{line.strip()} --json", tmp_path)["added"] == 1


def test_the_guide_lists_the_headings_that_are_recognised() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (.*?) ?\| (.+) \|$", IMPORT, flags=re.MULTILINE)
    assert {field: tuple(names.split(", ")) for field, _, names in rows} == dict(COLUMNS)
    assert tuple(field for field, needed, _ in rows if needed == "yes") == REQUIRED
