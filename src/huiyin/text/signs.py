"""Signs a registrar should see at once: repeated, joint, in hardship, someone's life or health in danger."""

from collections.abc import Sequence

from huiyin.text.reading import Reading
from huiyin.text.spans import Span

SIGNS = ("repeat", "joint", "hardship", "urgent")
_MOST = 5


def find_signs(readings: Sequence[Reading]) -> dict[str, tuple[Span, ...]]:
    """Return the evidence for each sign, at most five stretches a sign."""
    found: dict[str, list[Span]] = {sign: [] for sign in SIGNS}
    for reading in readings:
        for hit in reading.hits:
            for sign, _ in hit.term.labels:
                if sign in found and len(found[sign]) < _MOST:
                    found[sign].append(reading.span(hit.start, hit.end))
    return {sign: tuple(spans) for sign, spans in found.items()}
