"""Pairs among many texts: the very pairs that the exact measure says, whatever the marks and widths."""

from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.evaluation import edits
from huiyin.text import near
from huiyin.text.pairs import LEAST, _pieces, pairs
from tests.people import PENSION, WAGES

BASE = (WAGES * 2, PENSION * 3, "社保卡丢了怎么补办，窗口让我跑了三趟，请给一个准信，谢谢你们了。" * 2)


def _true(texts: list[str]) -> set[tuple[int, int]]:
    found = [near.pieces(text) for text in texts]
    return {
        (one, other)
        for one, other in combinations(range(len(texts)), 2)
        if near.likeness(found[one], found[other]) >= LEAST
    }


def test_edited_copies_are_found_and_strangers_are_not() -> None:
    chance = Random(7)
    texts = [*BASE, *(edits.edited(text, chance) for text in BASE * 8)]
    assert {(one, other) for one, other, _alike in pairs(texts)} == _true(texts)


def test_identical_texts_pair_with_each_other_and_with_what_is_near() -> None:
    texts = [BASE[0], BASE[1], BASE[0], BASE[0] + "请尽快办理。"]
    found = {(one, other): alike for one, other, alike in pairs(texts)}
    assert set(found) == {(0, 2), (0, 3), (2, 3)}
    assert found[0, 2] == 1.0 and LEAST <= found[0, 3] < 1


@pytest.mark.parametrize("texts", [[], ["请帮帮我"], ["请帮帮我", "请帮帮我"], ["", ""], ["。" * 100] * 2])
def test_short_and_empty_texts_are_like_none(texts: list[str]) -> None:
    assert not list(pairs(texts))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=80), max_size=4))
def test_pieces_in_bulk_are_those_of_each_text(texts: list[str]) -> None:
    texts = [text.translate(dict.fromkeys(range(57344, 63744))) for text in texts]
    flat, offsets = _pieces(texts)
    for place, text in enumerate(texts):
        here = np.unique(flat[int(offsets[place]) : int(offsets[place + 1])])
        assert len(here) == len(near.pieces(text))


def test_mark_up_width_case_and_rare_characters_make_no_difference() -> None:
    dressed = f"<p>{BASE[0].replace('，', ' , ').replace('8', '８')}&nbsp;</p>"
    assert [pair[:2] for pair in pairs([BASE[0], dressed])] == [(0, 1)]
    rare = "𠮷" * 3 + BASE[0]
    assert [pair[:2] for pair in pairs([rare, BASE[0]])] == [(0, 1)]


@pytest.mark.parametrize("edit", edits.EDITS)
def test_an_edit_changes_a_text_and_the_same_seed_changes_it_the_same(edit: object) -> None:
    once, twice = (edit(BASE[0], Random(3)) for _ in range(2))  # type: ignore[operator]
    assert once == twice


def test_an_empty_text_can_be_edited() -> None:
    assert all(isinstance(edit("", Random(1)), str) for edit in edits.EDITS)
