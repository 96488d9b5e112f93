"""What changed between two versions is shown whole: nothing is lost, nothing is made up."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from huiyin.cases.rules.differences import Piece, between, differences

WORDS = st.sampled_from(
    ["我单位", "予以支持", "不予支持", "。", "；", "，", "工资", "2026年3月2日", "\n", "A ", "李", "四", " "]
)
TEXTS = st.lists(WORDS, max_size=30).map("".join) | st.text(max_size=60)


@given(TEXTS, TEXTS)
def test_what_stayed_and_went_is_the_old_text_and_what_stayed_and_came_the_new_one(
    old: str, new: str
) -> None:
    pieces = differences(old, new)
    assert "".join(p.text for p in pieces if p.kind != "new") == old
    assert "".join(p.text for p in pieces if p.kind != "gone") == new
    assert all(p.text for p in pieces)


@given(TEXTS)
def test_a_text_differs_in_nothing_from_itself(text: str) -> None:
    assert differences(text, text) == ((Piece("same", text),) if text else ())


@given(TEXTS, TEXTS)
def test_a_change_is_one_stretch_that_goes_and_one_that_comes(old: str, new: str) -> None:
    kinds = [p.kind for p in differences(old, new)]
    pairs = set(pairwise(kinds))
    assert not pairs & {("gone", "gone"), ("new", "new"), ("same", "same"), ("new", "gone")}


def test_words_are_compared_and_not_characters() -> None:
    said = differences("我单位予以支持。请您留意期限。", "我单位不予支持。请您留意期限。")
    assert said == (
        Piece("same", "我单位"),
        Piece("gone", "予以"),
        Piece("new", "不予"),
        Piece("same", "支持。请您留意期限。"),
    ) or {p.text for p in said if p.kind == "new"} <= {"不予", "不予支持"}


def test_a_single_character_between_two_changes_goes_along() -> None:
    (gone, new, rest) = differences("甲和乙。完了。", "丙和丁。完了。")
    assert (gone.kind, gone.text) == ("gone", "甲和乙")
    assert (new.kind, new.text) == ("new", "丙和丁")
    assert rest.text == "。完了。"


def test_a_letter_tells_which_elements_changed_and_by_how_much() -> None:
    changed = between({"claim": "同样", "view": "支持。"}, {"claim": "同样", "view": "支持。另外说明。"})
    assert [(c.element, c.gone, c.new) for c in changed] == [("view", 0, 5)]
    assert between({"view": "同"}, {"view": "同"}) == ()


def test_very_long_texts_are_compared_in_reasonable_time() -> None:
    old = "".join(f"第{i}项查明的事实是这样的，数额为{i}元" for i in range(3000))
    pieces = differences(old, old.replace("1500", "1501"))
    assert "".join(p.text for p in pieces if p.kind != "new") == old
