"""The reading has the contract's shape, and its evidence can be found in the text."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.text import Understanding, understand

TEXT = (
    "我叫赵晓梅，在镇上的工地干活。2024年3月起，包工头拖欠我们十几名工友工资３万5元。"
    "多次反映无果，请求帮我们讨回工钱！"
)
PIECES = [
    "拖欠",
    "工资",
    "请求",
    "2024年3月",
    "3万5元",
    "社保",
    "退休",
    "。",
    "\n",
    " ",
    "\u200b",
    "\x07",
    "<p>",
    "&nbsp;",
    "😀",
    "长沙市",
    "Ａ",
    "多次",
    "举报",
    "局长",
    "自杀",
    "13800138000",
    "資",
    "\r\n",
    "千",
    "二十",
    "〔2020〕",
]


def spans(seen: Understanding):
    for kind in seen.kinds:
        yield from kind.evidence
    yield from seen.nature.evidence
    yield from seen.requests
    yield from (a.span for a in seen.amounts)
    yield from (d.span for d in seen.dates)
    if seen.division:
        yield seen.division.span
    for found in seen.evidence.values():
        yield from found


def test_the_json_has_the_keys_of_the_contract():
    plain = understand(TEXT, "讨薪", id="7").as_dict()
    assert set(plain) >= {
        "id", "nature", "kinds", "own", "path", "division", "amounts", "dates", "requests",
        "repeat", "joint", "hardship", "urgent", "abstain",
    }  # fmt: skip
    assert plain["id"] == "7"
    assert plain["nature"]["value"] == "claim"
    assert plain["kinds"][0]["code"] == "W1"
    assert plain["own"] is True
    assert plain["path"] == 5
    assert plain["division"] is None
    assert plain["amounts"][0] | {"start": 0, "end": 0} == {
        "value": 35000,
        "start": 0,
        "end": 0,
        "text": "３万5元",
    }
    assert plain["dates"][0]["value"] == "2024-03"
    assert plain["requests"][-1]["text"] == "多次反映无果，请求帮我们讨回工钱！"
    assert (plain["repeat"], plain["joint"], plain["hardship"], plain["urgent"]) == (True, True, False, False)
    assert json.loads(json.dumps(plain)) == plain


def test_evidence_from_the_title_says_so_and_points_into_the_title():
    title = "公司不给买社保"
    evidence = understand("请帮帮我。", title).as_dict()["kinds"][0]["evidence"][0]
    assert evidence["in"] == "title"
    assert title[evidence["start"] : evidence["end"]] == evidence["text"]


def test_evidence_points_into_the_text_as_typed():
    text = "老板 拖\u200b欠<b>工 资</b>&nbsp;，請求處理"
    seen = understand(text)
    assert seen.kinds[0].code == "W2"
    for span in spans(seen):
        assert text[span.start : span.end] == span.text


def test_a_suggestion_has_no_statutory_path_and_neither_has_an_accusation():
    assert understand("建议完善养老金调整办法，尽快出台。", "关于养老金的几点建议").path is None
    assert understand("举报社保局局长受贿，以权谋私。").path is None


def test_the_same_text_is_always_read_the_same():
    assert understand(TEXT).as_dict() == understand(TEXT).as_dict()


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=60).map("".join)),
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
)
def test_any_text_can_be_read_and_every_span_is_in_it(text: str, title: str):
    seen = understand(text, title)
    for span in spans(seen):
        source = title if span.where == "title" else text
        assert source[span.start : span.end] == span.text
        assert span.start < span.end


def test_a_hundred_thousand_characters_are_read():
    text = "老板拖欠工资。" * 14_300
    seen = understand(text)
    assert seen.kinds[0].code == "W2"
    assert len(seen.kinds[0].evidence) <= 6
