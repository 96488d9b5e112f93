"""What holds for any history: a later start never ends earlier, rolling never goes back, order of a day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from huiyin.law.acts import OFFICES, Act
from huiyin.law.calendar import Calendar
from huiyin.law.deadlines import Deadline, due
from huiyin.law.lifecycle import fold
from huiyin.law.parameters import jurisdictions, law_of, national
from huiyin.law.state import MatterState
from tests.law.test_lifecycle import histories

CALENDAR = Calendar()
LATEST = date(2199, 1, 1)
NEW_LAW = date(2022, 5, 1)
PLACES = st.sampled_from(jurisdictions())


def state_of(acts: list[Act], office: str = "hrss", place: str = "national") -> MatterState:
    law = law_of(place)
    return fold(acts, office=office, nature="claim", law=law, calendar=CALENDAR, as_of=LATEST)


def deadlines(acts: list[Act], office: str = "hrss", place: str = "national") -> tuple[Deadline, ...]:
    return due(state_of(acts, office, place), law_of(place), CALENDAR, as_of=LATEST)


def later(acts: list[Act], days: int) -> list[Act]:
    return [Act(a.kind, a.day + timedelta(days=days), a.fields) for a in acts]


@given(histories(), st.sampled_from(OFFICES), PLACES)
def test_no_deadline_rolls_back_and_none_ends_before_it_began(
    acts: list[Act], office: str, place: str
) -> None:
    for found in deadlines(acts, office, place):
        if found.due and found.unrolled and found.started_on:
            assert found.due >= found.unrolled > found.started_on, found.duty


@given(histories(), st.integers(0, 60), PLACES)
def test_the_same_history_later_never_ends_earlier(acts: list[Act], days: int, place: str) -> None:
    acts = [a for a in later(acts, (NEW_LAW - acts[0].day).days) if a.kind not in ("extended", "withdrawn")]
    before, after = deadlines(acts, place=place), deadlines(later(acts, days), place=place)
    assert [d.duty for d in before] == [d.duty for d in after]
    for one, other in zip(before, after, strict=True):
        if one.unrolled and other.unrolled and one.due and other.due:
            assert other.unrolled >= one.unrolled
            assert other.due >= one.due or other.provisional


@given(histories(), st.data(), st.sampled_from(["urgent_reported", "proposal_received"]))
def test_what_happens_beside_another_act_on_one_day_may_be_entered_before_or_after_it(
    acts: list[Act], data: st.DataObject, kind: str
) -> None:
    place = data.draw(st.integers(1, len(acts))) - 1
    beside = Act(kind, acts[place].day)
    answers = kind == "proposal_received" and acts[place].kind == "proposal_answered"
    if place == 0 or answers:  # these two do depend on each other
        return
    first, second = [*acts[:place], beside, *acts[place:]], [*acts[: place + 1], beside, *acts[place + 1 :]]
    one, other = state_of(first), state_of(second)
    assert (one.stage, one.path, one.open) == (other.stage, other.path, other.open)
    assert [f.code for f in one.flaws] == [f.code for f in other.flaws]
    assert [(d.duty, d.due, d.state) for d in deadlines(first)] == [
        (d.duty, d.due, d.state) for d in deadlines(second)
    ]


@given(histories())
def test_folding_again_finds_the_same(acts: list[Act]) -> None:
    one, other = state_of(acts), state_of(list(acts))
    assert (one, deadlines(acts)) == (other, deadlines(list(acts)))


@given(histories(), PLACES)
def test_every_last_day_says_how_it_was_counted_and_where_it_stands(acts: list[Act], place: str) -> None:
    for found in deadlines(acts, place=place):
        assert found.why and found.citation.instrument and found.citation.article
        assert (found.why[0].code == "law.step.not-counted") == (
            found.due is not None and found.why[0].code != "law.step.named"
        )


@given(histories())
def test_a_province_never_shortens_a_national_limit(acts: list[Act]) -> None:
    nation = deadlines(acts)
    for place in jurisdictions():
        for one, other in zip(nation, deadlines(acts, place=place), strict=True):
            assert one.duty == other.duty
            if one.unrolled and other.unrolled:
                assert other.unrolled >= one.unrolled


def test_a_place_lays_its_rules_over_the_national_ones() -> None:
    assert all(law_of(place).names() >= national().names() for place in jurisdictions())
    assert not national().suspensions("decide_review", date(2026, 1, 1))
    assert law_of("shandong").suspensions("decide_review", date(2026, 1, 1))


def test_a_place_may_be_named_in_chinese_or_by_a_division_in_it() -> None:
    names = law_of("shandong").names()
    assert all(law_of(place).names() == names for place in ("山东省", "370102", "Shandong", "37"))
