"""Which messages are near to which: weighted features as sparse rows, and for each row those nearest to it.

tf-idf with the logarithm of the count (Salton and Buckley 1988), cosine as the likeness. scipy is imported
here only, when topics are asked for.
"""

from collections.abc import Sequence
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


def space(told: Sequence[Features]) -> Any:
    """Return messages as sparse rows of length one; a feature that only one of them has is left out."""
    from scipy.sparse import csr_matrix

    row = np.repeat(np.arange(len(told)), [len(one.keys) for one in told])
    keys = np.concatenate([np.empty(0, np.uint64), *(one.keys for one in told)])
    often = np.concatenate([np.empty(0, np.float32), *(one.often for one in told)])
    names, column = np.unique(keys, return_inverse=True)
    spread = np.bincount(column, minlength=len(names))[column]
    used = (spread >= 2) & (spread <= max(FEW, SPREAD * len(told)))  # noqa: PLR2004 - two can share
    row, column, often, spread = row[used], column[used], often[used], spread[used]
    weight = (1 + np.log1p(often)) * np.log(max(1, len(told)) / spread)
    order = np.lexsort((column, -weight, row))
    row, column, weight = row[order], column[order], weight[order]
    begins = np.searchsorted(row, np.arange(len(told) + 1))
    kept = np.arange(len(row)) - begins[row] < KEPT
    row, column, weight = row[kept], column[kept], weight[kept]
    length = np.sqrt(np.bincount(row, weight * weight, minlength=len(told)))
    length[length == 0] = 1
    shape = (len(told), max(1, len(names)))
    return csr_matrix(((weight / length[row]).astype(np.float32), (row, column)), shape=shape)


def neighbours(rows: Any) -> Near:
    """Return for each row the rows nearest to it with their likeness, ties in the order of the rows."""
    across = rows.T.tocsr()
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


def focus(rows: Any, members: Sequence[int], spread: Any) -> float:
    """Return how well one single feature tells a group from all others: the best F1 of any, 0 to 1.

    Near 1 the group is about one place or one affair; a mere theme, in which many affairs meet, has no such
    feature. `spread` is in how many rows each feature is.
    """
    within = np.asarray((rows[list(members)] > 0).sum(axis=0)).ravel()
    return float((2 * within / (spread + len(members))).max(initial=0.0))


def spread_of(rows: Any) -> Any:
    """Return in how many rows each feature is."""
    return np.asarray((rows > 0).sum(axis=0)).ravel()
