"""Learning from labelled petitions: a linear support-vector machine and a naive Bayes, added into one table.

The two err differently (Wang and Manning 2012), and as both are linear in the same pieces their sum is one
set of weights. How far scores lie apart before they become probabilities is found on petitions that were held
out, near-duplicates together. Needs scikit-learn, which reading a petition does not.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from huiyin.text import near
from huiyin.text.learned.linear import Linear
from huiyin.text.learned.pieces import Pieces, pieces_of
from huiyin.text.reading import laid_out

FOLDS = 5
ALIKE = 0.5  # share of pieces in common from which two petitions are kept together when some are held out
_SEEN_TWICE = 2  # petitions a piece must stand in
_COST, _SMOOTHING, _BAYES = 1.0, 0.1, 0.15
_GROUPING_KEY = b"grouping"  # bands are compared within one run only


@dataclass(frozen=True, slots=True)
class Labelled:
    """A petition with its label."""

    title: str
    text: str
    label: str


def learn(
    given: Sequence[Labelled],
    *,
    most: int | None = None,
    terms: npt.NDArray[np.float32] | None = None,
    told: Callable[[str], None] | None = None,
) -> Linear:
    """Return what the petitions teach, with honest probabilities; `most` pieces at most are kept.

    `terms` is how strongly the written terms speak in each petition for each label (sorted): how much they
    count beside what is learned is found on petitions held out. `told` hears what is being done.
    """
    read = [pieces_of(laid_out(g.title, g.text)) for g in given]
    labels = np.array([g.label for g in given])
    if told:
        told("reading done")
    scores = _held_out_scores(given, read, labels, most, told)
    learned = fit(read, labels, most)
    if terms is None:
        return replace(learned, sharpness=sharpness(scores, labels, learned.labels)[0])
    weighed = [0.0, *np.geomspace(0.01, 0.3, 18)]
    tried = ((w, sharpness(scores + w * terms, labels, learned.labels)) for w in weighed)
    words, (factor, _loss_then) = min(tried, key=lambda one: one[1][1])
    return replace(learned, sharpness=factor, words=float(words))


def held_out(
    given: Sequence[Labelled], *, most: int | None = None
) -> tuple[npt.NDArray[np.float32], tuple[str, ...]]:
    """Return the scores each petition gets from what was learned without it and its near-duplicates."""
    read = [pieces_of(laid_out(g.title, g.text)) for g in given]
    labels = np.array([g.label for g in given])
    return _held_out_scores(given, read, labels, most, None), tuple(sorted(set(labels)))


def _held_out_scores(
    given: Sequence[Labelled],
    read: Sequence[Pieces],
    labels: npt.NDArray[Any],
    most: int | None,
    told: Callable[[str], None] | None,
) -> npt.NDArray[np.float32]:
    from sklearn.model_selection import StratifiedGroupKFold

    classes = sorted(set(labels))
    place = {label: n for n, label in enumerate(classes)}
    found = np.full((len(read), len(classes)), -9.0, dtype=np.float32)
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0)
    groups = together([f"{g.title}\n{g.text}" for g in given])
    for n, (kept, out) in enumerate(folds.split(np.zeros(len(read)), labels, groups)):
        learned = fit([read[i] for i in kept], labels[kept], most)
        columns = [place[label] for label in learned.labels]
        for i in out:
            found[i, columns] = learned.scores(read[i])
        if told:
            told(f"held out {n + 1} of {FOLDS}")
    return found


def fit(
    read: Sequence[Pieces],
    labels: npt.NDArray[Any],
    most: int | None = None,
    *,
    among: npt.NDArray[np.uint64] | None = None,
    weights: npt.NDArray[np.float64] | None = None,
) -> Linear:
    """Return what petitions teach that were read already; its `sharpness` is still to be found.

    `among` are the only pieces that may be known, `weights` how much each petition counts.
    """
    from sklearn.naive_bayes import ComplementNB
    from sklearn.svm import LinearSVC

    numbers, rarity = _known(read, among)
    bare = Linear((), numbers, rarity, np.zeros((0, 0), np.float16), np.zeros(0, np.float32), 1.0)
    table = _table(bare, read)
    machine = LinearSVC(C=_COST).fit(table, labels, sample_weight=weights)
    bayes = ComplementNB(alpha=_SMOOTHING).fit(table, labels, sample_weight=weights)
    margins, odds = machine.coef_, bayes.feature_log_prob_
    if len(machine.classes_) == 2:  # noqa: PLR2004 - one row stands for both
        margins = np.vstack([-margins, margins])
        offset = np.concatenate([-machine.intercept_, machine.intercept_])
    else:
        offset = machine.intercept_
    odds = odds - odds.mean(axis=0)
    scale = _spread(table @ margins.T) / max(_spread(table @ odds.T), 1e-9)
    worth = (margins + _BAYES * scale * odds).T.astype(np.float32)
    learned = replace(bare, labels=tuple(str(c) for c in machine.classes_), offset=offset.astype(np.float32))
    learned = replace(learned, weights=worth.astype(np.float16))
    return learned if most is None else only(learned, telling(learned, most))


def _spread(scores: npt.NDArray[Any]) -> float:
    return float(np.std(scores - scores.mean(axis=1, keepdims=True)))


def telling(learned: Linear, most: int) -> npt.NDArray[np.uint64]:
    """Return the pieces that say most, at most so many."""
    weights = learned.weights.astype(np.float32)
    says = (weights - weights.mean(axis=1, keepdims=True)).std(axis=1) * learned.rarity
    return learned.numbers[np.argsort(-says)[:most]]


def only(learned: Linear, pieces: npt.NDArray[np.uint64]) -> Linear:
    """Return a model that knows only these pieces."""
    kept = np.isin(learned.numbers, pieces)
    return replace(
        learned, numbers=learned.numbers[kept], rarity=learned.rarity[kept], weights=learned.weights[kept]
    )


def over(learned: Linear, other: Linear) -> Linear:
    """Return a model over exactly the pieces of another one: what it does not know of them says nothing."""
    held = only(learned, other.numbers)
    weights = np.zeros((len(other.numbers), len(learned.labels)), dtype=np.float16)
    weights[np.searchsorted(other.numbers, held.numbers)] = held.weights
    return replace(learned, numbers=other.numbers, rarity=other.rarity, weights=weights)


def _known(
    read: Sequence[Pieces], among: npt.NDArray[np.uint64] | None
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.float32]]:
    """Return the pieces that stand in two petitions or more, and how telling each is (inverse frequency)."""
    every = np.concatenate([np.unique(np.concatenate([c.numbers for c in p.channels])) for p in read])
    numbers, times = np.unique(every, return_counts=True)
    often = times >= _SEEN_TWICE
    if among is not None:
        often &= np.isin(numbers, among)
    rarity = np.log((1 + len(read)) / (1 + times[often])) + 1
    return numbers[often], rarity.astype(np.float32)


def _table(bare: Linear, read: Sequence[Pieces]) -> Any:
    from scipy.sparse import csr_matrix

    columns, values, ends = [], [], [0]
    for one in read:
        heard = bare.hear(one)
        columns.append(heard.known)
        values.append(heard.amounts)
        ends.append(ends[-1] + len(heard.known))
    shape = (len(read), len(bare.numbers))
    return csr_matrix((np.concatenate(values), np.concatenate(columns), ends), shape=shape)


def sharpness(
    scores: npt.NDArray[np.float32], labels: npt.NDArray[Any], classes: Sequence[str]
) -> tuple[float, float]:
    """Return the factor that makes the labels likeliest (Guo et al. 2017), and the log loss then."""
    right = np.array([classes.index(label) for label in labels])
    tried = ((float(factor), _loss(scores * factor, right)) for factor in np.geomspace(0.3, 30, 60))
    return min(tried, key=lambda one: one[1])


def _loss(scores: npt.NDArray[np.float32], right: npt.NDArray[np.int64]) -> float:
    top = scores.max(axis=1, keepdims=True)
    total = np.log(np.exp(scores - top).sum(axis=1)) + top[:, 0]
    return float(np.mean(total - scores[np.arange(len(right)), right]))


def together(texts: Sequence[str], *, at: float = ALIKE) -> npt.NDArray[np.int64]:
    """Return a group for each text: texts that are nearly the same share one."""
    group = list(range(len(texts)))

    def first(n: int) -> int:
        while group[n] != n:
            group[n] = group[group[n]]
            n = group[n]
        return n

    said = [near.pieces(text) for text in texts]
    alike: dict[tuple[int, int], list[int]] = defaultdict(list)
    for n, found in enumerate(said):
        for place, band in enumerate(near.bands(found, _GROUPING_KEY)):
            alike[place, band].append(n)
    for one, *others in alike.values():
        for other in others:
            if first(one) != first(other) and near.likeness(said[one], said[other]) >= at:
                group[first(other)] = first(one)
    return np.array([first(n) for n in range(len(texts))])
