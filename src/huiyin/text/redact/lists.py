"""Word lists in sections, as files beside the gazetteer of places."""

from functools import cache
from importlib import resources


@cache
def sections(file: str) -> dict[str, list[str]]:
    """Return the lines of each section of a list; a section begins with [name], a note with #."""
    source = resources.files("huiyin.text").joinpath("gazetteer", file).read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in source.splitlines():
        if line.startswith("["):
            lines = found.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            lines.append(line)
    return found


def words(file: str, section: str) -> tuple[str, ...]:
    """Return the words of a section."""
    return tuple(" ".join(sections(file)[section]).split())
