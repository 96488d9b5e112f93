"""Topics of an agency: gathered at night, counted in scope, small ones hidden, decisions kept."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid, NotAllowed, NotFound
from huiyin.cases.models import Matter, Topic, TopicMember
from huiyin.cases.queries.topics import gathered, topic
from huiyin.cases.rules.given import PersonGiven
from huiyin.cases.services import topics
from huiyin.foundation.models import AuditEntry
from tests.agency import actor, petition

KILN = (
    "青瓦窑厂拖欠工资",
    "青瓦窑厂三个月没发工资",
    "青瓦窑厂老板欠薪",
    "请求处理青瓦窑厂欠薪",
    "青瓦窑厂欠工人工资一直不给",
    "青瓦窑厂工资什么时候发",
)
ACCUSATION = "举报青瓦窑厂的事：县人社局科长王某某收受红包、吃拿卡要，请纪检监察部门查处。"


OTHERS = (
    "我想问养老保险关系怎样从外省转移到柳坪来，网上说法不一。",
    "职称评审材料递上去两个月，没有人告诉我结果。",
    "生育津贴审核通过后一直没有到账，孩子已经半岁。",
    "社保卡丢失以后补办，窗口让我跑了三趟。",
    "人才引进补助公示名单里没有我，不知道哪里不合条件。",
    "退休年龄延迟以后，我这种特殊工种还能不能提前办。",
    "技能培训结业证书发错了名字，学校说等下一批。",
    "失业金领取到一半停发，打电话没人接。",
)


def others() -> None:
    """Register petitions that have nothing to do with the kiln nor with each other."""
    for n, words in enumerate(OTHERS):
        petition(words, person=person(70 + n))


def person(n: int) -> PersonGiven:
    return PersonGiven(name=f"张{n}三", phone=f"199{n:08d}", address=f"青瓦村{n}号")


def gathering(count: int = 6, *, office: str = "lp-hrss", first: int = 0, one: bool = False) -> list[int]:
    """Return matters about one kiln, each by another person or all by one, beside some about other things."""
    if not Matter.objects.exists():
        others()
    return [
        petition(
            f"{KILN[n % 6]}，第{first + n}次说了，大家生活困难，希望尽快解决。",
            title=KILN[n % 6],
            office=office,
            person=person(0 if one else first + n),
        ).matter
        for n in range(count)
    ]


def topic_of(matter: int) -> int:
    """Return a topic that has one matter in it, as it is left of one whose others went elsewhere."""
    found = Topic.objects.create(title="河口镇欠薪", found=now())
    TopicMember.objects.create(topic=found, matter_id=matter, place=0)
    return found.pk


@pytest.mark.usefixtures("agency")
class TestGathering:
    def test_matters_of_several_persons_become_a_topic_with_a_title(self) -> None:
        matters = gathering()
        petition("咨询失业登记要带什么材料，我住在城里。", office="lp-hrss", person=person(50))
        assert topics.gather(at=now()) == 1
        [row] = gathered(actor("leader"), on=today()).rows
        assert "青瓦窑厂" in row.title
        assert (row.petitions, row.persons, row.now, row.before) == (6, 6, 6, 0)
        assert {matter for matter, _line in row.examples} <= set(matters) and len(row.examples) == 3

    def test_one_pen_makes_no_topic(self) -> None:
        gathering(one=True)
        assert topics.gather(at=now()) == 0

    def test_repeating_it_changes_nothing(self) -> None:
        gathering()
        topics.gather(at=now())
        before = (list(Topic.objects.values()), list(TopicMember.objects.values()))
        topics.gather(at=now())
        assert (list(Topic.objects.values()), list(TopicMember.objects.values())) == before

    def test_more_petitions_come_to_the_same_topic(self) -> None:
        gathering(4)
        topics.gather(at=now())
        [before] = Topic.objects.all()
        gathering(2, first=4)
        topics.gather(at=now())
        [after] = Topic.objects.all()
        assert (after.pk, after.title, after.members.count()) == (before.pk, before.title, 6)

    def test_a_possible_accusation_is_never_in_one(self) -> None:
        gathering(4)
        hidden = petition(ACCUSATION, title="举报青瓦窑厂", office="lp-hrss", person=person(90)).matter
        assert Matter.objects.get(pk=hidden).restricted
        topics.gather(at=now())
        assert not TopicMember.objects.filter(matter=hidden).exists()

    def test_a_matter_closed_to_all_but_named_officers_counts_no_more_at_once(self) -> None:
        matters = gathering(5)
        topics.gather(at=now())
        Matter.objects.filter(pk=matters[0]).update(restricted=True)
        [row] = gathered(actor("head"), on=today()).rows or gathered(actor("leader"), on=today()).rows
        assert row.persons == 4
        topics.gather(at=now())
        assert not TopicMember.objects.filter(matter=matters[0]).exists()

    def test_what_is_older_than_half_a_year_gathers_no_more(self) -> None:
        matters = gathering()
        topics.gather(at=now())
        Matter.objects.filter(pk__in=matters).update(received_on=today() - timedelta(days=200))
        assert topics.gather(at=now()) == 0
        assert not Topic.objects.exists()


@pytest.mark.usefixtures("agency")
class TestScope:
    def test_each_counts_the_matters_in_the_own_sight(self) -> None:
        gathering(3, office="lp-hrss")
        gathering(3, office="fd-hrss", first=3)
        topics.gather(at=now())
        assert [row.persons for row in gathered(actor("leader"), on=today()).rows] == [6]
        county = actor("head", "lp-hrss")
        [row] = gathered(county, on=today()).rows
        assert row.persons == 3
        page = topic(county, row.id)
        assert len(page.rows) == 3

    def test_who_sees_none_of_its_matters_does_not_find_it(self) -> None:
        gathering(3, office="lp-hrss")
        topics.gather(at=now())
        [one] = Topic.objects.all()
        other = actor("head", "fd-hrss")
        assert not gathered(other, on=today()).rows
        with pytest.raises(NotFound):
            topic(other, one.pk)
        with pytest.raises(NotFound):
            topics.rename(one.pk, "别处的名字", by=other, at=now())

    def test_an_analyst_sees_numbers_of_five_and_more_and_no_headline(self) -> None:
        gathering(4, office="ql-hrss")
        topics.gather(at=now())
        analyst = actor("analyst")
        found = gathered(analyst, on=today())
        assert (found.rows, found.too_small, found.exported) == ([], 1, True)
        gathering(2, office="ql-hrss", first=4)
        topics.gather(at=now())
        [row] = gathered(analyst, on=today()).rows
        assert (row.persons, row.examples) == (6, ())

    def test_by_area_and_kind(self) -> None:
        matters = gathering(6)
        Matter.objects.filter(pk__in=matters[:4]).update(division="970121", kind="W1")
        topics.gather(at=now())
        leader = actor("leader")
        assert gathered(leader, on=today(), area="970121", kind="W1").rows[0].persons == 4
        assert not gathered(leader, on=today(), area="970122").rows

    def test_it_costs_the_same_however_much_gathers(self) -> None:
        leader = actor("leader")
        gathering(3)
        topics.gather(at=now())
        with CaptureQueriesContext(connection) as few:
            gathered(leader, on=today())
        gathering(3, first=3)
        topics.gather(at=now())
        with CaptureQueriesContext(connection) as more:
            gathered(leader, on=today())
        assert len(few) == len(more) <= 4


@pytest.mark.usefixtures("agency")
class TestDeciding:
    def test_a_name_given_stays_and_is_on_record_without_its_words(self) -> None:
        gathering()
        topics.gather(at=now())
        [one] = Topic.objects.all()
        topics.rename(one.pk, "青瓦窑厂欠薪一事", by=actor("leader"), at=now())
        gathering(2, first=6)
        topics.gather(at=now())
        [row] = gathered(actor("leader"), on=today()).rows
        assert (row.id, row.title, row.named, row.persons) == (one.pk, "青瓦窑厂欠薪一事", True, 8)
        entry = AuditEntry.objects.get(action="topic.rename")
        assert entry.about == f"topic:{one.pk}" and "青瓦" not in str(vars(entry))

    def test_what_is_not_one_matter_does_not_come_back(self) -> None:
        gathering()
        topics.gather(at=now())
        [one] = Topic.objects.all()
        topics.say_apart(one.pk, by=actor("leader"), at=now())
        assert not gathered(actor("leader"), on=today()).rows
        topics.gather(at=now())
        assert not gathered(actor("leader"), on=today()).rows
        topics.say_together(one.pk, by=actor("leader"), at=now())
        topics.gather(at=now())
        assert gathered(actor("leader"), on=today()).rows

    @pytest.mark.parametrize(
        ("title", "code"),
        [
            ("  ", "topics.title_missing"),
            ("窑" * 41, "topics.title_too_long"),
            ("找19900001234", "topics.title_personal"),
        ],
    )
    def test_a_name_is_short_and_points_to_nobody(self, title: str, code: str) -> None:
        gathering(3)
        topics.gather(at=now())
        with pytest.raises(Invalid) as refused:
            topics.rename(Topic.objects.get().pk, title, by=actor("leader"), at=now())
        assert refused.value.message.code == code

    def test_who_sees_the_smaller_part_does_not_decide_for_all(self) -> None:
        gathering(1, office="fd-hrss")
        gathering(5, office="lp-hrss", first=1)
        topics.gather(at=now())
        one = Topic.objects.get().pk
        with pytest.raises(NotAllowed):
            topics.say_apart(one, by=actor("head", "fd-hrss"), at=now())
        with pytest.raises(NotAllowed):
            topics.say_apart(one, by=actor("handler", "lp-hrss"), at=now())
