"""Code that a newcomer can read: short files, short functions, names that say something."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.files import PACKAGE, parsed, python_files, shown

MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 60
EMPTY_WORDS = {"util", "utils", "manager", "managers", "helper", "helpers"}
EMPTY_NAMES = {"data", "process", "misc", "common", "stuff", "core"}
Named = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _words(name: str) -> set[str]:
    """The words of a snake_case or CamelCase name."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", name)}


def _says_nothing(name: str) -> bool:
    return bool(_words(name) & EMPTY_WORDS) or name.lower() in EMPTY_NAMES


def _names(path: Path) -> Iterator[tuple[str, str]]:
    yield shown(path), path.stem
    yield shown(path), path.parent.name
    for node in ast.walk(parsed(path)):
        if isinstance(node, Named):
            yield f"{shown(path)}:{node.lineno}", node.name


def test_names_that_say_nothing_are_recognised() -> None:
    assert all(map(_says_nothing, ["CaseManager", "date_utils", "HTTPHelper", "process", "data", "helpers"]))
    assert not any(map(_says_nothing, ["Matter", "process_of_hearing", "reading", "manage", "dated"]))


def test_no_module_class_or_function_has_a_name_that_says_nothing() -> None:
    found = {
        f"{where} {name}" for path in python_files() for where, name in _names(path) if _says_nothing(name)
    }
    assert not found


def test_no_file_grows_beyond_what_can_be_read_at_once() -> None:
    lengths = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert not {path: lines for path, lines in lengths.items() if lines > MOST_LINES}


def test_no_function_grows_beyond_one_screen() -> None:
    found = {
        f"{shown(path)}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for path in python_files()
        if path.is_relative_to(PACKAGE)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef) and node.end_lineno
    }
    assert not {where: lines for where, lines in found.items() if lines > MOST_LINES_OF_A_FUNCTION}


def test_every_exemption_from_a_check_gives_its_code() -> None:
    bare = re.compile(r"#\s*(noqa(?!:)|type:\s*ignore(?!\[))")
    found = [
        f"{shown(path)}:{number}"
        for path in python_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if bare.search(line)
    ]
    assert not found
