"""Dialect words: found, explained, and read as the standard words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.base.errors import Invalid
from huiyin.text import segment
from huiyin.text.dialect import glossary, in_standard, read_glossary, shipped
from huiyin.text.understanding import understand

WORDS = [word.word for _divisions, words in shipped() for word in words]


def test_hunan_is_there_with_enough_words_each_with_its_meaning_and_who_looked_at_it():
    assert len(glossary("430100")) >= 120
    assert all(word.means and word.region == "湖南话" for word in glossary("430100").words)
    assert not [w.word for w in glossary("430100").words if w.reviewed and not w.by], "reviewed, by nobody"


def test_elsewhere_only_words_are_explained_that_mean_one_thing():
    assert [f.word.word for f in glossary("370100").found("崽冇得钱")] == ["冇得"]
    assert [f.word.word for f in glossary("430100").found("崽冇得钱")] == ["崽", "冇得"]
    assert len(glossary("")) == len(WORDS)


def test_each_word_is_explained_once_with_every_place_where_it_stands():
    text = "老板冇得钱，差我三个月工資，我屋里冇得饭吃。"
    found = glossary("43").found(text)
    assert [(f.word.word, f.word.means) for f in found] == [
        ("冇得", "没有"),
        ("差我", "欠我"),
        ("屋里", "家里"),
    ]
    assert [text[s.start : s.end] for s in found[0].spans] == ["冇得", "冇得"]


def test_the_longest_word_is_meant():
    assert [f.word.word for f in glossary("43").found("搞么子事都冇得法")] == ["搞么子", "冇得法"]


@pytest.mark.parametrize(
    "text", ["什么子公司", "我家的房屋里面", "通过身份证核对", "如何解决", "重感冒得了肺炎", "湿哒哒"]
)
def test_a_word_that_only_seems_to_stand_there_is_not_found(text: str):
    assert not glossary("43").found(text)
    assert in_standard(text) == text


def test_a_petition_in_dialect_is_understood_like_its_standard_words():
    dialect = "厂里差我三个月工资，找老板几多次都冇得结果，请帮我讨回。"
    standard = "厂里欠我三个月工资，找老板多少次都没有结果，请帮我讨回。"
    seen, usual = understand(dialect), understand(standard)
    assert seen.kinds[0].code == usual.kinds[0].code == "W2"
    assert [k.p for k in seen.kinds] == [k.p for k in usual.kinds]
    spans = [span for kind in seen.kinds for span in kind.evidence]
    assert spans and all(dialect[span.start : span.end] == span.text for span in spans)


def test_what_is_looked_for_in_standard_words_finds_dialect_and_the_other_way_round():
    assert segment.cut("冇得工资") == segment.cut("没有工资")
    assert segment.words("几多钱") == segment.words("多少钱")


@given(st.lists(st.sampled_from([*WORDS, "工资", "。", "冇得冇得", "我"]), max_size=12).map("".join))
def test_reading_never_changes_the_length(text: str):
    assert len(in_standard(text)) == len(text)


OWN = """
region: 某地话
divisions: ["52"]
reviewed: yes
by: 某县人社局 2026-11
words:
  money: {幺台: {means: 结束、结清, reads: 结清}, 冇得: {means: 没有了}}
"""


def test_another_place_adds_its_words_and_says_more_of_those_that_ship():
    divisions, own = read_glossary(OWN)
    assert divisions == {"52"}
    assert [(w.word, w.reads, w.reviewed, w.by) for w in own][:1] == [
        ("幺台", "结清", True, "某县人社局 2026-11")
    ]
    found = glossary("43", own).found("工钱冇得，账也没幺台")
    assert [f.word.means for f in found] == ["没有了", "结束、结清"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("words: [", "dialect.unreadable"),
        ("- 冇得", "dialect.no_words"),
        ("words: {a: 3}", "dialect.no_words"),
        ("words: {a: {冇得: {reads: 没有}}}", "dialect.no_meaning"),
        ("words: {a: {冇得: {means: 没有, reads: 没}}}", "dialect.other_length"),
        ("words: {a: {冇得: {means: 没有, unless: [别的]}}}", "dialect.unless_apart"),
        ("words: {a: {冇得: {means: 没有, mean: 1}}}", "dialect.unknown_entry"),
        ("words: {a: {一二三四五六七八九十甲乙丙: {means: 长}}}", "dialect.too_long"),
    ],
)
def test_a_file_that_is_not_right_says_what_to_mend(written: str, code: str):
    with pytest.raises(Invalid) as refused:
        read_glossary(written)
    assert refused.value.message.code == code
