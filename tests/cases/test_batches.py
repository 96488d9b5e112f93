"""One thing done to many matters: looked through first, each by the usual service, once and only once."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from huiyin.base.clock import now, today
from huiyin.base.errors import Conflict, Invalid, NotFound
from huiyin.cases.models import Act, Batch, BatchItem, Matter, Task
from huiyin.cases.queries import batches as read
from huiyin.cases.rules import batches as rules
from huiyin.cases.rules.batches import MOST, SURE, WHAT, Facts, Reading, Receiver, hindrance
from huiyin.cases.services import batches, carrying, recusals, work
from huiyin.foundation.models import AuditEntry
from huiyin.orgs import accounts, notices, standing_in
from huiyin.orgs.rules import Actor
from tests.agency import actor, login, office_id, petition, staff_id
from tests.people import PENSION, WAGES

pytestmark = pytest.mark.usefixtures("agency")
SURE_ONE = "我在柳坪县河口镇的工地做钢筋工，包工头拖欠农民工工资2.8万元，请帮我追回工资。"
ACCUSATION = "举报县人社局科长王某某收受红包、吃拿卡要，请纪检监察部门查处。"


def many(n: int = 3) -> list[int]:
    return [petition(f"{WAGES}第{k}次").matter for k in range(n)]


def chosen(what: str, keys: list[int], by: Actor | None = None) -> int:
    return batches.choose(what, keys, by=by or actor("registrar"), at=now())


def looked(batch: int, words: str = "", by: Actor | None = None, **params: Any) -> None:
    batches.look_through(batch, params, words, by=by or actor("registrar"), at=now())


def carried(batch: int, left: tuple[int, ...] = (), by: Actor | None = None) -> None:
    batches.begin(batch, left=left, by=by or actor("registrar"), at=now())
    carrying.carry_on(batch, at=now())


def outcomes(batch: int) -> dict[int, tuple[str, str]]:
    rows = BatchItem.objects.filter(batch=batch).order_by("pk")
    return {
        matter: (outcome, code) for matter, outcome, code in rows.values_list("matter", "outcome", "code")
    }


def to(name: str) -> str:
    return f"staff:{staff_id(name)}"


def test_what_is_done_to_each_is_said_first_and_then_done_with_its_own_entry() -> None:
    keys = many()
    work.give_to(keys[1], staff_id("luchuan"), version=None, by=actor("registrar"), at=now())
    batch = chosen("give", keys)
    looked(batch, to=to("luchuan"))
    view = read.view(actor("registrar"), batch)
    assert view.waiting == 2 and view.in_the_way == [("batch.theirs", 1)]
    assert Matter.objects.filter(handler__isnull=False).count() == 1  # looked through is not done
    carried(batch)
    assert outcomes(batch) == {
        keys[0]: ("done", ""),
        keys[1]: ("refused", "batch.theirs"),
        keys[2]: ("done", ""),
    }
    assert set(Matter.objects.values_list("handler", flat=True)) == {staff_id("luchuan")}
    given = AuditEntry.objects.filter(action="matter.give", actor=actor("registrar").label)
    assert {entry.about for entry in given} >= {f"matter:{keys[0]}", f"matter:{keys[2]}"}
    assert [e.action for e in AuditEntry.objects.filter(about=f"batch:{batch}")] == [
        "batch.begin",
        "batch.end",
    ]


def test_begun_twice_and_carried_twice_it_is_done_once() -> None:
    keys = many()
    batch = chosen("task", keys)
    looked(batch, "请核实考勤", to=f"office:{office_id('ql-jc')}", due=today().isoformat())
    for _ in range(3):
        carried(batch)
        assert carrying.carry(at=now()) == 0
    assert Task.objects.count() == len(keys)
    assert AuditEntry.objects.filter(action="batch.begin").count() == 1


def test_stopped_half_way_it_goes_on_where_it_was() -> None:
    keys = many(5)
    batch = chosen("task", keys)
    looked(batch, "请核实考勤", to=f"office:{office_id('ql-jc')}", due=today().isoformat())
    batches.begin(batch, left=(), by=actor("registrar"), at=now())
    assert carrying.carry_on(batch, at=now(), most=2) == 2
    assert Task.objects.count() == 2 and Batch.objects.get().ended is None
    assert carrying.carry(at=now()) == 3
    assert Task.objects.count() == 5 and Batch.objects.get().ended is not None
    assert [n.kind for n in notices.inbox(staff_id("heqing"))[0]] == ["batch"]


def test_a_matter_that_changed_since_it_was_looked_at_is_not_touched() -> None:
    keys = many()
    batch = chosen("give", keys)
    looked(batch, to=to("luchuan"))
    work.give_to(keys[0], staff_id("zhoutong"), version=None, by=actor("head"), at=now())
    carried(batch)
    assert outcomes(batch)[keys[0]] == ("refused", "cases.changed_meanwhile")
    assert Matter.objects.get(pk=keys[0]).handler_id == staff_id("zhoutong")
    assert outcomes(batch)[keys[1]] == ("done", "")


def test_who_keeps_out_of_a_matter_is_not_given_it() -> None:
    keys = many()
    recusals.state(keys[0], "kin", by=login("luchuan"), at=now())
    batch = chosen("give", keys)
    looked(batch, to=to("luchuan"))
    carried(batch)
    assert outcomes(batch)[keys[0]] == ("refused", "cases.recused")
    assert Matter.objects.get(pk=keys[0]).handler_id is None


def test_somebody_on_leave_is_named_once_for_all_of_them() -> None:
    standing_in.set_stand_in(
        staff_id("luchuan"), staff_id("zhoutong"), kind="leave", from_day=today(), to_day=today(),
        by=login("luchuan"), at=now(),
    )  # fmt: skip
    keys = many()
    batch = chosen("give", keys)
    with pytest.raises(Invalid) as refused:
        looked(batch, to=to("luchuan"))
    assert refused.value.message.code == "cases.on_leave"
    looked(batch, to=to("luchuan"), anyway=staff_id("luchuan"))
    carried(batch)
    assert Matter.objects.filter(handler=staff_id("luchuan")).count() == len(keys)


def test_the_words_of_a_task_are_sealed_and_gone_when_it_has_ended() -> None:
    batch = chosen("task", many(1))
    looked(batch, "请问周大勇的考勤", to=to("luchuan"), due=today().isoformat())
    assert "周大勇".encode() not in bytes(Batch.objects.get().words_sealed)
    assert read.view(actor("registrar"), batch).words == "请问周大勇的考勤"
    carried(batch)
    assert bytes(Batch.objects.get().words_sealed) == b""
    assert "周大勇" not in str(Batch.objects.get().params)


def test_matters_go_to_a_unit_of_the_own_authority_and_to_no_other() -> None:
    keys = many(2)
    batch = chosen("hand", keys)
    looked(batch, office=office_id("lp-hrss"))
    assert {code for _o, code in outcomes(batch).values()} == {"cases.other_authority"}
    with pytest.raises(Invalid) as refused:
        batches.begin(batch, left=(), by=actor("registrar"), at=now())
    assert refused.value.message.code == "batch.nothing_to_do"
    looked(batch, office=office_id("ql-jc"))
    carried(batch)
    assert set(Matter.objects.values_list("office", flat=True)) == {office_id("ql-jc")}
    rows = read.view(actor("registrar"), batch).rows
    assert [row.outcome for row in rows] == ["done", "done"]


def test_kinds_are_confirmed_together_only_where_the_reading_is_sure_and_nothing_else_is_at_stake() -> None:
    sure, vague, hidden = petition(SURE_ONE).matter, petition("请问。").matter, petition(ACCUSATION).matter
    danger = petition(f"{PENSION}我不想活了，今天就从楼上跳下去。").matter
    sorted_one = petition(PENSION).matter
    work.sort(sorted_one, work.Sorting("claim", "P4", 4, ""), version=None, by=actor("head"), at=now())
    by = actor("head")  # also named for accusations
    batch = batches.choose("sort", [sure, vague, hidden, danger, sorted_one], by=by, at=now())
    found = {matter: code for matter, (_o, code) in outcomes(batch).items()}
    assert found == {sure: "", vague: "batch.unsure", hidden: "batch.accusation", danger: "batch.urgent",
                     sorted_one: "batch.sorted"}  # fmt: skip
    row = read.view(by, batch).rows[0]
    assert (row.kind, row.percent >= 90) == ("W1", True) and row.evidence
    batches.begin(batch, left=(), by=by, at=now())
    carrying.carry_on(batch, at=now())
    done = Matter.objects.get(pk=sure)
    assert (done.kind, done.nature, done.path) == ("W1", "claim", 5)
    assert Act.objects.count() == 5  # sorting is no act, and no act is ever done to many at once


def test_what_is_left_out_is_left_as_it_is() -> None:
    keys = many(2)
    batch = chosen("give", keys)
    looked(batch, to=to("luchuan"))
    left = BatchItem.objects.get(batch=batch, matter=keys[0]).pk
    carried(batch, left=(left,))
    assert outcomes(batch)[keys[0]] == ("left", "")
    assert Matter.objects.get(pk=keys[0]).handler_id is None


def test_nothing_out_of_sight_is_ever_chosen() -> None:
    county, here = petition(office="lp-hrss").matter, petition().matter
    batch = chosen("give", [county, here, 10**9])
    assert list(outcomes(batch)) == [here]
    with pytest.raises(Invalid):
        chosen("give", [county])
    with pytest.raises(Invalid):
        chosen("give", [])


def test_what_is_seen_but_not_ones_to_give_is_refused() -> None:
    county = petition(office="lp-hrss").matter
    head = actor("head")  # sees the branch, acts at the own office only
    batch = chosen("give", [county], by=head)
    looked(batch, to=to("luchuan"), by=head)
    assert outcomes(batch)[county] == ("waiting", "cases.not_your_part")


@pytest.mark.parametrize(
    ("role", "what"),
    [("leader", "give"), ("supervisor", "task"), ("handler", "hand"), ("registrar", "accept")],
)
def test_who_may_not_do_it_once_may_not_do_it_to_many(role: str, what: str) -> None:
    keys = many(1)
    with pytest.raises(Invalid):
        chosen(what, keys, by=actor(role))


def test_only_its_maker_sees_a_batch() -> None:
    batch = chosen("give", many(1))
    for other in (actor("handler"), actor("head"), actor("leader")):
        with pytest.raises(NotFound):
            read.view(other, batch)
        with pytest.raises(NotFound):
            batches.begin(batch, left=(), by=other, at=now())
        with pytest.raises(NotFound):
            batches.drop(batch, by=other)


def test_before_it_was_looked_through_it_does_not_begin_and_begun_it_does_not_change() -> None:
    batch = chosen("give", many(1))
    with pytest.raises(Invalid) as early:
        batches.begin(batch, left=(), by=actor("registrar"), at=now())
    assert early.value.message.code == "batch.not_looked_through"
    looked(batch, to=to("luchuan"))
    carried(batch)
    for late in (
        lambda: looked(batch, to=to("zhoutong")),
        lambda: batches.drop(batch, by=actor("registrar")),
    ):
        with pytest.raises(Conflict):
            late()


@pytest.mark.parametrize(
    ("what", "params", "words", "field"),
    [
        ("give", {}, "", "to"),
        ("give", {"to": "staff:0"}, "", "to"),
        ("give", {"to": "office:1"}, "", "to"),
        ("task", {"to": "staff:x", "due": "2999-01-01"}, "核实", "to"),
        ("task", {"to": "staff:1", "due": "2999-01-01"}, " ", "words"),
        ("task", {"to": "staff:1", "due": "morgen"}, "核实", "due"),
        ("task", {"to": "staff:1", "due": "2020-01-01"}, "核实", "due"),
        ("hand", {}, "", "office"),
        ("hand", {"office": 10**9}, "", "office"),
    ],
)
def test_particulars_that_cannot_be_are_said_at_their_field(
    what: str, params: dict[str, Any], words: str, field: str
) -> None:
    batch = chosen(what, many(1))
    with pytest.raises(Invalid) as refused:
        looked(batch, words, **params)
    assert refused.value.field == field


def test_there_is_an_end_to_how_many(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = many(4)
    monkeypatch.setattr(rules, "MOST", {**MOST, "give": 3})
    monkeypatch.setattr(batches, "MOST", {**MOST, "give": 3, "sort": 2})
    with pytest.raises(Invalid) as refused:
        chosen("give", keys)
    assert (refused.value.message.code, refused.value.message.params["limit"]) == ("batch.too_many_any", 3)
    with pytest.raises(Invalid) as refused:
        chosen("sort", keys)
    assert refused.value.message.code == "batch.too_many_sort"
    assert not Batch.objects.exists()


def test_when_the_account_is_closed_nothing_more_is_done_in_its_name() -> None:
    keys = many(4)
    batch = chosen("give", keys)
    looked(batch, to=to("luchuan"))
    batches.begin(batch, left=(), by=actor("registrar"), at=now())
    carrying.carry_on(batch, at=now(), most=1)
    accounts.set_active(staff_id("heqing"), False, by=actor("administrator"), at=now())
    carrying.carry(at=now())
    assert [o for o, _c in outcomes(batch).values()] == ["done", "refused", "refused", "refused"]
    assert Matter.objects.filter(handler__isnull=False).count() == 1


def test_who_lost_the_post_meanwhile_does_no_more() -> None:
    keys = many(2)
    batch = chosen("give", keys)
    looked(batch, to=to("luchuan"))
    batches.begin(batch, left=(), by=actor("registrar"), at=now())
    from huiyin.orgs.models import Post

    Post.objects.filter(staff=staff_id("heqing")).delete()
    carrying.carry(at=now())
    assert {o for o, _c in outcomes(batch).values()} == {"refused"}


def test_old_ones_are_forgotten_and_running_ones_never() -> None:
    old, running, ended = (chosen("give", many(1)) for _ in range(3))
    for batch in (running, ended):
        looked(batch, to=to("luchuan"))
    batches.begin(running, left=(), by=actor("registrar"), at=now())
    carried(ended)
    Batch.objects.update(made=now() - timedelta(days=40))
    Batch.objects.filter(pk=ended).update(ended=now() - timedelta(days=31))
    assert batches.forget(at=now()) == 2
    assert [b.pk for b in Batch.objects.all()] == [running] and old != running


def test_looking_through_costs_a_few_questions_however_many_are_chosen() -> None:
    def asked(keys: list[int]) -> int:
        batch = chosen("give", keys)
        with CaptureQueriesContext(connection) as queries:
            looked(batch, to=to("luchuan"))
            read.view(actor("registrar"), batch)
        return len(queries)

    few = asked(many(2))
    assert asked(many(9)) == few


@given(
    st.sampled_from(WHAT),
    st.builds(Facts, st.integers(1, 3), st.none() | st.integers(1, 3), *[st.booleans()] * 4),
    st.builds(
        Receiver,
        st.none() | st.integers(1, 3),
        st.none() | st.integers(1, 3),
        st.frozensets(st.integers(1, 3)),
        st.frozensets(st.integers(1, 3)),
    ),
    st.builds(
        Reading, st.sampled_from(["", "claim", "accusation"]), st.sampled_from(["", "W1"]), st.floats(0, 1),
        st.booleans(),
    ),
    st.booleans(),
)  # fmt: skip
def test_nothing_stands_in_the_way_only_where_every_condition_holds(
    what: str, matter: Facts, to: Receiver, reading: Reading, may: bool
) -> None:
    code = hindrance(what, matter, may=may, to=to, reading=reading)
    if code:
        return
    assert may
    if what == "sort":
        assert reading.kind and reading.sure >= SURE and matter.unsorted
        assert not (matter.restricted or matter.urgent or reading.accusation)
        assert reading.nature != "accusation"
    else:
        assert not matter.recused and matter.office in to.offices
        assert not matter.restricted or (to.office is None and matter.office in to.named)
