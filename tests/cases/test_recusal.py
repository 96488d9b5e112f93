"""Who has an interest in a matter keeps out of it: given, opening and signing nothing (art 28)."""

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid, NotAllowed, NotFound, Refused
from huiyin.cases.models import Letter, Matter, Recusal
from huiyin.cases.queries import lists, matter, papers
from huiyin.cases.queries import recusals as recusals_read
from huiyin.cases.rules.steps import STEPS
from huiyin.cases.services import countersigning, letters, recusals, tasks, work
from huiyin.foundation.models import AuditEntry
from huiyin.orgs import notices, services
from huiyin.orgs.rules import ROLES, SEES_CASES
from tests.agency import actor, login, petition, staff_id
from tests.cases.test_letters import drafted, sorted_matter

pytestmark = pytest.mark.usefixtures("agency")


def test_who_states_an_interest_gives_the_matter_back_and_sees_only_its_headline() -> None:
    done = petition()
    work.give_to(done.matter, staff_id("luchuan"), version=None, by=actor("head"), at=now())
    handler = actor("handler")
    recusals.state(done.matter, "kin", by=handler, at=now())
    assert Matter.objects.get(pk=done.matter).handler_id is None
    with pytest.raises(NotFound):
        matter.opened(handler, done.matter, at=now())
    assert lists.newest(handler, wanted=lists.Wanted(), today=today()).rows == []
    (row,) = recusals_read.of_actor(handler)
    assert (row.number, row.reason) == (done.number, "kin")
    assert [n.kind for n in notices.inbox(staff_id("mengran"))[0]] == ["recusal"]


def test_the_reason_is_one_of_the_law_and_a_repeated_statement_changes_nothing() -> None:
    done = petition()
    with pytest.raises(Invalid):
        recusals.state(done.matter, "没空", by=actor("handler"), at=now())
    recusals.state(done.matter, "interest", by=actor("handler"), at=now())
    with pytest.raises(NotFound):
        recusals.state(done.matter, "kin", by=actor("handler"), at=now())
    assert Recusal.objects.count() == 1


def test_a_recused_officer_cannot_be_given_the_matter_nor_a_task_nor_a_letter_to_sign_along() -> None:
    key = sorted_matter()
    letter = drafted(key, "accepted", path="6")
    recusals.order(key, staff_id("luchuan"), by=actor("head"), at=now())
    head, code = actor("head"), f"staff:{staff_id('luchuan')}"
    for refused in (
        lambda: work.give_to(key, staff_id("luchuan"), version=None, by=head, at=now(), anyway=True),
        lambda: tasks.give(key, code, due=today(), words="看一下", by=head, at=now(), anyway=True),
        lambda: countersigning.ask(letter.pk, [code], by=head, at=now()),
    ):
        with pytest.raises(Invalid) as refusal:
            refused()
        assert refusal.value.message.code == "cases.recused"


def test_only_heads_order_and_lift_and_nobody_lifts_the_own_one() -> None:
    done = petition()
    with pytest.raises(NotAllowed):
        recusals.order(done.matter, staff_id("zhoutong"), by=actor("handler"), at=now())
    recusals.order(done.matter, staff_id("luchuan"), by=actor("head"), at=now())
    row = Recusal.objects.get()
    with pytest.raises(NotAllowed):
        recusals.lift(row.pk, "核实后无关系", by=actor("registrar"), at=now())
    with pytest.raises(Invalid):
        recusals.lift(row.pk, " ", by=actor("head"), at=now())
    recusals.lift(row.pk, "核实后无关系", by=actor("head"), at=now())
    assert matter.may_see(actor("handler"), done.matter)
    row.refresh_from_db()
    assert "核实".encode() not in bytes(row.lifted_sealed)
    assert set(AuditEntry.objects.filter(action__startswith="recusal").values_list("reason", flat=True)) == {
        f"ordered staff:{staff_id('luchuan')}",
        f"staff:{staff_id('luchuan')}",
    }


def test_a_head_who_keeps_out_is_replaced_by_the_head_above() -> None:
    done = petition(office="lp-hrss")
    recusals.state(done.matter, "own-decision", by=actor("head", "lp-hrss"), at=now())
    assert [n.kind for n in notices.inbox(staff_id("mengran"))[0]] == ["recusal"]
    assert recusals_read.of_matter(actor("head"), done.matter)
    recusals.lift(Recusal.objects.get().pk, "经查并非本人决定", by=actor("head"), at=now())
    assert matter.may_see(actor("head", "lp-hrss"), done.matter)


@pytest.mark.parametrize("role", sorted(SEES_CASES))
def test_for_every_role_and_step_a_recused_officer_is_refused(role: str) -> None:
    services.add_staff("kin", name="亲", title="", office="ql-hrss", roles=list(ROLES), password="x")
    key, who = petition().matter, login("kin")
    assert matter.may_see(who, key)
    recusals.state(key, "kin", by=who, at=now())
    only = services.add_staff("only", name="专", title="", office="ql-hrss", roles=[role], password="x")
    Recusal.objects.create(matter_id=key, staff_id=only, reason="kin", by_id=only, at=now())
    facts = {"path": "6", "to": "lp-hrss", "reason": "x", "procedure": "x", "ground": "final", "days": "5"}
    for by in (login("kin"), login("only")):
        for act, step in STEPS.items():
            with pytest.raises(NotFound):
                work.take(key, act, facts, on=today(), version=None, by=by, at=now())
            if step.sign:
                with pytest.raises(NotFound):
                    letters.draft(key, act, facts, version=None, by=by, at=now())
        for look in (matter.opened, papers.receipt):
            with pytest.raises(Refused):
                look(by, key, at=now())


def test_a_draft_is_neither_read_changed_nor_signed_by_the_recused() -> None:
    key = sorted_matter()
    letter = drafted(key, "accepted", path="6")
    registrar = actor("registrar")
    recusals.state(key, "relation", by=registrar, at=now())
    with pytest.raises(NotFound):
        papers.letter(registrar, letter.pk, at=now())
    with pytest.raises(NotFound):
        letters.sign(letter.pk, version=1, by=registrar, at=now())
    with pytest.raises(NotFound):
        letters.revise(letter.pk, {"acceptance": "x"}, version=1, by=registrar, at=now())
    assert Letter.objects.get().number is None


def test_who_took_it_in_and_keeps_out_since_has_the_receipt_no_more() -> None:
    registrar = actor("registrar")
    done = petition(channel="visit", by=registrar)
    assert papers.receipt(registrar, done.petition, at=now())
    recusals.state(done.matter, "kin", by=registrar, at=now())
    with pytest.raises(NotFound):
        papers.receipt(registrar, done.petition, at=now())


def test_an_accusation_whose_only_named_officer_keeps_out_goes_to_the_named_above() -> None:
    services.add_staff(
        "named", name="专", title="", office="lp-hrss", roles=["head", "accusation-officer"], password="x"
    )
    done = petition("举报河口镇劳务公司负责人向干部行贿，请纪检监察部门查处。", office="lp-hrss")
    assert matter.may_see(login("named"), done.matter)
    recusals.state(done.matter, "kin", by=login("named"), at=now())
    assert matter.may_see(actor("head"), done.matter)
    assert recusals_read.of_actor(login("named")) == [], "an officer kept out by order may be the one accused"
