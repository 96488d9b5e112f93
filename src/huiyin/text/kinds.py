"""Which of the 67 kinds a petition asks for, with evidence and an honest probability.

Method: each term that is found speaks for its labels (a kind, a field, or the agency as such) with its
weight, louder in the title and in a sentence that asks. A kind's score is the sum of what speaks for it,
each further term counting half of the one before; a softmax over the scores gives p. The constants were
fitted on hand-labelled petitions by log loss.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.text.reading import Reading
from huiyin.text.spans import Span, outermost
from huiyin.text.taxonomy import kinds
from huiyin.text.terms import Term

MOST_KINDS = 5
_MOST_EVIDENCE = 6
_SURE_ENOUGH = 0.4
_SHOWN = 0.02  # a kind less likely than this is not offered
_NOT_OURS = 0.25  # while the kind is uncertain, "not ours" needs strong words
_TITLE, _ASKED = 2.2, 1.4  # code what is asked for, not the background
_AGAIN, _AGAIN_MOST = 0.15, 3  # what a repeated word adds
_NEXT = 0.5  # what each further term counts, compared with the stronger one before it
_USUAL_LENGTH, _LONGEST, _CALM = 300, 6, 0.1  # a long text says more words for the same matter
_UNNAMED = 0.4  # a kind without a word of its own, against one with
_UNSAID = 0.25  # how far what no word speaks for counts as the agency's own
_OWN = 0.6  # words for the agency as such speak less for matters that border on it, and not for N9
_BORDER = frozenset({"N1", "N2", "N3", "N5", "N7", "N8", "N10"})
_SCALE, _SILENCE = 0.5, 0.7


@dataclass(frozen=True, slots=True)
class KindGuess:
    """One kind, how likely it is, and the words that speak for it, strongest first."""

    code: str
    p: float
    evidence: tuple[Span, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the guess as JSON."""
        return {"code": self.code, "p": self.p, "evidence": [s.as_dict() for s in self.evidence]}


@dataclass(frozen=True, slots=True)
class KindsVerdict:
    """The likeliest kinds, whether the matter is the agency's own, and whether to leave it to a person."""

    kinds: tuple[KindGuess, ...]
    own: bool
    own_p: float
    own_evidence: tuple[Span, ...]
    abstain: bool


@dataclass(slots=True)
class _Heard:
    """One term as often and as loudly as it was heard."""

    loudness: float
    spans: list[Span]

    def weight(self, label_weight: float) -> float:
        """Return what the term adds to one label."""
        return label_weight * self.loudness * (1 + _AGAIN * min(len(self.spans) - 1, _AGAIN_MOST))


def guess_kinds(readings: Sequence[Reading]) -> KindsVerdict:
    """Return at most five kinds, best first; abstains when nothing in the text speaks clearly for one."""
    heard: dict[Term, _Heard] = {}
    for reading in readings:
        _listen(reading, heard)
    votes: dict[str, list[tuple[float, Term]]] = defaultdict(list)
    for term, h in heard.items():
        for label, weight in term.labels:
            votes[label].append((h.weight(weight), term))
    chances = _chances(votes, sum(len(r.normal.text) for r in readings))
    named = [c for c in chances if any(weight > 0 for weight, _ in votes.get(c, ()))]
    best = sorted((c for c in named if chances[c] >= _SHOWN), key=lambda c: -chances[c])[:MOST_KINDS]
    guesses = tuple(KindGuess(c, round(chances[c], 3), _evidence(votes[c], heard)) for c in best)
    return _verdict(guesses, {code: chances[code] for code in named})


def _verdict(guesses: tuple[KindGuess, ...], named: Mapping[str, float]) -> KindsVerdict:
    theirs = sum(p for code, p in named.items() if not kinds()[code].own)
    unsaid = 1.0 - sum(named.values())
    ours = sum(named.values()) - theirs + _UNSAID * unsaid
    own_p = ours / (ours + theirs)
    abstain = not guesses or guesses[0].p < _SURE_ENOUGH
    own = own_p >= (_NOT_OURS if abstain else 0.5)  # in doubt the agency keeps it
    why = (span for g in guesses if kinds()[g.code].own == own for span in g.evidence)
    return KindsVerdict(guesses, own, round(own_p, 3), tuple(why)[:_MOST_EVIDENCE], abstain)


def _listen(reading: Reading, heard: dict[Term, _Heard]) -> None:
    parts = reading.parts
    here = 0
    for hit in reading.hits:
        while here < len(parts) - 1 and parts[here].end <= hit.start:
            here += 1
        asked = bool(parts) and parts[here].asks
        loudness = _TITLE if reading.where == "title" else _ASKED if asked else 1.0
        known = heard.setdefault(hit.term, _Heard(loudness, []))
        known.loudness = max(known.loudness, loudness)
        if len(known.spans) <= _AGAIN_MOST:
            known.spans.append(reading.span(hit.start, hit.end))


def _sum(votes: Iterable[tuple[float, Term]]) -> float:
    """Add up votes, each further one counting half of the one before; votes against count whole."""
    weights = sorted((weight for weight, _ in votes), reverse=True)
    return sum(w * _NEXT**n if w > 0 else w for n, w in enumerate(weights))


def _chances(votes: Mapping[str, list[tuple[float, Term]]], length: int) -> dict[str, float]:
    """Return a probability for every kind; the rest to 1 is "none that the words speak for"."""
    sums = {label: _sum(cast) for label, cast in votes.items()}
    calm = 1 / (1 - _CALM + _CALM * min(length / _USUAL_LENGTH, _LONGEST))
    raised = {}
    for code, kind in kinds().items():
        agency = sums.get("own", 0.0) * (1.0 if kind.own else _OWN if code in _BORDER else 0.0)
        score = sums.get(code, 0.0) + sums.get(kind.field, 0.0) + agency
        raised[code] = math.exp(_SCALE * calm * score) * (1.0 if code in sums else _UNNAMED)
    total = sum(raised.values()) + math.exp(_SILENCE)
    return {code: r / total for code, r in raised.items()}


def _evidence(votes: list[tuple[float, Term]], heard: Mapping[Term, _Heard]) -> tuple[Span, ...]:
    spoken = sorted((v for v in votes if v[0] > 0), key=lambda v: -v[0])
    return outermost(span for _, term in spoken for span in heard[term].spans)[:_MOST_EVIDENCE]
