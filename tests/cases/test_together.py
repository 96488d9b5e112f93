"""Everybody who petitions in one matter is answered in one go, each with an own letter, proof and day."""

from datetime import date, timedelta
from typing import Any

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid, NotAllowed, NotFound
from huiyin.cases.letters import content_of
from huiyin.cases.models import Act, Letter, Matter, Service
from huiyin.cases.queries import follow, papers
from huiyin.cases.queries import together as queries
from huiyin.cases.services import answers, joining, past, together
from huiyin.cases.services.intake import Registered
from huiyin.cases.services.together import Handed
from huiyin.cases.standing import standing
from tests.agency import actor, petition
from tests.people import COMPANION, RETIREE, WORKER

pytestmark = pytest.mark.usefixtures("agency")
WORDING = "您反映的事项与另一件合并办理，办理结果将一并书面答复您。"
DAY = timedelta(days=1)


def group(*, days: int = 40) -> tuple[Registered, Registered, Registered]:
    """The worker leads; the retiree and an anonymous person raised the same and were joined."""
    received = today() - days * DAY
    leads = petition(received_on=received)
    joined = petition(person=RETIREE, received_on=received + DAY)
    silent = petition(anonymous=True, received_on=received + DAY)
    for each in (joined, silent):
        joining.join(each.matter, leads.matter, reason="joint", by=actor("registrar"), at=now())
    return leads, joined, silent


def answered(matter: int, *, days_ago: int = 20) -> int:
    """Let the matter have a signed opinion that nobody was handed yet; return the letter."""
    head = actor("head")
    past.enter(matter, "accepted", on=today() - 35 * DAY, by=head, at=now(), fields={"path": 6})
    on = today() - days_ago * DAY
    past.enter(matter, "opinion_issued", on=on, by=head, at=now(), fields={"result": "explain"})
    return Letter.objects.get(matter=matter, kind="opinion").pk


def serve(letter: int, *handed: tuple[int, date], **more: Any) -> int:
    rows = [Handed(key, "hand", day, more.get("receipt", "本人签收")) for key, day in handed]
    return together.serve_all(letter, rows, by=more.get("by") or actor("registrar"), at=now())


def test_each_who_is_owed_word_gets_a_letter_of_the_own_with_the_same_wording() -> None:
    leads, joined, silent = group(days=3)
    third = petition(person=COMPANION)
    joining.join(third.matter, leads.matter, reason="joint", by=actor("registrar"), at=now())
    numbers = together.tell_all(leads.matter, WORDING, by=actor("registrar"), at=now())
    letters = list(Letter.objects.filter(kind="told").order_by("pk"))
    assert [letter.number for letter in letters] == numbers and len(set(numbers)) == 2
    assert [letter.matter_id for letter in letters] == [joined.matter, third.matter]
    said = [content_of(letter, letter.matter) for letter in letters]
    assert [each["addressee"] for each in said] == [RETIREE.name, COMPANION.name]
    assert {each["whom_or_path"] for each in said} == {WORDING}
    for each in (joined, third):
        matter = Matter.objects.get(pk=each.matter)
        assert (matter.next_duty, matter.flaws, matter.active) == (
            "",
            0,
            True,
        )  # parted, it could be accepted
    assert Matter.objects.get(pk=leads.matter).next_duty == "tell"  # the leading one is told in its own way
    assert not Letter.objects.filter(matter=silent.matter).exists()


def test_sending_twice_sends_once() -> None:
    leads, joined, _ = group(days=3)
    by = actor("registrar")
    assert len(together.tell_all(leads.matter, WORDING, by=by, at=now())) == 1
    assert together.tell_all(leads.matter, WORDING, by=by, at=now()) == []
    assert Act.objects.filter(matter=joined.matter, kind="told").count() == 1


