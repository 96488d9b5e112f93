"""Dialect words: what they mean in standard words, and how the reading takes them.

A glossary is a YAML file beside this one, or an operator's own. Words with `reads`, a standard writing of
equally many characters, are read and searched as that: offsets into the text as given stay true.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from huiyin.base.errors import Invalid
from huiyin.text.normalise import Normal, normalise
from huiyin.text.spans import Span

MOST_WORDS, LONGEST_WORD, LONGEST_MEANING = 5_000, 12, 60
_KNOWN = frozenset({"means", "reads", "unless", "reviewed", "by"})


@dataclass(frozen=True, slots=True)
class DialectWord:
    """One word of a dialect: what it means, how it is read, where it is used, and who looked at it."""

    word: str
    means: str
    reads: str
    topic: str
    region: str
    reviewed: bool
    by: str
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DialectFound:
    """A dialect word of a text, and every place where it stands."""

    word: DialectWord
    spans: tuple[Span, ...]


class Glossary:
    """The words of some dialects, found longest first in one pass."""

    def __init__(self, words: Iterable[DialectWord]) -> None:
        self._words = {normalise(word.word).text: word for word in words}
        self._finder = _Finder(self._words)

    def __len__(self) -> int:
        """Return how many words it has."""
        return len(self._words)

    @property
    def words(self) -> tuple[DialectWord, ...]:
        """Return the words in the order of their files."""
        return tuple(self._words.values())

    def found(self, text: str) -> tuple[DialectFound, ...]:
        """Return the dialect words of a text as given, each once, in the order in which they come."""
        normal = normalise(text)
        places: dict[str, list[Span]] = {}
        for start, said in self._finder.places(normal.text):
            places.setdefault(said, []).append(_span(normal, start, start + len(said)))
        return tuple(DialectFound(self._words[said], tuple(spans)) for said, spans in places.items())


def in_standard(normal: str) -> str:
    """Return a normal text with the dialect words that ship read as standard ones, of the same length."""
    finder, reads = _reading()
    written, at = "", 0
    for start, said in finder.places(normal):
        written += normal[at:start] + reads[said]
        at = start + len(said)
    return written + normal[at:] if at else normal


@cache
def shipped() -> tuple[tuple[frozenset[str], tuple[DialectWord, ...]], ...]:
    """Return the glossaries that ship, each with the division codes it belongs to."""
    files = sorted(resources.files(__name__).iterdir(), key=lambda f: f.name)
    return tuple(read_glossary(f.read_text(encoding="utf-8")) for f in files if f.name.endswith(".yaml"))


@cache
def glossary(home: str = "", own: tuple[DialectWord, ...] = ()) -> Glossary:
    """Return the words of the place with division code `home`, or all where it is not known, and own ones.

    Words of elsewhere are among them where they mean one thing only: what the reading takes as another word
    is shown everywhere. What a place says itself of a word counts more than what ships.
    """
    here = [
        word for divisions, words in shipped() for word in words if word.reads or at_home(home, divisions)
    ]
    return Glossary([*here, *own])


def at_home(home: str, divisions: frozenset[str]) -> bool:
    """Return whether a place lies in one of these divisions; one that is not known lies in all."""
    return not home or any(home.startswith(code) for code in divisions)


def read_glossary(text: str) -> tuple[frozenset[str], tuple[DialectWord, ...]]:
    """Return the division codes and the words of one file. Raises Invalid with what to mend."""
    try:
        written = yaml.load(text, yaml.CSafeLoader)
    except yaml.YAMLError as unreadable:
        raise Invalid("dialect.unreadable", field="dialect") from unreadable
    if not isinstance(written, Mapping) or not isinstance(written.get("words"), Mapping):
        raise Invalid("dialect.no_words", field="dialect")
    words = tuple(_words(written))
    if len(words) > MOST_WORDS:
        raise Invalid("dialect.too_many", field="dialect", most=MOST_WORDS)
    return frozenset(str(code) for code in written.get("divisions") or ()), words


def _words(written: Mapping[str, Any]) -> Iterator[DialectWord]:
    for topic, entries in written["words"].items():
        if not isinstance(entries, Mapping):
            raise Invalid("dialect.no_words", field="dialect")
        for word, entry in entries.items():
            yield _word(str(word), str(topic), entry, written)


def _word(word: str, topic: str, entry: Any, written: Mapping[str, Any]) -> DialectWord:
    if not isinstance(entry, Mapping) or not str(entry.get("means") or "").strip():
        raise Invalid("dialect.no_meaning", field="dialect", word=word[:LONGEST_WORD])
    if stray := sorted(map(str, set(entry) - _KNOWN)):
        raise Invalid("dialect.unknown_entry", field="dialect", word=word[:LONGEST_WORD], name=stray[0][:20])
    found = DialectWord(
        word=word,
        means=str(entry["means"]).strip(),
        reads=str(entry.get("reads") or ""),
        topic=topic,
        region=str(written.get("region") or ""),
        reviewed=entry.get("reviewed", written.get("reviewed")) is True,
        by=str(entry.get("by", written.get("by")) or ""),
        unless=tuple(map(str, entry.get("unless") or ())),
    )
    if not 0 < len(word) <= LONGEST_WORD or len(found.means) > LONGEST_MEANING:
        raise Invalid("dialect.too_long", field="dialect", word=word[:LONGEST_WORD])
    if found.reads and len(found.reads) != len(word):
        raise Invalid("dialect.other_length", field="dialect", word=word, reads=found.reads[:LONGEST_WORD])
    if wrong := [u for u in found.unless if u == word or word not in u]:
        raise Invalid("dialect.unless_apart", field="dialect", word=word, unless=wrong[0][:LONGEST_WORD])
    return found


class _Finder:
    """Finds words in a normal text from left to right, the longest first, but not inside other words."""

    def __init__(self, words: Mapping[str, DialectWord]) -> None:
        self._unless = {said: tuple(_contexts(said, word)) for said, word in words.items()}
        longest = sorted(words, key=len, reverse=True)
        # Plain alternatives: the engine then skips to the characters that any of them begins with.
        self._any = re.compile("|".join(map(re.escape, longest))) if words else None
        self._begins = {said: [w for w in longest if said.startswith(w)] for said in longest}

    def places(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield where each word stands."""
        at = 0
        while self._any is not None and (hit := self._any.search(text, at)):
            start = hit.start()
            meant = next((w for w in self._begins[hit.group()] if self._stands(w, text, start)), "")
            if meant:
                yield start, meant
            at = start + (len(meant) or 1)

    def _stands(self, said: str, text: str, start: int) -> bool:
        return not any(start >= at and text.startswith(u, start - at) for u, at in self._unless[said])


def _contexts(said: str, word: DialectWord) -> Iterator[tuple[str, int]]:
    """Yield where a word only seems to stand: each context, and at which place in it the word is."""
    for context in (normalise(u).text for u in word.unless):
        for at in range(len(context) - len(said) + 1):
            if context.startswith(said, at):
                yield context, at


def _span(normal: Normal, start: int, end: int) -> Span:
    first, last = normal.back(start, end)
    return Span(first, last, normal.given[first:last])


@cache
def _reading() -> tuple[_Finder, Mapping[str, str]]:
    words = {normalise(w.word).text: w for _divisions, words in shipped() for w in words if w.reads}
    return _Finder(words), {said: word.reads for said, word in words.items()}
