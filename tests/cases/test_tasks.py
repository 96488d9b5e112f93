"""A part of the work given to a colleague or a unit, with a last day."""

from datetime import timedelta

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound
from huiyin.cases.models import Task
from huiyin.cases.queries import lists, matter
from huiyin.cases.queries import tasks as tasks_read
from huiyin.cases.services import tasks, work
from huiyin.orgs import notices, standing_in
from tests.agency import actor, login, office_id, petition, staff_id

pytestmark = pytest.mark.usefixtures("agency")
WORDS = "请向周大勇核实工地考勤"


def given(key: int, to: str, **more: object) -> int:
    facts = {"due": today() + timedelta(days=3), "words": WORDS, "by": actor("handler"), "at": now(), **more}
    return tasks.give(key, to, **facts)  # type: ignore[arg-type]


def test_a_unit_of_the_authority_opens_the_matter_only_while_its_task_is_open() -> None:
    key = petition().matter
    inspector = login("linlan")
    assert not matter.may_see(inspector, key)
    task = given(key, f"office:{office_id('ql-jc')}")
    assert matter.opened(inspector, key, at=now()).offered == []
    assert [t.id for t in tasks_read.waiting(inspector, today=today())] == [task]
    for other in (actor("registrar", "lp-hrss"), actor("head", "fd-hrss"), actor("expert")):
        assert not matter.may_see(other, key)
    with pytest.raises(NotAllowed):
        work.note(key, "不归我写", by=inspector, at=now())
    tasks.done(task, "考勤属实", by=inspector, at=now())
    assert not matter.may_see(inspector, key)
    (row,) = tasks_read.of_matter(actor("handler"), key, today=today())
    assert (row.done_words, row.open) == ("考勤属实", False)
    assert [n.kind for n in notices.inbox(staff_id("luchuan"))[0]] == ["task_done"]


def test_the_words_are_sealed_and_no_notice_holds_them() -> None:
    key = petition().matter
    given(key, f"staff:{staff_id('heqing')}")
    assert "周大勇".encode() not in bytes(Task.objects.get().words_sealed)
    (notice,) = notices.inbox(staff_id("heqing"))[0]
    assert notice.kind == "task"
    assert "周大勇" not in str(notice.params)


def test_a_county_bureau_of_its_own_is_given_no_task() -> None:
    key = petition().matter
    for to in (f"office:{office_id('lp-hrss')}", f"staff:{staff_id('fangyuan')}", "staff:0", "", "office:x"):
        with pytest.raises(Invalid):
            given(key, to)


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"words": " "}, "words"), ({"words": "字" * 2_001}, "words"), ({"due": today() - timedelta(1)}, "due")],
)
def test_what_is_missing_is_said_at_its_field(changed: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        given(petition().matter, f"staff:{staff_id('heqing')}", **changed)
    assert refusal.value.field == field


def test_only_the_receiver_says_done_and_only_once() -> None:
    key = petition().matter
    task = given(key, f"staff:{staff_id('heqing')}")
    with pytest.raises(NotAllowed):
        tasks.done(task, "我替他办了", by=actor("head"), at=now())
    with pytest.raises(NotFound):
        tasks.done(task, "别的单位", by=actor("handler", "fd-hrss"), at=now())
    tasks.done(task, "办完", by=actor("registrar"), at=now())
    with pytest.raises(Conflict):
        tasks.done(task, "再办", by=actor("registrar"), at=now())


def test_an_overdue_task_is_marked_in_the_list() -> None:
    given(petition().matter, f"staff:{staff_id('heqing')}", due=today())
    assert not tasks_read.waiting(actor("registrar"), today=today())[0].overdue
    (row,) = tasks_read.waiting(actor("registrar"), today=today() + timedelta(days=2))
    assert (row.overdue, row.days_left) == (True, -2)


def test_who_is_on_leave_is_given_something_only_when_it_is_meant() -> None:
    registrar, key = staff_id("heqing"), petition().matter
    days = {"from_day": today(), "to_day": today()}
    taker, by = staff_id("zhoutong"), actor("registrar")
    standing_in.set_stand_in(registrar, taker, kind="leave", **days, by=by, at=now())
    for refused in (
        lambda: given(key, f"staff:{registrar}"),
        lambda: work.give_to(key, registrar, version=None, by=actor("head"), at=now()),
    ):
        with pytest.raises(Invalid) as refusal:
            refused()
        assert refusal.value.message.params["stand_in"] == "周桐"
    assert given(key, f"staff:{registrar}", anyway=True)
    work.give_to(key, registrar, version=None, by=actor("head"), at=now(), anyway=True)
    assert [t.number for t in tasks_read.waiting(login("zhoutong"), today=today())]


def test_lists_stay_constant_in_queries_with_tasks_and_recusals(django_assert_num_queries: object) -> None:
    for _ in range(4):
        given(petition().matter, f"office:{office_id('ql-jc')}")
    who = login("linlan")
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert len(lists.newest(who, wanted=lists.Wanted(), today=today()).rows) == 4
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(tasks_read.waiting(who, today=today())) == 4


def test_only_who_gave_a_task_or_the_head_takes_it_back() -> None:
    key = petition().matter
    task = given(key, f"staff:{staff_id('heqing')}")
    (row,) = tasks_read.of_matter(actor("registrar"), key, today=today())
    assert row.mine and not row.may_take_back and not row.for_whom
    with pytest.raises(NotAllowed):
        tasks.withdraw(task, by=actor("registrar"), at=now())
    (row,) = tasks_read.of_matter(actor("handler"), key, today=today())
    assert row.may_take_back
    tasks.withdraw(task, by=actor("handler"), at=now())
