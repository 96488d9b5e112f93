"""Where in a petition something was read: the evidence every suggestion shows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Where = Literal["text", "title"]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text (or of the title) as given: `source[start:end] == text`."""

    start: int
    end: int
    text: str
    where: Where = "text"

    def as_dict(self) -> dict[str, Any]:
        """Return the span as JSON; only evidence from the title carries `in`."""
        plain: dict[str, Any] = {"start": self.start, "end": self.end, "text": self.text}
        return plain | {"in": "title"} if self.where == "title" else plain


def outermost(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in their order without those that lie inside another one."""
    every = list(dict.fromkeys(spans))
    return tuple(s for s in every if not any(_inside(s, other) for other in every))


def _inside(span: Span, other: Span) -> bool:
    within = other.start <= span.start and span.end <= other.end and other.where == span.where
    return within and span != other
