"""Weighted terms: what people write when they mean something, and finding all of it in one pass."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import product
from typing import Any

import yaml

# How much one word says, in the words of the term files.
WEIGHTS = {"sure": 4.0, "strong": 2.6, "fair": 1.5, "faint": 0.7, "doubt": -1.2, "against": -3.0}
NEAR, FAR = 10, 24  # characters that "~" and "~~" may bridge inside one sentence
_CHOICE = re.compile(r"\{([^{}]*)\}")
_SENTENCE_END = re.compile(r"[。!?;\n]")


@dataclass(frozen=True, slots=True)
class Term:
    """One spelling of one idea: a head, then what must follow, and for which labels it speaks how strongly."""

    head: str
    rest: tuple[tuple[int, str], ...]
    idea: int
    labels: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A term found in a normal text."""

    start: int
    end: int
    term: Term


class Lexicon:
    """All terms of one file or folder, indexed by how they begin."""

    def __init__(self, sections: Mapping[str, Mapping[str, list[str]]]) -> None:
        speaks: dict[str, dict[str, float]] = {}
        ideas: dict[str, int] = {}
        for label, grades in sections.items():
            for grade, written in grades.items():
                for idea in written:
                    number = ideas.setdefault(idea, len(ideas))
                    for spelling in spellings(idea):
                        speaks.setdefault(f"{number} {spelling}", {})[label] = WEIGHTS[grade]
        self._pairs: dict[str, list[Term]] = {}
        self._singles: dict[str, list[Term]] = {}
        for key, labels in speaks.items():
            number_text, spelling = key.split(" ", 1)
            head, *rest = _parts(spelling)
            term = Term(head[1], tuple(rest), int(number_text), tuple(labels.items()))
            shelf = self._pairs if len(term.head) > 1 else self._singles
            shelf.setdefault(term.head[:2], []).append(term)

    def hits(self, text: str) -> Iterator[Hit]:
        """Yield every term found in a normal text, from left to right."""
        pairs, singles = self._pairs, self._singles
        for i, first in enumerate(text):
            candidates = pairs.get(text[i : i + 2], ())
            if first in singles:
                candidates = [*candidates, *singles[first]]
            for term in candidates:
                end = _match(text, i, term)
                if end:
                    yield Hit(i, end, term)


def spellings(written: str) -> list[str]:
    """Return every spelling that a pattern with {a|b} choices stands for."""
    pieces = _CHOICE.split(written)
    choices = [p.split("|") if n % 2 else [p] for n, p in enumerate(pieces)]
    return ["".join(c) for c in product(*choices)]


def _parts(spelling: str) -> list[tuple[int, str]]:
    parts: list[tuple[int, str]] = []
    reach = 0
    for piece in re.split(r"(~~?)", spelling.lower()):
        if piece in ("~", "~~"):
            reach = NEAR if piece == "~" else FAR
        else:
            parts.append((reach, piece))
    return parts


def _match(text: str, at: int, term: Term) -> int:
    """Return where a term that begins at `at` ends, or 0."""
    if not text.startswith(term.head, at):
        return 0
    end = at + len(term.head)
    for reach, piece in term.rest:
        found = text.find(piece, end, end + reach + len(piece))
        if found < 0 or _SENTENCE_END.search(text, end, found):
            return 0
        end = found + len(piece)
    return end


def read_terms(*names: str) -> dict[str, dict[str, list[str]]]:
    """Return the sections of term files of this package, by label."""
    folder = resources.files(__package__).joinpath("terms")
    sections: dict[str, dict[str, list[str]]] = {}
    for name in names:
        loaded: dict[str, Any] = yaml.load(folder.joinpath(f"{name}.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
        sections |= loaded
    return sections


@cache
def lexicon(*names: str) -> Lexicon:
    """Return the lexicon made of the named term files, read once."""
    return Lexicon(read_terms(*names))
