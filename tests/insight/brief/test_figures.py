"""The figures of a brief: those of the records, of what is in sight, and none of fewer than five persons."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from huiyin.base.clock import today
from huiyin.base.errors import Invalid, NotAllowed, Refused
from huiyin.insight import brief, queries
from huiyin.insight.brief import Brief, Period
from huiyin.insight.brief.periods import containing
from huiyin.insight.brief.rows import OTHERS
from tests.agency import actor, office_id
from tests.insight.scene import bring_up, came, somebody


def _last_month() -> Period:
    return containing("month", today()).back()


def _ago(day: date) -> int:
    return (today() - day).days


def _some(many: int, kind: str, *, first: int, area: str = "970121", period: Period | None = None) -> None:
    begin = (period or _last_month()).since
    for n in range(many):
        came(first + n, days_ago=_ago(begin + timedelta(days=n % 20)), kind=kind, area=area)


def _codes(found: Brief) -> dict[str, tuple[int, int]]:
    return {row.code: (row.petitions[-1], row.persons[-1]) for row in found.fields}


@pytest.fixture
def month(home: Path) -> Brief:
    _some(12, "W1", first=0)
    _some(7, "P1", first=100, area="970122")
    _some(3, "S1", first=200)
    _some(6, "W1", first=300, period=_last_month().back())
    bring_up(home)
    return brief.of_period(actor("leader"), _last_month(), home=home)


def test_totals_are_those_of_the_records_beside_the_period_before(month: Brief) -> None:
    assert [one.code for one in month.columns] == [_last_month().back().code, _last_month().code]
    now, before = month.totals[-1], month.totals[-2]
    assert now is not None and before is not None
    assert (now.petitions, now.persons, before.petitions) == (22, 22, 6)
    assert sum(row.petitions[-1] for row in month.fields) == 22, "rows add up to the total"
    assert sum(row.petitions[-1] for row in month.areas) == 22


def test_few_persons_are_put_together_with_others(month: Brief) -> None:
    assert _codes(month) == {"W": (12, 12), OTHERS: (10, 10)}
    assert {one.kind for one in month.kinds} == {"W1"}, "no kind of fields put together"
    shown = [n for line in (month.cross.petitions if month.cross else []) for n in line]
    assert 3 not in shown


def test_what_came_most_stands_alone_whatever_few_came_before(home: Path) -> None:
    month = _last_month()
    _some(41, "S1", first=0)
    _some(12, "W1", first=100)
    _some(6, "P1", first=200, area="970122")
    _some(3, "S1", first=300, period=month.back())
    _some(30, "W1", first=400, period=month.back())
    _some(9, "P1", first=500, area="970122", period=month.back())
    bring_up(home)
    found = brief.of_period(actor("leader"), month, home=home)
    assert _codes(found) == {"S": (41, 41), "W": (12, 12), "P": (6, 6)}
    assert found.kinds[0].kind == "S1"
    before = {row.code: row.persons[-2] for row in found.fields}
    assert before == {"S": None, "W": 30, "P": None}, "with three persons the fewest of the others are hidden"


def test_a_kind_of_few_petitions_came_not_often_whoever_stands_behind_it(month: Brief) -> None:
    assert all(one.petitions >= 5 for one in month.kinds)


def test_weeks_with_few_are_hidden_and_noughts_are_not(month: Brief) -> None:
    assert month.weeks
    assert all(week.persons is None or week.persons == 0 or week.persons >= 5 for week in month.weeks)


def test_each_figure_leads_to_the_matters_it_counts(home: Path, month: Brief) -> None:
    from huiyin.insight.expressions import Chosen
    from huiyin.insight.queries import Counted

    period, leader = month.period, actor("leader")
    chosen = Chosen(period.since, period.before)
    assert len(queries.traced(leader, chosen, home=home)) == 22
    assert len(queries.traced(leader, chosen, counted=Counted("received"), home=home)) == 22
    opened = Counted("open", on=period.last)
    assert month.going.open == 28 == len(queries.traced(leader, Chosen(), counted=opened, home=home))
    assert month.going.steps["received"] == (22, 22)
    assert len(queries.traced(leader, chosen, counted=Counted("steps", "received"), home=home)) == 22
    for nothing in (Counted("ended"), Counted("rated"), Counted("steps", "mediated"), Counted("reviewed")):
        assert not queries.traced(leader, chosen, counted=nothing, home=home)


def test_duties_are_traced_by_whether_they_were_met(home: Path) -> None:
    from huiyin.insight.expressions import Chosen
    from huiyin.insight.queries import Counted

    came(1, kind="W1", days_ago=40)
    came(2, kind="W1", days_ago=1)
    bring_up(home)
    late = Counted("missed", "tell", on=today())
    [row] = queries.traced(actor("leader"), Chosen(before=today()), counted=late, home=home)
    due = Counted("due", "tell", on=today())
    assert [one.id for one in queries.traced(actor("leader"), Chosen(), counted=due, home=home)] == [row.id]


def test_one_person_with_a_hundred_petitions_is_in_no_figure(home: Path) -> None:
    for n in range(20):
        came(n, days_ago=_ago(_last_month().since), kind="W1", person=somebody(1))
    bring_up(home)
    found = brief.of_period(actor("leader"), _last_month(), home=home)
    assert found.totals == [None]
    assert not found.fields and not found.areas and not found.kinds and found.cross is None
    assert {week.petitions for week in found.weeks} <= {None, 0}


def test_another_office_has_its_own_figures(home: Path, month: Brief) -> None:
    there = brief.of_period(actor("head", "fd-hrss"), month.period, home=home)
    assert there.totals[-1] is not None and there.totals[-1].petitions == 0
    assert not there.whole and month.whole
    assert office_id("fd-hrss")


def test_of_an_empty_lake_everything_is_nought(home: Path) -> None:
    bring_up(home)
    found = brief.of_period(actor("leader"), _last_month(), home=home)
    assert [one and one.petitions for one in found.totals] == [0]
    assert not found.fields and not found.weeks and found.going.open == 0


def test_who_sees_no_figures_gets_none(home: Path, month: Brief) -> None:
    with pytest.raises(NotAllowed):
        brief.of_period(actor("auditor"), month.period, home=home)


def test_without_a_lake_it_is_said_what_to_do(home: Path) -> None:
    with pytest.raises(Refused) as refused:
        brief.of_period(actor("leader"), _last_month(), home=home)
    assert refused.value.message.code == "insight.no_lake"


def test_for_use_outside_no_two_briefs_overlap_so_that_nothing_follows_from_several(home: Path) -> None:
    _some(12, "W1", first=0)
    _some(7, "W1", first=300, period=_last_month().back(3))
    bring_up(home)
    month = _last_month()
    with pytest.raises(Invalid):
        brief.of_period(actor("leader"), month, outside=True, home=home)
    with pytest.raises(Invalid):
        brief.of_period(actor("analyst"), containing("year", month.since), home=home)
    quarter = containing("quarter", month.since)
    inside = brief.of_period(actor("leader"), quarter, home=home)
    assert len(inside.columns) > 1, "who may see the matters anyway sees periods side by side"
    for found in (
        brief.of_period(actor("leader"), quarter, outside=True, home=home),
        brief.of_period(actor("analyst"), quarter, home=home),
    ):
        assert found.columns == [quarter] and found.outside
        assert all(len(row.petitions) == 1 for row in (*found.fields, *found.areas))
        weeks = [(one.begins, one.begins + timedelta(days=6)) for one in found.weeks]
        assert all(quarter.since <= first and last <= quarter.last for first, last in weeks)
