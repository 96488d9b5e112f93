"""All open work of one officer goes to another, in one go, and twice does no harm."""

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid, NotAllowed
from huiyin.cases.models import Matter, Task
from huiyin.cases.queries import handover as handover_read
from huiyin.cases.services import handover, recusals, tasks, work
from huiyin.foundation.models import AuditEntry
from huiyin.orgs import notices
from tests.agency import actor, login, petition, staff_id
from tests.cases.test_scope import ACCUSATION

pytestmark = pytest.mark.usefixtures("agency")


def handled(login_name: str = "luchuan", count: int = 2) -> list[int]:
    keys = []
    for _ in range(count):
        keys.append(petition().matter)
        work.give_to(keys[-1], staff_id(login_name), version=None, by=actor("head"), at=now())
    return keys


def go(**more: object) -> handover_read.Plan:
    facts = {"by": actor("head"), "at": now(), **more}
    return handover.hand_over(staff_id("luchuan"), staff_id("zhoutong"), **facts)  # type: ignore[arg-type]


def test_everything_open_goes_over_and_both_are_told_once() -> None:
    keys = handled()
    tasks.give(
        petition().matter, f"staff:{staff_id('luchuan')}", due=today(), words="x", by=actor("head"), at=now()
    )
    assert len(handover_read.plan(staff_id("luchuan"), staff_id("zhoutong"), by=actor("head")).goes) == 3
    assert len(go().goes) == 3
    assert set(Matter.objects.filter(pk__in=keys).values_list("handler_id", flat=True)) == {
        staff_id("zhoutong")
    }
    assert Task.objects.get().staff_id == staff_id("zhoutong")
    assert go().goes == []
    for who in ("luchuan", "zhoutong"):
        assert [n.kind for n in notices.inbox(staff_id(who))[0]].count("handover") == 1
    assert AuditEntry.objects.filter(action="matter.handed_over").count() == 2


def test_what_the_taker_keeps_out_of_stays_and_says_why() -> None:
    first, second = handled()
    recusals.order(first, staff_id("zhoutong"), by=actor("head"), at=now())
    done = go()
    assert [i.code for i in done.goes] == [f"matter:{second}"]
    assert [(i.code, i.hindrance) for i in done.stays] == [(f"matter:{first}", "recused")]


def test_an_accusation_goes_only_to_a_named_officer() -> None:
    key = petition(ACCUSATION).matter
    Matter.objects.filter(pk=key).update(handler_id=staff_id("luchuan"))
    assert [i.hindrance for i in go().stays] == ["restricted"]
    plan = handover_read.plan(staff_id("luchuan"), staff_id("zhoutong"), by=actor("handler"))
    assert (plan.goes, plan.stays) == ([], [])  # who is not named does not even see it here
    assert [i.code for i in go(named={f"matter:{key}": staff_id("mengran")}).goes] == [f"matter:{key}"]


def test_single_items_can_be_named_or_kept() -> None:
    first, second = handled()
    done = go(named={f"matter:{first}": handover_read.STAYS, f"matter:{second}": staff_id("heqing")})
    assert [(i.code, i.taker) for i in done.goes] == [(f"matter:{second}", staff_id("heqing"))]
    assert Matter.objects.get(pk=first).handler_id == staff_id("luchuan")


def test_only_oneself_or_the_head_and_only_within_the_office() -> None:
    handled()
    with pytest.raises(NotAllowed):
        go(by=login("heqing"))
    with pytest.raises(NotAllowed):
        go(by=actor("head", "lp-hrss"))
    with pytest.raises(Invalid):
        handover.hand_over(staff_id("luchuan"), staff_id("fangyuan"), by=actor("handler"), at=now())
    with pytest.raises(Invalid):
        go(named={"matter:1": staff_id("fangyuan")})
    assert go(by=actor("handler")).goes


def test_a_handover_that_breaks_off_leaves_everything_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = handled()

    def stop(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(notices, "notify", stop)
    with pytest.raises(RuntimeError):
        go()
    assert set(Matter.objects.filter(pk__in=keys).values_list("handler_id", flat=True)) == {
        staff_id("luchuan")
    }
    monkeypatch.undo()
    assert len(go().goes) == 2