def test_without_a_wording_or_the_permission_nothing_is_sent() -> None:
    leads, joined, _ = group(days=3)
    with pytest.raises(Invalid, match="wording_missing"):
        together.tell_all(leads.matter, "  ", by=actor("registrar"), at=now())
    with pytest.raises(NotAllowed):
        together.tell_all(leads.matter, WORDING, by=actor("handler"), at=now())
    with pytest.raises(NotFound):
        together.tell_all(leads.matter, WORDING, by=actor("registrar", "fd-hrss"), at=now())
    assert not Letter.objects.exists() and Matter.objects.get(pk=joined.matter).next_duty == "tell"


def test_the_page_says_who_is_left_out_and_why() -> None:
    leads, joined, silent = group(days=3)
    seen = queries.group(actor("registrar"), leads.matter)
    assert {m.number: m.left_out for m in seen.members} == {
        leads.number: "",
        joined.number: "",
        silent.number: "anonymous",
    }
    assert [m.number for m in seen.to_tell] == [joined.number]


def test_one_answer_is_served_to_each_with_a_day_and_a_proof_of_the_own_and_one_act() -> None:
    leads, joined, silent = group()
    letter = answered(leads.matter)
    days = today() - 10 * DAY, today() - 5 * DAY
    everybody = ((leads.petition, days[0]), (joined.petition, days[1]), (silent.petition, days[1]))
    assert serve(letter, *everybody) == 2
    assert dict(Service.objects.values_list("petition", "day")) == {
        leads.petition: days[0],
        joined.petition: days[1],
    }
    served = Act.objects.filter(kind="served")
    assert [(act.matter_id, act.day) for act in served] == [(leads.matter, days[0])]
    assert serve(letter, *everybody) == 0  # a double click
    assert Service.objects.count() == 2


def test_who_comes_later_is_served_later_without_another_act() -> None:
    leads, joined, _ = group()
    letter = answered(leads.matter)
    serve(letter, (leads.petition, today() - 10 * DAY))
    serve(letter, (joined.petition, today()))
    assert Act.objects.filter(kind="served").count() == 1


def test_a_missing_proof_names_the_petition_and_nothing_is_recorded() -> None:
    leads, joined, _ = group()
    letter = answered(leads.matter)
    with pytest.raises(Invalid, match="receipt_missing") as wrong:
        serve(letter, (leads.petition, today()), (joined.petition, today()), receipt="")
    assert wrong.value.field == f"receipt_{leads.petition}"
    assert not Service.objects.exists() and not Act.objects.filter(kind="served").exists()


def test_only_the_own_petitions_of_the_group_are_served() -> None:
    leads, _, _ = group()
    stranger = petition(person=COMPANION)
    assert serve(answered(leads.matter), (stranger.petition, today())) == 0


def test_a_notice_to_one_petitioner_is_not_served_to_all() -> None:
    leads, joined, _ = group(days=3)
    together.tell_all(leads.matter, WORDING, by=actor("registrar"), at=now())
    letter = Letter.objects.get(matter=joined.matter)
    with pytest.raises(NotAllowed, match="no_answer"):
        serve(letter.pk, (joined.petition, today()))


def test_the_joined_petitioner_follows_the_leading_matter_and_reads_what_was_handed_over() -> None:
    leads, joined, _ = group()
    letter = answered(leads.matter)
    before = follow.progress(joined.petition, today=today())
    assert before.stage == "opinion" and before.leading_number == leads.number
    assert [s.kind for s in before.steps] == ["received", "accepted", "opinion_issued"]
    assert {s.letter for s in before.steps} == {None}  # handed to nobody yet
    with pytest.raises(NotFound):
        follow.letter_for(joined.petition, letter, at=now())
    serve(letter, (leads.petition, today() - 10 * DAY), (joined.petition, today() - 5 * DAY))
    seen = follow.progress(joined.petition, today=today())
    assert [(s.kind, s.day) for s in seen.steps][-1] == ("served", today() - 5 * DAY)
    assert seen.concluded and seen.may_ask == "review_asked"
    page = follow.answer(joined.petition, letter, at=now())
    assert page.addressee == RETIREE.name
    assert follow.answer(leads.petition, letter, at=now()).addressee == WORKER.name


