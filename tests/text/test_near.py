"""Texts that say nearly the same are found by keyed digests and judged by an exact measure."""

from hypothesis import given
from hypothesis import strategies as st

from huiyin.text import near
from tests.people import PENSION, WAGES

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
LONG = (WAGES + "包工头说再等一个月，到了日子又不接电话。工友们都可以作证，考勤表和欠条的照片附在后面。") * 2
words = st.text(
    alphabet="工资养老金拖欠补缴单位社保我们今年五月老板不给讨要请求帮助", min_size=30, max_size=120
)


def shared(one: str, other: str) -> bool:
    return bool(set(near.bands(near.pieces(one), KEY)) & set(near.bands(near.pieces(other), KEY)))


def test_a_text_with_a_few_words_changed_shares_a_band_and_is_alike() -> None:
    changed = LONG.replace("8个月", "9个月").replace("2.8万元", "两万八千元")
    assert shared(LONG, changed)
    assert 0.7 < near.likeness(near.pieces(LONG), near.pieces(changed)) < 1


def test_punctuation_blanks_and_width_make_no_difference() -> None:
    dressed = LONG.replace("，", " , ").replace("。", "！！\n").replace("8", "８")
    assert near.pieces(dressed) == near.pieces(LONG)


def test_texts_about_different_things_are_not_alike() -> None:
    assert near.likeness(near.pieces(WAGES), near.pieces(PENSION)) < 0.1
    assert not shared(WAGES, PENSION)


def test_a_very_short_text_has_nothing_to_be_found_by() -> None:
    assert near.pieces("求助") == frozenset()
    assert near.bands(near.pieces("求助"), KEY) == ()


def test_without_the_key_the_digests_cannot_be_made() -> None:
    assert not set(near.bands(near.pieces(WAGES), KEY)) & set(near.bands(near.pieces(WAGES), OTHER_KEY))


@given(words)
def test_the_same_text_always_has_the_same_digests_of_sixty_four_bits(text: str) -> None:
    found = near.bands(near.pieces(text), KEY)
    assert found == near.bands(near.pieces(text), KEY)
    assert len(found) == near.BANDS
    assert all(-(2**63) <= key < 2**63 for key in found)


@given(words, words)
def test_likeness_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    a, b = near.pieces(one), near.pieces(other)
    assert 0 <= near.likeness(a, b) == near.likeness(b, a) <= 1
    assert near.likeness(a, a) == 1
