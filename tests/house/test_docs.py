"""The documents tell the truth: what they name exists."""

from pathlib import Path

import click
import pytest
from tools import check_docs

from tests.house.files import ROOT, shown


@pytest.fixture(scope="module")
def command_line() -> click.Command:
    return check_docs.command_line()


@pytest.mark.parametrize("path", check_docs.documents(), ids=shown)
def test_what_a_document_names_exists(path: Path, command_line: click.Command) -> None:
    assert check_docs.check(path, command_line) == []


def _tree() -> click.Group:
    law = click.Group("law", commands=[click.Command("due", params=[click.Option(["--json"])])])
    return click.Group("huiyin", commands=[law, click.Command("serve", params=[click.Option(["--port"])])])


@pytest.mark.parametrize(
    "said", ["huiyin law due FILE --json", "$ huiyin serve --port 9000  # then open it", "huiyin …", "huiyin"]
)
def test_commands_that_exist_are_accepted(said: str) -> None:
    assert list(check_docs.wrong_commands([said], _tree())) == []


@pytest.mark.parametrize("said", ["huiyin law undo", "huiyin serve --speed 3", "cat x | huiyin read"])
def test_commands_that_do_not_exist_are_found(said: str) -> None:
    assert len(list(check_docs.wrong_commands([said], _tree()))) == 1


def test_links_files_tests_and_targets_that_do_not_exist_are_found() -> None:
    here = ROOT / "README.md"
    assert list(
        check_docs.wrong_links(here, "[a](docs/nowhere.md) [b](LICENSE) [c](https://example.org)")
    ) == ["link to docs/nowhere.md"]
    assert list(
        check_docs.wrong_paths(["src/huiyin/base/clock.py", "src/huiyin/base/sundial.py", "a/b"])
    ) == ["file src/huiyin/base/sundial.py"]
    assert list(check_docs.wrong_paths(["tests/house/test_docs.py::test_nothing"])) == [
        "test_nothing in tests/house/test_docs.py"
    ]
    assert list(check_docs.wrong_targets(["make test", "make coffee", "make demo serves"])) == ["make coffee"]
