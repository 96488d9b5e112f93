"""Which messages are near to which: weighted features as sparse rows, and for each row those nearest to it.

tf-idf with the logarithm of the count (Salton and Buckley 1988), cosine as the likeness. scipy is imported here
only, when topics are asked for.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, log1p, sqrt
from typing import Any

import numpy as np

from huiyin.text.topics.features import Features

KEPT = 80  # features of a message, those that say most
SPREAD = 0.1  # a feature in more than this share of all messages tells no topic from another
FEW = 30  # messages: a feature in no more than these is kept whatever their share
NEAREST = 60  # of each message
NEAR = 0.04  # likeness; below, two messages have no more in common than any two
_ROWS = 1_000  # at a time, so that memory stays bounded
Near = list[dict[int, float]]


@dataclass(frozen=True)
class Space:
    """Messages as rows of weighted features, each row of length one."""

    rows: Any  # scipy.sparse.csr_matrix
    names: Sequence[str]


def space(told: Sequence[Features]) -> Space:
    """Return messages as rows; a feature that only one of them has is of no use and left out."""
    from scipy.sparse import csr_matrix

    spread: Counter[str] = Counter()
    for one in told:
        spread.update(one.keys())
    most = max(FEW, SPREAD * len(told))
    known: dict[str, int] = {}
    at, columns, values = [0], list[int](), list[float]()
    for one in told:
        weighed = [
            (name, (1 + log1p(n)) * log(len(told) / spread[name]))
            for name, n in one.items()
            if 2 <= spread[name] <= most
        ]
        weighed = sorted(weighed, key=lambda pair: (-pair[1], pair[0]))[:KEPT]
        length = sqrt(sum(weight * weight for _name, weight in weighed)) or 1.0
        columns += [known.setdefault(name, len(known)) for name, _weight in weighed]
        values += [weight / length for _name, weight in weighed]
        at.append(len(columns))
    shape = (len(told), max(1, len(known)))
    rows = csr_matrix((np.array(values, np.float32), np.array(columns, np.int32), np.array(at)), shape=shape)
    return Space(rows, tuple(known))


def neighbours(there: Space) -> Near:
    """Return for each row the rows nearest to it with their likeness, ties in the order of the rows."""
    rows, across = there.rows, there.rows.T.tocsr()
    found: Near = []
    for first in range(0, rows.shape[0], _ROWS):
        likeness = (rows[first : first + _ROWS] @ across).tocsr()
        likeness.sort_indices()
        for place in range(likeness.shape[0]):
            here = slice(likeness.indptr[place], likeness.indptr[place + 1])
            others, values = likeness.indices[here], likeness.data[here]
            good = (values >= NEAR) & (others != first + place)
            others, values = others[good], values[good]
            best = np.argsort(-values, kind="stable")[:NEAREST]
            found.append(dict(zip(others[best].tolist(), values[best].tolist(), strict=True)))
    return found


def focus(there: Space, members: Sequence[int], spread: Any) -> float:
    """Return how well one single feature tells a group from all others: the best F1 of any, 0 to 1.

    Near 1 the group is about one place or one affair; a mere theme, in which many affairs meet, has no such
    feature. `spread` is in how many rows each feature is.
    """
    within = np.asarray((there.rows[list(members)] > 0).sum(axis=0)).ravel()
    return float((2 * within / (spread + len(members))).max(initial=0.0))


def spread_of(there: Space) -> Any:
    """Return in how many rows each feature is."""
    return np.asarray((there.rows > 0).sum(axis=0)).ravel()
