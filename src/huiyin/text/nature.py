"""Whether a petition claims, suggests, asks, or accuses an official."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from huiyin.text.learned.evidence import strongest
from huiyin.text.learned.pieces import Pieces
from huiyin.text.learned.shipped import model
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
# win by itself. From _POSSIBLE on, by the terms or by what was learned, a person must rule it out. It is read
# as an accusation from _TAKEN on by the terms when what was learned does not speak against it, or from
# _LEARNED_TAKEN on by what was learned.
_TAKEN, _POSSIBLE = 0.15, 0.055
_LEARNED_TAKEN = 0.35
_FEWEST = 40  # known pieces; of a shorter text only the terms say whether it accuses
_USUAL = {"claim": 0.3}  # the examples hold fewer claims than the post does
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


def guess_nature(readings: Sequence[Reading], pieces: Pieces) -> NatureGuess:
    """Return the likeliest nature, and how likely an accusation against officials is besides.

    A possible accusation is what the terms or what was learned hold possible: to be in doubt about every
    angry letter would hide half of the post from those who handle it.
    """
    heard = _listen(readings)
    chances = _by_terms(heard)
    accusation_p = chances["accusation"] if heard.evidence["accusation"] else 0.0
    taken = accusation_p >= _TAKEN
    learned = model("nature")
    pieces_heard = learned.heard(pieces) if learned is not None else None
    if learned is not None and pieces_heard is not None:
        terms = np.array([heard.scores[nature] for nature in learned.labels], dtype=np.float32)
        usual = np.array([_USUAL.get(nature, 0.0) for nature in learned.labels], dtype=np.float32)
        found = learned.chances(learned.weighed(pieces_heard) + learned.words * terms + usual)
        chances = {nature: float(p) for nature, p in zip(learned.labels, found, strict=True)}
        if len(pieces_heard.known) >= _FEWEST:
            taken = (taken and chances["accusation"] >= _POSSIBLE) or chances["accusation"] >= _LEARNED_TAKEN
            accusation_p = max(accusation_p, chances["accusation"])
    others = [n for n in NATURES if n != "accusation"]
    value = "accusation" if taken else max(others, key=lambda n: chances[n])
    evidence = heard.evidence[value]
    if not evidence and learned is not None and pieces_heard is not None:
        evidence = strongest(learned, pieces, pieces_heard, value, readings)
    return NatureGuess(
        value,
        round(chances[value], 3),
        evidence,
        round(accusation_p, 3),
        heard.evidence["accusation"],
        heard.outright,
    )


@dataclass(frozen=True, slots=True)
class _Heard:
    """What the written terms say of each nature, and where."""

    scores: Mapping[str, float]
    evidence: Mapping[str, tuple[Span, ...]]
    outright: bool


def terms_speak(readings: Sequence[Reading]) -> Mapping[str, float]:
    """Return how strongly the written terms speak for each nature: what is learned is weighed beside it."""
    return _listen(readings).scores


def _listen(readings: Sequence[Reading]) -> _Heard:
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
    outright = any(w >= WEIGHTS["sure"] for t in loudest for label, w in t.labels if label == "accusation")
    return _Heard(scores, evidence, outright)


def _by_terms(heard: _Heard) -> dict[str, float]:
    raised = {n: math.exp(_SCALE * heard.scores[n]) for n in NATURES}
    total = sum(raised.values())
    return {n: r / total for n, r in raised.items()}
