"""Overdue duties are brought up: the handler and the head first, later the office above; each once."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.base.clock import now, today
from huiyin.cases.models import Escalation, Matter
from huiyin.cases.rules.escalation import levels, reached
from huiyin.cases.services import escalation, recusals, work
from huiyin.law.calendar import Calendar
from huiyin.orgs import notices, services
from huiyin.orgs.models import Notice
from tests.agency import actor, petition, staff_id
from tests.cases.test_scope import ACCUSATION

pytestmark = pytest.mark.usefixtures("agency")


def overdue(days: int = 1, **more: object) -> int:
    key = petition(office="lp-hrss", **more).matter  # type: ignore[arg-type]
    Matter.objects.filter(pk=key).update(next_due=today() - timedelta(days=days))
    return key


def told() -> set[str]:
    return set(Notice.objects.filter(kind="overdue").values_list("staff__login", flat=True))


def test_ten_runs_tell_each_person_once() -> None:
    key = overdue()
    work.give_to(key, staff_id("fangyuan"), version=None, by=actor("head", "lp-hrss"), at=now())
    Matter.objects.filter(pk=key).update(next_due=today() - timedelta(days=1))
    assert [escalation.bring_up(at=now()) for _ in range(10)] == [1, *[0] * 9]
    assert told() == {"muqing", "fangyuan"}
    assert Notice.objects.filter(kind="overdue").count() == 2


def test_the_second_level_tells_supervisor_and_leader_above_after_the_working_days_set(
    settings: object,
) -> None:
    overdue(days=30)
    assert escalation.bring_up(at=now()) == 2
    assert told() == {"muqing", "tingyun", "yuanshan"}
    assert set(Escalation.objects.values_list("level", flat=True)) == {1, 2}


def test_a_duty_that_is_due_today_or_done_is_not_brought_up() -> None:
    Matter.objects.filter(pk=overdue()).update(next_due=today())
    Matter.objects.filter(pk=overdue()).update(active=False)
    assert escalation.bring_up(at=now()) == 0


def test_an_accusation_is_brought_up_to_named_officers_only() -> None:
    key = overdue(days=40)
    services.add_staff(
        "ming", name="专", title="", office="lp-hrss", roles=["accusation-officer", "head"], password="x"
    )
    Matter.objects.filter(pk=key).update(restricted=True)
    escalation.bring_up(at=now())
    assert told() == {"ming"}
    assert ACCUSATION not in str(list(Notice.objects.values()))


def test_the_recused_are_not_told() -> None:
    key = overdue()
    recusals.state(key, "kin", by=actor("head", "lp-hrss"), at=now())
    escalation.bring_up(at=now())
    assert "muqing" not in told()


def test_a_broken_run_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    overdue()
    overdue()
    monkeypatch.setattr(escalation, "BATCH", 1)
    real, calls = notices.notify, []

    def once(*args: object, **more: object) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError
        real(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(notices, "notify", once)
    with pytest.raises(RuntimeError):
        escalation.bring_up(at=now())
    assert escalation.bring_up(at=now()) == 1
    assert Escalation.objects.count() == 2


@given(due=st.dates(date(2026, 1, 1), date(2026, 9, 1)), passed=st.integers(0, 60), days=st.integers(1, 20))
def test_levels_are_reached_in_order_and_never_before_the_last_day(due: date, passed: int, days: int) -> None:
    first, second = levels(days)
    on = due + timedelta(days=passed)
    one, two = (reached(due, level, Calendar(), today=on) for level in (first, second))
    assert one == (passed > 0)
    assert one or not two
    if two:
        assert reached(due, second, Calendar(), today=on + timedelta(days=1))
        assert passed >= days
