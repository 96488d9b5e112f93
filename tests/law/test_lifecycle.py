"""Folding acts: nothing that can happen breaks it, and what the table allows is no flaw."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from huiyin.law.acts import KINDS, NATURES, OFFICES, PETITIONERS_ACTS, Act
from huiyin.law.calendar import Calendar
from huiyin.law.deadlines import due, late_flaws, next_due
from huiyin.law.entries import read_fields
from huiyin.law.follows import FOLLOWS
from huiyin.law.lifecycle import fold, new_flaws
from huiyin.law.parameters import national
from huiyin.law.state import STAGES, MatterState

LAW, CALENDAR = national(), Calendar()
TODAY = date(2026, 11, 23)
_FIELDS: dict[str, list[dict[str, Any]]] = {
    "received": [{"channel": "web"}, {"channel": "transferred"}, {"channel": "visit", "spokespersons": 7}],
    "accepted": [{"path": p} for p in (1, 5, 6)] + [{"path": 6, "simple": True}, {}],
    "extended": [{"days": 10}, {"days": 45}],
    "withdrawn": [{"confirmed": True}, {"confirmed": False}],
    "opinion_issued": [{"result": "support"}, {"result": "reject"}],
    "declined": [{"ground": "final"}, {}],
    "review_decided": [{"result": "revoke"}, {}],
}
_KINDS = [kind for kind in KINDS if kind != "corrected"]


@st.composite
def histories(draw: st.DrawFn) -> list[Act]:
    day = draw(st.dates(date(2003, 1, 1), date(2026, 12, 31)))
    kinds = draw(st.lists(st.sampled_from(_KINDS), max_size=14))
    acts = []
    for kind in ["received", *kinds]:
        acts.append(Act(kind, day, draw(st.sampled_from(_FIELDS.get(kind, [{}])))))
        day += timedelta(days=draw(st.integers(0, 40)))
    return acts


def folded(
    acts: list[Act], *, office: str = "hrss", nature: str = "claim", imported: bool = False
) -> MatterState:
    return fold(
        acts, office=office, nature=nature, law=LAW, calendar=CALENDAR, as_of=TODAY, imported=imported
    )


@given(histories(), st.sampled_from(OFFICES), st.sampled_from(NATURES), st.booleans())
def test_any_history_is_taken_in(acts: list[Act], office: str, nature: str, imported: bool) -> None:
    state = folded(acts, office=office, nature=nature, imported=imported)
    deadlines = due(state, LAW, CALENDAR, as_of=TODAY)
    assert state.stage in STAGES
    assert set(state.allowed) | set(state.blocked) == set(KINDS)
    assert not set(state.allowed) & set(state.blocked)
    assert set(state.allowed) >= PETITIONERS_ACTS
    assert all(flaw.citation.article for flaw in (*state.flaws, *late_flaws(state, deadlines)))
    assert all(d.state in {"open", "met", "late", "overdue", "lapsed"} for d in deadlines)
    assert all(
        (d.state == "late") == (d.discharged_on > d.due) for d in deadlines if d.discharged_on and d.due
    )


@given(histories())
def test_an_act_that_is_allowed_breaks_no_rule_of_order(acts: list[Act]) -> None:
    last = max(acts[-1].day, date(2022, 5, 1))
    state = fold(acts, office="hrss", nature="claim", law=LAW, calendar=CALENDAR, as_of=last)
    order = {rule.code for rules in FOLLOWS.values() for rule in rules} | {
        "extended-again",
        "extended-too-late",
    }
    for kind in _KINDS:
        extra = Act(kind, last, _FIELDS.get(kind, [{}])[0])
        flaws = new_flaws(acts, extra, office="hrss", nature="claim", law=LAW, calendar=CALENDAR)
        broken = {flaw.code for flaw in flaws if flaw.act == kind} & order
        if kind not in PETITIONERS_ACTS:
            assert bool(broken) == (kind in state.blocked), (kind, broken)


@given(histories())
def test_an_act_entered_and_taken_back_leaves_the_matter_as_it_was(acts: list[Act]) -> None:
    wrong, day = Act("accepted", acts[-1].day, {"path": 6}), acts[-1].day
    mended = [*acts, wrong, Act("corrected", day, {"index": len(acts)})]
    before, after = folded(acts), folded(mended)
    assert (before.stage, before.steps, before.flaws) == (after.stage, after.steps, after.flaws)
    assert due(before, LAW, CALENDAR, as_of=TODAY) == due(after, LAW, CALENDAR, as_of=TODAY)


@given(histories())
def test_what_an_office_does_alongside_does_not_change_the_days(acts: list[Act]) -> None:
    beside = [*acts, Act("urgent_reported", acts[-1].day), Act("mediated", acts[-1].day)]
    swapped = [*acts, Act("mediated", acts[-1].day), Act("urgent_reported", acts[-1].day)]
    assert due(folded(beside), LAW, CALENDAR, as_of=TODAY) == due(folded(swapped), LAW, CALENDAR, as_of=TODAY)


def test_days_from_a_database_row_are_read() -> None:
    opinion = {"result": "support", "execute_by": "2026-06-30"}
    acts = [Act("received", date(2026, 3, 2)), Act("accepted", date(2026, 3, 3), {"path": 6})]
    state = folded([*acts, Act("opinion_issued", date(2026, 4, 1), opinion)])
    assert state.execute_by == date(2026, 6, 30)
    assert read_fields("opinion_issued", opinion)["execute_by"] == date(2026, 6, 30)


def test_the_next_duty_is_the_offices_own_and_the_earliest() -> None:
    state = folded([Act("received", date(2026, 11, 16), {"channel": "transferred"})])
    found = next_due(due(state, LAW, CALENDAR, as_of=TODAY))
    assert found is not None
    assert (found.duty, found.due) == ("object", date(2026, 11, 23))


def test_a_blocked_step_names_its_article() -> None:
    state = folded([Act("received", date(2026, 3, 2)), Act("accepted", date(2026, 3, 3), {"path": 5})])
    refusal = state.blocked["opinion_issued"]
    assert refusal.params["reason"].code == "law.flaw.wrong-path"
    assert refusal.params["where"].params["article"] == "第三十一条"


def test_an_old_practice_is_judged_by_the_law_of_its_day() -> None:
    acts = [Act("received", date(2021, 3, 1)), Act("accepted", date(2021, 3, 2), {"path": 5})]
    assert folded([*acts, Act("opinion_issued", date(2021, 4, 1))]).flaws == ()
