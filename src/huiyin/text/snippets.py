"""A short stretch of a text around the words somebody looked for, with those words marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.text.normalise import normalise

LENGTH = 90  # characters
_BEFORE = 18
_STOP = "。！？；!?;\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the snippet; `hit` when it is what was looked for."""

    said: str
    hit: bool = False


def snippet(text: str, looked_for: Sequence[str], *, always: bool = False) -> tuple[Piece, ...]:
    """Return the stretch with most of the words; nothing without any, or with `always` the beginning."""
    pattern = _pattern(looked_for)
    normal = normalise(text)
    found = [normal.back(m.start(), m.end()) for m in pattern.finditer(normal.text)] if pattern else []
    if not found and not always:
        return ()
    start = _start(text, _densest(found)) if found else 0
    end = min(len(text), start + LENGTH)
    pieces = [Piece("…")] if start else []
    at = start
    for first, last in found:
        if first >= at and last <= end:
            pieces += [Piece(text[at:first]), Piece(text[first:last], hit=True)]
            at = last
    pieces += [Piece(text[at:end]), *([Piece("…")] if end < len(text) else [])]
    return tuple(piece for piece in pieces if piece.said)


def _pattern(looked_for: Sequence[str]) -> re.Pattern[str] | None:
    words = {normalise(word).text for word in looked_for} - {""}
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True)))) if words else None


def _densest(found: Sequence[tuple[int, int]]) -> int:
    """Return where the stretch begins that has most of the hits."""
    reach = LENGTH - _BEFORE
    return max(found, key=lambda here: (sum(here[0] <= f < here[0] + reach for f, _l in found), -here[0]))[0]


def _start(text: str, hit: int) -> int:
    """Return where to begin: after the end of the sentence before, if that is near."""
    first = max(0, hit - _BEFORE)
    stops = [text.rfind(stop, first, hit) for stop in _STOP]
    return max(stops) + 1 if max(stops) >= 0 else first
