"""What the index holds of a matter: redacted words to find it by, and what narrows a search."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

import tantivy

from huiyin.text import segment

LAYOUT = 2  # of the fields below; an index of another layout is made anew
# Kept for showing and comparing, of each part. What comes after it is found all the same.
LONGEST = 2_000  # characters
# `words` and `pairs` are of what was written, a title's words twice; `any` is all of it with the answer.
_COUNTED = ("words", "pairs", "any")
_EXACT = ("kind", "stage", "division")
_NUMBERS = ("matter", "office", "day", "due")


@dataclass(frozen=True, slots=True)
class Said:
    """The redacted words of a matter: its title, what was written, what was answered."""

    title: str
    text: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A matter for the index; `reviewers` are the offices that see it for a review, `due` what is open."""

    matter: int
    office: int
    registered_at: int
    reviewers: tuple[int, ...]
    kind: str
    stage: str
    division: str
    day: date
    due: date | None
    said: Said


def fields() -> tantivy.Schema:
    """Return the fields of the index; words are counted and not placed, so they give no text."""
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("at", indexed=True)  # the office it is with, and that which registered it
    builder.add_integer_field("reviewer", indexed=True)  # those that review it and re-examine it
    for name in _NUMBERS:
        builder.add_integer_field(name, indexed=True, fast=name in {"matter", "day", "due"})
    for name in _EXACT:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in _COUNTED:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    builder.add_bytes_field("said", stored=True)
    return builder.build()


def document(entry: Entry, names: Sequence[str]) -> tantivy.Document:
    """Return a matter as the index keeps it; `names` are the tenant's places and units."""
    said = entry.said
    title, body, answer = (segment.cut(part, names) for part in (said.title, said.text, said.answer))
    written = tantivy.Document()
    for name in _NUMBERS:
        value = getattr(entry, name)
        if value is not None:
            written.add_integer(name, value.toordinal() if isinstance(value, date) else value)
    for office in {entry.office, entry.registered_at}:
        written.add_integer("at", office)
    for office in set(entry.reviewers):
        written.add_integer("reviewer", office)
    for name in _EXACT:
        written.add_text(name, getattr(entry, name))
    written.add_text("words", " ".join((*title.words, *title.words, *body.words)))
    written.add_text("pairs", " ".join((*title.pairs, *body.pairs)))
    written.add_text(
        "any", " ".join({piece for part in (title, body, answer) for piece in (*part.words, *part.pairs)})
    )
    written.add_bytes("said", _kept(said))
    return written


def _kept(said: Said) -> bytes:
    short = {name: part[:LONGEST] for name, part in asdict(said).items()}
    return json.dumps(short, ensure_ascii=False).encode()


def said_in(stored: bytes) -> Said:
    """Return the redacted words as they were kept."""
    return Said(**json.loads(stored))


def counted(title: str, text: str, names: Sequence[str]) -> dict[str, Counter[str]]:
    """Return how often each word and each pair stands in a text with its title, by field."""
    of_title, body = segment.cut(title, names), segment.cut(text, names)
    return {
        "words": Counter((*of_title.words, *of_title.words, *body.words)),
        "pairs": Counter((*of_title.pairs, *body.pairs)),
    }
