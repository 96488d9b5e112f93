"""Headings and dates are recognised as people write them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from huiyin.base.errors import Invalid
from huiyin.foundation.tables import parse_moment, recognise
from huiyin.foundation.wording import say

WANTED = {
    "id": ("编号", "信件编号"),
    "title": ("标题", "主题"),
    "text": ("内容", "诉求内容"),
    "reply": ("答复",),
}


def test_headings_are_recognised_across_language_case_width_and_remarks():
    headers = ("信件编号（必填）", "Ｔitle", "诉求 内容*", "别的")
    assert recognise(headers, WANTED, required=("id", "text")) == {
        "id": "信件编号（必填）",
        "title": "Ｔitle",
        "text": "诉求 内容*",
    }


def test_a_mapping_overrides_what_is_recognised():
    found = recognise(("编号", "标题", "备注"), WANTED, {"text": "备注"}, required=("text",))
    assert found == {"id": "编号", "title": "标题", "text": "备注"}


def test_a_column_is_used_once():
    wanted = {"text": ("内容",), "note": ("内容",)}
    assert recognise(("内容",), wanted, required=()) == {"text": "内容"}


def test_missing_columns_are_named_with_what_the_table_has():
    with pytest.raises(Invalid) as refusal:
        recognise(("编号", "别的"), WANTED)
    assert refusal.value.message.code == "tables.headers_missing"
    for lang in ("zh", "en"):
        words = say(refusal.value.message, lang)
        assert "title / 标题" in words
        assert "reply" in words
        assert "别的" in words


def test_a_mapping_to_a_column_the_table_lacks_is_refused():
    with pytest.raises(Invalid) as refusal:
        recognise(("编号",), WANTED, {"text": "正文"}, required=())
    assert refusal.value.message.code == "tables.mapped_header_missing"
    assert "正文" in say(refusal.value.message)


DAY = date(2019, 2, 28)


@pytest.mark.parametrize(
    "text",
    [
        "2019-02-28",
        "2019/2/28",
        "2019.2.28",
        "2019年2月28日",
        "20190228",
        "43524",
        "２０１９－０２－２８",
        " 2019-2-28 ",
    ],
)
def test_days_are_read_as_people_write_them(text: str):
    assert parse_moment(text) == DAY
    assert type(parse_moment(text)) is date


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("2019/2/28 11:25:05", (11, 25, 5)),
        ("2019-02-28T11:25:05", (11, 25, 5)),
        ("2019-02-28 11:25:05.123456", (11, 25, 5)),
        ("2019-02-28T03:25:05Z", (11, 25, 5)),
        ("2019-02-28T11:25:05+08:00", (11, 25, 5)),
        ("2019年2月28日 11时25分05秒", (11, 25, 5)),
        ("2019年2月28日下午3点", (15, 0, 0)),
        ("2019年2月28日 星期四 9:05", (9, 5, 0)),
        ("2019-2-28 3:05 PM", (15, 5, 0)),
        ("20190228112505", (11, 25, 5)),
        ("43524.5", (12, 0, 0)),
        ("2019/2/28 0:00", (0, 0, 0)),
    ],
)
def test_moments_are_read_in_beijing_time(text: str, clock: tuple[int, int, int]):
    moment = parse_moment(text)
    assert isinstance(moment, datetime)
    expected = datetime(2019, 2, 28, *clock, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert moment.replace(microsecond=0) == expected
    assert moment.date() == DAY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "昨天",
        "2019-02-30",
        "2019-13-01",
        "2/28/2019",
        "19-2-28",
        "2019-02-28 25:00",
        "123",
        "99999",
        "2019年",
    ],
)
def test_what_is_no_date_is_refused_and_never_guessed(text: str):
    with pytest.raises(Invalid) as refusal:
        parse_moment(text)
    assert refusal.value.message.code == "tables.moment"
    assert "2026-03-02" in say(refusal.value.message)
