"""The clock of the machine jumps: nothing is lost, nobody waits for ever, no limit is got round."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from huiyin.base.errors import Invalid
from huiyin.cases.models import Act, Matter, Petition
from huiyin.cases.services import drafts, intake, past, rebuild, work
from huiyin.foundation import audit, outbox, rate
from huiyin.foundation.models import AuditSeal, Event
from huiyin.jobs.timetable import TIMETABLE
from huiyin.jobs.worker import is_due
from tests.agency import actor, petition
from tests.people import WAGES

NOON = datetime(2026, 5, 12, 4, tzinfo=UTC)
JUMPS = tuple(timedelta(hours=h) for h in (-9_600, -3, -0.1, 3, 9_600))


@pytest.mark.usefixtures("agency")
@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_petitions_are_taken_in_with_numbers_of_their_own_whatever_the_clock_says(jump: timedelta) -> None:
    one = petition(at=NOON, received_on=NOON.date())
    at = NOON + jump
    other = petition(at=at, received_on=at.date())
    third = petition(at=NOON, received_on=NOON.date())
    numbers = {one.number, other.number, third.number}
    assert len(numbers) == 3
    assert Petition.objects.count() == Matter.objects.count() == 3
    assert not [n for n, columns in rebuild.differing(mend=False) if columns]


@pytest.mark.usefixtures("agency")
def test_an_act_before_the_last_one_is_refused_with_a_reason_and_the_matter_stays_whole() -> None:
    done = petition(at=NOON, received_on=NOON.date())
    back = NOON - timedelta(days=2)
    head = actor("head")
    work.sort(done.matter, work.Sorting("claim", "W1", 6, ""), version=None, by=head, at=back)
    with pytest.raises(Invalid) as refusal:
        past.enter(done.matter, "hearing_opened", on=back.date(), by=head, at=back)
    assert refusal.value.message.code == "cases.act_before_last"
    assert Act.objects.filter(matter=done.matter).count() == 1
    work.note(done.matter, "时钟被拨回", by=head, at=back)


@pytest.mark.usefixtures("agency")
def test_a_hint_of_danger_does_not_outlive_a_clock_that_was_ahead() -> None:
    ahead = NOON + timedelta(days=300)
    done = petition("包工头欠我2.8万元工资，不想活了，请求追回。", at=ahead, received_on=NOON.date())
    assert Matter.objects.get(pk=done.matter).urgent_until is not None
    assert intake.forget_urgency(at=NOON) == 0
    until = Matter.objects.get(pk=done.matter).urgent_until
    assert until == NOON + timedelta(hours=72), "set for 300 days from now, where 72 hours are the most"
    assert intake.forget_urgency(at=NOON + timedelta(hours=73)) == 1
    fresh = petition("包工头欠我2.8万元工资，不想活了，请求追回。", at=NOON, received_on=NOON.date())
    assert intake.forget_urgency(at=NOON + timedelta(hours=71)) == 0
    assert intake.forget_urgency(at=NOON + timedelta(hours=73)) == 1
    assert Matter.objects.get(pk=fresh.matter).urgent_until is None


@pytest.mark.django_db
@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_no_limit_locks_somebody_out_for_longer_than_it_says(jump: timedelta) -> None:
    within = timedelta(minutes=15)
    for _ in range(3):
        rate.count("key", limit=3, within=within, at=NOON + jump)
    if abs(jump) > within:  # the clock is right again: the tries lie in another time
        rate.count("key", limit=3, within=within, at=NOON)
    else:
        with pytest.raises(rate.TooOften) as refusal:
            rate.count("key", limit=3, within=within, at=NOON)
        assert refusal.value.message.params["minutes"] == 15
        rate.count("key", limit=3, within=within, at=NOON + timedelta(minutes=16))


@pytest.mark.django_db
def test_a_limit_holds_while_the_clock_creeps_back() -> None:
    for tries in range(3):
        rate.count("key", limit=3, within=timedelta(minutes=15), at=NOON - timedelta(seconds=tries))
    with pytest.raises(rate.TooOften):
        rate.count("key", limit=3, within=timedelta(minutes=15), at=NOON - timedelta(seconds=9))


@pytest.mark.django_db
def test_an_event_taken_under_a_clock_that_was_ahead_is_not_held_for_months() -> None:
    outbox.tell("probe", about="matter:1", at=NOON)
    ahead = NOON + timedelta(days=90)

    def fails(_told: outbox.Told, _at: datetime) -> None:
        raise RuntimeError

    assert outbox.carry({"probe": [fails]}, at=ahead) == 0
    heard: list[int] = []
    assert outbox.carry({"probe": [lambda told, _at: heard.append(told.key)]}, at=NOON) == 1
    assert heard == [1]


@pytest.mark.django_db
def test_a_lease_taken_a_moment_ago_still_holds_when_the_clock_creeps_back() -> None:
    outbox.tell("probe", about="matter:1", at=NOON)
    assert len(outbox._claimed(NOON, 5)) == 1
    assert outbox._claimed(NOON - timedelta(seconds=5), 5) == []
    assert outbox._claimed(NOON + timedelta(minutes=1), 5) == []
    assert len(outbox._claimed(NOON + timedelta(minutes=3), 5)) == 1


@pytest.mark.django_db
def test_what_was_told_under_either_clock_is_carried() -> None:
    for days in (0, 400, -400):
        outbox.tell("probe", about="matter:1", at=NOON + timedelta(days=days))
    assert outbox.carry({}, at=NOON) == 3
    assert outbox.forget(at=NOON + timedelta(days=8)) == 3
    assert not Event.objects.exists()


def test_the_timetable_goes_on_when_the_clock_is_set_back() -> None:
    job = TIMETABLE[0]
    turn = NOON + job.every
    assert not is_due(turn, job, NOON)
    assert is_due(turn, job, NOON + job.every)
    assert is_due(turn, job, NOON - timedelta(days=400)), "else it would stand still for 400 days"


@pytest.mark.django_db
def test_a_draft_is_not_lost_when_the_clock_jumps_back_and_forth() -> None:
    token = drafts.begin(at=NOON)
    drafts.keep(token, {"text": WAGES}, at=NOON - timedelta(days=3))
    assert drafts.forget_old(at=NOON - timedelta(days=400)) == 0
    assert drafts.forget_old(at=NOON) == 0
    assert drafts.load(token).answers["text"] == WAGES


class TheChain(TestCase):
    """Sealing under any clock."""

    @given(st.lists(st.integers(-500_000, 500_000), min_size=1, max_size=6))
    def test_holds_whatever_the_clock_said_at_each_entry_and_seal(self, minutes: list[int]) -> None:
        before = AuditSeal.objects.count()
        for jump in minutes:
            audit.record("matter.read", actor="staff:1", about="matter:1", at=NOON + timedelta(minutes=jump))
            audit.seal(at=NOON - timedelta(minutes=jump))
        verdict = audit.verify()
        assert verdict.broken is None
        assert verdict.seals == before + len(minutes)
