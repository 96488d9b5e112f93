"""How surely nearly equal texts are found: every true pair, none else, and how long a million texts take.

Near means that two texts have at least 0.7 of their four-character pieces in common (Jaccard): from there the
desk shows two petitions to an officer as nearly the same. Truth is that measure for every pair of all texts.
"""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from resource import RUSAGE_SELF, getrusage
from time import perf_counter, process_time
from typing import Any

import numpy as np

from huiyin.evaluation.edits import edited, many
from huiyin.evaluation.figures import share
from huiyin.evaluation.sources import rows
from huiyin.text import near
from huiyin.text.pairs import LEAST, pairs

FILES = ("messages/labelled_7_classes.csv.gz", "messages/one_city_2019.csv.gz")
SEED = 20_261_126
EDITED = 4_000  # of the real texts get one edited copy
_ROWS = 500
_KEY = b"measured" * 4
Pair = tuple[int, int]


def evaluate(folder: Path, *, million: int = 1_000_000) -> dict[str, Any]:
    """Return recall and precision, of bulk pairs and of the bands that cases keep, and time for a million."""
    chance = Random(SEED)  # noqa: S311 - edits, not secrets
    real = [row["text"] for file in FILES for row in rows(folder / file)]
    texts = real + [edited(text, chance) for text in chance.sample(real, min(EDITED, len(real)))]
    found_pieces = [near.pieces(text) for text in texts]
    truth = true_pairs(found_pieces)
    began = perf_counter()
    found = {(one, other) for one, other, _likeness in pairs(texts)}
    seconds = perf_counter() - began
    stored = _stored(found_pieces)
    judged = {p for p in stored if near.likeness(found_pieces[p[0]], found_pieces[p[1]]) >= LEAST}
    return {
        "near_from": LEAST,
        "texts": len(texts),
        "true_pairs": len(truth),
        "true_pairs_of_real_texts": sum(max(pair) < len(real) for pair in truth),
        "recall": share(len(found & truth), len(truth)),
        "precision": share(len(found & truth), len(found)),
        "seconds": round(seconds, 2),
        "stored_bands": {
            "recall": share(len(judged & truth), len(truth)),
            "precision_before_exact": share(len(stored & truth), len(stored)),
            "precision": share(len(judged & truth), len(judged)),
        },
        "at_volume": _at_volume(real, million, chance) if million else {},
    }


def true_pairs(found: Sequence[frozenset[str]]) -> set[Pair]:
    """Return every pair of texts alike by `LEAST`, by counting the pieces all pairs have in common."""
    from scipy.sparse import csr_matrix

    known: dict[str, int] = {}
    columns = [known.setdefault(piece, len(known)) for pieces in found for piece in pieces]
    sizes = np.array([len(pieces) for pieces in found])
    at = np.r_[0, np.cumsum(sizes)]
    table = csr_matrix((np.ones(len(columns), np.int32), columns, at), shape=(len(found), len(known)))
    across = table.T.tocsr()
    truth: set[Pair] = set()
    for begin in range(0, len(found), _ROWS):
        both = (table[begin : begin + _ROWS] @ across).tocoo()
        one, other = both.row + begin, both.col
        good = (one < other) & (both.data >= LEAST * (sizes[one] + sizes[other] - both.data))
        truth.update(zip(one[good].tolist(), other[good].tolist(), strict=True))
    return truth


def _stored(found: Sequence[frozenset[str]]) -> set[Pair]:
    """Return the pairs that share one of the keyed bands that cases keep with a petition."""
    shelves: dict[tuple[int, int], list[int]] = {}
    for at, pieces in enumerate(found):
        for band, key in enumerate(near.bands(pieces, _KEY)):
            shelves.setdefault((band, key), []).append(at)
    return {
        (one, other)
        for shelf in shelves.values()
        for place, one in enumerate(shelf)
        for other in shelf[place + 1 :]
    }


def _at_volume(real: Sequence[str], count: int, chance: Random) -> dict[str, Any]:
    texts = many(real, count, chance)
    before = getrusage(RUSAGE_SELF).ru_maxrss
    began, spent = perf_counter(), process_time()
    found = sum(1 for _pair in pairs(texts))
    return {
        "texts": count,
        "characters": sum(map(len, texts)),
        "pairs": found,
        "seconds": round(perf_counter() - began, 1),
        "cpu_seconds": round(process_time() - spent, 1),
        "memory_mb": getrusage(RUSAGE_SELF).ru_maxrss // 1024,
        "of_that_before_mb": before // 1024,
    }
