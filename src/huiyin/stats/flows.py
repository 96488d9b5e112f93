"""Small numbers in a graph of ways are not shown, and cannot be worked out from those that are.

What comes to a step goes on from it, or stays there: a hidden number would follow from the others. As in a
table with its totals (`disclosure`), it can be other than it is exactly when some ring of hidden numbers
runs through it, along which each can grow or shrink; missing rings are closed by the cheapest path.
Source: Gusfield, A graph theoretic approach to statistical data security, SIAM J. Comput. 1988.
"""

import heapq
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from huiyin.stats.disclosure import SMALL

Flags = NDArray[np.bool_]
_HIDDEN_COST = 1e-6
Hop = tuple[int, int, float]  # to which node, along which arrow, at what cost


def hidden_flows(
    source: Sequence[int], target: Sequence[int], amount: ArrayLike, *, persons: ArrayLike | None = None
) -> Flags:
    """Return which numbers of a graph of ways are hidden; nodes are whole numbers, outside is one of them.

    How many come in from outside counts as known, so those are no arrows here. persons: how many stand
    behind each number, where that is not the number itself. Where a small number cannot be kept from being
    worked out, all are hidden.
    """
    counts = np.asarray(amount, np.int64)
    behind = counts if persons is None else np.asarray(persons, np.int64)
    if not len(source) == len(target) == counts.size == behind.size:
        raise ValueError("source, target, amount and persons are of the same arrows")
    hidden = (behind < SMALL) & (counts > 0)
    for small in np.flatnonzero(hidden).tolist():
        ring = _ring(source, target, counts, hidden, small)
        if ring is None:
            return np.ones(counts.size, bool)
        hidden[ring] = True
    return hidden


def _ring(
    source: Sequence[int], target: Sequence[int], counts: NDArray[np.int64], hidden: Flags, small: int
) -> list[int] | None:
    """Return the arrows of the cheapest way back along which a small number could be five or more."""
    if source[small] == target[small]:
        return []  # from a step to itself: nothing else tells of it
    need = max(1, SMALL - int(counts[small]))
    hops: dict[int, list[Hop]] = {}
    for arrow, (one, other) in enumerate(zip(source, target, strict=True)):
        if arrow == small:
            continue
        cost = _HIDDEN_COST if hidden[arrow] else float(counts[arrow]) + 1.0
        hops.setdefault(one, []).append((other, arrow, cost))
        if counts[arrow] >= need:  # it can shrink as the small one grows
            hops.setdefault(other, []).append((one, arrow, cost))
    return _cheapest(hops, target[small], source[small])


def _cheapest(hops: dict[int, list[Hop]], start: int, goal: int) -> list[int] | None:
    """Return the arrows of the cheapest path (Dijkstra 1959), None where there is none."""
    best = {start: 0.0}
    came: dict[int, tuple[int, int]] = {}
    queue = [(0.0, start)]
    while queue:
        far, node = heapq.heappop(queue)
        if node == goal:
            break
        for other, arrow, cost in hops.get(node, ()):
            if far + cost < best.get(other, np.inf):
                best[other], came[other] = far + cost, (node, arrow)
                heapq.heappush(queue, (far + cost, other))
    if goal not in came:
        return None
    path, node = list[int](), goal
    while node != start:
        node, arrow = came[node]
        path.append(arrow)
    return path
