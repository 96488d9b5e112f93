"""Kinds are read from what is asked, with evidence, and a reading that is unsure says so."""

from pathlib import Path

import pytest
import yaml

from huiyin.text import understand
from huiyin.text.taxonomy import fields, kinds

EXAMPLES: dict[str, list[str]] = yaml.safe_load(
    Path(__file__).with_name("examples.yaml").read_text(encoding="utf-8")
)


def test_the_taxonomy_has_67_kinds_in_13_fields_and_only_n_belongs_to_others():
    assert len(kinds()) == 67
    assert len(fields()) == 13
    assert {k.field for k in kinds().values() if not k.own} == {"N"}
    assert kinds()["B2"].path is None
    assert kinds()["W1"].path == 5


def test_every_kind_has_an_invented_example():
    assert set(EXAMPLES) == set(kinds())


@pytest.mark.parametrize(("code", "text"), [(c, t) for c, texts in EXAMPLES.items() for t in texts])
def test_an_ordinary_petition_is_read_as_its_kind(code: str, text: str):
    seen = understand(text)
    assert [k.code for k in seen.kinds][:1] == [code]
    assert seen.abstain or seen.own == kinds()[code].own
    assert seen.kinds[0].evidence


def test_most_ordinary_petitions_are_read_without_abstaining():
    texts = [t for texts in EXAMPLES.values() for t in texts]
    assert sum(not understand(t).abstain for t in texts) >= 0.9 * len(texts)


@pytest.mark.parametrize(
    ("text", "code", "not_code"),
    [
        ("我工伤已经认定，现在公司不给我买社保，请责令公司补缴社会保险。", "E1", "I1"),
        ("单位早已改制。我申请特殊工种提前退休，人社局不批，请求审批退休。", "P3", "L6"),
        ("我是退休工人，住院报销比例太低，请问医保怎么报销？", "N1", "P4"),
        ("我女儿大学毕业，想参加事业单位招聘考试，请问报名时间？", "R1", "J6"),
    ],
)
def test_what_is_asked_counts_more_than_the_background(text: str, code: str, not_code: str):
    codes = [k.code for k in understand(text).kinds]
    assert codes[0] == code
    assert not_code not in codes or codes.index(code) < codes.index(not_code)


def test_the_title_speaks_louder_than_the_story():
    story = "我在厂里干了十年，工资一直不高，家里有老人，后来厂子搬走了，合同也没有再签。"
    assert understand(story, "请求认定工伤").kinds[0].code == "I1"


@pytest.mark.parametrize(
    "text", ["", "  \n ", "你好", "😀😀😀", "……", "\x00\x01\u200b", "aaaa bbbb", "12345"]
)
def test_a_text_that_says_nothing_abstains_and_stays_with_the_agency(text: str):
    seen = understand(text)
    assert seen.abstain
    assert seen.kinds == ()
    assert seen.kind is None
    assert seen.own
    assert seen.path is None


def test_silence_is_never_not_ours():
    assert understand("这件事情已经过去很久了，我们想知道到底是怎么回事，什么人负责。").own


def test_several_demands_are_all_offered_and_none_is_certain():
    seen = understand("请求认定工伤。请求补缴养老保险。请求发放拖欠的工资。请求补办社保卡。")
    assert {k.code for k in seen.kinds} >= {"I1", "P2", "S1"}
    assert seen.kinds[0].p < 0.75


def test_a_word_of_a_field_alone_is_too_little_to_choose_a_kind():
    seen = understand("想说说养老保险的事情。")
    assert seen.abstain
    assert seen.own


def test_at_most_five_kinds_best_first_and_probabilities_add_up_to_no_more_than_one():
    seen = understand("。".join(t[0] for t in EXAMPLES.values()))
    chances = [k.p for k in seen.kinds]
    assert len(chances) <= 5
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) <= 1.0


def test_more_evidence_makes_a_kind_likelier():
    once = understand("老板欠工资。").kinds[0]
    more = understand("老板恶意拖欠工资，三个月没发工资，请求帮我讨回工钱。").kinds[0]
    assert once.code == more.code == "W2"
    assert more.p > once.p


@pytest.mark.parametrize(
    "text",
    [
        "春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。",
        "把土豆切成细丝，放进冷水里泡十分钟，热锅凉油，先下蒜末炒香，再放土豆丝大火快炒，加醋出锅。",
        "猫喜欢在窗台上晒太阳，狗在院子里追蝴蝶，孩子们在河边放风筝，天空很蓝。",
        "这款手机采用六点七英寸屏幕，搭载新一代处理器，续航表现优秀，拍照效果清晰自然，值得购买。",
        "The quick brown fox jumps over the lazy dog and asks for nothing at all.",
    ],
)
def test_a_text_unlike_all_that_was_learned_is_left_to_a_person(text: str) -> None:
    seen = understand(text)
    assert seen.abstain
    assert seen.kind is None
    assert seen.own
