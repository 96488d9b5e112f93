"""The invented petitions that the reading is taught with, kind by kind: all composed, none from an office."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from huiyin.text.nature import NATURES
from huiyin.text.taxonomy import kinds

_OF_NATURE = "natures.txt"
_HEADER = re.compile(r"@ (?P<nature>\w+)(?: near=(?P<near>\w+))?(?P<urgent> urgent)?(?: \| (?P<title>.*))?")


@dataclass(frozen=True, slots=True)
class Example:
    """A petition that asks for a kind; `near` is a kind that it looks like and does not ask for."""

    kind: str
    nature: str
    title: str
    text: str
    near: str = ""
    urgent: bool = False
    of_nature: bool = False  # written for nature and danger; its kind is told less purely and teaches nothing


class WrongExample(ValueError):
    """A line of the example files that cannot be meant so."""


@cache
def examples() -> tuple[Example, ...]:
    """Return every example, file by file. Raises WrongExample, which names the line."""
    files = sorted(resources.files(__package__).joinpath("examples").iterdir(), key=lambda f: f.name)
    return tuple(
        example
        for file in files
        if file.name.endswith(".txt")
        for example in read_examples(file.read_text(encoding="utf-8"), name=file.name)
    )


@cache
def taught(name: str) -> tuple[Example, ...]:
    """Return the examples that teach `kinds`, or those that teach anything else: all."""
    return tuple(e for e in examples() if name != "kinds" or not e.of_nature)


def read_examples(source: str, *, name: str = "") -> Iterator[Example]:
    """Yield a file's examples: `= KIND` begins a kind, `@ NATURE near=KIND urgent | TITLE` a petition."""
    kind, header, lines = "", None, list[str]()
    for number, line in enumerate([*source.splitlines(), "="], 1):
        if line.startswith("=") or line.startswith("@"):
            if header:
                yield _example(kind, header, lines, of_nature=name == _OF_NATURE)
            header, lines = None, []
        if line.startswith("= "):
            kind = line[2:].strip()
            if kind not in kinds():
                raise WrongExample(f"{name}:{number}: no kind {kind}")
        elif line.startswith("@"):
            header = _HEADER.fullmatch(line.strip())
            if not (header and kind and header["nature"] in NATURES and header["near"] != kind):
                raise WrongExample(f"{name}:{number}: {line[:60]}")
        elif header:
            lines.append(line)


def _example(kind: str, header: re.Match[str], lines: list[str], *, of_nature: bool) -> Example:
    text = "\n".join(lines).strip()
    title = (header["title"] or "").strip()
    near, urgent = header["near"] or "", bool(header["urgent"])
    return Example(kind, header["nature"], title, text, near, urgent, of_nature)
