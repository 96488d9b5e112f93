"""What was confirmed is kept in mind: it moves the reading of petitions like it, and of no others."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.cases import shelf
from huiyin.text import kinds, understand
from huiyin.text.learned import lessons, memory
from huiyin.text.learned.files import Damaged
from huiyin.text.learned.linear import Linear
from huiyin.text.learned.shipped import VERSION, shipped, using

_THE_SAME = "集资建房款交了十一年，房产证一直办不下来，粮站改制以后没有人管，"
BEFORE = f"河口镇老粮站宿舍的三十几户职工{_THE_SAME}请求查清办证。"
ALIKE = f"我也是河口镇老粮站宿舍的职工，{_THE_SAME}盼望早日办证。"
OTHER = "我在砖厂干了半年，老板欠我一万二千元工资，多次讨要不给，请求帮我追回工资。"


def model() -> Linear:
    learned = shipped().kinds
    assert learned is not None
    return learned


def entry(text: str, kind: str, matter: int = 1) -> memory.Entry:
    return memory.entry(model(), lessons.laid("", text).pieces, matter=matter, kind=kind)


def test_a_petition_like_one_that_was_corrected_is_read_as_the_correction_says(tmp_path: Path) -> None:
    before = understand(ALIKE)
    assert before.kinds[0].code != "B2" and before.alike == ()
    shelf.remember(tmp_path, [entry(BEFORE, "B2")])
    with using(shelf.kept(tmp_path)):
        after = understand(ALIKE)
    assert after.kinds[0].code == "B2"
    assert [(one.kind, one.petitions) for one in after.alike] == [("B2", 1)]
    assert after.version == f"{VERSION}+1"


def test_the_reading_of_another_petition_stays_as_it_was(tmp_path: Path) -> None:
    before = understand(OTHER)
    shelf.remember(tmp_path, [entry(BEFORE, "B2")])
    with using(shelf.kept(tmp_path)):
        after = understand(OTHER)
    assert after.as_dict() | {"version": ""} == before.as_dict() | {"version": ""}


def test_fewer_than_five_like_it_are_not_counted_out(tmp_path: Path) -> None:
    for count, shown in ((4, None), (5, 5)):
        shelf.remember(tmp_path, [entry(BEFORE, "B2", matter=n) for n in range(count)])
        with using(shelf.kept(tmp_path)):
            assert understand(ALIKE).as_dict()["alike"] == [{"kind": "B2", "petitions": shown}]


def test_who_is_not_known_here_sees_nothing_of_fewer_than_five(tmp_path: Path) -> None:
    unknown = understand(ALIKE).as_dict()
    for count in (4, 5):
        shelf.remember(tmp_path, [entry(BEFORE, "B2", matter=n) for n in range(count)])
        with using(shelf.kept(tmp_path, openly=True)):
            seen = understand(ALIKE).as_dict()
        if count < memory.SMALL:
            assert seen | {"version": ""} == unknown | {"version": ""}
        else:
            assert seen["kinds"][0]["code"] == "B2" and seen["alike"] == [{"kind": "B2", "petitions": 5}]


def test_two_that_were_confirmed_differently_are_both_offered(tmp_path: Path) -> None:
    shelf.remember(tmp_path, [entry(BEFORE, "B2", matter=1), entry(BEFORE, "P1", matter=2)])
    with using(shelf.kept(tmp_path)):
        assert {k.code for k in understand(BEFORE).kinds[:3]} >= {"B2", "P1"}


def test_what_is_remembered_comes_back_from_its_content() -> None:
    kept = [entry(BEFORE, "B2", matter=7), entry("短", "W1", matter=8)]
    back = memory.unpacked(memory.packed(kept))
    assert [(one.matter, one.kind, len(one.numbers)) for one in back] == [
        (7, "B2", len(kept[0].numbers)),
        (8, "W1", 0),
    ]
    assert np.array_equal(back[0].numbers, kept[0].numbers)


@given(st.integers(min_value=0, max_value=400), st.integers(min_value=0, max_value=255))
def test_damage_is_noticed_or_changes_nothing(at: int, byte: int) -> None:
    content = bytearray(memory.packed([entry(BEFORE, "B2")]))
    same = content[at] == byte
    content[at] = byte
    if same:
        assert memory.unpacked(bytes(content))
    else:
        with pytest.raises(Damaged):
            memory.unpacked(bytes(content))


def test_only_the_newest_are_kept() -> None:
    many = [
        memory.Entry(n, "W1", np.zeros(0, np.uint64), np.zeros(0, np.float32)) for n in range(memory.MOST + 5)
    ]
    assert memory.unpacked(memory.packed(many))[0].matter == 5


def test_nothing_is_remembered_that_the_model_does_not_know_anyway() -> None:
    name = "龚玄黙齉"
    said = entry(f"我叫{name}，{BEFORE}电话19900001234。", "B2")
    assert set(said.numbers) <= set(model().numbers)
    of_the_name = lessons.laid("", name).pieces.channels[0].numbers[4:]  # all but its single characters
    assert not set(of_the_name) & set(said.numbers)


def test_how_short_a_text_says_too_little_is_one_and_the_same_everywhere() -> None:
    assert memory.FEWEST == kinds._FEWEST
