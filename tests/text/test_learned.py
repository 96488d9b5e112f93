"""What is learned: pieces with their places, models as files, evidence, terms where a model fails."""

from pathlib import Path

import numpy as np
import pytest
import rjieba
from hypothesis import given
from hypothesis import strategies as st

from huiyin.text import understand
from huiyin.text.learned import files, shipped, training
from huiyin.text.learned.evidence import strongest
from huiyin.text.learned.pieces import LONGEST, Pieces, pieces_of
from huiyin.text.learned.training import Labelled
from huiyin.text.normalise import normalise
from huiyin.text.reading import laid_out

SAYINGS = [
    Labelled("", f"{who}{what}", label)
    for label, what in {"pay": "被老板拖欠工资", "card": "社保卡丢了要补办"}.items()
    for who in (
        "我在工地",
        "我们几个在厂里",
        "我爱人在饭店",
        "老乡在砖厂",
        "弟弟在酒店",
        "妹妹在鞋厂",
        "邻居在超市",
    )
]


def read(text: str, title: str = "") -> Pieces:
    return pieces_of(laid_out(title, text))


@given(st.text(max_size=80), st.text(max_size=300))
def test_every_piece_stands_where_it_says(title: str, text: str) -> None:
    found = read(text, title)
    whole = found.title_length + len(normalise(text).text)
    for channel in found.channels:
        assert len(channel.numbers) == len(channel.starts) == len(channel.ends)
        assert all(0 <= a < b <= whole for a, b in zip(channel.starts, channel.ends, strict=True))


def test_the_same_piece_has_the_same_number_wherever_it_stands() -> None:
    one, other = read("拖欠工资").channels[0], read("老板一直拖欠工资不给").channels[0]
    assert set(one.numbers) <= set(other.numbers)


def test_the_title_is_heard_by_itself_too() -> None:
    assert len(read("请处理", "拖欠工资").channels[2].numbers) == 10
    assert len(read("请处理").channels[2].numbers) == 0


def test_a_hundred_thousand_characters_are_read_as_far_as_they_say_something() -> None:
    assert read("欠" * 100_000).channels[0].ends.max() == LONGEST


def test_what_was_learned_finds_its_labels_again() -> None:
    model = training.learn(SAYINGS)
    for text, label in (("我在鞋厂被拖欠工资", "pay"), ("社保卡丢了", "card")):
        chances = model.chances(model.scores(read(text)))
        assert model.labels[int(chances.argmax())] == label
        assert abs(float(chances.sum()) - 1) < 1e-5


def test_a_model_comes_back_from_its_file(tmp_path: Path) -> None:
    model = training.learn(SAYINGS)
    files.write(model, tmp_path / "m.model")
    back = files.read((tmp_path / "m.model").read_bytes())
    assert back.labels == model.labels
    assert np.allclose(back.scores(read(SAYINGS[0].text)), model.scores(read(SAYINGS[0].text)), atol=0.05)


@pytest.mark.parametrize("damage", [slice(0, -1), slice(0, 10), slice(5, None)])
def test_a_damaged_model_is_refused(tmp_path: Path, damage: slice) -> None:
    files.write(training.learn(SAYINGS), tmp_path / "m.model")
    with pytest.raises(files.Damaged):
        files.read((tmp_path / "m.model").read_bytes()[damage])


def test_without_a_model_the_terms_decide_and_the_reading_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(_content: bytes) -> None:
        raise files.Damaged

    monkeypatch.setattr(shipped.files, "read", damaged)
    shipped.shipped.cache_clear()
    try:
        seen = understand("工地欠我八个月工资，请帮我追回。")
        assert (seen.kinds[0].code, seen.version) == ("W1", shipped.WITHOUT)
    finally:
        shipped.shipped.cache_clear()
    monkeypatch.undo()
    assert understand("工地欠我八个月工资，请帮我追回。").version == shipped.VERSION


@given(st.text(alphabet="养老金工资欠退休补缴社保卡病退厂里我们请问。，1a ", min_size=12, max_size=120))
def test_all_that_is_offered_shows_words_of_the_text(text: str) -> None:
    for guess in understand(text).kinds:
        for span in guess.evidence:
            assert text[span.start : span.end] == span.text


def test_near_duplicates_are_kept_together() -> None:
    long = "我在城关镇的安置房工地做了四个月的木工，老板一直拖欠工资不给，请求追回。"
    groups = training.together([long, long + "谢谢。", "社保卡丢了，请问补办要带什么材料，几天能拿到新卡？"])
    assert groups[0] == groups[1] != groups[2]


def test_what_the_weights_lean_on_is_marked_in_whole_words_of_one_clause() -> None:
    text = (
        "位置我画了张草图传上来，从乡政府往上走四里，看到一棵大樟树右拐，工地的老板欠我们九个人的工资，"
        "今年三月起一分没有发，打电话不接，请劳动监察去查一查。"
    )
    readings = laid_out("", text)
    pieces, learned = pieces_of(readings), shipped.shipped().kinds
    assert learned
    heard = learned.heard(pieces)
    for label in learned.labels:
        spans = strongest(learned, pieces, heard, label, readings)
        assert spans, label
        for span in spans:
            assert not set(span.text) & set("，。"), (label, span.text)
            # No word is cut: what stands before and after is a mark, or a word of its own.
            cut = rjieba.cut(text)
            begins = [sum(map(len, cut[:n])) for n in range(len(cut) + 1)]
            assert {span.start, span.end} <= set(begins), (label, span.text)
