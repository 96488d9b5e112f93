"""Small numbers are hidden, and nobody can work them out from the others: proven by solving for each."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from scipy.optimize import linprog

from huiyin.stats.disclosure import SMALL, Published, large_enough, published

Ints = NDArray[np.int64]
COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 60))
TABLES = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda shape: arrays(np.int64, shape, elements=COUNTS)
)


def _range(shown: Published, at: tuple[int, int], least: int) -> tuple[float, float]:
    """What somebody with the published table finds a hidden number to be: at least, and at most."""
    places = {tuple(place): n for n, place in enumerate(np.argwhere(shown.hidden).tolist())}
    rows, columns = shown.table.shape
    lines = [[(r, c) for c in range(columns)] for r in range(rows)]
    lines += [[(r, c) for r in range(rows)] for c in range(columns)]
    equal, known = [], []
    for line in lines:
        coefficients, rest = np.zeros(len(places)), 0.0
        for place, sign in zip(line, [1.0] * (len(line) - 1) + [-1.0], strict=True):
            if place in places:
                coefficients[places[place]] += sign
            else:
                rest -= sign * shown.table[place]
        equal.append(coefficients)
        known.append(rest)
    wanted = np.zeros(len(places))
    wanted[places[at]] = 1.0
    # as high as it matters: a number without an upper end is not worked out
    found = [
        linprog(sign * wanted, A_eq=np.array(equal), b_eq=known, bounds=(least, 1e6)).fun * sign
        for sign in (1, -1)
    ]
    return found[0], found[1]


def _not_worked_out(shown: Published, persons: Ints, least: int) -> None:
    for row, column in np.argwhere(shown.hidden).tolist():
        low, high = _range(shown, (row, column), least)
        assert high - low >= 1 - 1e-6, (shown.table, shown.hidden, row, column)
        if least <= persons[row, column] < SMALL:
            assert high >= SMALL - 1e-6


@settings(max_examples=50, deadline=None)
@given(TABLES, st.booleans())
def test_no_hidden_number_can_be_worked_out_from_what_is_shown(table: Ints, noughts: bool) -> None:
    shown = published(table, noughts_shown=noughts)
    _not_worked_out(shown, shown.table, least=int(noughts))


@settings(max_examples=50, deadline=None)
@given(TABLES, st.booleans())
def test_no_small_number_is_shown_and_what_is_shown_is_true(table: Ints, noughts: bool) -> None:
    shown = published(table, noughts_shown=noughts)
    open_ = shown.table[~shown.hidden]
    assert ((open_ >= SMALL) | (noughts & (open_ == 0))).all()
    assert (shown.table[:-1, :-1] == table).all()
    assert shown.table[-1, -1] == table.sum()


@settings(max_examples=40, deadline=None)
@given(TABLES, st.integers(2, 2000))
def test_many_petitions_of_few_persons_are_hidden_too(persons: Ints, each: int) -> None:
    shown = published(persons * each, persons=persons)
    behind = published(persons).table
    assert shown.hidden[behind < SMALL].all()
    for row, column in np.argwhere(shown.hidden).tolist():
        low, high = _range(shown, (row, column), 0)
        assert high - low >= 1 - 1e-6


def test_a_single_small_number_takes_the_cheapest_ring_with_it() -> None:
    shown = published([[3, 20, 30], [40, 9, 60], [70, 80, 90]])
    assert np.argwhere(shown.hidden).tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert not shown.sparse


def test_a_table_of_large_numbers_is_shown_whole() -> None:
    assert not published([[5, 6], [7, 8]]).hidden.any()


def test_where_most_is_hidden_the_level_above_is_asked_for() -> None:
    assert published([[1, 2, 0], [3, 1, 50]]).sparse
    assert not published(np.zeros((2, 2), int)).sparse


def test_a_wide_and_sparse_table_is_hidden_where_it_must_be() -> None:
    chance = np.random.default_rng(3)
    table = chance.poisson(chance.gamma(0.3, 30, size=(60, 40)))
    shown = published(table, noughts_shown=True)
    assert not (shown.hidden & (shown.table == 0)).any()
    assert shown.hidden[(shown.table > 0) & (shown.table < SMALL)].all()


@pytest.mark.parametrize("wrong", [[[-1, 2]], [1, 2]])
def test_what_is_no_table_of_counts_is_refused(wrong: Any) -> None:
    with pytest.raises(ValueError, match="rows and columns"):
        published(wrong)


def test_persons_of_another_table_are_refused() -> None:
    with pytest.raises(ValueError, match="same table"):
        published([[1, 2]], persons=[[1], [2]])


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(1, 30), max_size=8))
def test_a_hidden_cell_never_follows_from_the_total(cells: dict[str, int]) -> None:
    shown = large_enough(cells)
    assert all(cells[name] == n >= SMALL for name, n in shown.items())
    hidden = [n for name, n in cells.items() if name not in shown]
    assert not hidden or not shown or (len(hidden) >= 2 and sum(hidden) >= SMALL)
