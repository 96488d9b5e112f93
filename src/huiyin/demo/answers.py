"""The words of the invented office's letters: an answer that was written for the kind, findings, the law."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from random import Random
from typing import Any

import yaml

from huiyin.demo.course import Course
from huiyin.demo.told import Book


@cache
def phrases() -> Mapping[str, Any]:
    """Return what was found, how it was looked into, and the usual legal bases, by field of demand."""
    file = resources.files(__package__).joinpath("agency", "phrases.yaml")
    return dict(yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader))


def letter_words(random: Random, book: Book, kind: str, drawn: Course, id_: str) -> dict[str, Any]:
    """Return the words of a matter's letters in the form in which matters are played."""
    written = book.answers.get(kind, {})
    fitting = written.get(drawn.outcome) or written.get("reply") or written.get("explain") or ()
    known, field = phrases(), kind.rstrip("0123456789")
    answer = random.choice(fitting) if fitting else known["answer"][drawn.outcome or "reply"]
    return {
        "facts": drawn.letter.get("findings")
        or random.choice(known["findings"].get(field, known["findings"]["G"])),
        "investigation": drawn.letter.get("investigation") or random.choice(known["investigation"]),
        "answer_text": answer,
        "basis": [] if "law" in drawn.letter else known["basis"].get(field, ()),
        "letter": {name: words for name, words in drawn.letter.items() if name in {"remedy", "law"}},
    }
