"""Small numbers are not shown, and cannot be worked out from what is shown.

A number under five speaks of persons that neighbours could name. Hiding it alone is of no use where a
total tells it: others are hidden with it (complementary suppression).

A table with its totals is a flow: what goes out of a row goes in from its total, what goes into a column
goes out to its total, and the grand total closes the ring. A hidden number can be other than it is exactly
when some ring of hidden numbers runs through it, along which each can grow or shrink. Missing rings are
closed by the cheapest path. Source: Gusfield, A graph theoretic approach to statistical data security,
SIAM J. Comput. 1988; Cox, Network models for complementary cell suppression, JASA 1995.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

SMALL = 5  # in published, analysts' and exported views fewer are not shown
_SPARSE = 0.5
_HIDDEN_COST = 1e-6
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


def large_enough(cells: Mapping[str, int], *, small: int = SMALL) -> dict[str, int]:
    """Return the cells that may be shown where small ones are hidden.

    When what is hidden would still follow from the total, because it is one cell or a few persons in all, the
    smallest of the others is hidden with it.
    """
    shown = {name: n for name, n in cells.items() if n >= small}
    hidden = [n for n in cells.values() if n < small]
    while shown and hidden and (len(hidden) < 2 or sum(hidden) < small):  # noqa: PLR2004 - one alone follows
        smallest = min(shown, key=lambda name: (shown[name], name))
        hidden.append(shown.pop(smallest))
    return shown


@dataclass(frozen=True, slots=True)
class Published:
    """A table with its totals in the last row and column, and which of its numbers are hidden.

    `sparse`: more than half of what is not nought is hidden, so the level above should be shown instead of
    this one; never both, for one tells of the other.
    """

    table: Ints
    hidden: Flags
    sparse: bool


def published(
    table: ArrayLike, *, persons: ArrayLike | None = None, noughts_shown: bool = False
) -> Published:
    """Return what of a table [row, column] may be shown together with its totals.

    persons: how many stand behind each number, where that is not the number itself: then they decide. A
    nought is a small number like others unless noughts are shown. What is published leaves possible that a
    small number is five or more, and no hidden number can be worked out.
    """
    whole = _with_totals(table)
    behind = whole if persons is None else _with_totals(persons)
    if behind.shape != whole.shape:
        raise ValueError("persons stand behind the numbers of the same table")
    least = 1 if noughts_shown else 0
    small = (behind < SMALL) & (whole >= least)
    hidden = small.copy()
    for row, column in np.argwhere(small):
        _close_ring(whole, hidden, (int(row), int(column)), least)
    inner = whole[:-1, :-1] > 0
    sparse = bool(inner.any()) and bool(hidden[:-1, :-1][inner].mean() > _SPARSE)
    return Published(whole, hidden, sparse)


def _with_totals(table: ArrayLike) -> Ints:
    inner = np.asarray(table)
    if inner.ndim != 2 or (inner.size and inner.min() < 0):  # noqa: PLR2004 - rows and columns
        raise ValueError("a table has rows and columns of counts")
    whole = np.zeros((inner.shape[0] + 1, inner.shape[1] + 1), np.int64)
    whole[:-1, :-1] = inner
    whole[-1, :-1], whole[:-1, -1] = inner.sum(axis=0), inner.sum(axis=1)
    whole[-1, -1] = inner.sum()
    return whole


def _close_ring(whole: Ints, hidden: Flags, small: tuple[int, int], least: int) -> None:
    """Hide the cheapest numbers along which a small one could be five or more.

    Nodes are the rows, then the columns, totals last of each. Along the ring some numbers grow as the
    small one does, and others shrink, as far as they can give.
    """
    rows, columns = whole.shape
    row, column = small
    need = max(1, SMALL - int(whole[small]))
    forward = (row < rows - 1) == (column < columns - 1)
    start, goal = (rows + column, row) if forward else (row, rows + column)
    cost = _cost(whole, hidden, least)
    gives = whole - least >= need
    towards = np.full((rows + columns, rows + columns), np.inf)
    inner = np.zeros(whole.shape, bool)
    inner[:-1, :-1] = inner[-1, -1] = True  # those that flow from row to column; totals flow back
    up, down = np.where(inner, cost, np.inf), np.where(~inner, cost, np.inf)
    back_up, back_down = np.where(inner & gives, cost, np.inf), np.where(~inner & gives, cost, np.inf)
    towards[:rows, rows:] = np.minimum(up, back_down)
    towards[rows:, :rows] = np.minimum(down, back_up).T
    towards[goal, start] = towards[start, goal] = np.inf
    for node, following in _cheapest(towards, start, goal):
        at = (node, following - rows) if node < rows else (following, node - rows)
        hidden[at] = True


def _cost(whole: Ints, hidden: Flags, least: int) -> Floats:
    """Return what hiding a number loses: as many as it counts, and for a total that for each it adds up."""
    weight = np.ones(whole.shape)
    weight[-1, :], weight[:, -1] = whole.shape[0], whole.shape[1]
    weight[-1, -1] = whole.size
    cost = np.where(hidden, _HIDDEN_COST, (whole + 1.0) * weight)
    return np.where(whole < least, np.inf, cost)


def _cheapest(towards: Floats, start: int, goal: int) -> list[tuple[int, int]]:
    """Return the arcs of the cheapest path (Dijkstra 1959)."""
    from scipy.sparse.csgraph import dijkstra

    _, before = dijkstra(towards, indices=start, return_predecessors=True)
    path, node = [], goal
    while before[node] >= 0:
        path.append((int(before[node]), node))
        node = int(before[node])
    return path
