"""Each check of a letter finds what it is for, says what to do, and leaves right letters alone."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.base.citation import Citation
from huiyin.cases.rules.checks import File, Weight, check
from huiyin.cases.rules.checks.days import written
from huiyin.cases.rules.checks.remedies import spans
from huiyin.foundation.wording import LANGUAGES, has, say
from huiyin.law.letters import LETTER_KINDS
from huiyin.law.parameters import national

LAW, TODAY = national(), date(2026, 11, 26)
BASIS = Citation("信访工作条例", "第三十二条")
OPINION = {
    "addressee": "周大勇",
    "claim": "请求帮我追回工资2.8万元。",
    "investigation": "我局于2026年11月9日向工程项目部核实，查阅了考勤表和工资表。",
    "findings": "您2026年3月起在该项目做工，项目部尚欠您工资2.8万元，有考勤表为证。",
    "view": "您的请求符合规定，予以支持。我局已责令项目部在2026年12月10日前付清。",
    "law": "《保障农民工工资支付条例》第三十条。",
    "remedy": "如不服本处理意见，可以自收到本意见书之日起30日内，向青岚市人民政府书面请求复查。",
}
FILE = File(
    kind="opinion",
    act="opinion_issued",
    facts={"result": "support"},
    today=TODAY,
    basis=BASIS,
    path=6,
    addressees=frozenset({"周大勇"}),
    names=frozenset({"周大勇", "陆川", "孟然"}),
    numbers=frozenset({"19900001234"}),
    told="我叫周大勇，工头王海波欠我工资2.8万元，电话19900001234。",
    case_numbers=frozenset({"青人社访〔2026〕7号", "青人社信受〔2026〕3号"}),
    shorts=frozenset({"青人社", "柳人社"}),
    days={
        "received": frozenset({date(2026, 10, 12)}),
        "accepted": frozenset({date(2026, 10, 20)}),
        "decided": frozenset({TODAY}),
    },
    fresh={"remedy": "案卷里的救济途径"},
    reviewer="青岚市人民政府",
    office="青岚市人力资源和社会保障局",
)


def found(
    changes: Mapping[str, str] | None = None, file: File = FILE, base: Mapping[str, str] = OPINION
) -> dict[str, Any]:
    """Return the findings of a letter in which some elements were changed, by code."""
    return {f.code: f for f in check({**base, **(changes or {})}, file, LAW)}


def test_a_right_letter_has_nothing_to_mend() -> None:
    on_record = replace(FILE, facts={"result": "support", "execute_by": "2026-12-10"})
    assert found(file=on_record) == {}


def test_a_promised_day_that_goes_on_no_record_is_pointed_out() -> None:
    assert found()["execute_by_open"].weight is Weight.HINT
    assert "execute_by_open" not in found(file=replace(FILE, facts={"result": "explain"}))


@pytest.mark.parametrize(
    ("text", "code", "weight"),
    [
        ("《中华人民共和国合同法》第八条", "repealed", Weight.MUST),
        ("《民法通则》第八十四条", "repealed", Weight.MUST),
        ("《社会保险法》第二百条", "no_such_article", Weight.ASK),
        ("《工伤保险条例》第九十九条", "no_such_article", Weight.ASK),
        ("《信访工作条例》第五十一条", "no_such_article", Weight.MUST),
    ],
)
def test_law_that_is_no_more_and_articles_beyond_the_last_are_found(
    text: str, code: str, weight: Weight
) -> None:
    assert found({"law": text})[code].weight is weight


def test_law_in_force_when_it_happened_may_be_named_as_former_law() -> None:
    assert "repealed" not in found({"law": "当时有效的《中华人民共和国合同法》第八条"})
    assert "no_such_article" not in found({"law": "《社会保险法》第九十八条"})


@pytest.mark.parametrize(
    ("element", "text", "code", "weight"),
    [
        ("findings", "", "missing", Weight.MUST),
        ("remedy", "（无）", "missing", Weight.MUST),
        ("law", " — ", "missing", Weight.MUST),
        ("investigation", "", "missing", Weight.ASK),  # only published forms want it told
        ("findings", "您自____年起在该项目做工，项目部欠薪。", "blank", Weight.ASK),
        ("view", "您的请求予以支持，理由如下：", "open_end", Weight.ASK),
        ("findings", "经了解，情况基本清楚。", "thin", Weight.HINT),
        ("view", "您的请求不予支持。", "result_support", Weight.ASK),
        ("findings", "您于2026年2月30日入职，项目部欠薪2.8万元。", "no_such_day", Weight.MUST),
        ("investigation", "我局于2026年12月9日向工程项目部核实了有关情况。", "day_ahead", Weight.ASK),
        ("investigation", "我局已于2026年12月3日电话联系您，核对了有关情况。", "day_ahead", Weight.ASK),
        ("investigation", "我局于2026年10月21日受理后，查阅了考勤表和工资表。", "day_differs", Weight.ASK),
        ("findings", "2026年10月13日收到您的来信，经查项目部欠薪2.8万元。", "day_differs", Weight.ASK),
        (
            "investigation",
            "我局于2026年11月2日举行听证，听取了双方意见和陈述。",
            "day_unrecorded",
            Weight.ASK,
        ),
        ("remedy", "如不服，可以申请行政复议。", "remedy_other", Weight.MUST),
        ("remedy", "可以自收到之日起15日内向青岚市人民政府请求复查。", "remedy_days", Weight.MUST),
        ("remedy", "可以自收到之日起三十个工作日内向青岚市人民政府请求复查。", "remedy_days", Weight.MUST),
        ("remedy", "可以自收到之日起30日内请求复查。", "remedy_body", Weight.ASK),
        (
            "remedy",
            "可以自收到之日起30日内向青岚市人民政府请求复查，或者向人民法院起诉。",
            "remedy_court",
            Weight.ASK,
        ),
        ("addressee", "周大永", "addressee", Weight.ASK),
        ("findings", "周大永2026年3月起在该项目做工，尚欠工资2.8万元。", "name_nearly", Weight.ASK),
        ("findings", "经向包工头李建军核实，项目部尚欠您工资2.8万元。", "name_unknown", Weight.ASK),
        ("findings", "您的电话13800138000，项目部尚欠您工资2.8万元。", "number_unknown", Weight.ASK),
        ("claim", "请求追回工资28万元。", "sum_unknown", Weight.ASK),
        ("findings", "青人社信受〔2026〕4号告知书告知您，项目部欠薪。", "case_number", Weight.ASK),
        ("view", "予以支持。我局将督促项目部付清工资并办理支付。", "undated", Weight.ASK),
        ("view", "予以支持，尽快支付工资。", "undated", Weight.ASK),
        ("view", "予以支持，下周给您答复。", "undated", Weight.ASK),
        ("view", "予以支持。我们过几天再通知您。", "undated", Weight.ASK),
        ("law", "《信访工作条例》第三十二条。", "law_of_petitions_only", Weight.HINT),
        ("law", "《信访条例》第三十三条", "repealed", Weight.MUST),
        ("law", "《信访工作条例》第六十二条", "no_such_article", Weight.MUST),
        ("law", "有关规定。", "law_unnamed", Weight.ASK),
        ("view", "予以支持。您继续信访的，将列入失信名单。", "threat_credit", Weight.MUST),
        ("view", "予以支持。您再次越级上访的，将被列入黑名单。", "threat_credit", Weight.MUST),
        ("view", "予以支持。继续上访的，由公安机关依法处理。", "threat_police", Weight.ASK),
    ],
)
def test_what_is_wrong_is_found_with_its_weight(element: str, text: str, code: str, weight: Weight) -> None:
    seen = found({element: text})
    assert code in seen
    assert (seen[code].element, seen[code].weight) == (element, weight)


@pytest.mark.parametrize(
    ("element", "text"),
    [
        ("investigation", "青岚市劳动人事争议仲裁委员会于2026年9月3日受理了您的申请，我局查阅了卷宗。"),
        ("findings", "您于2026年2月3日收到法院判决书，项目部仍欠您工资2.8万元，有判决书为证。"),
        ("investigation", "我局于2026年10月12日收到您的来信，10月20日受理，查阅了考勤表。"),
        ("findings", "合同到2027年12月31日止，项目部尚欠您工资2.8万元，有合同为证。"),
        ("findings", "工头王海波承认尚欠您工资2.8万元，孟然、陆川在场记录，有笔录为证。"),
        ("view", "予以支持。该公司已列入拖欠工资失信联合惩戒名单。"),
        ("view", "予以支持。您可以自行申请仲裁，有关部门依照规定办理。"),
        ("investigation", "项目部承诺2026年12月31日前告知您到账日期，我局当场核实了账目。"),
        ("findings", "公示期自2026年12月1日起，项目部应当告知您领取工资的地点。"),
        ("view", "予以支持。我局随后又到项目部核实，并责令于2026年12月10日前付清。"),
        ("view", "予以支持，款项已于2026年11月20日支付。"),
        ("law", "《信访工作条例》第三十二条；原《信访条例》已废止。"),
        ("remedy", "可以自收到之日起三十日内，向青岚市人民政府书面请求复查。"),
        ("claim", "请求支付28000元工资。"),
    ],
)
def test_what_is_right_is_left_alone(element: str, text: str) -> None:
    assert {c for c, f in found({element: text}).items() if f.weight is not Weight.HINT} == set()


def test_a_refusal_that_reads_like_support_is_found() -> None:
    file = replace(FILE, facts={"result": "reject"})
    assert "result_reject" in found({"view": "您的请求予以支持。"}, file)
    assert "result_reject" not in found({"view": "您的请求不予支持，因为没有约定。"}, file)


def test_a_promise_by_a_day_is_found_whatever_the_result_and_a_right_of_the_reader_is_none() -> None:
    file = replace(FILE, facts={"result": "explain"})
    promised = "我们作了说明。2026年12月20日前由业务科修改在线客服应答内容，并电话告知您。"
    assert found({"view": promised}, file)["promise_open"].weight is Weight.HINT
    assert "promise_open" not in found({"view": "您可以在2026年12月20日前申请仲裁，再办理。"}, file)
    assert "promise_open" not in found({"view": promised})


SUPPORTING = [
    "支持您的请求：证书不是人社部门认可的证书；退费由就业中心牵头集体登记。",
    "支持您的请求：停发的两个月随本月一并补发；今后暂停前先发短信。",
    "您的请求符合规定，予以支持，办理结果由承办单位与您联系落实。",
    "同意您的请求，2026年12月20日前补缴到账。",
]
LEFT_OPEN = [
    "您的请求有合理之处，但现行规定没有相应依据，我们作了说明，并告知您可以走的途径。",
    "您的请求部分支持：补发9月的津贴，其他月份没有依据。",
    "您请求“支持您的请求”一类的书面承诺，现行规定没有依据，我们作了说明。",
    "仲裁委已裁决支持您的请求，我局不重复处理。",
    "如果您补齐材料，符合条件的予以支持。",
    "不支持您的请求。",
]


@pytest.mark.parametrize("result", ["explain", "reject"])
def test_words_that_support_beside_another_result_on_record_need_a_reason(result: str) -> None:
    file = replace(FILE, facts={"result": result})
    for view in SUPPORTING:
        [finding] = [f for c, f in found({"view": view}, file).items() if c == f"result_{result}"]
        assert finding.weight is Weight.ASK
    assert not [v for v in LEFT_OPEN if f"result_{result}" in found({"view": v}, file)]


def test_a_review_that_keeps_what_is_on_record_as_revoked_is_found() -> None:
    file = replace(FILE, kind="review_opinion", act="review_decided", facts={"result": "revoke"})
    assert "result_undone" in found({"view": "维持原处理意见。"}, file)
    assert "result_undone" not in found({"view": "撤销原处理意见，由该局重新作出。"}, file)


ANSWER = {
    **OPINION,
    "remedy": "如不服本答复，可以自知道之日起60日内向青岚市人民政府申请行政复议，"
    "或者自知道之日起6个月内向人民法院提起行政诉讼。",
}
ON_DUTY = replace(FILE, kind="path_answer", act="answered", path=5, facts={}, government="青岚市人民政府")


@pytest.mark.parametrize(
    ("remedy", "code"),
    [
        ("如不服本答复，可在三十日内向上一级机关申请复查。", "remedy_not_petition"),
        (ANSWER["remedy"].replace("60日", "30日"), "remedy_reconsideration_days"),
        (ANSWER["remedy"].replace("6个月", "3个月"), "remedy_suit_months"),
        (ANSWER["remedy"] + "也可以请求复查。", "remedy_review_offered"),
        (ANSWER["remedy"].replace("青岚市人民政府", "省厅"), "remedy_government"),
    ],
)
def test_an_answer_on_the_fifth_path_tells_of_reconsideration_and_suit(remedy: str, code: str) -> None:
    assert set(found(file=ON_DUTY, base=ANSWER)) == {"promise_open"}, "its view promises by a day"
    assert code in found({"remedy": remedy}, ON_DUTY, ANSWER)


def test_the_last_opinion_tells_that_it_is_final() -> None:
    file = replace(FILE, kind="rereview_opinion", act="rereview_decided", facts={})
    base = {**OPINION, "earlier_opinion": "见前。", "finality": "仍以同一事实和理由提出的，不再受理。"}
    assert "finality_unsaid" not in found(file=file, base=base)
    assert "finality_unsaid" in found({"finality": "本意见为终结意见。"}, file, base)
    reopened = "不再受理。如不服，可以向上一级机关请求复核。"
    assert "finality_reopened" in found({"finality": reopened}, file, base)


NOTICE = {
    "addressee": "周大勇",
    "matter": "您反映的信访事项（编号：青人社访〔2026〕7号）。",
    "acceptance": "我局决定受理。",
    "path": "按信访程序办理。",
    "due_day": "办理期限至2027年1月25日。",
    "law": "《信访工作条例》第二十三条。",
    "limits": "",
}
TAKEN_UP = replace(FILE, kind="acceptance", act="accepted", facts={"path": 6}, due_day=date(2027, 1, 25))


def test_the_last_day_of_a_notice_is_that_of_the_day_it_is_signed() -> None:
    assert found(file=TAKEN_UP, base=NOTICE) == {}
    later = replace(TAKEN_UP, due_day=date(2027, 1, 28), fresh={"due_day": "办理期限至2027年1月28日。"})
    seen = found(file=later, base=NOTICE)["due_day_differs"]
    assert seen.suggest == "办理期限至2027年1月28日。"
    assert "due_day_unsaid" in found({"due_day": "按期办理。"}, TAKEN_UP, NOTICE)


def test_no_last_day_is_made_up_where_the_law_has_none() -> None:
    assert "due_day_invented" in found(file=replace(TAKEN_UP, due_day=None), base=NOTICE)


def test_what_goes_on_record_with_the_letter_stands_in_it() -> None:
    seen = found(file=replace(FILE, facts={"result": "support", "execute_by": "2026-12-31"}))
    assert "execute_by_unsaid" in seen
    assert "execute_by_unsaid" not in found(
        file=replace(FILE, facts={"result": "support", "execute_by": "2026-12-10"})
    )
    longer = replace(FILE, kind="extension", act="extended", facts={"days": 20}, due_day=None)
    told = {
        "addressee": "周大勇",
        "matter": "您反映的事项。",
        "reason": "需要委托鉴定，鉴定结果还没有出来。",
        "days": "延长30日。",
        "approval": "经负责人批准。",
        "due_day": "",
        "law": "《信访工作条例》第三十四条",
    }
    assert "days_differ" in found(file=longer, base=told)
    assert "days_differ" not in found({"days": "延长20日。"}, longer, told)


def test_words_of_the_petitioner_that_the_office_only_repeats_are_no_threat() -> None:
    quoted = {"matter": "您反映的“因上访被派出所行政拘留五日，不服”信访事项。"}
    assert "threat_police" not in found(quoted, TAKEN_UP, NOTICE)


def test_a_letter_between_offices_may_be_addressed_to_an_office() -> None:
    sent = replace(FILE, kind="transfer", act="transferred", facts={})
    base = {
        "addressee": "柳坪县人力资源和社会保障局",
        "to": "柳坪县人力资源和社会保障局",
        "matter": "现将事项转送你单位。",
        "papers": "材料一份。",
    }
    assert found(file=sent, base=base) == {}


@given(st.integers(1, 99), st.sampled_from(["日", "天", "个工作日", "个月"]))
def test_periods_are_read_in_figures_and_in_characters(number: int, unit: str) -> None:
    kind = {"日": "day", "天": "day", "个工作日": "working-day", "个月": "month"}[unit]
    tens, ones = divmod(number, 10)
    signs = "零一二三四五六七八九"
    said = (signs[tens] if tens > 1 else "") + ("十" if tens else "") + (signs[ones] if ones else "")
    assert (number, kind) in spans(f"自收到之日起{number}{unit}内提出")
    assert (number, kind) in spans(f"自收到之日起{said}{unit}内提出")


@given(st.dates(date(2026, 10, 1), TODAY - timedelta(days=1)))
def test_every_other_day_of_acceptance_contradicts_the_file_and_the_right_one_never_does(day: date) -> None:
    seen = found({"investigation": f"我局于{written(day)}受理，此后查阅了考勤表和工资表。"})
    assert ("day_differs" in seen) == (day != date(2026, 10, 20))


@given(
    st.dictionaries(st.sampled_from(sorted(OPINION)), st.text(max_size=80)),
    st.sampled_from(sorted(LETTER_KINDS)),
)
def test_no_words_make_the_checks_fail_and_each_finding_has_words_and_a_place(
    changes: dict[str, str], kind: str
) -> None:
    for one in check({**OPINION, **changes}, replace(FILE, kind=kind), LAW):
        assert one.citation.instrument
        for lang in LANGUAGES:
            assert has(one.what.code, lang) and has(one.todo.code, lang)
            assert not re.search(r"\{\w+\}", say(one.what, lang) + say(one.todo, lang))


def test_the_same_finding_is_known_again_until_its_words_change() -> None:
    one, same = (found({"view": "予以支持，尽快支付工资。"})["undated"].about for _ in range(2))
    other = found({"view": "予以支持，尽快支付全部工资。"})["undated"].about
    assert one == same != other


@pytest.mark.parametrize(
    ("kind", "element", "right", "wrong"),
    [
        ("acceptance", "acceptance", "经审查，我单位决定予以受理。", "经审查，请您耐心等候，不要再来。"),
        ("extension", "days", "现决定延长30日。", "还要30日。"),
    ],
)
def test_a_notice_that_does_not_say_what_is_decided_is_stopped(
    kind: str, element: str, right: str, wrong: str
) -> None:
    file = replace(FILE, kind=kind, facts={})
    assert "undecided" not in found({element: right}, file, base={})
    assert "undecided" in found({element: wrong}, file, base={})
