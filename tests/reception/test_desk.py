"""The queue, the talk record, and the way from it to a petition and a notice on the spot."""

from datetime import timedelta
from typing import Any

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from huiyin.cases.queries import matter as matters
from huiyin.cases.queries import papers
from huiyin.cases.services import letters
from huiyin.foundation.documents import to_docx, to_pdf
from huiyin.reception.models import Talk, TalkEntry, Ticket
from huiyin.reception.queries import queue as queue_read
from huiyin.reception.queries import talks as queries
from huiyin.reception.rules.desk import TalkGiven
from huiyin.reception.services import notices, queue, talks
from tests.agency import actor
from tests.people import WAGES, WORKER

pytestmark = pytest.mark.usefixtures("agency")
ACCUSING = "我要实名举报县社保局局长张某某收受贿赂、吃拿卡要，请纪委查处。"


def take(role: str = "registrar", office: str = "ql-hrss", **more: Any) -> int:
    return queue.take_ticket(
        **{"name": "", "persons": 1, "ahead_for": "", **more}, by=actor(role, office), at=now()
    )


def call() -> Ticket:
    pk = queue.call_next(window="1", by=actor("registrar"), at=now())
    assert pk is not None
    return Ticket.objects.get(pk=pk)


def told(said: str = WAGES, *, read_back: bool = True, **more: Any) -> int:
    by = actor("registrar")
    talk = talks.begin(ticket_id=None, by=by, at=now())
    given = TalkGiven(**{"said": said, "asked": "请帮我追回工资。", "person": WORKER, **more})
    talks.write(talk, given, version=1, read_back=read_back, by=by, at=now())
    return talk


def view(talk: int, role: str = "registrar", office: str = "ql-hrss") -> queries.TalkView:
    return queries.talk(actor(role, office), talk, at=now())


def test_numbers_begin_anew_for_each_office() -> None:
    assert [take(), take(), take()] == [1, 2, 3]
    assert take(office="lp-hrss") == 1


def test_who_needs_to_go_ahead_is_called_first_and_nothing_of_it_is_kept() -> None:
    take(), take(), take(ahead_for="pregnancy")
    assert call().number == 3
    assert not Ticket.objects.filter(ahead=True).exists()
    assert [call().number, call().number] == [1, 2]
    assert queue.call_next(window="1", by=actor("registrar"), at=now()) is None


def test_a_reason_for_going_ahead_that_the_list_does_not_know_is_refused() -> None:
    with pytest.raises(Invalid):
        take(ahead_for="acquaintance")


def test_void_and_left_numbers_stay_on_the_list_so_that_no_gap_is_unexplained() -> None:
    take(), take(), take()
    by = actor("registrar")
    queue.move(Ticket.objects.get(number=2).pk, "void", by=by, at=now())
    queue.move(Ticket.objects.get(number=1).pk, "left", by=by, at=now())
    seen = queue_read.queue(by, at=now())
    assert seen.missing == []
    assert {(r.number, r.state) for r in seen.ended} == {(1, "left"), (2, "void")}
    with pytest.raises(Conflict):
        queue.move(Ticket.objects.get(number=2).pk, "served", by=by, at=now())
    queue.move(Ticket.objects.get(number=1).pk, "waiting", by=by, at=now())
    assert call().number == 1


def test_names_of_the_queue_are_sealed_and_gone_the_next_day() -> None:
    take(name="周大勇", ahead_for="age")
    assert "周大勇".encode() not in bytes(Ticket.objects.get().name_sealed)
    by = actor("registrar")
    assert queue_read.queue(by, at=now()).waiting[0].name == "周大勇", "who calls the numbers calls the name"
    queue.move(Ticket.objects.get().pk, "left", by=by, at=now())
    assert queue_read.queue(by, at=now()).ended[0].name == "周＊＊"
    assert queue.forget_queue(at=now()) == 0
    assert queue.forget_queue(at=now() + timedelta(days=1)) == 1
    ticket = Ticket.objects.get()
    assert not ticket.name_sealed and not ticket.ahead
    assert queue.forget_queue(at=now() + timedelta(days=1)) == 0


def test_who_works_at_no_desk_gives_no_number() -> None:
    for role in ("handler", "leader", "analyst", "auditor", "administrator"):
        with pytest.raises(NotAllowed):
            take(role)


def test_another_offices_number_is_out_of_reach() -> None:
    take(office="lp-hrss")
    with pytest.raises(NotFound):
        queue.move(Ticket.objects.get().pk, "left", by=actor("registrar"), at=now())


def test_a_called_number_leads_to_one_record_and_the_name_comes_along() -> None:
    take(name="周大勇", persons=7)
    ticket, by = call(), actor("registrar")
    first = talks.begin(ticket_id=ticket.pk, by=by, at=now())
    assert talks.begin(ticket_id=ticket.pk, by=by, at=now()) == first
    assert (view(first).given.person.name, view(first).given.persons) == ("周大勇", 7)


def test_what_was_read_back_is_not_changed_any_more_only_added_to() -> None:
    talk, by = told(), actor("registrar")
    before = bytes(Talk.objects.get(pk=talk).content_sealed)
    with pytest.raises(NotAllowed):
        talks.write(talk, TalkGiven(said="别的"), version=2, by=by, at=now())
    talks.add(talk, "工资是2.9万元，不是2.8万元。", by=by, at=now())
    assert bytes(Talk.objects.get(pk=talk).content_sealed) == before
    assert [e.text for e in view(talk).entries] == ["工资是2.9万元，不是2.8万元。"]
    entry = TalkEntry.objects.get()
    with pytest.raises(Refused):
        entry.save()


