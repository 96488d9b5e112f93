"""What there is to learn from: the invented examples and petitions that people confirmed, ready for fitting.

No name and no number of a person can be read out of a model: a piece is known only when it stands in two
invented examples, or in confirmed petitions of three different persons that are not copies of one text.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from huiyin.text import kinds, nature
from huiyin.text.examples import taught
from huiyin.text.learned import training
from huiyin.text.learned.linear import Linear
from huiyin.text.learned.pieces import Numbers, Pieces, pieces_of
from huiyin.text.learned.shipped import Models, shipped
from huiyin.text.reading import Reading, laid_out

PERSONS = 3  # in whose petitions a piece stands that no invented example has
_TWICE = 2  # invented examples
COUNTS = 3.0  # how much a confirmed petition counts beside an invented example
MOST = {"kinds": 80_000, "nature": 20_000}  # pieces
# With fewer held out, how far scores lie apart and what the terms count stays as in the product's models.
ENOUGH_TO_SET = 100
Floats = npt.NDArray[np.float32]
SPEAK: Mapping[str, Callable[[Sequence[Reading]], Mapping[str, float]]] = {
    "kinds": kinds.terms_speak,
    "nature": nature.terms_speak,
}


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A petition of the agency with what a person confirmed; `who` tells its persons apart, `matter` it."""

    title: str
    text: str
    kind: str
    nature: str
    who: str
    matter: int

    def label(self, name: str) -> str:
        """Return what was confirmed of its kind, or of its nature."""
        return self.kind if name == "kinds" else self.nature


@dataclass(frozen=True, slots=True)
class Laid:
    """A petition laid out for reading and for fitting."""

    readings: Sequence[Reading]
    pieces: Pieces


def laid(title: str, text: str) -> Laid:
    """Return a petition laid out."""
    readings = laid_out(title, text)
    return Laid(readings, pieces_of(readings))


@dataclass(frozen=True)
class Invented:
    """The pieces of the invented examples, their labels, and which of them are nearly the same."""

    pieces: tuple[Pieces, ...]
    labels: tuple[str, ...]
    groups: npt.NDArray[np.int64]


@cache
def invented(name: str) -> Invented:
    """Return the invented examples that teach kinds or nature, laid out once."""
    given = taught(name)
    labels = tuple(e.kind if name == "kinds" else e.nature for e in given)
    pieces = tuple(pieces_of(laid_out(e.title, e.text)) for e in given)
    return Invented(pieces, labels, training.together([f"{e.title}\n{e.text}" for e in given]))


def laid_example(name: str, n: int) -> Laid:
    """Return one of the invented examples that teach kinds or nature, laid out for reading."""
    example = taught(name)[n]
    return laid(example.title, example.text)


def voices(confirmed: Sequence[Confirmed]) -> npt.NDArray[np.int64]:
    """Return a group for each petition: those of one person, and those nearly in one wording, share one."""
    groups = training.together([f"{c.title}\n{c.text}" for c in confirmed])
    first: dict[str, int] = {}
    for one, group in zip(confirmed, groups.tolist(), strict=True):
        other = first.setdefault(one.who, group)
        if other != group:
            groups[groups == group] = other
            first.update({who: other for who, held in first.items() if held == group})
    return groups


def vocabulary(
    invented_ones: Sequence[Pieces], petitions: Sequence[Pieces], voice: npt.NDArray[np.int64]
) -> Numbers:
    """Return the pieces that may be known: of two invented examples, or of three voices."""
    told, times = np.unique(_each(invented_ones), return_counts=True)
    public = told[times >= _TWICE]
    order = np.argsort(voice, kind="stable")
    by_voice: list[Numbers] = []
    for begin, end in _runs(voice[order]):
        by_voice.append(np.unique(_each([petitions[i] for i in order[begin:end]])))
    said, persons = np.unique(np.concatenate([np.zeros(0, np.uint64), *by_voice]), return_counts=True)
    return np.union1d(public, said[persons >= PERSONS])


def _each(read_ones: Sequence[Pieces]) -> Numbers:
    """Return the pieces of petitions, each once a petition."""
    none = np.zeros(0, np.uint64)
    once = (np.unique(np.concatenate([c.numbers for c in p.channels])) for p in read_ones)
    return np.concatenate([none, *once])


def _runs(sorted_groups: npt.NDArray[np.int64]) -> list[tuple[int, int]]:
    cuts = np.flatnonzero(np.diff(sorted_groups)) + 1
    ends = [0, *cuts.tolist(), len(sorted_groups)]
    return [(a, b) for a, b in pairwise(ends) if b > a]


def fitted(
    name: str,
    petitions: Sequence[Pieces],
    labels: Sequence[str],
    voice: npt.NDArray[np.int64],
    *,
    beside: tuple[Sequence[Pieces], Sequence[str]] | None = None,
) -> Linear:
    """Return what these petitions teach beside the invented examples, calibrated as the product's model is.

    `beside` are other examples than all of them, with their labels.
    """
    examples_read, example_labels = beside or (invented(name).pieces, invented(name).labels)
    every = [*examples_read, *petitions]
    weights = np.array([1.0] * len(examples_read) + [COUNTS] * len(petitions))
    learned = training.fit(
        every,
        np.array([*example_labels, *labels]),
        MOST[name],
        among=vocabulary(examples_read, petitions, voice),
        weights=weights,
    )
    usual = usual_of(name)
    return replace(learned, sharpness=usual.sharpness, words=usual.words)


def usual_of(name: str) -> Linear:
    """Return the product's model. Raises ValueError where it is damaged: there is nothing to build on."""
    model = getattr(shipped(), name)
    if not isinstance(model, Linear):
        raise ValueError("the models of the product are damaged")
    return model


def set_by(name: str, model: Linear, scores: Floats, terms: Floats, labels: Sequence[str]) -> Linear:
    """Return a model whose sharpness and weight of the terms fit petitions that it was not learned from.

    `scores` and `terms` are what model and written terms say of those petitions, a column for each label.
    Stays as it is when there are too few.
    """
    if len(labels) < ENOUGH_TO_SET:
        return model
    right = np.array(labels)
    weighed = [0.0, *np.geomspace(0.01, 0.3, 12)]
    tried = ((w, training.sharpness(scores + w * terms, right, model.labels)) for w in weighed)
    words, (sharp, _loss) = min(tried, key=lambda one: one[1][1])
    return replace(model, sharpness=sharp, words=float(words))


def terms_of(name: str, one: Laid, labels: Sequence[str]) -> Floats:
    """Return how strongly the written terms speak in a petition for each label."""
    said: Mapping[str, Any] = SPEAK[name](one.readings)
    return np.array([said[label] for label in labels], dtype=np.float32)


def reading_with(name: str, model: Linear) -> Models:
    """Return models to read with in which one part is this one."""
    base = shipped()
    return replace(base, kinds=model) if name == "kinds" else replace(base, nature=model)
