"""Leave and delegation: the stand-in acts for somebody, one step only, and never more than they could."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid, NotAllowed, NotFound
from huiyin.cases.queries import matter
from huiyin.cases.services import recusals, work
from huiyin.foundation.models import AuditEntry
from huiyin.orgs import accounts, queries, standing_in, two_persons
from huiyin.orgs.rules import (
    NEVER_DELEGATED,
    ROLES,
    PostHeld,
    branches,
    delegable,
    may_stand_in,
    reach_of,
    ring_of,
)
from tests.agency import actor, login, petition, staff_id

pytestmark = pytest.mark.usefixtures("agency")


def stand_in(giver: str, taker: str, *, by: str = "", **more: Any) -> int | None:
    facts = {"kind": "leave", "from_day": today(), "to_day": today() + timedelta(days=3), "at": now(), **more}
    return standing_in.set_stand_in(staff_id(giver), staff_id(taker), by=login(by or giver), **facts)


def test_the_stand_in_acts_and_the_log_says_for_whom() -> None:
    done = petition()
    stand_in("mengran", "luchuan")
    handler = login("luchuan")
    assert "letter.sign" in handler.may
    work.hand_to_unit(done.matter, queries.office_by_code("ql-jc").id, version=2, by=handler, at=now())
    entry = AuditEntry.objects.get(action="matter.hand")
    assert entry.actor == handler.label
    assert f"for staff:{staff_id('mengran')}" in entry.reason


def test_what_one_may_do_oneself_is_not_done_on_behalf() -> None:
    done = petition()
    stand_in("heqing", "luchuan")
    work.note(done.matter, "自己写的", by=login("luchuan"), at=now())
    assert AuditEntry.objects.get(action="note.write").reason == ""


def test_being_named_for_accusations_is_never_passed_on() -> None:
    done = petition("举报县人社局科长王某某收受红包、吃拿卡要，请纪检监察部门查处。")
    stand_in("mengran", "luchuan")
    assert not matter.may_see(login("luchuan"), done.matter)


def test_outside_the_days_and_once_ended_nothing_is_held() -> None:
    key = stand_in("mengran", "luchuan", from_day=today() + timedelta(days=1))
    assert "letter.sign" not in login("luchuan").may
    tomorrow = queries.actor(staff_id("luchuan"), on=today() + timedelta(days=1))
    assert "letter.sign" in tomorrow.may
    with pytest.raises(NotFound):
        standing_in.end(key, by=login("heqing"), at=now())
    standing_in.end(key, by=login("mengran"), at=now())
    standing_in.end(key, by=login("mengran"), at=now())
    assert "letter.sign" not in queries.actor(staff_id("luchuan"), on=today() + timedelta(days=1)).may
    assert AuditEntry.objects.filter(action="leave.end").count() == 1


@pytest.mark.parametrize(
    ("giver", "taker"), [("luchuan", "mengran"), ("luchuan", "heqing"), ("heqing", "zhoutong")]
)
def test_one_step_only_so_no_ring_can_close(giver: str, taker: str) -> None:
    stand_in("mengran", "luchuan")
    if giver == "luchuan":
        with pytest.raises(Invalid):
            stand_in(giver, taker)
    else:
        stand_in(giver, taker)
        with pytest.raises(Invalid):
            stand_in("zhoutong", giver)
    with pytest.raises(Invalid):
        stand_in("baizhi", "mengran")
    with pytest.raises(Invalid):
        stand_in("mengran", "heqing")


def test_set_by_oneself_or_the_head_and_within_the_authority() -> None:
    with pytest.raises(NotAllowed):
        stand_in("heqing", "luchuan", by="luchuan")
    with pytest.raises(NotAllowed):
        stand_in("heqing", "luchuan", by="muqing")
    with pytest.raises(Invalid):
        stand_in("heqing", "fangyuan")
    with pytest.raises(Invalid):
        stand_in("heqing", "heqing")
    with pytest.raises(Invalid):
        stand_in("heqing", "luchuan", to_day=today() - timedelta(days=1))
    with pytest.raises(Invalid):
        stand_in("heqing", "luchuan", to_day=today() + timedelta(days=400))
    assert stand_in("heqing", "luchuan", by="mengran")


def test_who_sees_cases_is_stood_in_for_only_by_who_sees_cases() -> None:
    offered = {row.login for row in standing_in.takers(staff_id("heqing"))}
    assert offered == {"luchuan", "mengran", "baizhi", "tingyun", "yuanshan", "linlan", "zhoutong"}
    for login_name in ("guanli", "qiaomu", "suanpan", "zhuanjia"):
        with pytest.raises(Invalid):
            stand_in("heqing", login_name)
    assert "guanli" in {row.login for row in standing_in.takers(staff_id("qiaomu"))}
    assert stand_in("guanli", "qiaomu", kind="leave")


def test_a_recusal_of_the_person_stood_in_for_binds_the_stand_in_too() -> None:
    done = petition(office="ql-hrss")
    stand_in("heqing", "linlan")
    [asked] = two_persons.asked(login("heqing"), "stand_in", at=now())
    accounts.decide(asked.id, True, by=login("mengran"), at=now())
    assert matter.may_see(login("linlan"), done.matter)
    recusals.state(done.matter, "kin", by=login("heqing"), at=now())
    assert not matter.may_see(login("linlan"), done.matter)
    assert matter.may_see(login("luchuan"), done.matter)


def test_where_the_stand_in_has_own_posts_the_others_recusal_takes_only_what_came_from_them() -> None:
    from huiyin.cases.models import Matter
    from huiyin.cases.queries.scope import holds

    done = petition()
    stand_in("mengran", "luchuan")
    recusals.state(done.matter, "kin", by=login("mengran"), at=now())
    who, row = login("luchuan"), Matter.objects.select_related("office").get(pk=done.matter)
    assert matter.may_see(who, done.matter)
    assert holds(who, row, "act.handle")
    assert not holds(who, row, "letter.sign")


@pytest.mark.parametrize(("name", "count"), [("heqing", 1), ("mengran", 2), ("zhuanjia", 1)])
def test_who_acts_is_known_after_one_query_or_two(
    name: str, count: int, django_assert_num_queries: Any
) -> None:
    stand_in("baizhi", "luchuan")
    key = staff_id(name)
    with django_assert_num_queries(count):
        queries.actor(key, on=today())


POSTS = st.lists(st.builds(PostHeld, st.sampled_from(sorted(ROLES)), st.integers(1, 4)), max_size=6)


@given(POSTS)
def test_a_stand_in_never_holds_more_than_the_person_stood_in_for(posts: list[PostHeld]) -> None:
    tree = branches({1: None, 2: 1, 3: 1, 4: 2})
    whole, given_on = reach_of(posts, tree), reach_of(delegable(posts), tree)
    assert all(offices <= whole[permission] for permission, offices in given_on.items())
    assert not {post.role for post in delegable(posts)} & NEVER_DELEGATED
    assert "matter.read_restricted" not in given_on


@given(POSTS, POSTS)
def test_nobody_comes_to_see_cases_by_standing_in_alone(giver: list[PostHeld], taker: list[PostHeld]) -> None:
    if may_stand_in([post.role for post in giver], [post.role for post in taker]):
        gained = reach_of(delegable(giver), {}).get("matter.read", frozenset())
        assert not gained or reach_of(taker, {}).get("matter.read")


@given(
    st.dictionaries(st.integers(1, 8), st.one_of(st.none(), st.integers(1, 8)), min_size=1), st.integers(1, 8)
)
def test_no_ring_can_be_written(parents: dict[int, int | None], above: int) -> None:
    office = min(parents)
    tree: dict[int, int | None] = {}
    for key, over in parents.items():
        tree[key] = None if ring_of(tree, key, over) else over
    if not ring_of(tree, office, above):
        tree[office] = above
    step, seen = tree.get(office), {office}
    while step is not None:
        assert step not in seen
        seen.add(step)
        step = tree.get(step)


def test_the_agency_is_known_to_everybody_who_works_there() -> None:
    assert actor("handler").office_name