def test_what_the_leading_petitioner_alone_was_told_stays_with_that_person() -> None:
    leads, joined, _ = group()
    answered(leads.matter)
    acceptance = Letter.objects.get(matter=leads.matter, kind="acceptance")
    with pytest.raises(NotFound):
        follow.letter_for(joined.petition, acceptance.pk, at=now())
    with pytest.raises(NotFound):
        papers.official_page(actor("registrar"), acceptance.pk, at=now(), petition=petition().petition)


def test_whom_nobody_can_reach_reads_the_answer_by_the_query_code_once_others_have_it() -> None:
    leads, _, silent = group()
    letter = answered(leads.matter)
    with pytest.raises(NotFound):
        follow.letter_for(silent.petition, letter, at=now())
    serve(letter, (leads.petition, today()))
    assert follow.letter_for(silent.petition, letter, at=now()).pk == letter


def limit(petition_id: int) -> date | None:
    seen = follow.progress(petition_id, today=today())
    return next((d.unrolled for d in seen.deadlines if d.duty == "ask_review"), None)


def test_the_limit_for_review_runs_for_each_from_the_own_day() -> None:
    leads, joined, _ = group()
    letter = answered(leads.matter)
    serve(letter, (leads.petition, today() - 15 * DAY))
    assert limit(joined.petition) is None  # not handed over to this one yet
    serve(letter, (joined.petition, today() - 3 * DAY))
    assert limit(leads.petition) == today() + 15 * DAY
    assert limit(joined.petition) == today() + 27 * DAY


def test_a_review_asked_within_the_own_limit_is_not_late_though_the_leading_one_lapsed() -> None:
    received = today() - 100 * DAY
    leads, joined = petition(received_on=received), petition(person=RETIREE, received_on=received)
    joining.join(joined.matter, leads.matter, reason="joint", by=actor("registrar"), at=now())
    letter = answered(leads.matter, days_ago=34)
    serve(letter, (leads.petition, today() - 33 * DAY), (joined.petition, today() - 4 * DAY))
    flaws = Matter.objects.get(pk=leads.matter).flaws
    answers.ask_review(joined.petition, reason="金额不对", at=now())
    matter = Matter.objects.select_related("office").get(pk=leads.matter)
    assert (matter.stage, matter.next_duty, matter.flaws) == ("review", "decide_review", flaws)
    state = standing(matter, list(Act.objects.filter(matter=matter)), as_of=today())
    asked = next(d for d in state.deadlines if d.duty == "ask_review")
    assert (asked.state, asked.started_on) == ("met", today() - 4 * DAY)
    other = follow.progress(leads.petition, today=today())
    assert other.may_ask == ""
    with pytest.raises(NotAllowed):
        answers.ask_review(leads.petition, reason="", at=now())


def test_each_petition_is_rated_for_itself() -> None:
    leads, joined, _ = group()
    answered(leads.matter)
    for each, mark in ((leads, 3), (joined, 1)):
        answers.rate(each.petition, petition_office=mark, unit=mark, comment="", at=now())
    assert follow.progress(joined.petition, today=today()).rated


def test_parted_again_the_petitioner_sees_the_own_matter_alone() -> None:
    leads, joined, _ = group()
    letter = answered(leads.matter)
    serve(letter, (leads.petition, today()), (joined.petition, today()))
    joining.part(joined.matter, by=actor("registrar"), at=now())
    seen = follow.progress(joined.petition, today=today())
    assert [s.kind for s in seen.steps] == ["received"] and not seen.concluded
    with pytest.raises(NotFound):
        follow.letter_for(joined.petition, letter, at=now())
    assert Service.objects.filter(letter=letter).count() == 2  # what was handed over stays on record
