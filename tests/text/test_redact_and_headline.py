"""Numbers that point to one person are masked; a headline is short, redacted, and says something."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.text import headline, redact


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("电话13812345678", "12345"),
        ("138-1234-5678", "1234"),
        ("138 1234 5678", "1234"),
        ("１３８１２３４５６７８", "１２３４"),
        ("+8613812345678", "12345"),
        ("0731-84567890", "84567890"),
        ("(010)88886666", "88886666"),
        ("联系电话：8456789", "8456789"),
        ("43010219900101123X", "19900101"),
        ("430102 19900101 1234", "19900101"),
        ("430102900101123", "900101"),
        ("卡号6222021234567890123", "0212345"),
        ("6222 0212 3456 7890 123", "0212"),
        ("zhao.xm_1@mail.example.com.cn", "zhao"),
        ("QQ：123456789", "123456789"),
        ("微信号 zhao_xiaomei", "zhao_xiaomei"),
        ("护照E12345678", "12345678"),
        ("1381\u200b2345678", "2345678"),
    ],
)
def test_a_number_that_points_to_a_person_is_masked(text: str, hidden: str):
    assert hidden not in redact(text)
    assert "*" in redact(text)


@pytest.mark.parametrize(
    "text",
    ["2024年3月15日欠3500元", "工龄30年，月薪1800元", "国办发〔2020〕49号", "2018年至2020年共24个月", ""],
)
def test_what_points_to_nobody_is_kept(text: str):
    assert redact(text) == text


@given(st.text(alphabet="0123456789-@a.x 一", max_size=60))
def test_redacting_twice_changes_nothing_more_and_keeps_no_mobile_number(text: str):
    once = redact(f"{text} 13812345678 ")
    assert "13812345678" not in once
    assert redact(once) == once


def test_a_headline_is_the_title_or_the_first_sentence_that_says_something():
    assert headline("我的退休金少了。", "退休金核定有误") == "退休金核定有误"
    assert headline("尊敬的领导：您好！我的退休金算少了。请核实。") == "我的退休金算少了"
    assert headline("县劳动监察大队：\n我们三人做完了活没有拿到工钱。") == "我们三人做完了活没有拿到工钱"
    assert headline("县劳动监察大队：") == "县劳动监察大队："
    assert headline("<p>老板&nbsp;拖欠工资</p>") == "老板拖欠工资"
    assert headline("") == ""


def test_a_headline_is_at_most_40_characters_and_redacted():
    line = headline("我叫赵晓梅，电话13812345678，" + "老板拖欠我的工资" * 20)
    assert len(line) == 40
    assert line.endswith("…")
    assert "12345678" not in line
