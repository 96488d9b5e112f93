"""Cuts a petition into the words and character pairs that search compares.

rjieba cuts by its own dictionary, to which the trade's words and the names of the tenant's places and units
are added. Character pairs find what no dictionary knows: an estate, a nickname of a factory.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from operator import add

import rjieba

from huiyin.text.dialect import in_standard
from huiyin.text.normalise import normalise
from huiyin.text.taxonomy import kinds
from huiyin.text.terms import read_terms

LONGEST = 4_000  # characters of one text that are cut; what comes after says little new
_WORD = re.compile(r"\w+")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_RUN = re.compile(r"[\u4e00-\u9fff]+|[0-9a-z]+")
_SHORTEST_TERM, _LONGEST_TERM = 2, 8
_LONGEST_WORD = 24  # characters; a longer run of letters is no word


@dataclass(frozen=True, slots=True)
class Cut:
    """A text cut up: its words and its character pairs, each in order and as often as they stand there."""

    words: tuple[str, ...]
    pairs: tuple[str, ...]


@cache
def stop_words() -> frozenset[str]:
    """Return the words that say nothing of what a petition is about."""
    return frozenset(_listed("stop_words.txt"))


def _listed(file: str) -> list[str]:
    source = resources.files(__package__).joinpath(file).read_text(encoding="utf-8")
    return [w for line in source.splitlines() if not line.startswith("#") for w in line.split()]


@cache
def trade_words() -> tuple[str, ...]:
    """Return the trade's own words: those listed, names of kinds, and the plain terms of the term files."""
    found = dict.fromkeys(_listed("trade_words.txt"))
    for grades in read_terms().values():
        for grade in ("sure", "strong"):
            found |= dict.fromkeys(term for term in grades.get(grade, ()) if _plain(term))
    found |= dict.fromkeys(k.zh for k in kinds().values() if _plain(k.zh))
    return tuple(found)


def _plain(term: str) -> bool:
    return bool(_HAN.fullmatch(term)) and _SHORTEST_TERM <= len(term) <= _LONGEST_TERM


@lru_cache(maxsize=4)
def _cutter(names: tuple[str, ...]) -> rjieba.Jieba:
    """Return a dictionary of its own with the added words; rjieba's shared one stays as it is."""
    cutter = rjieba.Jieba()
    for word in (*trade_words(), *(name for name in names if _plain(name))):
        if not cutter.has_word(word):
            cutter.add_word(word, None, None)
    return cutter


def cut(text: str, names: Sequence[str] = ()) -> Cut:
    """Return the words and character pairs of a text; `names` are the tenant's places and units."""
    said = spoken(text)
    return Cut(tuple(_words(said, tuple(names))), tuple(pairs_of(said)))


def words(text: str, names: Sequence[str] = ()) -> list[str]:
    """Return the words of a text that say something, in order."""
    return list(_words(spoken(text), tuple(names)))


def spoken(text: str) -> str:
    """Return what of a text is cut: its normal form, dialect words as the standard ones."""
    return in_standard(normalise(text[: 2 * LONGEST]).text[:LONGEST])


def _words(said: str, names: tuple[str, ...]) -> Iterable[str]:
    unsaying = stop_words()
    for word in _cutter(names).cut(said):
        if word not in unsaying and len(word) <= _LONGEST_WORD and _WORD.fullmatch(word):
            yield word


def pairs_of(said: str) -> list[str]:
    """Return the character pairs of a normal text; a number or a run of letters is one piece."""
    found: list[str] = []
    for piece in _RUN.findall(said):
        if piece[0] >= "\u4e00" and len(piece) > 1:
            found += map(add, piece, piece[1:])
        elif len(piece) <= _LONGEST_WORD:
            found.append(piece)
    return found
