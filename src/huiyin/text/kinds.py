"""Which of the 67 kinds a petition asks for, with evidence and an honest probability."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.text.reading import Reading
from huiyin.text.spans import Span
from huiyin.text.taxonomy import kinds
from huiyin.text.terms import Hit, Term, lexicon

FILES = ("fields", "pension", "injury", "insurance", "pay", "labour", "employment", "personnel", "conduct", "outside")
MOST_KINDS = 5
_MOST_EVIDENCE = 6
_SURE_ENOUGH = 0.4
_SHOWN = 0.02  # a kind less likely than this is not offered
_NOT_OURS = 0.25  # while the kind is uncertain, "not ours" needs strong words
_TITLE, _ASKED = 1.5, 1.4  # code what is asked for, not the background
_AGAIN = 0.15  # what a repeated word adds
_FIELD = 0.8  # how far a word for a field speaks for each of its kinds
_USUAL_LENGTH = 300
_SCALE, _SILENCE = 0.9, 3.0  # fitted on hand-labelled petitions, so that p is how often it is right


@dataclass(frozen=True, slots=True)
class KindGuess:
    """One kind, how likely it is, and the words that speak for it."""

    code: str
    p: float
    evidence: tuple[Span, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the guess as JSON."""
        return {"code": self.code, "p": self.p, "evidence": [s.as_dict() for s in self.evidence]}


@dataclass(frozen=True, slots=True)
class KindsVerdict:
    """The likeliest kinds, whether the matter is the agency's own, and whether to leave the choice to a person."""

    kinds: tuple[KindGuess, ...]
    own: bool
    own_p: float
    own_evidence: tuple[Span, ...]
    abstain: bool


def guess_kinds(readings: Sequence[Reading]) -> KindsVerdict:
    """Return at most five kinds, best first; abstains when nothing in the text speaks for one."""
    tally = _Tally()
    for reading in readings:
        _listen(reading, tally)
    chances = _chances(tally.scores(sum(len(r.normal.text) for r in readings)))
    shown = sorted((c for c in chances if tally.direct.get(c, 0) > 0), key=lambda c: -chances[c])[:MOST_KINDS]
    guesses = tuple(
        KindGuess(c, round(chances[c], 3), tuple(tally.spans[c][:_MOST_EVIDENCE])) for c in shown if chances[c] >= _SHOWN
    )
    ours = sum(p for c, p in chances.items() if kinds()[c].own)
    theirs = sum(p for c, p in chances.items() if not kinds()[c].own)
    own_p = ours / (ours + theirs)
    abstain = not guesses or guesses[0].p < _SURE_ENOUGH
    own = own_p >= 0.5 if not abstain else own_p >= _NOT_OURS  # unsure, the agency keeps it  # noqa: PLR2004
    own_evidence = tuple(s for g in guesses if kinds()[g.code].own == own for s in g.evidence)[:_MOST_EVIDENCE]
    return KindsVerdict(guesses, own, round(own_p, 3), own_evidence, abstain)


@dataclass(slots=True)
class _Heard:
    """One idea as often and as loudly as it was heard."""

    loudness: float
    times: int
    hit: Hit


class _Tally:
    """What speaks for each kind, collected over title and text."""

    def __init__(self) -> None:
        self.heard: dict[Term, _Heard] = {}
        self.spans: dict[str, list[Span]] = defaultdict(list)
        self.direct: dict[str, float] = {}

    def scores(self, length: int) -> dict[str, float]:
        """Return the sum for every kind; a long text says more words for the same matter."""
        sums: dict[str, float] = defaultdict(float)
        for heard in self.heard.values():
            for label, weight in heard.hit.term.labels:
                sums[label] += weight * heard.loudness * (1 + _AGAIN * min(heard.times - 1, 3))
        self.direct = dict(sums)
        calm = 1 / (0.8 + 0.2 * min(length / _USUAL_LENGTH, 6))
        return {
            code: calm * (sums[code] + _FIELD * sums[k.field] + (sums["own"] if k.own else 0.0))
            for code, k in kinds().items()
        }


def _listen(reading: Reading, tally: _Tally) -> None:
    parts = reading.parts
    here = 0
    for hit in lexicon(*FILES).hits(reading.normal.text):
        while here < len(parts) - 1 and parts[here].end <= hit.start:
            here += 1
        asked = bool(parts) and parts[here].asks
        loudness = _TITLE if reading.where == "title" else _ASKED if asked else 1.0
        heard = tally.heard.get(hit.term)
        if heard is None:
            tally.heard[hit.term] = _Heard(loudness, 1, hit)
        else:
            heard.loudness = max(heard.loudness, loudness)
            heard.times += 1
        for label, weight in hit.term.labels:
            if weight > 0 and label in kinds() and len(tally.spans[label]) < 3 * _MOST_EVIDENCE:
                span = reading.span(hit.start, hit.end)
                if span not in tally.spans[label]:
                    tally.spans[label].append(span)


def _chances(scores: dict[str, float]) -> dict[str, float]:
    """Return a probability for every kind; the rest to 1 is "none that the words speak for"."""
    raised = {c: math.exp(min(_SCALE * s, 60.0)) for c, s in scores.items()}
    total = sum(raised.values()) + math.exp(_SILENCE)
    return {c: r / total for c, r in raised.items()}
