"""Topics: what groups, what does not, and what stays the same from day to day. All messages are invented."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.text.topics import Heard, Message, State, heat, naming, peak, persons_between, update
from huiyin.text.topics.grouping import groups

START = date(2026, 3, 2)
KILN = (
    "柳坪县河口镇青瓦窑厂拖欠工资",
    "河口镇青瓦窑厂三个月没发工资",
    "青瓦窑厂老板欠薪跑了，工资找谁要",
    "请求处理河口镇青瓦窑厂欠薪",
    "青瓦窑厂欠工人工资一直不给",
    "柳坪县青瓦窑厂工资什么时候发",
)
BUS = (
    "云杉小区旁的培训学校不退学费",
    "云杉小区培训学校关门，学费不退",
    "请求追回云杉小区培训学校的学费",
    "云杉小区那家培训学校骗取学费",
)
OTHERS = (
    "咨询养老保险怎么转移",
    "失业登记要带哪些材料",
    "职称评审结果何时公布",
    "生育津贴多久到账",
    "社保卡丢了怎么补办",
    "退休年龄怎么计算",
)


def _told(titles: Sequence[str], first: int, *, person: str = "", day: date = START) -> list[Message]:
    return [
        Message(
            first + n,
            title,
            f"{title}。大家都很着急，请领导帮帮忙。",
            day + timedelta(days=n),
            "970121",
            person or f"p{first + n}",
        )
        for n, title in enumerate(titles)
    ]


def _everything() -> list[Message]:
    return _told(KILN, 100) + _told(BUS, 200) + _told(OTHERS, 300)


def test_messages_about_one_matter_come_together_and_others_stay_out() -> None:
    topics = update(State(), _everything()).topics
    assert [set(t.members) for t in topics] == [set(range(100, 106)), set(range(200, 204))]
    kiln = topics[0]
    assert (kiln.petitions, kiln.persons, kiln.first, kiln.last) == (6, 6, START, START + timedelta(days=5))
    assert kiln.areas == {"970121": 6}


def test_a_title_names_the_place_and_the_trouble_in_words_of_several_persons() -> None:
    kiln = update(State(), _everything()).topics[0]
    assert "青瓦窑厂" in kiln.title
    assert all(sum(part in title for title in KILN) >= 3 for part in kiln.title.split())


def _of_kind(told: list[Message], about: Sequence[str]) -> list[Message]:
    return [replace(message, about=kind) for message, kind in zip(told, about, strict=True)]


def test_a_title_begins_with_the_kind_of_matter_that_half_of_the_persons_bring() -> None:
    told = _of_kind(_told(KILN, 100), ["拖欠克扣工资"] * 3 + [""] * 3) + _told(OTHERS, 300)
    kiln = update(State(), told).topics[0]
    about, _, words = kiln.title.partition("：")
    assert about == "拖欠克扣工资" and "青瓦窑厂" in words
    told = _of_kind(_told(KILN, 100), ["拖欠克扣工资"] * 2 + [""] * 4) + _told(OTHERS, 300)
    assert "：" not in update(State(), told).topics[0].title


def test_messages_of_different_kinds_that_share_no_more_than_a_place_are_no_topic() -> None:
    sent = ("茶亭镇木器厂义务劳动", "茶亭镇卫生院多收钱", "茶亭镇社保卡怎么办", "茶亭镇小作坊押工资")
    told = _told(sent, 100) + _told(OTHERS, 300)
    kinds = ["加班、工时与休假", "", "社保卡与电子社保卡", "拖欠克扣工资", *[""] * len(OTHERS)]
    assert update(State(), told).topics and not update(State(), _of_kind(told, kinds)).topics


def test_how_a_message_was_taken_down_names_no_topic() -> None:
    told = _told([f"来电人称{title}" for title in KILN], 100) + _told([f"来电人反映{t}" for t in OTHERS], 300)
    topics = update(State(), told).topics
    assert [set(t.members) for t in topics] == [set(range(100, 106))] and "来电" not in topics[0].title


def test_examples_are_redacted_and_of_different_persons() -> None:
    told = _everything()
    told[0] = Message(100, f"{KILN[0]}，电话19900001234", told[0].text, START, "970121", "p100")
    kiln = update(State(), told).topics[0]
    assert len(kiln.examples) == 3
    assert "19900001234" not in "".join((kiln.title, *kiln.examples))


def test_many_copies_by_one_person_make_no_topic() -> None:
    told = _told([KILN[0]] * 40, 100, person="one pen") + _told(OTHERS, 300)
    assert not update(State(), told).topics


def test_one_who_writes_forty_times_counts_by_the_logarithm() -> None:
    day = START
    many = [Heard(day, "one pen")] * 40
    assert heat(many, on=day) < heat([Heard(day, f"p{n}") for n in range(6)], on=day)


@given(st.lists(st.integers(0, 300), min_size=1, max_size=20))
def test_without_news_a_topic_cools_and_its_peak_is_never_below_any_day(ago: list[int]) -> None:
    heard = [Heard(START + timedelta(days=n), f"p{place}") for place, n in enumerate(ago)]
    last = max(one.day for one in heard)
    assert heat(heard, on=last + timedelta(days=60)) == pytest.approx(heat(heard, on=last) / 2)
    assert peak(heard) >= heat(heard, on=last)


def test_persons_are_counted_once_in_a_stretch_of_days() -> None:
    heard = [Heard(START, "a"), Heard(START, "a"), Heard(START + timedelta(days=9), "b")]
    assert persons_between(heard, START, START + timedelta(days=8)) == 1


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 9))
def test_small_updates_in_any_order_end_in_the_groups_of_one_run(random: object, step: int) -> None:
    told = _everything()
    random.shuffle(told)  # type: ignore[attr-defined]
    state = State()
    for first in range(0, len(told), step):
        state = update(state, told[first : first + step])
    whole = update(State(), told)
    assert {t.members for t in state.topics} == {t.members for t in whole.topics}


def test_a_topic_keeps_number_and_title_when_more_come() -> None:
    before = update(State(), _everything())
    more = update(before, _told(["青瓦窑厂欠薪，工人去县里反映", "青瓦窑厂的工资还没有着落"], 400))
    assert [t.id for t in more.topics] == [t.id for t in before.topics]
    assert more.topics[0].title == before.topics[0].title
    assert more.topics[0].petitions == 8


def test_the_title_an_officer_gave_stays() -> None:
    from dataclasses import replace

    before = update(State(), _everything())
    named = replace(before.topics[0], title="青瓦窑厂欠薪一事", named=True)
    more = update(replace(before, topics=(named, *before.topics[1:])), _told([KILN[1]], 500))
    assert more.topics[0].title == "青瓦窑厂欠薪一事"


def test_what_was_said_to_be_no_one_matter_stays_out_of_the_hottest() -> None:
    from dataclasses import replace

    before = update(State(), _everything())
    apart = replace(before.topics[1], apart=True)
    state = replace(before, topics=(before.topics[0], apart))
    for n in range(2):
        state = update(state, _told([OTHERS[n] + "呢"], 600 + n))
        shown = state.hottest(START)
        assert [t.id for t in shown] == [before.topics[0].id]


def test_what_is_older_than_the_window_is_forgotten() -> None:
    state = update(State(), _everything())
    later = update(
        state, _told(OTHERS, 700, day=START + timedelta(days=90)), since=START + timedelta(days=80)
    )
    assert not later.topics and set(later.kept) == set(range(700, 706))


@pytest.mark.parametrize("text", ["", "。", "a", "1" * 5000, "\u200b" * 50])
def test_odd_messages_are_taken_and_group_with_nothing(text: str) -> None:
    told = [*_everything(), Message(900, text, text, START, "", "odd")]
    assert 900 not in {key for t in update(State(), told).topics for key in t.members}


def test_nothing_at_all_gives_no_topics() -> None:
    assert update(State(), []).topics == ()


def test_a_chain_does_not_run_together() -> None:
    chain = [{at + 1: 0.2} if at < 9 else {} for at in range(10)]
    assert max(len(group) for group in groups(chain, together=0.15)) < 4


@pytest.mark.parametrize("said", ["12333", "三十四岁零十个月"])
def test_a_number_alone_is_no_title(said: str) -> None:
    group = [
        naming.told(f"p{n}", said, "", about)
        for n, about in enumerate(("养老金", "养老金", "社保卡", "失业金", "工伤"))
    ]
    assert naming.title(group, naming.spread(group), 50) == f"养老金：{said}"
    nameless = [naming.told(f"p{n}", said, "") for n in range(5)]
    assert naming.title(nameless, naming.spread(nameless), 50) == ""
    assert naming.names_a_matter("工资三个月") and not naming.names_a_matter(said)