def test_while_it_is_written_nothing_is_added_and_nobody_signs() -> None:
    talk, by = told(read_back=False), actor("registrar")
    for early in (
        lambda: talks.add(talk, "补", by=by, at=now()),
        lambda: talks.sign(talk, "paper", by=by, at=now()),
        lambda: talks.register(talk, by=by, at=now()),
    ):
        with pytest.raises(NotAllowed):
            early()


def test_of_two_windows_writing_the_same_record_one_is_told() -> None:
    talk, by = told(read_back=False), actor("registrar")
    with pytest.raises(Conflict):
        talks.write(talk, TalkGiven(said="旧页面"), version=1, by=by, at=now())


def test_a_refused_signature_is_noted_with_its_reason_and_takes_nothing_away() -> None:
    talk, by = told(), actor("registrar")
    talks.sign(talk, "refused", reason="想先给家人看看", by=by, at=now())
    assert view(talk).refusal == "想先给家人看看"
    assert talks.register(talk, by=by, at=now())
    with pytest.raises(NotAllowed):
        talks.sign(talk, "paper", by=by, at=now())


def test_the_record_becomes_a_petition_once_with_everything_that_was_said() -> None:
    talk, by = told(persons=9, companions=("吴小满",)), actor("registrar")
    talks.add(talk, "还有三月的加班费。", by=by, at=now())
    petition = talks.register(talk, by=by, at=now())
    assert talks.register(talk, by=by, at=now()) == petition
    seen = view(talk)
    assert seen.matter is not None
    opened = matters.opened(by, seen.matter, at=now())
    assert WAGES in opened.petitions[0].text and "还有三月的加班费。" in opened.petitions[0].text
    assert opened.petitions[0].channel == "visit"
    assert opened.acts[0].fields["spokespersons"] == 2
    assert opened.petitions[0].persons == 9


def test_the_same_matter_again_is_registered_all_the_same_and_the_other_is_named_in_a_note() -> None:
    by, first = actor("registrar"), told()
    talks.register(first, by=by, at=now())
    number = matters.opened(by, view(first).matter or 0, at=now()).number
    again = told("我又来了，还是上次的事。")
    with pytest.raises(Invalid):
        talks.register(again, earlier="没有这个号", by=by, at=now())
    talks.register(again, earlier=number, by=by, at=now())
    assert view(again).earlier_number == number
    assert view(again).matter != view(first).matter
    assert number in matters.opened(by, view(again).matter or 0, at=now()).notes[0].text


def test_the_notice_on_the_spot_discharges_the_duty_to_tell_that_day() -> None:
    talk, by = told(), actor("registrar")
    with pytest.raises(NotAllowed):
        notices.draft(talk, "accepted", {"path": "6"}, by=by, at=now())
    talks.register(talk, by=by, at=now())
    notices.draft(talk, "told", {"to": "lp-hrss"}, by=by, at=now())
    letter = notices.draft(talk, "accepted", {"path": "6"}, by=by, at=now())
    seen = papers.letter(by, letter, at=now())
    assert not seen.missing
    letters.sign(letter, version=seen.version, by=by, at=now())
    with pytest.raises(NotAllowed):
        notices.draft(talk, "told", {"to": "lp-hrss"}, by=by, at=now())
    notices.hand_over(talk, "本人签收", by=by, at=now())
    opened = matters.opened(by, view(talk).matter or 0, at=now())
    assert [a.kind for a in opened.acts] == ["received", "accepted"]
    assert next(d for d in opened.deadlines if d.duty == "tell").state == "met"
    assert [row.served for row in opened.letters] == [("hand", today())]


def test_a_record_is_closed_to_colleagues_until_a_matter_came_of_it() -> None:
    talk = told()
    for role, office in (("head", "lp-hrss"), ("handler", "ql-hrss"), ("leader", "ql-hrss")):
        with pytest.raises(NotFound):
            view(talk, role, office)
    assert view(talk, "accusation-officer").number
    talks.register(talk, by=actor("registrar"), at=now())
    shown = view(talk, "handler")
    assert (shown.given.person.name, shown.given.person.phone) == ("周＊＊", "199****1234")
    assert view(talk).given.person.name == "周大勇", "who wrote it still sees it"
    with pytest.raises(NotAllowed):
        queries.talk_document(actor("leader"), talk, at=now())


def test_a_possible_accusation_is_finished_by_who_heard_it_and_then_hidden() -> None:
    talk, by = told(ACCUSING), actor("registrar")
    talks.register(talk, by=by, at=now())
    seen = view(talk)
    assert not seen.sees_matter and seen.petition
    for role in ("handler", "leader", "supervisor"):
        with pytest.raises(NotFound):
            view(talk, role)
    talks.sign(talk, "paper", by=by, at=now())
    with pytest.raises(NotFound):
        view(talk)
    assert view(talk, "accusation-officer").given.said == ACCUSING


def test_the_record_prints_as_an_official_page() -> None:
    talk = told(companions=("吴小满",))
    page, name = queries.talk_document(actor("registrar"), talk, at=now())
    assert "谈〔" in name
    assert to_pdf(page)[:4] == b"%PDF"
    assert to_docx(page)[:2] == b"PK"
