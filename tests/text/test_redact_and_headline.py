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


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("我叫王桂兰，今年70岁。家住望城区。我的退休金少了三百块。", "我的退休金少了三百块"),
        ("我叫王桂兰，今年70岁，厂里一直没给我交社保。", "厂里一直没给我交社保"),
        ("蒋局长：您好！我是河南人，老板拖欠我三个月工资。", "老板拖欠我三个月工资"),
        ("本人赵晓梅，女，汉族，1965年3月出生，家住和平路3号。单位不认工伤。", "单位不认工伤"),
        ("我在厂里做了十年。去年换了老板。现在要辞退我们。", "现在要辞退我们"),
        ("我是被公司辞退的。请领导关心。", "我是被公司辞退的"),
        ("我叫王桂兰，今年70岁。", "我叫王＊＊，今年70岁"),
    ],
)
def test_a_headline_passes_over_who_writes_and_tells_the_trouble(text: str, line: str):
    assert headline(text) == line


def test_a_headline_of_a_long_sentence_begins_near_its_trouble():
    text = "去年三月我们五个人一起到城西的工地上做木工，" * 3 + "包工头到现在不给钱"
    assert headline(text).endswith("包工头到现在不给钱")


def test_a_headline_is_at_most_40_characters_and_redacted():
    line = headline("我叫赵晓梅，电话13812345678，" + "老板拖欠我的工资" * 20)
    assert len(line) == 40
    assert line.endswith("…")
    assert "12345678" not in line
