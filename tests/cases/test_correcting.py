"""Setting an act right: who may, which acts, and the reason for each refusal."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import Conflict, NotAllowed, NotFound
from huiyin.cases.correcting import Asked
from huiyin.cases.models import Act, Feedback, Letter, Matter, Petition
from huiyin.cases.queries import copy, follow
from huiyin.cases.queries import correcting as read
from huiyin.cases.rules.corrections import permissions
from huiyin.cases.services import answers, letters, rebuild, work
from huiyin.cases.services.correcting import correct
from huiyin.foundation.wording import LANGUAGES, has
from huiyin.law.acts import KINDS
from tests.agency import actor, petition
from tests.cases.set_right import (
    opinion,
    place,
    refusal_of,
    registered,
    served,
    set_right,
)
from tests.cases.test_letters import accept, drafted
from tests.house.files import PACKAGE

pytestmark = pytest.mark.usefixtures("agency")


@pytest.fixture(autouse=True)
def _rebuild_agrees(agency: None) -> Any:
    """After every test the index agrees with the acts, corrections and all."""
    yield
    assert not any(names for _number, names in rebuild.differing(mend=False))


def test_a_wrong_day_of_receipt_is_set_right_and_the_limit_counts_from_the_right_one() -> None:
    matter = registered(days=5)
    before = Matter.objects.get(pk=matter).next_due
    right = today() - timedelta(days=8)
    done = set_right(matter, "received", day=right, fields={"channel": "letter"})
    after = Matter.objects.get(pk=matter)
    assert after.received_on == right == Petition.objects.get(matter=matter).received_on
    assert before and after.next_due and after.next_due < before
    assert [(m.duty, m.before and m.before.due, m.after and m.after.due) for m in done.moved] == [
        ("tell", before, after.next_due)
    ]
    assert not done.watched
    wrong = Act.objects.get(matter=matter, kind="received")
    assert wrong.day == today() - timedelta(days=5), "acts are never edited"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"day": today() + timedelta(days=1), "fields": {"channel": "letter"}}, "correcting.day_until"),
        ({"day": date(1900, 1, 1), "fields": {"channel": "letter"}}, "correcting.day_until"),
        ({"fields": {"channel": "letter"}}, "correcting.nothing_changed"),
        ({"fields": {"channel": "pigeon"}}, "cases.step_choice_unknown"),
        ({"fields": {"channel": "fax"}, "reason": "  "}, "correcting.reason_missing"),
        ({"fields": {"channel": "fax"}, "reason": "长" * 2001}, "cases.field_too_long"),
        ({}, "correcting.refused.receipt"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(asked: dict[str, Any], code: str) -> None:
    assert refusal_of(registered(), "received", **asked) == code


def test_a_letter_that_was_served_keeps_its_act() -> None:
    matter = registered()
    accept(matter)
    letter = Letter.objects.get()
    letters.serve(letter.pk, how="hand", day=today(), receipt="签收", by=actor("registrar"), at=now())
    assert refusal_of(matter, "accepted") == "correcting.refused.letter_out"
    assert refusal_of(matter, "accepted", day=today(), fields={"path": "5"}) == "correcting.letter_must_agree"
    set_right(matter, "accepted", fields={"path": "5"}, letter_agrees=True)
    assert Matter.objects.get(pk=matter).path == 5
    letter.refresh_from_db()
    assert (letter.discarded, letter.act_fields) == (False, {"path": 5})
    yesterday = today() - timedelta(days=1)
    by_day = {"day": yesterday, "fields": {"path": "6"}, "letter_agrees": True}
    assert refusal_of(matter, "accepted", **by_day) == "correcting.refused.day_of_letter"


def test_a_letter_that_the_petitioner_read_online_or_in_a_copy_keeps_its_act() -> None:
    for read_it in (
        lambda p, letter: follow.letter_for(p, letter, at=now()),
        lambda p, _letter: copy.for_petitioner(p, at=now()),
    ):
        matter = registered()
        accept(matter)
        read_it(Petition.objects.get(matter=matter).pk, Letter.objects.get(matter=matter).pk)
        assert refusal_of(matter, "accepted") == "correcting.refused.letter_out"


def test_an_act_on_which_a_later_one_rests_stays_and_the_law_says_why() -> None:
    matter = registered()
    accept(matter)
    letters.discard(
        drafted(matter, "extended", role="handler", days="10", reason="x").pk, by=actor("handler"), at=now()
    )
    extension = drafted(matter, "extended", role="handler", days="10", reason="案情复杂")
    filled = dict.fromkeys(("reason",), "案情复杂")
    letters.revise(extension.pk, filled, version=1, by=actor("handler"), at=now())
    letters.sign(extension.pk, version=2, by=actor("head"), at=now())
    with pytest.raises(NotAllowed) as refused:
        set_right(matter, "accepted")
    message = refused.value.message
    assert message.code == "correcting.refused.unlawful"
    assert message.params["reason"].params["reason"].code == "law.flaw.nothing-to-extend"
    assert message.params["reason"].params["where"].params["article"] == "第三十四条"


def test_what_the_petitioner_built_on_stays() -> None:
    matter = registered()
    served(matter)
    key = Petition.objects.get().pk
    answers.rate(key, petition_office=3, unit=3, comment="", at=now())
    assert Feedback.objects.count() == 1
    answers.ask_review(key, reason="不服", at=now())
    assert refusal_of(matter, "served", by=actor("handler")) == "correcting.refused.relied_on"
    assert refusal_of(matter, "review_asked", by=actor("head")) == "correcting.not_yours"
    for kind in ("review_asked",):
        wrong = read.wrong_act(actor("head"), matter, place(matter, kind), at=now())
        assert wrong.no_undoing and wrong.no_changing


def test_an_unserved_opinion_that_was_rated_stays() -> None:
    matter = registered()
    opinion(matter)
    answers.rate(Petition.objects.get().pk, petition_office=3, unit=1, comment="", at=now())
    assert refusal_of(matter, "opinion_issued", by=actor("head")) == "correcting.refused.rated"


def test_only_who_may_do_the_step_at_the_office_that_did_it_sets_it_right() -> None:
    matter = registered()
    opinion(matter)
    for who in (
        actor("registrar"),
        actor("handler"),
        actor("reviewer"),
        actor("supervisor"),
        actor("leader"),
    ):
        assert refusal_of(matter, "opinion_issued", by=who) == "correcting.not_yours"
    for other in (actor("registrar", "lp-hrss"), actor("head", "fd-hrss"), actor("auditor")):
        with pytest.raises(NotFound):
            set_right(matter, "opinion_issued", by=other)
    assert set_right(matter, "opinion_issued", by=actor("head")).after.state.stage == "accepted"


def test_a_possible_accusation_is_set_right_by_the_officer_named_for_it_alone() -> None:
    text = "我要实名举报县社保局局长张某某收受贿赂、吃拿卡要，请纪委查处。"
    matter = petition(text, channel="letter", by=actor("registrar"), received_on=today()).matter
    earlier = {"day": today() - timedelta(days=1), "fields": {"channel": "letter"}}
    with pytest.raises(NotFound):
        set_right(matter, "received", by=actor("registrar"), **earlier)
    set_right(matter, "received", by=actor("accusation-officer"), **earlier)
    assert Matter.objects.get(pk=matter).received_on == today() - timedelta(days=1)


def test_what_the_petitioner_sent_online_is_not_the_offices_to_change() -> None:
    matter = petition().matter
    asked = {"day": today(), "fields": {"channel": "visit"}}
    assert refusal_of(matter, "received", **asked) == "correcting.refused.petitioners_own"


def test_a_correction_shown_before_somebody_else_moved_the_matter_is_a_conflict() -> None:
    matter = registered()
    version = Matter.objects.get(pk=matter).version
    work.note(matter, "x", by=actor("registrar"), at=now())
    work.give_to(matter, actor("handler").staff or 0, version=version, by=actor("registrar"), at=now())
    asked = Asked(undo=False, reason="x", fields={"channel": "fax"})
    with pytest.raises(Conflict):
        correct(matter, 1, asked, version=version, by=actor("registrar"), at=now())


def test_a_step_without_a_letter_gets_the_day_on_which_it_was() -> None:
    matter = registered()
    accept(matter)
    Act.objects.get(matter=matter, kind="accepted")
    work.take(matter, "mediated", {"reason": "未成"}, on=today(), version=None, by=actor("handler"), at=now())
    early = {"day": today() - timedelta(days=1), "by": actor("handler")}
    assert refusal_of(matter, "mediated", **early) == "correcting.day_between"
    set_right(matter, "mediated", by=actor("handler"))
    assert refusal_of(matter, "mediated", by=actor("handler")) == "correcting.refused.taken_back"


def test_whatever_the_code_says_of_corrections_has_words() -> None:
    said = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    codes = set(re.findall(r'"(correcting\.[a-z_.]+[a-z])"', said))
    rules = (PACKAGE / "cases" / "rules" / "corrections.py").read_text(encoding="utf-8")
    codes |= {f"correcting.refused.{code}" for code in re.findall(r', "(\w+)"\),$', rules, re.MULTILINE)}
    codes |= {f"correcting.out.{way}" for way in ("served", "read", "copied", "sent", "taken_out")}
    needed = {permission for kind in KINDS for permission in permissions(kind)}
    codes |= {f"correcting.by.{permission}" for permission in needed}
    assert len(codes) > 40
    assert sorted(code for code in codes for lang in LANGUAGES if not has(code, lang)) == []
