"""Models from an agency's confirmed petitions, compared with those in use on what neither was learned from.

Confirmed petitions are held out in five folds; those of one person, and near-duplicates, are in one fold.
What is compared is the reading as a person sees it (model and written terms), without what is remembered. A
new model is better when its first proposal is right at least as often, the right label gets more probability
(the lower end of a paired bootstrap interval of the log loss saved lies above nought), and nothing of the
invented examples was forgotten for it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from huiyin.base.share import share
from huiyin.text import kinds, nature
from huiyin.text.examples import examples
from huiyin.text.learned import lessons, training
from huiyin.text.learned.lessons import Confirmed, Floats, Laid
from huiyin.text.learned.linear import Linear
from huiyin.text.learned.shipped import Models, using

FOLDS = 5
LEAST = 50  # petitions that are compared; with fewer nothing is said
FORGOTTEN = 0.02  # share of the invented examples that may be read worse
SAMPLES, SEED = 2_000, 0  # of the bootstrap
_FIRST_THREE = 3
_LEAST_CHANCE = 0.001  # of a label that is not offered
Told = Callable[[str], None]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Read:
    """How one label was read: whether it came first, or among the first three, and how likely it was held."""

    first: bool
    third: bool
    chance: float


@dataclass(frozen=True)
class Taught:
    """A new model, how it compares, and whether it is better; `figures` holds counts and shares only."""

    model: Linear
    better: bool
    why: str
    figures: Mapping[str, Any]


def teach(
    name: str, confirmed: Sequence[Confirmed], present: Models, *, fresh: Bools, told: Told | None = None
) -> Taught:
    """Return what the invented examples and the confirmed petitions teach of kinds or nature.

    `fresh` marks the petitions that the present model was not learned from: it is compared on those.
    """
    ready = [lessons.laid(c.title, c.text) for c in confirmed]
    voice = lessons.voices(confirmed)
    labels = [c.label(name) for c in confirmed]
    pieces = [one.pieces for one in ready]
    new: dict[int, Read] = {}
    held: list[_Held] = []
    for n, (kept, out) in enumerate(_folds(voice)):
        model = lessons.fitted(name, [pieces[i] for i in kept], [labels[i] for i in kept], voice[kept])
        held.append(_held(name, model, out, ready))
        if told:
            told(f"{name}: held out {n + 1} of {FOLDS}")
    for place, one in enumerate(held):
        others = [other for at, other in enumerate(held) if at != place]
        model = _set(name, one.model, others, labels)
        new |= {i: read_with(name, model, ready[i], labels[i]) for i in one.out if fresh[i]}
    old = {i: _read(name, present, ready[i], labels[i]) for i in new}
    model = _set(name, lessons.fitted(name, pieces, labels, voice), held, labels)
    if told:
        told(f"{name}: learned")
    lost = _forgotten(name, pieces, labels, voice)
    compared = sorted(new)
    figures = _figures([new[i] for i in compared], [old[i] for i in compared], voice[compared], lost)
    why = _why(figures)
    return Taught(model, why == "better", why, figures)


def _folds(voice: npt.NDArray[np.int64]) -> list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """Return for each fold the petitions that are kept and those held out, a voice on one side only."""
    groups = np.random.default_rng(SEED).permutation(np.unique(voice))
    fold = {int(group): n % FOLDS for n, group in enumerate(groups)}
    of = np.array([fold[int(v)] for v in voice], dtype=np.int64)
    parts = [(np.flatnonzero(of != n), np.flatnonzero(of == n)) for n in range(FOLDS)]
    return [(kept, out) for kept, out in parts if len(out)]


@dataclass(frozen=True)
class _Held:
    """What a model, and the written terms, say of petitions it was not learned from."""

    model: Linear
    out: list[int]
    scores: Floats
    terms: Floats


def _held(name: str, model: Linear, out: npt.NDArray[np.int64], ready: Sequence[Laid]) -> _Held:
    chosen = [int(i) for i in out]
    scores = np.array([model.scores(ready[i].pieces) for i in chosen], dtype=np.float32)
    terms = np.array([lessons.terms_of(name, ready[i], model.labels) for i in chosen], dtype=np.float32)
    return _Held(model, chosen, scores, terms)


def _set(name: str, model: Linear, held: Sequence[_Held], labels: Sequence[str]) -> Linear:
    """Return a model set by petitions that others read which had not been taught with them."""
    if not held:
        return model
    scores, terms = (np.concatenate([getattr(one, part) for one in held]) for part in ("scores", "terms"))
    return lessons.set_by(name, model, scores, terms, [labels[i] for one in held for i in one.out])


def read_with(name: str, model: Linear, one: Laid, label: str) -> Read:
    """Return how a label is read by a model of the product's kind."""
    return _read(name, lessons.reading_with(name, model), one, label)


