"""Signs a registrar should see at once: repeated, joint, in hardship, someone's life or health in danger."""

from collections.abc import Sequence

from huiyin.text.reading import Reading
from huiyin.text.spans import Span, outermost

SIGNS = ("repeat", "joint", "hardship", "urgent")
_MOST = 5
_KEPT = 50  # of each sign, before those inside others are left out


def find_signs(readings: Sequence[Reading]) -> dict[str, tuple[Span, ...]]:
    """Return the evidence for each sign, at most five stretches a sign."""
    found: dict[str, list[Span]] = {sign: [] for sign in SIGNS}
    for reading in readings:
        for hit in reading.hits:
            for label, _ in hit.term.labels:
                if label in found and len(found[label]) < _KEPT:
                    found[label].append(reading.span(hit.start, hit.end))
    return {sign: outermost(spans)[:_MOST] for sign, spans in found.items()}
