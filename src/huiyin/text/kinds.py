"""Which of the 67 kinds a petition asks for, with evidence and an honest probability.

Method: what was learned from the invented examples gives a score for each kind (`learned`), and the written
terms add to it: each term that is found speaks for its labels (a kind, a field, or the agency as such) with
its weight, louder in the title and in a sentence that asks, each further term counting half of the one
before. A softmax over the sums gives p. Without a model the terms decide alone.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from huiyin.text.learned.evidence import strongest
from huiyin.text.learned.linear import Heard
from huiyin.text.learned.pieces import Pieces
from huiyin.text.learned.shipped import model
from huiyin.text.reading import Reading
from huiyin.text.spans import Span, outermost
from huiyin.text.taxonomy import kinds
from huiyin.text.terms import Term

MOST_KINDS = 5
_MOST_EVIDENCE = 6
_SURE_ENOUGH = 0.33
_FAMILIAR = 0.22  # share of its pairs of characters that are known; of real messages 2 in 100 have fewer
_SHOWN = 0.02  # a kind less likely than this is not offered
_ALWAYS, _AT_LEAST = 3, 0.001  # so many are offered though they are less likely, for a person to choose from
_NOT_OURS = 0.25  # while the kind is uncertain, "not ours" needs strong words
_TITLE, _ASKED = 2.2, 1.4  # code what is asked for, not the background
_AGAIN, _AGAIN_MOST = 0.15, 3  # what a repeated word adds
_NEXT = 0.5  # what each further term counts, compared with the stronger one before it
_USUAL_LENGTH, _LONGEST, _CALM = 300, 6, 0.1  # a long text says more words for the same matter
_UNNAMED = 0.4  # a kind without a word of its own, against one with
_UNSAID = 0.25  # how far what no word speaks for counts as the agency's own
_OWN = 0.6  # words for the agency as such speak less for matters that border on it, and not for N9
_FEWEST = 40  # known pieces; of a shorter text only the terms say something
_LEARNED_OWN = 0.35  # what was learned, beside the terms, when it is asked whose matter it is
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
    places: list[tuple[Reading, int, int]]

    def weight(self, label_weight: float) -> float:
        """Return what the term adds to one label."""
        return label_weight * self.loudness * (1 + _AGAIN * min(len(self.places) - 1, _AGAIN_MOST))


def guess_kinds(readings: Sequence[Reading], pieces: Pieces) -> KindsVerdict:
    """Return at most five kinds, best first; abstains when nothing in the text speaks clearly for one."""
    heard = _heard(readings)
    votes = _votes(heard)
    spoken = spoken_for(votes)
    chances = _named(votes, spoken, sum(len(r.normal.text) for r in readings))
    own_p = _own(chances)
    learned = model("kinds")
    pieces_heard = learned.heard(pieces) if learned is not None else None
    if learned is not None and pieces_heard is not None and len(pieces_heard.known) >= _FEWEST:
        terms = np.array([spoken[code] for code in learned.labels], dtype=np.float32)
        found = learned.chances(learned.weighed(pieces_heard) + learned.words * terms)
        chances = {code: float(p) for code, p in zip(learned.labels, found, strict=True)}
        own_p = (1 - _LEARNED_OWN) * own_p + _LEARNED_OWN * _own(chances)
    guesses = []
    for place, code in enumerate(sorted(chances, key=lambda c: -chances[c])[:MOST_KINDS]):
        if chances[code] < (_SHOWN if learned is None or place >= _ALWAYS else _AT_LEAST):
            break
        why = _evidence(votes[code], heard)
        if not why and chances[code] >= _SHOWN and learned is not None and pieces_heard is not None:
            why = strongest(learned, pieces, pieces_heard, code, readings)
        guesses.append(KindGuess(code, round(chances[code], 3), why))
    unlike = learned is not None and pieces_heard is not None and familiar(pieces, pieces_heard) < _FAMILIAR
    return _verdict(tuple(guesses), own_p, unlike=unlike)


def _heard(readings: Sequence[Reading]) -> dict[Term, _Heard]:
    heard: dict[Term, _Heard] = {}
    for reading in readings:
        _listen(reading, heard)
    return heard


def _votes(heard: Mapping[Term, _Heard]) -> defaultdict[str, list[tuple[float, Term]]]:
    votes: defaultdict[str, list[tuple[float, Term]]] = defaultdict(list)
    for term, h in heard.items():
        for label, weight in term.labels:
            votes[label].append((h.weight(weight), term))
    return votes


def terms_speak(readings: Sequence[Reading]) -> dict[str, float]:
    """Return how strongly the written terms speak for each kind: what is learned is weighed beside it."""
    return spoken_for(_votes(_heard(readings)))


def spoken_for(votes: Mapping[str, list[tuple[float, Term]]]) -> dict[str, float]:
    """Return a sum for each kind: its own terms, its field's, and those for the agency as such."""
    sums = {label: _sum(cast) for label, cast in votes.items()}
    own = sums.get("own", 0.0)
    return {
        code: sums.get(code, 0.0)
        + sums.get(kind.field, 0.0)
        + own * (1.0 if kind.own else _OWN if code in _BORDER else 0.0)
        for code, kind in kinds().items()
    }


