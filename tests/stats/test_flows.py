"""Small numbers in a graph of ways stay hidden, also from who reckons with what comes and goes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from huiyin.stats.disclosure import SMALL
from huiyin.stats.flows import hidden_flows

OUTSIDE = 0
ARROW = st.tuples(st.integers(1, 5), st.integers(0, 5), st.one_of(st.integers(1, 6), st.integers(1, 60)))
GRAPHS = st.lists(ARROW, min_size=1, max_size=14, unique_by=lambda arrow: arrow[:2])


def _largest(
    arrows: list[tuple[int, int, int]], hidden: "np.ndarray[tuple[int], np.dtype[np.bool_]]", at: int
) -> float:
    """What somebody who knows how many came in where finds a hidden number to be at most."""
    places = {int(arrow): n for n, arrow in enumerate(np.flatnonzero(hidden))}
    equal, known = [], []
    for node in {node for one, other, _ in arrows for node in (one, other)} - {OUTSIDE}:
        row = np.zeros(len(places))
        for arrow, (one, other, _amount) in enumerate(arrows):
            if arrow in places and one != other:
                row[places[arrow]] += (other == node) - (one == node)
        truth = [amount for _one, _other, amount in arrows]
        equal.append(row)
        known.append(sum(row[n] * truth[arrow] for arrow, n in places.items()))
    wanted = np.zeros(len(places))
    wanted[places[at]] = -1.0
    found = linprog(wanted, A_eq=np.array(equal), b_eq=known, bounds=[(0, 1e4)] * len(places))
    return float(-found.fun)


@settings(deadline=None, max_examples=60)
@given(GRAPHS)
def test_a_small_number_may_always_be_five_or_more_or_nothing_is_shown(
    arrows: list[tuple[int, int, int]],
) -> None:
    source, target, amount = (list(column) for column in zip(*arrows, strict=True))
    hidden = hidden_flows(source, target, amount)
    assert hidden[np.array(amount) < SMALL].all()
    if hidden.all():
        return
    for at in np.flatnonzero(np.array(amount) < SMALL):
        assert _largest(arrows, hidden, int(at)) >= SMALL - 1e-6


def test_large_numbers_all_stay_and_a_small_one_takes_the_cheapest_ring_with_it() -> None:
    source, target = [1, 2, 1, 2], [2, OUTSIDE, OUTSIDE, 3]
    assert not hidden_flows(source, target, [90, 60, 9, 30]).any()
    ways = ([1, 2, 2, 3], [2, OUTSIDE, 3, OUTSIDE])
    assert hidden_flows(*ways, [90, 87, 3, 3]).tolist() == [False, True, True, True]


def test_persons_decide_where_they_are_fewer_than_matters() -> None:
    ways = ([1, 1, 2], [OUTSIDE, 2, OUTSIDE])
    assert hidden_flows(*ways, [50, 40, 40], persons=[45, 2, 2]).all()
    assert not hidden_flows(*ways, [50, 40, 40], persons=[45, 30, 30]).any()


def test_what_cannot_be_kept_from_being_worked_out_hides_everything() -> None:
    assert hidden_flows([1, 2], [2, 3], [4, 50]).all()


def test_columns_of_unlike_length_are_refused() -> None:
    with pytest.raises(ValueError, match="same arrows"):
        hidden_flows([1], [2], [3, 4])
