"""Weighted terms: what people write when they mean something, all found in one pass.

A term is written as plain words with `{a|b}` for a choice, `{a|b}?` for a choice that may be absent, `~` for
at most 10 and `~~` for at most 24 characters in between inside one sentence.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from itertools import product

import yaml
from ahocorasick_rs import AhoCorasick

# How much one term says, in the words of the term files.
WEIGHTS = {"sure": 4.0, "strong": 2.6, "fair": 1.5, "faint": 0.7, "doubt": -1.8, "against": -3.0}
_REACH = {"~": 10, "~~": 24}
_CHOICE = re.compile(r"\{([^{}]*)\}(\??)")


@dataclass(frozen=True, eq=False)
class Term:
    """One idea with all its spellings, and for which labels it speaks how strongly."""

    written: str
    labels: tuple[tuple[str, float], ...]

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """Return every way the term can begin, longest first."""
        return tuple(sorted(spellings(self.parts[0]), key=len, reverse=True))

    @cached_property
    def parts(self) -> list[str]:
        """Return the head, then in turn a gap and what must follow it."""
        return re.split(r"(~~?)", self.written.lower().removesuffix("~"))

    @cached_property
    def follows(self) -> re.Pattern[str] | None:
        """Return what must follow the head, or None when the head is all."""
        wanted = ""
        for gap, part in zip(self.parts[1::2], self.parts[2::2], strict=True):
            choices = "|".join(re.escape(s) for s in sorted(spellings(part), key=len, reverse=True))
            wanted += rf"[^。!?;\n]{{0,{_REACH[gap]}}}?(?:{choices})"
        return re.compile(wanted) if wanted else None


@dataclass(frozen=True, slots=True)
class Hit:
    """A term found in a normal text."""

    start: int
    end: int
    term: Term


class Lexicon:
    """All terms of some files, indexed by how they begin."""

    def __init__(self, sections: Mapping[str, Mapping[str, list[str]]]) -> None:
        speaks: dict[str, dict[str, float]] = {}
        for label, grades in sections.items():
            for grade, terms in grades.items():
                for written in terms:
                    speaks.setdefault(written, {})[label] = WEIGHTS[grade]
        self._begun: dict[str, list[Term]] = {}
        for written, labels in speaks.items():
            term = Term(written, tuple(labels.items()))
            for head in term.heads:
                self._begun.setdefault(head, []).append(term)
        self._beginnings = list(self._begun)
        self._finder = AhoCorasick(self._beginnings)

    def hits(self, text: str) -> Iterator[Hit]:
        """Yield the terms found in a normal text from left to right; one term never overlaps itself."""
        reached: dict[Term, int] = {}
        begun = self._finder.find_matches_as_indexes(text, overlapping=True)
        for which, at, head_ends in sorted(begun, key=_first_and_longest):
            for term in self._begun[self._beginnings[which]]:
                if reached.get(term, 0) > at:
                    continue
                end = head_ends
                if term.follows is not None:
                    rest = term.follows.match(text, end)
                    if rest is None:
                        continue
                    end = rest.end()
                reached[term] = end
                yield Hit(at, end, term)


def _first_and_longest(begun: tuple[int, int, int]) -> tuple[int, int]:
    _which, start, end = begun
    return start, -end


def spellings(written: str) -> list[str]:
    """Return every spelling that a pattern with choices stands for."""
    if "~" in written:
        raise ValueError(f"a gap inside a choice: {written}")
    pieces = _CHOICE.split(written)
    choices = [[text] for text in pieces[::3]]
    options = [
        [*inside.split("|"), *([""] if maybe else [])]
        for inside, maybe in zip(pieces[1::3], pieces[2::3], strict=True)
    ]
    woven = [one for pair in zip(choices, [*options, [""]], strict=True) for one in pair]
    return ["".join(chosen) for chosen in product(*woven)]


def read_terms() -> dict[str, dict[str, list[str]]]:
    """Return every section of the term files of this package, by label."""
    sections: dict[str, dict[str, list[str]]] = {}
    for file in sorted(resources.files(__package__).joinpath("terms").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".yaml"):
            sections |= yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return sections


@cache
def lexicon() -> Lexicon:
    """Return the lexicon of all term files, read once; one pass over a text finds kinds, nature and signs."""
    return Lexicon(read_terms())
