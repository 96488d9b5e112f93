"""The documents and the examples in them."""

import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
GUIDES = ROOT / "docs" / "how-to"


def text(name: str) -> str:
    """A document, named from the root of the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


def section(document: str, heading: str) -> str:
    """What stands under a heading, until the next one of its kind."""
    return document.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]


def blocks(document: str, language: str) -> list[str]:
    """The code blocks of a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```", document, flags=re.MULTILINE | re.DOTALL)


def parts_of(whole: Any, wanted: Any) -> Any:
    """The parts of an answer that an example shows, so that both can be compared."""
    if isinstance(wanted, dict) and isinstance(whole, dict):
        return {name: parts_of(whole.get(name), value) for name, value in wanted.items()}
    if isinstance(wanted, list) and isinstance(whole, list) and len(wanted) == len(whole):
        return [parts_of(one, other) for one, other in zip(whole, wanted, strict=True)]
    return whole


def example(document: str, place: int = 0) -> Any:
    """A JSON example of a document."""
    return json.loads(blocks(document, "json")[place])
