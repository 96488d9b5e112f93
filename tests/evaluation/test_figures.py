"""Shares with their intervals."""

from hypothesis import given
from hypothesis import strategies as st

from huiyin.evaluation.figures import in_words, share, table


@given(st.integers(1, 5000), st.data())
def test_the_interval_holds_the_share_and_stays_between_nought_and_one(of: int, data: st.DataObject) -> None:
    found = share(data.draw(st.integers(0, of)), of)
    assert 0 <= found["low"] <= found["value"] <= found["high"] <= 1


def test_the_interval_is_wilsons() -> None:
    # 8 of 10: 0.4901 to 0.9433 (Wilson 1927, as computed by hand)
    found = share(8, 10)
    assert (found["low"], found["high"]) == (0.4902, 0.9433)


def test_a_share_of_nothing_says_so() -> None:
    assert share(0, 0)["n"] == 0


def test_a_share_is_written_without_a_leading_nought() -> None:
    assert in_words(share(8, 10)) == ".800 (.490 to .943, n = 10)"


def test_a_table_is_markdown() -> None:
    assert table(["kind", "n"], [["P1", 3]]).splitlines() == ["| kind | n |", "| --- | --- |", "| P1 | 3 |"]
