"""Sums of money in yuan and dates as exact as they were written."""

import pytest

from huiyin.text import understand


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("欠我3万5", 35_000),
        ("欠我3万5千元", 35_000),
        ("共计12.5万元", 125_000),
        ("三千五百元", 3_500),
        ("欠十二万", 120_000),
        ("一万二千块钱", 12_000),
        ("５０００元", 5_000),
        ("1,234,567.89元", 1_234_567.89),
        ("2万多元", 20_000),
        ("两万余元", 20_000),
        ("3千元", 3_000),
        ("200块", 200),
        ("5w元", 50_000),
        ("1.2亿元", 120_000_000),
        ("伍仟元整", 5_000),
        ("￥300", 300),
        ("一百二十三万四千元", 1_234_000),
        ("只差一块钱", 1),
        ("扣了五十块", 50),
    ],
)
def test_a_sum_is_read_in_yuan(text: str, value: float):
    assert [a.value for a in understand(text).amounts] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "10万人",
        "国办发〔2020〕49号",
        "第48条",
        "几千元",
        "万元户",
        "20元旦",
        "十万火急",
        "千万不要",
        "工龄30年",
        "养老金少发了一块",
        "两个单位一块来的",
        "分了两块地",
        "3月5日",
    ],
)
def test_what_is_not_money_is_left(text: str):
    assert understand(text).amounts == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024年3月15日", "2024-03-15"),
        ("2024年3月", "2024-03"),
        ("2019年度", "2019"),
        ("1998年元月", "1998-01"),
        ("二〇二四年三月十五日", "2024-03-15"),
        ("二零一五年四月十九日", "2015-04-19"),
        ("2024-03-15", "2024-03-15"),
        ("2024.3.5", "2024-03-05"),
        ("2024/3", "2024-03"),
        ("20240315", "2024-03-15"),
        ("98年3月", "1998-03"),
        ("18年3月", "2018-03"),
        ("2020年10月1号", "2020-10-01"),
        ("2024 年 3 月 5 日", "2024-03-05"),
        ("2024年二月二十九日", "2024-02-29"),
    ],
)
def test_a_date_is_read_as_exactly_as_written(text: str, value: str):
    assert [d.value for d in understand(text).dates] == [value]


@pytest.mark.parametrize(
    "text",
    ["2024年2月30日", "2023年2月29日", "2024年13月", "国发〔2020〕49号", "2.5万", "去年三月", "13800138000"],
)
def test_what_is_no_date_is_left(text: str):
    assert understand(text).dates == ()