def _read(name: str, models: Models, one: Laid, label: str) -> Read:
    with using(models):
        if name == "kinds":
            offered = {k.code: k.p for k in kinds.guess_kinds(one.readings, one.pieces).kinds}
            ranked = list(offered)
            return Read(label in ranked[:1], label in ranked[:_FIRST_THREE], offered.get(label, 0.0))
        guess = nature.guess_nature(one.readings, one.pieces)
        chances = {guess.value: guess.p}
        rest = (1 - guess.p) / (len(nature.NATURES) - 1)
        return Read(guess.value == label, True, chances.get(label, rest))


def _forgotten(
    name: str, pieces: Sequence[Any], labels: Sequence[str], voice: npt.NDArray[np.int64]
) -> Mapping[str, Any]:
    """Return how a fifth of the invented examples is read without having been taught, before and after.

    For nature also how many of the accusations among them are found.
    """
    every, invented = lessons.taught(name)
    groups = training.together([f"{e.title}\n{e.text}" for e in examples()])
    kept, out = _folds(groups)[0]
    told = [every[i] for i in kept], [invented[i] for i in kept]
    before = lessons.fitted(name, (), (), voice[:0], beside=told)
    after = lessons.fitted(name, pieces, labels, voice, beside=told)
    found: dict[str, Any] = {"n": len(out)}
    for when, model in (("before", before), ("after", after)):
        read = [model.labels[int(model.scores(every[i]).argmax())] for i in out]
        found[when] = sum(said == invented[i] for said, i in zip(read, out, strict=True))
        if name == "nature":
            found[f"accusations_{when}"] = sum(
                said == "accusation" == invented[i] for said, i in zip(read, out, strict=True)
            )
    return found


def _figures(
    new: Sequence[Read], old: Sequence[Read], voice: npt.NDArray[np.int64], lost: Mapping[str, Any]
) -> dict[str, Any]:
    saved = np.array([_loss(b) - _loss(a) for a, b in zip(new, old, strict=True)], dtype=np.float64)
    low, high = _interval(saved, voice)
    return {
        "compared": len(new),
        **{
            f"{who}_{place}": share(sum(getattr(r, place) for r in reads), len(reads))
            for who, reads in (("new", new), ("present", old))
            for place in ("first", "third")
        },
        "only_new_right": sum(a.first and not b.first for a, b in zip(new, old, strict=True)),
        "only_present_right": sum(b.first and not a.first for a, b in zip(new, old, strict=True)),
        "log_loss_saved": {
            "value": round(float(saved.mean()), 4) if len(saved) else 0.0,
            "low": low,
            "high": high,
        },
        "invented": dict(lost),
    }


def _loss(read: Read) -> float:
    return -float(np.log(max(read.chance, _LEAST_CHANCE)))


def _interval(saved: npt.NDArray[np.float64], voice: npt.NDArray[np.int64]) -> tuple[float, float]:
    """Return the 95 % interval of the mean by a paired bootstrap that draws voices, not petitions."""
    groups = [np.flatnonzero(voice == group) for group in np.unique(voice)]
    if not groups:
        return 0.0, 0.0
    sums, sizes = np.array([saved[g].sum() for g in groups]), np.array([len(g) for g in groups])
    drawn = np.random.default_rng(SEED).integers(0, len(groups), (SAMPLES, len(groups)))
    means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return round(float(low), 4), round(float(high), 4)


def _why(figures: Mapping[str, Any]) -> str:
    """Return why a new model is better, or what it lacks, as a code."""
    invented = figures["invented"]
    if figures["compared"] < LEAST:
        return "too-few-compared"
    if figures["new_first"]["value"] < figures["present_first"]["value"]:
        return "less-often-right"
    if figures["log_loss_saved"]["low"] <= 0:
        return "not-surely-better"
    if invented["before"] - invented["after"] > FORGOTTEN * invented["n"]:
        return "forgets"
    if invented.get("accusations_after", 0) < invented.get("accusations_before", 0):
        return "misses-accusations"
    return "better"
