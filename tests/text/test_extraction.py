"""Employer, persons, periods, sums and earlier petitions, each with the words that say so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.text import understand
from huiyin.text.amount_roles import Sum, sums
from huiyin.text.amounts import amounts
from huiyin.text.earlier import earlier
from huiyin.text.employer import employers
from huiyin.text.periods import periods
from huiyin.text.persons import persons
from huiyin.text.reading import Reading, read

_PIECES = [
    "我们32人",
    "在",
    "望川市大发家具厂",
    "公司",
    "有限公司",
    "2019年3月",
    "到",
    "至今",
    "5月",
    "连续18年",
    "半年",
    "十几个工友",
    "去年",
    "向县信访局反映过",
    "信访编号",
    "RX2023051",
    "欠",
    "3.2万元",
    "每月",
    "已付",
    "。",
    "，",
    "〔2023〕",
    "第12号",
    "厂",
    "中学",
    "几十",
    "万",
    "两",
    "元",
]
texts = st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=4)), max_size=14).map("".join)


def _sums(body: list[Reading]) -> tuple[Sum, ...]:
    return sums(body, tuple(amount for reading in body for amount in amounts(reading)))


def _body(text: str) -> list[Reading]:
    return [read(text, "text")]


@given(texts)
def test_nothing_crashes_and_every_span_lies_in_the_text(text: str) -> None:
    body = _body(text)
    spans = (
        [e.span for e in employers(body)] + [p.span for p in persons(body)] + [p.span for p in periods(body)]
    )
    spans += [e.span for e in earlier(body)] + [s.why for s in _sums(body)]
    assert all(text[s.start : s.end] == s.text and s.start < s.end for s in spans)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "厂",
        "1" * 100_000,
        "My employer has not paid me.",
        "厂" * 50_000,
        "十年" * 30_000,
        "在公司" * 30_000,
    ],
)
def test_any_text_is_taken(text: str) -> None:
    body = _body(text)
    for look in (employers, persons, periods, earlier, _sums):
        look(body)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我在青岭县宏达五金有限公司工作了八年。", "青岭县宏达五金有限公司"),
        ("单位：江州市好又来餐饮管理有限公司", "江州市好又来餐饮管理有限公司"),
        ("我被江州市第二中学辞退", "江州市第二中学"),
        ("我1998年至2004年在白沙县化肥厂当工人。", "白沙县化肥厂"),
        ("望川市大发家具厂克扣我两个月工资", "望川市大发家具厂"),
        ("我们在望川市阳光花园二期工地干活", "望川市阳光花园二期工地"),
        ("给中铁八局盖房子", "中铁八局"),
    ],
)
def test_the_employer_is_the_longest_natural_name(text: str, name: str) -> None:
    assert employers(_body(text))[0].name == name


@pytest.mark.parametrize(
    "text",
    [
        "公司不交社保",
        "银行卡没有到账",
        "我是大学生",
        "厂长和家长都来了",
        "我们学校的老师",
        "找工作室友帮忙吗",
    ],
)
def test_a_word_is_no_employer(text: str) -> None:
    assert not employers(_body(text))


@pytest.mark.parametrize(
    ("text", "value", "exact"),
    [
        ("我们32人没有拿到钱", 32, True),
        ("全厂两百多人等安置", 200, False),
        ("十几个工友一起干的", 10, False),
        ("和我同班组的三十来号人", 30, False),
        ("涉及1200多名职工", 1200, False),
        ("拖欠四十八名工人工资", 48, True),
    ],
)
def test_persons_are_counted_as_the_words_say(text: str, value: int, exact: bool) -> None:
    first = persons(_body(text))[0]
    assert (first.value, first.exact) == (value, exact)


@pytest.mark.parametrize(
    "text", ["家里五口人", "我一个人带孩子", "窗口排了20人", "百分之六十职工", "招12人", "2019年"]
)
def test_other_numbers_are_no_persons_concerned(text: str) -> None:
    assert not persons(_body(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("从2019年3月到2021年5月没有交社保", ("2019-03", "2021-05", None)),
        ("1998年3月15日至2004年9月30日在厂里", ("1998-03-15", "2004-09-30", None)),
        ("2016年3月到8月绑钢筋", ("2016-03", "2016-08", None)),
        ("2020年7月至今没有拿到钱", ("2020-07", "now", None)),
        ("去年至今没有发", ("year-1", "now", None)),
        ("连续18年在医院做护工", (None, None, "P18Y")),
        ("干了八个月", (None, None, "P8M")),
        ("跑车两年半", (None, None, "P2Y6M")),
        ("半年没发工资", (None, None, "P6M")),
        ("三年零四个月", (None, None, "P3Y4M")),
        ("几十年的老职工", (None, None, "P20Y")),
    ],
)
def test_a_period_is_read_as_from_to_or_length(text: str, expected: tuple[str | None, ...]) -> None:
    first = periods(_body(text))[0]
    assert (first.start, first.end, first.length) == expected


@pytest.mark.parametrize(
    "text", ["三年前下岗", "第三年", "三年级", "98年下岗", "2019年入职", "十天内付清", "今年55岁"]
)
def test_what_is_no_period_is_left_out(text: str) -> None:
    assert not periods(_body(text))


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("拖欠我工资3.2万元", ["claimed"]),
        ("老板只给了5000元", ["paid"]),
        ("每月工资4500元", ["monthly"]),
        ("一个月工资4500元", ["monthly"]),
        ("欠我三个月工资9000元", ["claimed"]),
        ("三个月工资9000元没发", ["claimed"]),
        ("欠了十一个月工资9000元", ["claimed"]),
        ("共计8600元，月薪4300元，已付2000元", ["claimed", "monthly", "paid"]),
        ("买材料花了300元", []),
        ("给娘办丧事向亲戚借了3万元", ["borrowed"]),
        ("家里办丧事借了亲戚一万二，过年前要还", ["borrowed"]),
        ("办丧事的两万块是借来的，厂里欠我工资1.5万元", ["borrowed", "claimed"]),
        ("家里外债5万元，老板欠我4万元", ["borrowed", "claimed"]),
        ("老板借我2万元不还", []),
    ],
)
def test_a_sum_is_what_the_words_say(text: str, roles: list[str]) -> None:
    assert [s.role for s in _sums(_body(text))] == roles


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        ("去年向县信访局反映过", "told", "县信访局"),
        ("打过12345三次", "told", "12345"),
        ("找了劳动监察大队多次", "told", "劳动监察大队"),
        ("信访编号：RX20230518004", "number", "rx20230518004"),
        ("收到江信复字〔2023〕第12号", "number", "江信复字〔2023〕第12号"),
        ("已收到处理意见书", "answer", "收到处理意见书"),
    ],
)
def test_an_earlier_petition_is_found(text: str, kind: str, what: str) -> None:
    assert (kind, what) in [(e.kind, e.what) for e in earlier(_body(text))]


@pytest.mark.parametrize("text", ["我想向县人社局反映一个问题", "江人社发〔2019〕38号文件", "我要去法院起诉"])
def test_what_is_only_intended_or_a_rule_is_no_earlier_petition(text: str) -> None:
    assert not earlier(_body(text))


def test_the_site_of_a_unit_that_is_named_itself_is_not_a_second_unit() -> None:
    body = _body("在望川诚达建筑公司干活，诚达建筑公司工地到现在没给钱，投诉望川诚达建筑公司工地。")
    assert [unit.name for unit in employers(body)] == ["望川诚达建筑公司"]


def test_a_reading_holds_the_facts_that_the_petition_states() -> None:
    said = understand("我们38个工友从2023年3月到8月给诚达建筑公司干活，欠26万元，多次向区劳动监察大队反映。")
    found = said.as_dict()
    assert [unit["name"] for unit in found["employers"]] == ["诚达建筑公司"]
    assert found["persons"][0]["value"] == 38
    assert (found["periods"][0]["from"], found["periods"][0]["to"]) == ("2023-03", "2023-08")
    assert (found["sums"][0]["role"], found["sums"][0]["value"]) == ("claimed", 260_000)
    assert found["earlier"][0]["what"] == "区劳动监察大队"


@pytest.mark.parametrize(
    ("text", "requests"),
    [
        (
            "我2001年进厂。请求：1.补发工资；2.补缴社保；3.书面答复我。",
            ["请求：1.补发工资；2.补缴社保；3.书面答复我。"],
        ),
        ("希望补发我的丧葬补助；追回多扣的钱。家里很难。", ["希望补发我的丧葬补助；追回多扣的钱。"]),
        (
            "诉求：请查清那笔到底有没有多发；没有问题就把抚恤金发下来，并给一个准日子。她过年要还钱。",
            ["诉求：请查清那笔到底有没有多发；没有问题就把抚恤金发下来，并给一个准日子。"],
        ),
        ("请求补发工资；要求补缴社保。", ["请求补发工资；", "要求补缴社保。"]),
        ("希望查一查；我2001年参加工作，2010年离开。", ["希望查一查；"]),
        ("请帮我追回工资；补发过一次就没有下文了。", ["请帮我追回工资；"]),
    ],
)
def test_a_request_does_not_end_at_a_semicolon(text: str, requests: list[str]) -> None:
    assert [span.text for span in understand(text).requests] == requests
