"""After an act was set right: columns, letters, services, offices, what is shown, and taking it back."""

from datetime import timedelta
from typing import Any

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import NotAllowed, NotFound
from huiyin.cases.correcting import Asked
from huiyin.cases.models import Act, Correction, Letter, Matter, Petition, Service
from huiyin.cases.queries import correcting as read
from huiyin.cases.queries import follow, papers
from huiyin.cases.queries import matter as matters
from huiyin.cases.queries.marks import Mark
from huiyin.cases.queries.watched import watched
from huiyin.cases.services import letters, personal, rebuild, work
from huiyin.foundation.models import AuditEntry
from huiyin.orgs import notices
from tests.agency import actor, office_id
from tests.cases.set_right import (
    REASON,
    index_of,
    place,
    refusal_of,
    registered,
    served,
    set_right,
    transferred,
)
from tests.cases.test_letters import accept, drafted

pytestmark = pytest.mark.usefixtures("agency")


@pytest.fixture(autouse=True)
def _rebuild_agrees(agency: None) -> Any:
    """After every test the index agrees with the acts, corrections and all."""
    yield
    assert not any(names for _number, names in rebuild.differing(mend=False))


def test_the_channel_of_a_receipt_is_set_right_and_who_spoke_goes_with_the_visit() -> None:
    matter = registered(channel="visit", persons=3)
    Act.objects.get(matter=matter)
    set_right(matter, "received", fields={"channel": "phone"})
    assert Petition.objects.get(matter=matter).channel == "phone"
    assert Act.objects.get(matter=matter, kind="corrected").fields["instead"].keys() == {
        "act",
        "day",
        "channel",
    }


def test_the_reason_is_sealed_and_in_no_act_nor_log() -> None:
    matter = registered()
    set_right(matter, "received", day=today() - timedelta(days=6), fields={"channel": "letter"})
    row = Correction.objects.get()
    assert REASON.encode() not in bytes(row.words_sealed)
    said = repr(list(Act.objects.values())) + repr(list(AuditEntry.objects.values())) + repr(row.moved)
    assert "周大勇" not in said
    view = matters.opened(actor("handler"), matter, at=now())
    assert view.acts[-1].mark.words == REASON
    personal._erase(list(Petition.objects.select_related("person", "matter")), at=now())
    assert bytes(Correction.objects.get().words_sealed) == b""


def test_an_acceptance_signed_a_minute_ago_on_the_wrong_path_is_taken_back_and_done_again() -> None:
    matter = registered()
    before = index_of(matter)
    letters.sign(drafted(matter, "accepted", path="5").pk, version=1, by=actor("registrar"), at=now())
    number = Letter.objects.get().number
    done = set_right(matter, "accepted")
    assert (done.before.state.stage, done.after.state.stage) == ("accepted", "registered")
    assert not done.watched, "the limit had not begun to run"
    assert index_of(matter) == {**before, "path": None}
    letter = Letter.objects.get()
    assert (letter.discarded, letter.number) == (True, number)
    assert not follow.progress(Petition.objects.get().pk, today=today()).steps[-1].letter
    with pytest.raises(NotFound):
        letters.serve(letter.pk, how="hand", day=today(), receipt="签收", by=actor("registrar"), at=now())
    seen = papers.letter(actor("registrar"), letter.pk, at=now())
    assert (seen.void, seen.to_be_served, seen.may_serve) == (True, False, False)
    accept(matter)
    assert Matter.objects.get(pk=matter).path == 6
    assert Letter.objects.get(discarded=False).number != number


def test_a_wrong_way_of_service_is_set_right_with_its_record() -> None:
    matter = registered()
    letter = served(matter)
    set_right(matter, "served", fields={"how": "post"}, by=actor("handler"))
    service = Service.objects.get(letter=letter)
    assert service.how == "post"
    view = papers.letter(actor("handler"), letter.pk, at=now())
    assert view.served and view.served.receipt == "周大勇签收"


