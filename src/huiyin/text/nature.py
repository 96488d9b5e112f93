"""Whether a petition claims, suggests, asks, or accuses an official."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.text.reading import Reading
from huiyin.text.spans import Span, outermost
from huiyin.text.terms import WEIGHTS, Term

NATURES = ("claim", "suggestion", "accusation", "inquiry")
# Before anything is read: most petitions claim, some ask.
_BEFORE = {"claim": 1.7, "suggestion": -0.4, "accusation": 0.9, "inquiry": 0.0}
_TITLE = 1.8
_NEXT = 0.5  # what each further term counts, compared with the stronger one before it
_SCALE = 0.8
# Missing an accusation exposes who made it (art 30), a false one costs a look: the likeliest nature does not
# win by itself. From _TAKEN on it is read as an accusation, from _POSSIBLE on a person must rule it out.
_TAKEN, _POSSIBLE = 0.15, 0.05
_MOST = 5


@dataclass(frozen=True, slots=True)
class NatureGuess:
    """What the petition wants to do, how sure, and where it says so.

    `value` is an accusation long before that is the likeliest; `p` stays honest and is then small.
    `accusation_p` and `accusation` speak of a possible accusation even when another nature is taken;
    `outright` when a single phrase does, which no number of other demands around it outweighs.
    """

    value: str
    p: float
    evidence: tuple[Span, ...] = ()
    accusation_p: float = 0.0
    accusation: tuple[Span, ...] = ()
    outright: bool = False

    @property
    def possible_accusation(self) -> bool:
        """Return whether somebody must look before the petition is shown outside the named officers."""
        return self.value == "accusation" or self.outright or self.accusation_p >= _POSSIBLE

    def as_dict(self) -> dict[str, Any]:
        """Return the nature as JSON."""
        return {
            "value": self.value,
            "p": self.p,
            "evidence": [s.as_dict() for s in self.evidence],
            "accusation_p": self.accusation_p,
        }


def guess_nature(readings: Sequence[Reading]) -> NatureGuess:
    """Return the likeliest nature, and how likely an accusation against officials is besides."""
    loudest: dict[Term, float] = {}
    spans: dict[Term, list[Span]] = {}
    for reading in readings:
        loudness = _TITLE if reading.where == "title" else 1.0
        for hit in reading.hits:
            if hit.term.labels[0][0] in NATURES:
                loudest[hit.term] = max(loudest.get(hit.term, 0.0), loudness)
                spans.setdefault(hit.term, []).append(reading.span(hit.start, hit.end))
    scores = {}
    evidence = {}
    for nature in NATURES:
        votes = [(w * loudest[t], t) for t in loudest for label, w in t.labels if label == nature]
        votes.sort(key=lambda v: -v[0])
        scores[nature] = _BEFORE[nature] + sum(w * _NEXT**n if w > 0 else w for n, (w, _) in enumerate(votes))
        spoken = (s for w, t in votes if w > 0 for s in spans[t][:_MOST])
        evidence[nature] = outermost(spoken)[:_MOST]
    raised = {n: math.exp(_SCALE * scores[n]) for n in NATURES}
    total = sum(raised.values())
    accused = evidence["accusation"]
    accusation_p = round(raised["accusation"] / total, 3) if accused else 0.0
    outright = any(w >= WEIGHTS["sure"] for t in loudest for label, w in t.labels if label == "accusation")
    others = [n for n in NATURES if n != "accusation"]
    value = "accusation" if accusation_p >= _TAKEN else max(others, key=lambda n: raised[n])
    return NatureGuess(
        value, round(raised[value] / total, 3), evidence[value], accusation_p, accused, outright
    )
