"""The decisions of the reception, without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.base.errors import Invalid, NotAllowed
from huiyin.law.parameters import national
from huiyin.reception.rules import desk, events, service

LAW = national()
DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
TICKETS = st.lists(st.tuples(st.booleans(), st.integers(1, 500)), unique_by=lambda t: t[1])


@given(TICKETS)
def test_who_goes_ahead_comes_first_and_otherwise_the_numbers_are_kept(
    tickets: list[tuple[bool, int]],
) -> None:
    ordered = desk.in_order(tickets)
    assert sorted(ordered) == sorted(tickets)
    assert [ahead for ahead, _ in ordered] == sorted((a for a, _ in tickets), reverse=True)
    for group in (True, False):
        numbers = [n for ahead, n in ordered if ahead is group]
        assert numbers == sorted(numbers)


@given(st.sets(st.integers(1, 60)))
def test_every_missing_number_of_a_day_is_named(numbers: set[int]) -> None:
    missing = desk.gaps(sorted(numbers))
    assert set(missing) | numbers == set(range(1, max(numbers, default=0) + 1))
    assert not set(missing) & numbers


def test_a_number_that_is_done_or_void_never_comes_back() -> None:
    for over in (desk.SERVED, desk.VOID):
        assert not [then for then in desk.TICKET_STATES if desk.may_become(over, then)]
    assert desk.may_become(desk.LEFT, desk.WAITING), "who stepped out may come back"


@given(st.integers(0, 12), st.integers(1, 10_000))
def test_five_speak_and_any_number_may_come(companions: int, persons: int) -> None:
    talk = desk.TalkGiven(said="说", companions=tuple(f"代表{n}" for n in range(companions)), persons=persons)
    if 1 + companions <= 5:
        assert desk.checked_talk(talk, law=LAW, on=DAY).persons == max(persons, 1 + companions)
    else:
        with pytest.raises(Invalid) as refusal:
            desk.checked_talk(talk, law=LAW, on=DAY)
        assert refusal.value.field == "companions"


def test_an_anonymous_visitor_leaves_no_name_behind() -> None:
    talk = desk.TalkGiven(
        said="说", person=desk.PersonGiven(name="周大勇"), companions=("吴小满",), anonymous=True
    )
    kept = desk.checked_talk(talk, law=LAW, on=DAY)
    assert kept.person == desk.PersonGiven() and kept.companions == ()


def test_a_record_is_signed_after_it_was_read_back_and_once() -> None:
    with pytest.raises(NotAllowed):
        desk.signing("paper", "", read_back=False, signed="")
    with pytest.raises(NotAllowed):
        desk.signing("paper", "", read_back=True, signed="paper")
    with pytest.raises(Invalid):
        desk.signing("refused", "  ", read_back=True, signed="")
    assert desk.signing("refused", " 不识字 ", read_back=True, signed="") == "不识字"
    assert desk.signing("paper", "多余", read_back=True, signed="") == ""


TRIED = st.builds(
    service.Tried,
    day=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    way=st.sampled_from(service.WAYS),
    address=st.sampled_from(service.ADDRESSES),
    outcome=st.sampled_from(service.OUTCOMES),
    witnesses=st.integers(0, 4),
)
SPANS = st.lists(
    st.builds(
        service.Span,
        since=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        until=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    ),
    max_size=3,
)


@given(TRIED, SPANS, SPANS)
def test_nothing_counts_as_service_without_its_ground(
    tried: service.Tried, consents: list[service.Span], agents: list[service.Span]
) -> None:
    found = service.verdict(tried, law=LAW, consents=consents, agents=agents)
    grounds = {
        "signed": True,
        "agent-signed": any(a.holds(tried.day) for a in agents),
        "arrived": any(c.holds(tried.day) for c in consents),
        "refused": tried.way == "hand" and tried.witnesses >= 2,
    }
    assert found.served == grounds.get(tried.outcome, False)
    assert found.reason
    if found.served:
        assert found.rule is not None and found.rule.interpretation
        assert not found.certain, "the regulation does not say how receipt is proved: it must say so"


@given(st.lists(TRIED, max_size=6), SPANS, SPANS)
def test_there_is_always_a_next_step_with_a_reason(
    tried: list[service.Tried], consents: list[service.Span], agents: list[service.Span]
) -> None:
    step = service.next_step(tried, law=LAW, today=DAY, consents=consents, agents=agents)
    assert step.step and step.reason


def test_the_next_step_follows_what_was_tried() -> None:
    def after(*outcomes: tuple[str, str]) -> str:
        tried = [service.Tried(DAY, way, "home", outcome) for way, outcome in outcomes]
        return service.next_step(tried, law=LAW, today=DAY).step

    absent = ("hand", "absent")
    assert after() == "hand"
    assert after(absent) == "another-time"
    assert after(absent, absent) == "post"
    assert after(absent, absent, ("post", "sent")) == "wait-for-post"
    assert after(absent, ("post", "returned")) == "ask-address"
    assert after(("post", "returned"), absent, absent) == "ask-neighbourhood"
    assert after(("hand", "refused")) == "with-witnesses"


def test_the_day_a_consent_is_withdrawn_no_longer_counts() -> None:
    span = service.Span(DAY, DAY + timedelta(days=3))
    assert span.holds(DAY) and span.holds(DAY + timedelta(days=2))
    assert not span.holds(DAY + timedelta(days=3)) and not span.holds(DAY - timedelta(days=1))


def test_an_outcome_that_a_way_cannot_have_is_refused() -> None:
    tried = service.Tried(DAY, "electronic", "electronic", "refused")
    with pytest.raises(Invalid) as refusal:
        service.checked_attempt(tried, signed_on=DAY, today=DAY)
    assert refusal.value.field == "outcome"


@given(st.lists(st.integers(0, 200), max_size=5), st.integers(0, 400))
def test_a_report_is_owed_at_once_and_then_again_and_again(minutes: list[int], later: int) -> None:
    reported = [NOON + timedelta(minutes=m) for m in minutes]
    at = NOON + timedelta(hours=later)
    due = events.report_due(NOON, reported, law=LAW, at=at)
    hours = 24 if reported else 1
    assert due.kind == ("follow-up" if reported else "first")
    assert due.by == max([NOON, *reported]) + timedelta(hours=hours)
    assert due.late == (at > due.by)
    assert due.rule.citation.status == "unconfirmed"


def test_events_are_reported_to_bodies_and_never_before_they_were_known() -> None:
    def check(to: tuple[str, ...], reported_at: datetime) -> tuple[str, ...]:
        return events.checked_report(to, "情况", reported_at=reported_at, known_at=NOON, at=NOON)

    assert check(("government", "committee"), NOON) == ("committee", "government")
    for to, at, field in (((), NOON, "to"), (("somebody",), NOON, "to")):
        with pytest.raises(Invalid) as refusal:
            check(to, at)
        assert refusal.value.field == field
    with pytest.raises(Invalid):
        check(("government",), NOON - timedelta(minutes=1))