def test_a_service_that_never_was_is_taken_back_served_again_and_stands_again() -> None:
    matter = registered()
    letter = served(matter)
    before = index_of(matter)
    done = set_right(matter, "served", by=actor("handler"))
    assert done.after.state.stage == "opinion"
    assert not Service.objects.exists()
    set_right(matter, "", position=place(matter, "corrected"), by=actor("handler"))
    assert index_of(matter) == before
    view = papers.letter(actor("handler"), letter.pk, at=now())
    assert view.served and view.served.receipt == "周大勇签收", "what was thrown away is there again"
    set_right(matter, "served", by=actor("handler"))
    letters.serve(letter.pk, how="post", day=today(), receipt="EMS1", by=actor("handler"), at=now())
    assert Matter.objects.get(pk=matter).stage == "served"
    over = [act.position for act in Act.objects.filter(matter=matter, kind="corrected")]
    twice = refusal_of(matter, "", position=over[-1], by=actor("handler"))
    assert twice == "correcting.refused.served_again"


def test_a_transfer_to_the_wrong_office_is_called_back_while_nobody_took_it_up() -> None:
    matter = registered()
    before = index_of(matter)
    letter = transferred(matter)
    set_right(matter, "transferred")
    assert index_of(matter) == before
    back = Matter.objects.get(pk=matter)
    assert (back.office_id, back.handler_id) == (office_id("ql-hrss"), None)
    letter.refresh_from_db()
    assert letter.discarded
    told = [n.kind for n in notices.inbox(actor("registrar", "lp-hrss").staff or 0)[0]]
    assert told == ["taken_back"]
    for correction in Act.objects.filter(matter=matter, kind="corrected"):
        assert refusal_of(matter, "", position=correction.position) == "correcting.refused.moved"
    transferred(matter)
    work.give_to(
        matter,
        actor("handler", "lp-hrss").staff or 0,
        version=None,
        by=actor("registrar", "lp-hrss"),
        at=now(),
    )
    assert refusal_of(matter, "transferred") == "correcting.refused.taken_up"
    arrival = {"by": actor("registrar", "lp-hrss"), "day": today(), "fields": {"channel": "letter"}}
    assert refusal_of(matter, "received", **arrival) == "correcting.refused.arrival"


def test_an_upheld_objection_is_set_right_by_the_sender_and_its_arrival_goes_along() -> None:
    matter = registered()
    transferred(matter)
    objection = drafted(matter, "objected", office="lp-hrss", reason="该工程由市级部门监管")
    letters.sign(objection.pk, version=1, by=actor("head", "lp-hrss"), at=now())
    work.take(matter, "objection_upheld", {}, on=today(), version=None, by=actor("registrar"), at=now())
    with pytest.raises(NotFound):  # it is the sender's again
        set_right(matter, "objected", by=actor("head", "lp-hrss"))
    set_right(matter, "objection_upheld")
    there = Matter.objects.get(pk=matter)
    assert (there.office_id, there.stage) == (office_id("lp-hrss"), "objected")
    set_right(matter, "objected", by=actor("head", "lp-hrss"))
    assert Matter.objects.get(pk=matter).stage == "registered"


def test_after_a_step_was_taken_back_the_right_one_keeps_its_own_earlier_day() -> None:
    by, handler = actor("registrar"), actor("handler")
    matter = registered(days=9)
    accepted_on = today() - timedelta(days=6)
    then = now() - timedelta(days=6)
    letter = letters.draft(matter, "accepted", {"path": "6"}, version=None, by=by, at=then)
    letters.sign(letter, version=1, by=by, at=then)
    work.take(matter, "mediated", {"reason": "x"}, on=today(), version=None, by=handler, at=now())
    set_right(matter, "mediated", by=handler)
    earlier = accepted_on + timedelta(days=1)
    work.take(matter, "hearing_opened", {}, on=earlier, version=None, by=handler, at=now())
    work.take(matter, "hearing_closed", {}, on=earlier, version=None, by=handler, at=now())
    set_right(matter, "hearing_closed", by=handler)
    assert Matter.objects.get(pk=matter).stage == "accepted", "a hearing may go on"