def _named(
    votes: Mapping[str, list[tuple[float, Term]]], spoken: Mapping[str, float], length: int
) -> dict[str, float]:
    """Return the chances, by the written terms alone, of the kinds that one of them speaks for."""
    chances = _chances(votes, spoken, length)
    return {code: chances[code] for code in chances if any(weight > 0 for weight, _ in votes.get(code, ()))}


def _own(chances: Mapping[str, float]) -> float:
    """Return how likely the matter is the agency's own; what nothing speaks for counts a little as that."""
    theirs = sum(p for code, p in chances.items() if not kinds()[code].own)
    said = sum(chances.values())
    ours = said - theirs + _UNSAID * (1.0 - said)
    return ours / (ours + theirs)


def familiar(pieces: Pieces, heard: Heard) -> float:
    """Return which share of a text's pairs of characters is known: little of a text unlike the examples."""
    runs, where = pieces.channels[0], heard.where[0]
    pairs = runs.ends - runs.starts == 2  # noqa: PLR2004 - two characters
    return float(np.mean(where[pairs] >= 0)) if pairs.any() else 0.0


def _verdict(guesses: tuple[KindGuess, ...], own_p: float, *, unlike: bool = False) -> KindsVerdict:
    """Return the verdict; a text unlike all examples is left to a person, however sure the sums are."""
    abstain = unlike or not guesses or guesses[0].p < _SURE_ENOUGH
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
        if len(known.places) <= _AGAIN_MOST:
            known.places.append((reading, hit.start, hit.end))


def _sum(votes: Iterable[tuple[float, Term]]) -> float:
    """Add up votes, each further one counting half of the one before; votes against count whole."""
    weights = sorted((weight for weight, _ in votes), reverse=True)
    return sum(w * _NEXT**n if w > 0 else w for n, w in enumerate(weights))


def _chances(
    votes: Mapping[str, list[tuple[float, Term]]], spoken: Mapping[str, float], length: int
) -> dict[str, float]:
    """Return a probability for every kind; the rest to 1 is "none that the words speak for"."""
    calm = 1 / (1 - _CALM + _CALM * min(length / _USUAL_LENGTH, _LONGEST))
    raised = {}
    for code in kinds():
        raised[code] = math.exp(_SCALE * calm * spoken[code]) * (1.0 if code in votes else _UNNAMED)
    total = sum(raised.values()) + math.exp(_SILENCE)
    return {code: r / total for code, r in raised.items()}


def _evidence(votes: list[tuple[float, Term]], heard: Mapping[Term, _Heard]) -> tuple[Span, ...]:
    spoken = sorted((v for v in votes if v[0] > 0), key=lambda v: -v[0])
    places = (place for _, term in spoken for place in heard[term].places)
    return outermost(reading.span(start, end) for reading, start, end in places)[:_MOST_EVIDENCE]
