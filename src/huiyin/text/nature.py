"""Whether a petition claims, suggests, asks, or accuses an official."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.text.reading import Reading
from huiyin.text.spans import Span

NATURES = ("claim", "suggestion", "accusation", "inquiry")
# Before anything is read: most petitions claim; an accusation is rare but must not be missed.
_BEFORE = {"claim": 1.6, "suggestion": 0.0, "accusation": 0.0, "inquiry": 0.4}
_MOST = 5


@dataclass(frozen=True, slots=True)
class NatureGuess:
    """What the petition wants to do, how sure, and where it says so."""

    value: str
    p: float
    evidence: tuple[Span, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the nature as JSON."""
        return {"value": self.value, "p": self.p, "evidence": [s.as_dict() for s in self.evidence]}


def guess_nature(readings: Sequence[Reading]) -> NatureGuess:
    """Return the likeliest nature; a possible accusation against officials is preferred to missing one."""
    scores = dict(_BEFORE)
    seen: set[tuple[str, int]] = set()
    evidence: dict[str, list[Span]] = {n: [] for n in NATURES}
    for reading in readings:
        for hit in reading.hits:
            for nature, weight in hit.term.labels:
                if nature not in scores:
                    continue
                if (nature, hit.term.written) not in seen:
                    seen.add((nature, hit.term.written))
                    scores[nature] += weight
                if weight > 0 and len(evidence[nature]) < _MOST:
                    evidence[nature].append(reading.span(hit.start, hit.end))
    value = max(NATURES, key=lambda n: scores[n])
    total = sum(math.exp(scores[n]) for n in NATURES)
    return NatureGuess(value, round(math.exp(scores[value]) / total, 3), tuple(evidence[value]))
