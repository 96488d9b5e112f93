"""What stands beside a text that an officer writes: how easily it is understood, and its terms explained."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from huiyin.cases.plain_words import explained
from huiyin.text.plain import readability

# Written by the record, or names: nothing that an officer could say more plainly.
_NOT_WORDED = frozenset({"addressee", "to", "law", "remedy", "limits", "papers", "due_day", "days"})
_MOST_HINTS = 20


def draft(elements: Sequence[dict[str, Any]], *, today: date) -> dict[str, Any]:
    """Return how readable the elements of a text are together, the hints each with its element, the terms."""
    worded = [(e["name"], e["label"], e["text"]) for e in elements if e["name"] not in _NOT_WORDED]
    hints = [(name, label, hint) for name, label, text in worded for hint in readability(text).hints]
    return {
        "reading": readability("\n".join(text for _name, _label, text in worded)),
        "reading_hints": hints[:_MOST_HINTS],
        "words": explained("\n".join(str(e["text"]) for e in elements), on=today),
    }
