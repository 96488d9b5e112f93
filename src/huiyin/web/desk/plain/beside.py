"""What stands beside a text that an officer writes: how easily it is understood, and its terms explained."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from huiyin.cases.plain_words import explained
from huiyin.text.plain import Hint, readability

# Written by the record, or names: nothing that an officer could say more plainly.
_NOT_WORDED = frozenset({"addressee", "to", "law", "remedy", "limits", "papers", "due_day", "days"})
_MOST_HINTS = 15
Element = Mapping[str, Any]


def draft(elements: Sequence[Element], *, today: date) -> dict[str, Any]:
    """Return how readable a draft is, and its terms as they are explained where the petitioner reads it."""
    return {
        **hints([e for e in elements if e["name"] not in _NOT_WORDED]),
        "words": explained("\n".join(str(e["text"]) for e in elements), on=today),
    }


def hints(elements: Sequence[Element]) -> dict[str, Any]:
    """Return how readable elements are together, and what to mend in which; the same is said once."""
    found: dict[str, tuple[str, str, Hint]] = {}
    for e in elements:
        for hint in readability(e["text"]).hints:
            found.setdefault(f"{hint.what.code} {hint.what.params}", (e["name"], e["label"], hint))
    return {
        "reading": readability("\n".join(e["text"] for e in elements)),
        "reading_hints": list(found.values())[:_MOST_HINTS],
    }
