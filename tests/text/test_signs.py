"""Repeat, joint, hardship, and danger to life or health."""

import pytest

from huiyin.text import understand

DANGER = """
再不解决我就从楼上跳楼
我不想活了
活不下去了，只有死路一条
准备喝农药
他留了遗书
病危在抢救，等着救命钱
我爱人停药两天了
没钱透析，生命垂危
车间有人中毒
随时可能爆炸
被老板关起来，限制人身自由
要和他们同归于尽
逼我走上绝路
一家人几天没吃饭了，快饿死了
塔吊上有人要轻生
塌方埋了人，被困
自\u200b杀
想 自 焚
""".strip().split("\n")


@pytest.mark.parametrize("text", DANGER)
def test_danger_to_life_or_health_is_urgent(text: str):
    seen = understand(text)
    assert seen.urgent
    assert seen.evidence["urgent"]


@pytest.mark.parametrize(
    "text",
    [
        "不解决我就进京上访，去北京，去省里，去国家信访局。",
        "我们将集体到市政府反映。",
        "请尽快办理退休手续，十分着急，十万火急。",
        "请问社保卡怎么补办？",
        "公司拖欠三个月工资，请求处理。",
    ],
)
def test_a_journey_haste_or_anger_is_not_urgent(text: str):
    assert not understand(text).urgent


@pytest.mark.parametrize(
    "text", ["我曾多次反映此事", "对处理意见不服", "已经第三次来信投诉", "上次信访至今未答复"]
)
def test_a_repeat_petition_is_noticed(text: str):
    assert understand(text).repeat


@pytest.mark.parametrize(
    "text", ["我们全体职工联名反映", "三十多名农民工", "部分退休人员请求", "我们几十个工友"]
)
def test_a_joint_petition_is_noticed(text: str):
    assert understand(text).joint


@pytest.mark.parametrize(
    "text", ["家庭困难，没钱看病", "妻子患癌症", "我是残疾人，生活无着", "上有老下有小，没有收入"]
)
def test_hardship_is_noticed(text: str):
    assert understand(text).hardship


def test_a_plain_question_shows_no_sign():
    seen = understand("请问养老保险关系怎么转移？")
    assert not (seen.repeat or seen.joint or seen.hardship or seen.urgent)
