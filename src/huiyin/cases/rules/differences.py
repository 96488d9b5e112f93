"""What changed between two versions of a text, word by word, so that it can be read without colour."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

import rjieba

Kind = Literal["same", "gone", "new"]
_SENTENCE = re.compile(r"[^。；！？;!?\n]*[。；！？;!?\n]+|[^。；！？;!?\n]+")
_MOST_WORDS = 3_000  # of one changed stretch; a longer one is shown as replaced whole
_JOINT = 1  # so short a stretch between two changes reads better as changed itself


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stayed, went, or came."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Changed:
    """One element of a letter in two versions; `gone` and `new` count characters."""

    element: str
    pieces: tuple[Piece, ...]

    @property
    def gone(self) -> int:
        """Return how many characters went."""
        return sum(len(p.text) for p in self.pieces if p.kind == "gone")

    @property
    def new(self) -> int:
        """Return how many characters came."""
        return sum(len(p.text) for p in self.pieces if p.kind == "new")


def between(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Changed, ...]:
    """Return what changed from one version of a letter to another, element by element, in its order."""
    names = list(dict.fromkeys([*new, *old]))
    found = [(n, old.get(n, ""), new.get(n, "")) for n in names]
    return tuple(Changed(n, differences(one, other)) for n, one, other in found if one != other)


def differences(old: str, new: str) -> tuple[Piece, ...]:
    """Return the way from one text to another.

    What stayed and what went is the old text in order; what stayed and what came is the new one.
    """
    pieces: list[Piece] = []
    for kind, one, other in _compared(_SENTENCE.findall(old), _SENTENCE.findall(new)):
        if kind == "same":
            pieces.append(Piece("same", one))
        else:
            pieces += _words(one, other)
    return tuple(_tidy(pieces))


def _words(old: str, new: str) -> Iterator[Piece]:
    one, other = (list(rjieba.cut(text)) if text else [] for text in (old, new))
    if len(one) > _MOST_WORDS or len(other) > _MOST_WORDS or "".join(one) != old or "".join(other) != new:
        one, other = [old] if old else [], [new] if new else []
    for kind, gone, came in _compared(one, other):
        if kind == "same":
            yield Piece("same", gone)
        else:
            yield from (Piece("gone", gone), Piece("new", came))


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Kind, str, str]]:
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        one, other = "".join(old[i:j]), "".join(new[k:m])
        yield ("same" if tag == "equal" else "gone"), one, other


def _tidy(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Put changes side by side, or a single character apart, into one that goes and one that comes."""
    runs = [
        (same, list(group))
        for same, group in groupby((p for p in pieces if p.text), lambda p: p.kind == "same")
    ]
    gone = came = ""
    for place, (same, group) in enumerate(runs):
        text = "".join(p.text for p in group)
        if not same:
            gone += "".join(p.text for p in group if p.kind == "gone")
            came += "".join(p.text for p in group if p.kind == "new")
        elif 0 < place < len(runs) - 1 and len(text) <= _JOINT and text != "\n":
            gone, came = gone + text, came + text
        else:
            yield from _given(gone, came)
            yield Piece("same", text)
            gone = came = ""
    yield from _given(gone, came)


def _given(gone: str, came: str) -> Iterator[Piece]:
    if gone:
        yield Piece("gone", gone)
    if came:
        yield Piece("new", came)
