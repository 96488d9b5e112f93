"""What points to a person is found wherever it stands, and masking it keeps the way back."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.evaluation.redaction import marked_sentences
from huiyin.text.redact import KINDS, findings, redact, redaction

SENTENCES = Path(__file__).parent / "redaction"
_PIECES = [
    "我叫赵小梅",
    "本人",
    "父亲",
    "王建国",
    "李",
    "高考",
    "于",
    "和",
    "电话",
    "13800000000",
    "一六三零零零二四五一八",
    "0739-23450000",
    "（",
    "）",
    "-",
    "@",
    "a.b",
    "。",
    "，",
    "：",
    "\n",
    "住在",
    "李家村三组",
    "12号",
    "路",
    "小区",
    "5栋",
    "＊",
    "*",
    "某",
    "·",
    "湘Z12345",
    "身份证",
    "430199197802031234",
    "微信",
    "qq",
    "卡号",
    "6299990001112223",
    "联系人：",
    "谢谢！",
    "先生",
    "、",
]
texts = st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=4)), max_size=14).map("".join)


@given(texts)
def test_redacting_twice_changes_nothing_more_and_keeps_every_place(text: str) -> None:
    once = redact(text)
    assert redact(once) == once
    assert len(once) == len(text)


@given(texts, st.booleans())
def test_findings_lie_in_the_text_and_the_original_comes_back(text: str, named: bool) -> None:
    assert all(text[f.start : f.end] == f.text and f.kind in KINDS for f in findings(text))
    masked = redaction(text, placeholders=named)
    assert masked.restored() == text
    for place, finding in zip(masked.places, masked.findings, strict=True):
        assert masked.to_given(*place) == (finding.start, finding.end)
        assert masked.to_redacted(finding.start, finding.end) == place


def test_one_detail_has_one_placeholder_in_a_text() -> None:
    masked = redaction(
        "我叫赵小梅，电话163-0000-1111。赵小梅的工资由王建国经理扣了，打16300001111。", placeholders=True
    )
    assert masked.text == "我叫[姓名1]，电话[手机1]。[姓名1]的工资由[姓名2]经理扣了，打[手机1]。"
    at = masked.text.index("工资")
    start, end = masked.to_given(at, at + 2)
    assert "我叫赵小梅，电话163-0000-1111。赵小梅的工资由"[start:end] == "工资"


def test_an_office_keeps_its_telephone_and_its_address_but_not_the_petitioners() -> None:
    reply = "咨询电话：0739-23456612，地址：人民路88号。信访人家住和平里小区5栋，手机16300001111。"
    kept = redact(reply, whose="office")
    assert "0739-23456612" in kept
    assert "人民路88号" in kept
    assert "和平里小区5栋" not in kept
    assert "16300001111" not in kept
    assert "0739-23456612" not in redact(reply)


@pytest.mark.parametrize("line", ["12333", "12345", "12348", "110", "12351", "400-990-0123"])
def test_hotlines_stay_whoever_wrote(line: str) -> None:
    assert redact(f"打{line}没有人接") == f"打{line}没有人接"


@pytest.mark.parametrize(
    "number",
    [
        "1 6 3 0 0 0 1 2 3 4 5",
        "163\u200b0001\u200b2345",
        "１６３０００１２３４５",
        "一六三零零零一二三四五",
        "163零零零一二三四五",
        "163.0001.2345",
        "163\n0001\n2345",
        "+86 163 0001 2345",
        "1-6-3-0-0-0-1-2-3-4-5",
    ],
)
def test_a_telephone_is_masked_however_it_is_spaced_or_spelled(number: str) -> None:
    masked = redact(f"请打{number}找我")
    assert sum(c in "*＊" for c in masked) >= 6
    assert masked.startswith("请打") and masked.endswith("找我")


@pytest.mark.parametrize(
    "text", ["王某某拖欠工资", "我叫赵**，电话138****0000", "身份证4301************23", "联系人：张某，李某"]
)
def test_what_is_masked_already_is_left_alone(text: str) -> None:
    assert redact(text) == text


def test_county_and_town_stay_of_an_address() -> None:
    assert redact("家住青岭县白水镇李家村三组12号。") == "家住青岭县白水镇＊＊＊＊＊**＊。"


@pytest.mark.parametrize(
    "text", ["", "李", "1" * 100_000, "1 " * 50_000, "叫" * 100_000, "路1号" * 30_000, "a@" * 50_000]
)
def test_any_text_is_taken(text: str) -> None:
    assert len(redact(text)) == len(text)


@pytest.mark.parametrize("file", ["developed_on.txt", "held_out.txt"])
def test_the_marked_sentences_are_stable(file: str) -> None:
    for sentence in marked_sentences(SENTENCES / file):
        once = redact(sentence.text, whose=sentence.whose)
        assert redact(once, whose=sentence.whose) == once
