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
from huiyin.text.learned import lessons
from huiyin.text.learned.lessons import Confirmed, Floats, Laid
from huiyin.text.learned.linear import Linear
from huiyin.text.learned.shipped import Models, using

FOLDS = 5
LEAST = 50  # petitions that are compared; with fewer nothing is said
FORGOTTEN = 0.02  # share of the invented examples that may be read worse
SAMPLES, SEED = 2_000, 0  # of the bootstrap
_ONE_SIDED = 1.645  # 95 %
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
    model, held = anew(name, ready, labels, voice, told=told)
    new: dict[int, Read] = {}
    for place, one in enumerate(held):
        others = [other for at, other in enumerate(held) if at != place]
        without = _set(name, one.model, others, labels)
        new |= {i: read_with(name, without, ready[i], labels[i]) for i in one.out if fresh[i]}
    old = {i: _read(name, present, ready[i], labels[i]) for i in new}
    lost = _forgotten(name, [one.pieces for one in ready], labels, voice)
    compared = sorted(new)
    figures = _figures([new[i] for i in compared], [old[i] for i in compared], voice[compared], lost)
    why = _why(figures)
    return Taught(model, why == "better", why, figures)


def anew(
    name: str,
    ready: Sequence[Laid],
    labels: Sequence[str],
    voice: npt.NDArray[np.int64],
    *,
    told: Told | None = None,
) -> "tuple[Linear, list[Held]]":
    """Return a model from the invented examples and these petitions, and what each fold says of the rest."""
    pieces = [one.pieces for one in ready]
    held: list[Held] = []
    for n, (kept, out) in enumerate(_folds(voice)):
        part = lessons.fitted(name, [pieces[i] for i in kept], [labels[i] for i in kept], voice[kept])
        held.append(_held(name, part, out, ready))
        if told:
            told(f"{name}: held out {n + 1} of {FOLDS}")
    model = _set(name, lessons.fitted(name, pieces, labels, voice), held, labels)
    if told:
        told(f"{name}: learned")
    return model, held


def _folds(voice: npt.NDArray[np.int64]) -> list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """Return for each fold the petitions that are kept and those held out, a voice on one side only."""
    groups = np.random.default_rng(SEED).permutation(np.unique(voice))
    fold = {int(group): n % FOLDS for n, group in enumerate(groups)}
    of = np.array([fold[int(v)] for v in voice], dtype=np.int64)
    parts = [(np.flatnonzero(of != n), np.flatnonzero(of == n)) for n in range(FOLDS)]
    return [(kept, out) for kept, out in parts if len(out)]


@dataclass(frozen=True)
class Held:
    """What a model, and the written terms, say of petitions it was not learned from."""

    model: Linear
    out: list[int]
    scores: Floats
    terms: Floats


def _held(name: str, model: Linear, out: npt.NDArray[np.int64], ready: Sequence[Laid]) -> Held:
    chosen = [int(i) for i in out]
    scores = np.array([model.scores(ready[i].pieces) for i in chosen], dtype=np.float32)
    terms = np.array([lessons.terms_of(name, ready[i], model.labels) for i in chosen], dtype=np.float32)
    return Held(model, chosen, scores, terms)


def _set(name: str, model: Linear, held: Sequence[Held], labels: Sequence[str]) -> Linear:
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

    For nature also how many of the accusations among them somebody would be asked to look at.
    """
    given = lessons.invented(name)
    every, invented = given.pieces, given.labels
    kept, out = _folds(given.groups)[0]
    told = [every[i] for i in kept], [invented[i] for i in kept]
    models = {
        "before": lessons.fitted(name, (), (), voice[:0], beside=told),
        "after": lessons.fitted(name, pieces, labels, voice, beside=told),
    }
    right = {
        when: np.array([m.labels[int(m.scores(every[i]).argmax())] == invented[i] for i in out])
        for when, m in models.items()
    }
    found: dict[str, Any] = {"n": len(out), **{when: int(hits.sum()) for when, hits in right.items()}}
    found["lost"] = int((right["before"] & ~right["after"]).sum())
    found["won"] = int((right["after"] & ~right["before"]).sum())
    if name == "nature":
        accusing = [lessons.laid_example(name, int(i)) for i in out if invented[i] == "accusation"]
        found["accusations"] = len(accusing)
        for when, model in models.items():
            found[f"looked_at_{when}"] = sum(_looked_at(model, one) for one in accusing)
    return found


def _looked_at(model: Linear, one: Laid) -> bool:
    with using(lessons.reading_with("nature", model)):
        return nature.guess_nature(one.readings, one.pieces).possible_accusation


def forgets(invented: Mapping[str, Any]) -> bool:
    """Return whether more of the invented examples is read worse than may be, and more than by chance."""
    lost, won = invented["lost"], invented["won"]
    by_chance = _ONE_SIDED * float(np.sqrt(lost + won))
    return bool(lost - won > max(FORGOTTEN * invented["n"], by_chance))


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
    if forgets(invented):
        return "forgets"
    if invented.get("looked_at_after", 0) < invented.get("looked_at_before", 0):
        return "misses-accusations"
    return "better"
