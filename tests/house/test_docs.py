"""The documents tell the truth: what they name exists."""

from pathlib import Path
from typing import Annotated, Any

import pytest
import typer
from tools import check_docs

from tests.house.files import ROOT, shown


@pytest.fixture(scope="module")
def command_line() -> Any:
    return check_docs.command_line()


@pytest.mark.parametrize("path", check_docs.documents(), ids=shown)
def test_what_a_document_names_exists(path: Path, command_line: Any) -> None:
    assert check_docs.check(path, command_line) == []


def _tree() -> Any:
    app, law = typer.Typer(), typer.Typer()
    app.add_typer(law, name="law")

    @law.callback()
    def about() -> None: ...

    @law.command()
    def due(file: str, *, as_json: Annotated[bool, typer.Option("--json")] = False) -> None: ...

    @app.command()
    def serve(port: int = 8000) -> None: ...

    return typer.main.get_command(app)


@pytest.mark.parametrize(
    "said", ["huiyin law due FILE --json", "$ huiyin serve --port 9000  # then open it", "huiyin …", "huiyin"]
)
def test_commands_that_exist_are_accepted(said: str) -> None:
    assert list(check_docs.wrong_commands([said], _tree())) == []


@pytest.mark.parametrize(
    "said", ["huiyin law undo", "huiyin serve --speed 3", "huiyin law due F --port", "cat x | huiyin read"]
)
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
