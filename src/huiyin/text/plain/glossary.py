"""Official terms of petition work and social security, each with its plain wording and where that stands.

The wording carries no number of the law: `{review_asking_days}` is filled in by whoever knows the law of the
day, from the parameter of that name.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Formatter
from typing import Any

import yaml

from huiyin.base.citation import Citation, Status
from huiyin.text.normalise import normalise
from huiyin.text.spans import Span

_NO_TERMS = frozenset({"sources.yaml", "official.yaml"})
UNREAD = "条款待核"  # instead of an article that nobody has looked up


@dataclass(frozen=True, slots=True)
class Term:
    """A term, how else it is written, what it means in plain words, and where that stands.

    `rules` are names of parameters of the law, those of the numbers in `plain` among them.
    """

    name: str
    also: tuple[str, ...]
    plain: str
    rules: tuple[str, ...]
    law: tuple[Citation, ...]

    @property
    def written(self) -> tuple[str, ...]:
        """Return every way it is written."""
        return (self.name, *self.also)


@dataclass(frozen=True, slots=True)
class TermFound:
    """A term that a text uses, and where it first stands."""

    term: Term
    span: Span


@cache
def terms() -> Mapping[str, Term]:
    """Return every term by its name."""
    found: dict[str, Term] = {}
    for name, entry in (pair for file in _files() for pair in file.items()):
        found[name] = Term(
            name=name,
            also=tuple(entry.get("also", ())),
            plain=entry["plain"],
            rules=tuple(dict.fromkeys((*entry.get("rule", ()), *numbers_in(entry["plain"])))),
            law=tuple(cited(instrument, article) for instrument, article in entry.get("law", ())),
        )
    return found


def numbers_in(plain: str) -> list[str]:
    """Return the names of the numbers of the law that a wording waits for."""
    return [name for _, name, _, _ in Formatter().parse(plain) if name]


def cited(instrument: str, article: str) -> Citation:
    """Return a citation; one of an instrument that was not read in full is unconfirmed."""
    read = instrument in _sources() and article != UNREAD
    return Citation(instrument, article, Status.IN_FORCE if read else Status.UNCONFIRMED)


def find_terms(text: str) -> tuple[TermFound, ...]:
    """Return the terms of a text, each once, where it first stands; of several the longest is meant."""
    normal = normalise(text)
    pattern, by_writing = _writings()
    first: dict[str, TermFound] = {}
    for hit in pattern.finditer(normal.text):
        term = by_writing[hit.group()]
        if term.name not in first:
            start, end = normal.back(*hit.span())
            first[term.name] = TermFound(term, Span(start, end, text[start:end]))
    return tuple(first.values())


def term_places(text: str) -> Iterator[re.Match[str]]:
    """Yield every place of a text where a term stands as written in the glossary."""
    return _writings()[0].finditer(text)


@cache
def _writings() -> tuple[re.Pattern[str], Mapping[str, Term]]:
    by_writing = {normalise(w).text: term for term in terms().values() for w in term.written}
    longest = sorted(by_writing, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))), by_writing


@cache
def _sources() -> Mapping[str, Any]:
    return _read("sources.yaml")


def _files() -> list[Mapping[str, Any]]:
    names = sorted(f.name for f in resources.files(__package__).iterdir() if f.name.endswith(".yaml"))
    return [_read(name) for name in names if name not in _NO_TERMS]


def _read(name: str) -> Mapping[str, Any]:
    source = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.load(source, yaml.CSafeLoader)
    return found
