"""Where in a petition something was read: the evidence every suggestion shows."""

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
