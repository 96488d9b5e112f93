"""Messages that people read by hand: what each reader chose, and what the system reads in each."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from huiyin.base.errors import Invalid, NotFound
from huiyin.text import Understanding, understand


@dataclass(frozen=True)
class Message:
    """A message and what each of its readers chose for it."""

    title: str
    text: str
    kinds: Sequence[str]
    natures: Sequence[str]
    own: bool

    @cached_property
    def seen(self) -> Understanding:
        """Return what the system reads in it."""
        return understand(self.text, self.title)


def read_by_hand(file: Path) -> list[Message]:
    """Return the messages of a file of lines {"title", "text", "kinds", "natures", "own"}. May refuse."""
    if not file.is_file():
        raise NotFound("text.no_such_file", path=str(file))
    try:
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        return [
            Message(m.get("title") or "", m["text"], tuple(m["kinds"]), tuple(m["natures"]), bool(m["own"]))
            for m in lines
        ]
    except (ValueError, KeyError, TypeError) as wrong:
        raise Invalid("text.no_labels", field="file", path=str(file)) from wrong
