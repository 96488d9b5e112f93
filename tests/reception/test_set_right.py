"""Attempts at service after the record of a service was set right."""

from datetime import timedelta

import pytest

from huiyin.base.clock import now, today
from huiyin.cases.correcting import Asked
from huiyin.cases.models import Act
from huiyin.cases.services import letters
from huiyin.cases.services.correcting import correct
from huiyin.reception.models import ServiceAttempt
from huiyin.reception.queries import service as queries
from huiyin.reception.queries import talks as queries_of_talks
from huiyin.reception.rules.desk import TalkGiven
from huiyin.reception.services import notices, service, talks
from huiyin.reception.services.service import AttemptGiven
from tests.agency import actor
from tests.cases.set_right import opinion, registered
from tests.registers.told import carried

pytestmark = pytest.mark.usefixtures("agency")


def position(matter: int, kind: str) -> int:
    return Act.objects.filter(matter=matter, kind=kind).order_by("-position")[0].position


def undone(matter: int, kind: str) -> None:
    asked = Asked(undo=True, reason="送到了别人家")
    correct(matter, position(matter, kind), asked, version=None, by=actor("handler"), at=now())
    carried()


def test_an_attempt_counts_only_while_the_letter_is_on_record_as_served() -> None:
    matter, by = registered(), actor("handler")
    letter = opinion(matter)
    given = AttemptGiven(today(), "hand", "home", "signed", words="本人签收")
    assert service.attempt(letter.pk, given, by=by, at=now()).served
    undone(matter, "served")
    assert not ServiceAttempt.objects.get().counted
    view = queries.service(by, letter.pk, at=now())
    assert (view.served, view.attempts[0].verdict.served) == (None, False)
    assert view.attempts[0].verdict.reason == "taken-back"
    assert view.attempts[0].words == "本人签收", "what the server wrote stays"
    assert letter.pk in [row.letter for row in queries.unserved(by, today=today()).rows]
    undone(matter, "corrected")
    assert ServiceAttempt.objects.get().counted
    assert queries.service(by, letter.pk, at=now()).served == ("hand", today())


def test_a_letter_that_was_posted_is_out_of_the_house_until_it_comes_back() -> None:
    matter, by = registered(), actor("handler")
    letter = opinion(matter)
    posted = AttemptGiven(today(), "post", "home", "sent", words="EMS1")
    service.attempt(letter.pk, posted, by=by, at=now())
    asked = Asked(undo=True, reason="写错了")
    with pytest.raises(Exception, match="letter_out"):
        correct(matter, letter_act(matter), asked, version=None, by=actor("head"), at=now())
    returned = AttemptGiven(today(), "post", "home", "returned", words="查无此人")
    service.attempt(letter.pk, returned, by=by, at=now() + timedelta(seconds=1))
    correct(matter, letter_act(matter), asked, version=None, by=actor("head"), at=now())


def letter_act(matter: int) -> int:
    return position(matter, "opinion_issued")


def test_a_notice_on_the_spot_that_was_taken_back_is_drafted_anew_while_the_visitor_waits() -> None:
    by = actor("registrar")
    talk = talks.begin(ticket_id=None, by=by, at=now())
    said = TalkGiven(said="养老金少算了四年工龄，请求重新核定。")
    talks.write(talk, said, version=1, read_back=True, by=by, at=now())
    talks.register(talk, by=by, at=now())
    matter = queries_of_talks.talk(by, talk, at=now()).matter or 0
    wrong = notices.draft(talk, "accepted", {"path": "5"}, by=by, at=now())
    letters.sign(wrong, version=1, by=by, at=now())
    asked = Asked(undo=True, reason="路径点错了")
    correct(matter, position(matter, "accepted"), asked, version=None, by=by, at=now())
    assert queries_of_talks.talk(by, talk, at=now()).notice is None
    right = notices.draft(talk, "accepted", {"path": "6"}, by=by, at=now())
    letters.sign(right, version=1, by=by, at=now())
    notices.hand_over(talk, "本人签收", by=by, at=now())
    assert queries_of_talks.talk(by, talk, at=now()).notice == right