def test_what_gives_the_office_time_is_seen_by_those_who_answer_for_the_branch() -> None:
    matter = registered(days=10)
    other = registered(days=3)
    set_right(other, "received", day=today() - timedelta(days=4), fields={"channel": "letter"})
    done = set_right(matter, "received", day=today() - timedelta(days=2), fields={"channel": "letter"})
    assert done.watched
    for role in ("head", "supervisor"):
        rows, more = watched(actor(role))
        assert [(row.matter, row.kind, row.moved[0]["duty"]) for row in rows] == [
            (matter, "received", "tell")
        ]
        assert not more
        assert "correction" in [n.kind for n in notices.inbox(actor(role).staff or 0)[0]]
    assert watched(actor("head", "lp-hrss")) == ([], 0)
    with pytest.raises(NotAllowed):
        watched(actor("handler"))
    log = AuditEntry.objects.filter(action="matter.correct").order_by("id")
    assert list(log.values_list("reason", flat=True)) == ["act:1", "favours-office"]


def test_setting_right_again_supersedes_and_taking_back_gives_what_stood_before() -> None:
    matter = registered(days=9)
    first, second = today() - timedelta(days=8), today() - timedelta(days=7)
    begun = index_of(matter)
    set_right(matter, "received", day=first, fields={"channel": "letter"})
    once = index_of(matter)
    set_right(matter, "received", day=second, fields={"channel": "fax"})
    set_right(matter, "", position=3)
    assert index_of(matter) == once
    assert Petition.objects.get().channel == "letter"
    assert Petition.objects.get().received_on == first
    assert refusal_of(matter, "", position=3) == "correcting.refused.over"
    set_right(matter, "", position=2)
    assert index_of(matter) == begun
    set_right(matter, "", position=5)
    assert index_of(matter) == once
    assert refusal_of(matter, "", position=5, day=first) == "correcting.refused.over"


def test_the_timeline_marks_what_was_set_right_and_offers_only_what_this_officer_may() -> None:
    matter = registered()
    accept(matter)
    opened = matters.opened(actor("registrar"), matter, at=now())
    assert [row.mark.may_correct for row in opened.acts] == [True, True]
    assert [row.mark.may_correct for row in matters.opened(actor("handler"), matter, at=now()).acts] == [
        False,
        False,
    ]
    set_right(matter, "accepted")
    set_right(matter, "received", day=today() - timedelta(days=6), fields={"channel": "letter"})
    received, accepted, undone, changed = matters.opened(actor("registrar"), matter, at=now()).acts
    assert (received.mark.changed, received.mark.day) == (True, today() - timedelta(days=6))
    assert (accepted.mark.standing, accepted.mark.may_correct) == (False, False)
    assert (undone.mark.corrects, undone.mark.words, undone.mark.may_correct) == (2, REASON, True)
    assert changed.mark.corrects == 1
    Matter.objects.filter(pk=matter).update(filed_on=today())
    closed = matters.opened(actor("registrar"), matter, at=now())
    assert not any(row.mark.may_correct for row in closed.acts)
    assert refusal_of(matter, "received", fields={"channel": "fax"}) == "cases.file_closed"
    assert Mark() == Mark(standing=True)


def test_the_preview_says_what_carrying_it_out_then_does() -> None:
    matter = registered()
    accept(matter)
    papers.official_page(actor("registrar"), Letter.objects.get().pk, at=now())
    shown = read.previewed(actor("registrar"), matter, 2, Asked(undo=True, reason=REASON), at=now())
    codes = [message.code.rpartition(".")[2] for message in shown.follows]
    assert codes == ["void", "downloaded", "path", "tell"]
    assert Act.objects.filter(matter=matter).count() == 2, "a preview writes nothing"
    done = set_right(matter, "accepted")
    assert (done.moved, done.watched, done.said) == (shown.plan.moved, shown.plan.watched, shown.plan.said)
    wrong = read.wrong_act(actor("registrar"), matter, 3, at=now())
    assert (wrong.kind, wrong.root, wrong.no_undoing) == ("corrected", "accepted", None)
    assert wrong.no_changing and wrong.no_changing.code == "correcting.refused.correction"
