"""Claim, suggestion, inquiry and accusation; a possible accusation is not missed."""

import pytest

from huiyin.text import understand


@pytest.mark.parametrize(
    ("text", "title", "nature"),
    [
        ("公司拖欠我工资三个月，请求督促支付。", "", "claim"),
        ("我的退休手续一直没有办，多次反映无果，恳请解决。", "", "claim"),
        ("请问养老保险怎么转移，需要什么手续？", "", "inquiry"),
        ("我想咨询失业金怎么申领。", "咨询失业金", "inquiry"),
        ("建议取消现场认证，推行手机办理，方便老年人。", "关于资格认证的建议", "suggestion"),
        ("提几点建议：一、统一各县标准；二、简化材料。", "", "suggestion"),
        ("实名举报县社保局局长收受贿赂，以权谋私。", "", "accusation"),
        ("仲裁员收了公司的钱，徇私枉法，请纪委查处。", "", "accusation"),
    ],
)
def test_the_nature_is_read(text: str, title: str, nature: str):
    seen = understand(text, title).nature
    assert seen.value == nature
    assert seen.evidence
    assert 0 < seen.p <= 1


@pytest.mark.parametrize(
    "text",
    [
        "公司拖欠工资，请求处理。另外劳动监察大队的科长收了老板的好处费。",
        "请问退休怎么办理？窗口工作人员暗示要送礼才给办。",
        "建议加强监督，我们县人社局有干部吃拿卡要。",
        "社保所所长给亲戚安插公益性岗位，优亲厚友。",
        "我要检举某局领导骗取培训补贴资金。",
        "局长和开发商官商勾结，我们的钱要不回来，恳请解决，恳请解决。",
        "经办人员索要红包，不给就不办。",
        "主任说不请客吃饭就别想评上职称。",
        "招考有黑幕，内定的关系户进了单位。",
        "反映村支书冒领老人养老金。",
        "有领导打击报复上访人员。",
        "他们私分了就业专项资金，院长吃空饷。",
    ],
)
def test_a_possible_accusation_is_seen_whatever_else_is_asked(text: str):
    seen = understand(text)
    assert seen.nature.possible_accusation
    assert seen.evidence["accusation"]


@pytest.mark.parametrize(
    "text", ["举报公司拖欠工资。", "投诉某餐馆不签劳动合同。", "请问社保卡怎么补办？", "感谢工作人员的帮助。"]
)
def test_a_report_about_a_firm_is_no_accusation_of_officials(text: str):
    assert understand(text).nature.value != "accusation"


def test_an_accusation_among_other_demands_is_seen_before_it_is_the_likeliest():
    seen = understand("我办了退休，待遇少了，请求重新核定，请求补发。审批人员收受了我厂的贿赂，请关注。")
    assert seen.nature.possible_accusation
    assert seen.evidence["accusation"]


def test_an_accusation_by_itself_has_no_path():
    seen = understand("举报审批人员收受了我厂的贿赂，给不够年限的人办退休，请纪检部门查处。")
    assert seen.nature.value == "accusation"
    assert seen.path is None
