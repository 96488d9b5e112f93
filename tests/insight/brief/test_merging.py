"""Rows with few persons are put together until nobody can be told from them."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from huiyin.insight.brief.merging import tells, together


def test_rows_of_five_and_more_stand_alone() -> None:
    assert together({"W": [9, 0], "P": [5, 7]}, lambda _some: [0, 0]) == []


def test_a_row_with_few_is_never_put_together_with_nothing() -> None:
    persons = {"W": [50, 60], "P": [8, 9], "S": [3, 9]}
    assert together(persons, lambda some: [sum(persons[s][n] for s in some) for n in (0, 1)]) == ["P", "S"]


def test_one_person_in_two_rows_is_one_person() -> None:
    persons = {"W": [50], "P": [3], "S": [3], "I": [6]}
    assert together(persons, lambda some: [3 if {*some} <= {"P", "S"} else 9]) == ["I", "P", "S"]


@given(
    st.integers(1, 4).flatmap(
        lambda periods: st.dictionaries(
            st.sampled_from("WPSIUELJRDN"),
            st.lists(st.integers(0, 20), min_size=periods, max_size=periods),
            min_size=1,
        )
    )
)
def test_what_stands_alone_and_what_is_put_together_tells_of_nobody(persons: dict[str, list[int]]) -> None:
    def count(some: Sequence[str]) -> list[int]:
        return [max(column) for column in zip(*(persons[name] for name in some), strict=True)]

    others = together(persons, count)
    assert not any(tells(row) for name, row in persons.items() if name not in others)
    if others and len(others) < len(persons):
        assert len(others) > 1
        assert not tells(count(others))
