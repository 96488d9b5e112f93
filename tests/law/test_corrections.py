"""Corrections: the latest decides, one taken back leaves what stood before it, and what they move is told."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from huiyin.base.errors import Refused
from huiyin.law.acts import Act
from huiyin.law.calendar import Calendar
from huiyin.law.compared import favours_the_office, moved
from huiyin.law.corrections import as_corrected, last_day
from huiyin.law.deadlines import Deadline, due
from huiyin.law.lifecycle import fold
from huiyin.law.parameters import national
from tests.law.test_lifecycle import folded, histories

LAW, CALENDAR = national(), Calendar()
MARCH = date(2026, 3, 2)
TODAY = date(2026, 11, 23)


def day(number: int) -> date:
    return MARCH + timedelta(days=number)


def deadlines(acts: list[Act], as_of: date = TODAY) -> tuple[Deadline, ...]:
    state = fold(acts, office="hrss", nature="claim", law=LAW, calendar=CALENDAR, as_of=as_of)
    return due(state, LAW, CALENDAR, as_of=as_of)


def taken_back(acts: list[Act]) -> list[Act]:
    return [*acts, Act("corrected", acts[-1].day, {"index": len(acts) - 1})]


@st.composite
def corrections(draw: st.DrawFn) -> list[Act]:
    """A history that goes on being corrected: acts set right, taken back, set right again."""
    acts = draw(histories())
    for _ in range(draw(st.integers(1, 4))):
        target = draw(st.integers(0, len(acts) - 1))
        wrong = acts[target]
        fields: dict[str, object] = {"index": target}
        if wrong.kind != "corrected" and draw(st.booleans()):
            nearby = wrong.day + timedelta(days=draw(st.integers(-3, 3)))
            fields["instead"] = {"act": wrong.kind, "day": nearby.isoformat(), **wrong.fields}
        more = [*acts, Act("corrected", max(act.day for act in acts), fields)]
        try:
            as_corrected(more)
        except Refused:
            continue
        acts = more
    return acts


@given(corrections())
def test_taking_a_correction_back_gives_the_state_before(acts: list[Act]) -> None:
    assume(acts[-1].kind == "corrected")
    before, after = folded(acts[:-1]), folded(taken_back(acts))
    assert (before.stage, before.steps, before.flaws) == (after.stage, after.steps, after.flaws)
    standing = {place: act for place, act in after.in_force.items() if place < len(acts) - 1}
    assert standing == before.in_force
    assert due(before, LAW, CALENDAR, as_of=TODAY) == due(after, LAW, CALENDAR, as_of=TODAY)
    assert not moved(deadlines(acts[:-1]), deadlines(taken_back(acts)))


@given(corrections())
def test_any_history_with_corrections_is_taken_in_and_its_acts_stand_in_order(acts: list[Act]) -> None:
    standing = [act for act in folded(acts).in_force.values() if act.kind != "corrected"]
    assert [act.day for act in standing] == sorted(act.day for act in standing)
    assert last_day(acts) == standing[-1].day


@given(histories(), st.integers(1, 5))
def test_nothing_moved_is_nothing_told(acts: list[Act], days: int) -> None:
    assert moved(deadlines(acts), deadlines(list(acts))) == ()
    more = [*acts, Act("urgent_reported", acts[-1].day + timedelta(days=days))]
    assert moved(deadlines(acts), deadlines(more)) == ()


def test_the_latest_correction_of_an_act_decides() -> None:
    accepted = Act("accepted", day(8), {"path": 6})

    def on(number: int) -> dict[str, object]:
        return {"index": 1, "instead": {"act": "accepted", "day": day(number).isoformat(), "path": 6}}

    twice = [Act("corrected", day(9), on(number)) for number in (5, 4)]
    acts = [Act("received", MARCH), accepted, *twice]
    found = as_corrected(acts)
    assert found.standing[1].day == day(4)
    assert found.decided_by == {1: 3}
    again = as_corrected([*acts, Act("corrected", day(9), {"index": 3})])
    assert again.standing[1].day == day(5)
    assert again.decided_by == {3: 4, 1: 2}


def test_an_act_that_was_taken_back_does_not_stand_in_the_way_of_an_earlier_day() -> None:
    acts = [Act("received", MARCH), Act("mediated", day(20)), Act("corrected", day(20), {"index": 1})]
    assert last_day(acts) == MARCH
    state = folded([*acts, Act("mediated", day(6))])
    assert [act.day for act in state.in_force.values() if act.kind == "mediated"] == [day(6)]


@pytest.mark.parametrize(
    ("fields", "on"),
    [
        ({"index": 2, "instead": {"act": "mediated", "day": "2026-03-02"}}, 9),  # before the step before it
        ({"index": 1, "instead": {"act": "accepted", "day": "2026-03-20"}}, 30),  # after the step after it
        ({"index": 2}, 3),  # set right before it happened
    ],
)
def test_a_correction_that_puts_days_out_of_order_is_refused(fields: dict[str, object], on: int) -> None:
    acts = [Act("received", MARCH), Act("accepted", day(4)), Act("mediated", day(8))]
    with pytest.raises(Refused) as refusal:
        as_corrected([*acts, Act("corrected", day(on), fields)])
    assert refusal.value.message.code == "law.refused.out-of-order"


def test_a_later_receipt_gives_the_office_more_time_and_is_seen_to_do_so() -> None:
    before = deadlines([Act("received", MARCH)], as_of=day(3))
    after = deadlines([Act("received", day(2))], as_of=day(3))
    (tell,) = moved(before, after)
    assert (tell.duty, tell.owed_by) == ("tell", "office")
    assert favours_the_office(tell, on=day(3))
    assert not favours_the_office(moved(after, before)[0], on=day(3))


def test_an_acceptance_taken_back_frees_of_a_limit_that_ran_but_not_of_one_that_began_today() -> None:
    acts = [Act("received", MARCH), Act("accepted", day(4), {"path": 6})]
    for on, gained in ((day(4), False), (day(30), True)):
        changes = moved(deadlines(acts, as_of=on), deadlines(acts[:1], as_of=on))
        conclude = next(change for change in changes if change.duty == "conclude")
        assert conclude.after is None
        assert favours_the_office(conclude, on=on) is gained
        assert not any(favours_the_office(c, on=on) for c in changes if c.duty == "tell")


def test_a_service_dated_earlier_cuts_the_petitioners_right_and_is_seen_to_do_so() -> None:
    opinion = Act("opinion_issued", day(20), {"result": "reject"})
    acts = [Act("received", MARCH), Act("accepted", day(4), {"path": 6}), opinion]
    late, early = (deadlines([*acts, Act("served", day(n))], as_of=day(40)) for n in (30, 22))
    (right,) = moved(late, early)
    assert right.duty == "ask_review"
    assert favours_the_office(right, on=day(40))
    assert not favours_the_office(moved(early, late)[0], on=day(40))
    lapsed = deadlines([*acts, Act("served", day(22))], as_of=day(58))
    still = deadlines([*acts, Act("served", day(30))], as_of=day(58))
    assert favours_the_office(moved(still, lapsed)[0], on=day(58))


def test_lateness_that_a_correction_clears_is_seen() -> None:
    late = deadlines([Act("received", MARCH), Act("told", day(30))])
    in_time = deadlines([Act("received", day(20)), Act("told", day(30))])
    assert [d.state for d in late] == ["late"]
    assert [d.state for d in in_time] == ["met"]
    assert favours_the_office(moved(late, in_time)[0], on=day(30))
