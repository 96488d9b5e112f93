"""Notices: who is told what by whom, and that a possible accusation is told to nobody but the named."""

from datetime import timedelta

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import Refused
from huiyin.cases.models import Matter
from huiyin.cases.services import countersigning, escalation, handover, letters, tasks, work
from huiyin.cases.services.work import Sorting
from huiyin.foundation import outbox
from huiyin.jobs.handlers import HANDLERS
from huiyin.orgs import standing_in
from huiyin.orgs.models import Notice
from tests.agency import actor, login, office_id, petition, staff_id
from tests.cases.test_letters import sorted_matter
from tests.cases.test_scope import ACCUSATION
from tests.people import STAFF

pytestmark = pytest.mark.usefixtures("agency")


def carry() -> None:
    while outbox.carry(HANDLERS, at=now()):
        pass


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("staff__login", flat=True))


def test_danger_is_told_to_who_takes_it_in_once_however_often_the_event_is_carried() -> None:
    petition("工资要不到，我不想活了，想从楼上跳楼。")
    carry()
    from huiyin.foundation.models import Event

    Event.objects.update(done_at=None)
    carry()
    assert told("urgent") == {"heqing", "mengran"}
    assert Notice.objects.filter(kind="urgent").count() == 2


def test_an_objection_is_told_to_the_sender() -> None:
    from huiyin.cases import letters as words
    from huiyin.cases.models import Letter

    key = sorted_matter()
    for act, by, office in (("transferred", "registrar", "ql-hrss"), ("objected", "head", "lp-hrss")):
        facts = {"to": "lp-hrss", "reason": "属于市里办理"}
        draft = letters.draft(key, act, facts, version=None, by=actor(by, office), at=now())
        letter = Letter.objects.get(pk=draft)
        kept = words.content_of(letter, Matter.objects.get(pk=key))
        filled = {name: text or "请按程序办理。" for name, text in kept.items()}
        letters.revise(draft, filled, version=1, by=actor(by, office), at=now())
        letters.sign(draft, version=2, by=actor(by, office), at=now())
    carry()
    assert told("objection") == {"heqing", "mengran"}


def test_a_possible_accusation_is_told_to_the_named_officers_and_to_nobody_else() -> None:
    key = petition(ACCUSATION).matter
    carry()
    assert told("accusation") == {"mengran"}
    work.sort(key, Sorting("accusation", "B2", None, ""), version=None, by=actor("head"), at=now())
    assert Notice.objects.filter(kind="accusation").count() == 1
    assert set(Notice.objects.values_list("staff__login", flat=True)) == {"mengran"}


def test_no_task_delegation_handover_countersign_escalation_or_notice_leaks_an_accusation() -> None:
    key = petition(ACCUSATION).matter
    head = actor("head")
    work.sort(key, Sorting("accusation", "B2", None, ""), version=None, by=head, at=now())
    draft = letters.draft(key, "accepted", {"path": "6"}, version=None, by=head, at=now())
    everybody = [f"staff:{staff_id(c.login)}" for c in STAFF if c.login != "mengran"]
    for code in [*everybody, f"office:{office_id('ql-jc')}"]:
        with pytest.raises(Refused):
            tasks.give(key, code, due=today(), words="x", by=head, at=now(), anyway=True)
        with pytest.raises(Refused):
            countersigning.ask(draft, [code], by=head, at=now())
    standing_in.set_stand_in(
        staff_id("mengran"),
        staff_id("heqing"),
        kind="leave",
        from_day=today(),
        to_day=today(),
        by=head,
        at=now(),
    )
    Matter.objects.filter(pk=key).update(
        handler_id=staff_id("mengran"), next_due=today() - timedelta(days=90)
    )
    escalation.bring_up(at=now())
    handover.hand_over(staff_id("mengran"), staff_id("heqing"), by=head, at=now())
    carry()
    about = Notice.objects.filter(about=f"matter:{key}")
    assert set(about.values_list("staff__login", flat=True)) == {"mengran"}
    from huiyin.cases.queries import matter

    seeing = [c.login for c in STAFF if matter.may_see(login(c.login), key)]
    assert seeing == ["mengran"]
