"""Back to the person: progress by code, the answer behind the last four digits, rating, review."""

from datetime import timedelta

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import Conflict, NotAllowed, NotFound
from huiyin.base.ids import spaced
from huiyin.cases.models import Act, Feedback, Letter, Matter
from huiyin.cases.queries import follow
from huiyin.cases.services import answers, past
from huiyin.cases.services.intake import Registered
from huiyin.foundation.models import AuditEntry
from tests.agency import actor, petition

pytestmark = pytest.mark.usefixtures("agency")


def answered(*, served_days_ago: int = 2) -> Registered:
    done = petition(received_on=today() - timedelta(days=90))
    head = actor("head")
    days = {"accepted": 85, "opinion_issued": served_days_ago + 1, "served": served_days_ago}
    fields = {"accepted": {"path": 6}, "opinion_issued": {"result": "explain"}, "served": {"how": "hand"}}
    for kind, ago in days.items():
        on = today() - timedelta(days=ago)
        past.enter(done.matter, kind, on=on, by=head, at=now(), fields=fields[kind])
    return done


def test_progress_shows_every_step_with_its_date_in_order() -> None:
    done = answered()
    seen = follow.progress(follow.find(spaced(done.code)), today=today())
    assert [step.kind for step in seen.steps] == ["received", "accepted", "opinion_issued", "served"]
    assert [step.day for step in seen.steps] == sorted(step.day for step in seen.steps)
    assert seen.concluded
    assert seen.may_ask == "review_asked"


@pytest.mark.parametrize("typed", ["", "ABC", "AAAAAAAAAA", "不知道"])
def test_an_unknown_code_is_told_apart_from_nothing(typed: str) -> None:
    petition()
    with pytest.raises(NotFound):
        follow.find(typed)


def test_the_answer_asks_for_the_last_four_digits_where_a_telephone_was_given() -> None:
    done = answered()
    assert follow.answers_to(done.petition, "1234")
    assert not follow.answers_to(done.petition, "0000")
    assert not follow.answers_to(done.petition, "")


def test_reading_the_answer_is_on_record_and_working_papers_are_not_shown() -> None:
    done = answered()
    letter = Letter.objects.get(matter=done.matter, kind="opinion")
    assert follow.letter_for(done.petition, letter.pk, at=now()).pk == letter.pk
    assert AuditEntry.objects.filter(action="letter.read", about=f"letter:{letter.pk}").exists()
    other = answered()
    with pytest.raises(NotFound):
        follow.letter_for(other.petition, letter.pk, at=now())


def test_both_offices_are_rated_apart_and_once() -> None:
    done = answered()
    answers.rate(done.petition, petition_office=3, unit=1, comment="态度好，事没办", at=now())
    stored = Feedback.objects.get()
    assert (stored.petition_office, stored.unit) == (3, 1)
    assert "态度" not in repr(bytes(stored.comment_sealed))
    with pytest.raises(Conflict):
        answers.rate(done.petition, petition_office=1, unit=1, comment="", at=now())


def test_what_is_not_concluded_is_not_rated_yet() -> None:
    done = petition()
    with pytest.raises(NotAllowed):
        answers.rate(done.petition, petition_office=3, unit=3, comment="", at=now())


def test_review_is_asked_for_and_owed_a_decision() -> None:
    done = answered()
    answers.ask_review(done.petition, reason="金额不对", at=now())
    matter = Matter.objects.get(pk=done.matter)
    assert (matter.stage, matter.next_duty) == ("review", "decide_review")
    with pytest.raises(NotAllowed):
        answers.ask_review(done.petition, reason="再来一次", at=now())


def test_a_review_asked_for_too_late_is_still_taken_in() -> None:
    done = answered(served_days_ago=45)
    answers.ask_review(done.petition, reason="", at=now())
    assert Act.objects.filter(matter=done.matter, kind="review_asked").exists()


def test_nobody_can_ask_for_review_before_there_is_an_opinion() -> None:
    done = petition()
    with pytest.raises(NotAllowed):
        answers.ask_review(done.petition, reason="", at=now())


def test_the_officer_who_is_rated_does_not_see_the_single_rating() -> None:
    from huiyin.cases.queries import matter

    done = answered()
    answers.rate(done.petition, petition_office=1, unit=1, comment="敷衍了事", at=now())
    shown = repr(matter.opened(actor("head"), done.matter, at=now()))
    assert "敷衍" not in shown
    assert "rated" not in shown
