"""Who sees what: own office, branch, review; accusations only by name."""

import pytest
from django.db.models import Q

from huiyin.base.clock import now, today
from huiyin.base.errors import NotAllowed, NotFound
from huiyin.cases.queries import lists, matter
from huiyin.cases.queries.petitions import unmasked
from huiyin.cases.queries.scope import candidates, given_a_part, visible
from huiyin.cases.services import past, work
from huiyin.cases.services.work import Sorting
from huiyin.foundation.models import AuditEntry
from huiyin.foundation.streams import capped
from huiyin.orgs import queries
from huiyin.orgs.rules import Actor
from tests.agency import actor, petition
from tests.people import STAFF, Colleague

ACCUSATION = "举报县人社局科长王某某收受红包、吃拿卡要，请纪检监察部门查处。"
pytestmark = pytest.mark.usefixtures("agency")


def sees(who: Actor) -> int:
    return len(lists.newest(who, wanted=lists.Wanted(), today=today()).rows)


def test_another_office_sees_nothing_of_it() -> None:
    done = petition(office="lp-hrss")
    assert sees(actor("registrar", "fd-hrss")) == 0
    with pytest.raises(NotFound):
        matter.opened(actor("registrar", "fd-hrss"), done.matter, at=now())


def test_the_head_of_the_city_sees_the_county_but_cannot_act_there() -> None:
    done = petition(office="lp-hrss")
    head = actor("head")
    assert sees(head) == 1
    assert matter.opened(head, done.matter, at=now()).offered == []
    with pytest.raises(NotAllowed):
        work.sort(done.matter, Sorting("claim", "W1", 6, ""), version=None, by=head, at=now())


@pytest.mark.parametrize("role", ["administrator", "auditor", "analyst"])
def test_those_without_case_work_see_no_case(role: str) -> None:
    petition()
    assert sees(actor(role)) == 0


def test_a_possible_accusation_is_seen_by_the_officer_named_for_it_only() -> None:
    petition(ACCUSATION)
    assert sees(actor("head")) == 1  # the head is named
    assert sees(actor("registrar")) == sees(actor("leader")) == 0


def test_an_accusation_taken_in_where_nobody_is_named_rests_with_the_nearest_who_is() -> None:
    petition(ACCUSATION, office="lp-hrss")
    assert sees(actor("head")) == 1  # named at the city's office, which the county's answers to
    assert sees(actor("head", "lp-hrss")) == sees(actor("registrar", "lp-hrss")) == 0


def test_an_accusation_passes_over_the_office_it_accuses_where_another_is_named() -> None:
    from huiyin.orgs import services

    named = ["accusation-officer", "head"]
    services.add_staff("named", name="专", title="", office="lp-hrss", roles=named, password="x")
    petition("举报柳坪县人力资源和社会保障局工作人员收受红包、吃拿卡要，请查处。", office="lp-hrss")
    petition("举报河口镇劳务公司负责人向干部行贿，请纪检监察部门查处。", office="lp-hrss")
    assert sees(actor("head")) == 1


def test_a_released_matter_is_seen_again_and_a_confirmed_one_is_not() -> None:
    done = petition(ACCUSATION)
    work.sort(done.matter, Sorting("claim", "B1", 6, ""), version=None, by=actor("head"), at=now())
    assert sees(actor("registrar")) == 1
    work.sort(done.matter, Sorting("accusation", "B2", None, ""), version=None, by=actor("head"), at=now())
    assert sees(actor("registrar")) == 0


def test_opening_a_matter_and_unmasking_are_put_on_record() -> None:
    done = petition()
    registrar = actor("registrar")
    seen = matter.opened(registrar, done.matter, at=now())
    assert seen.petitions[0].person.name == "周＊＊"
    person = unmasked(registrar, done.petition, reason="contact", at=now())[0]
    assert person.name == "周大勇"
    actions = list(AuditEntry.objects.filter(actor=registrar.label).values_list("action", "reason"))
    assert ("matter.read", "") in actions
    assert ("person.unmask", "contact") in actions


def test_unmasking_wants_a_reason_from_the_list_and_the_permission() -> None:
    done = petition()
    with pytest.raises(Exception, match="reason_missing"):
        unmasked(actor("registrar"), done.petition, reason="想看看", at=now())
    with pytest.raises(NotAllowed):
        unmasked(actor("leader"), done.petition, reason="contact", at=now())
    assert not AuditEntry.objects.filter(action="person.unmask").exists()


def test_lists_are_paged_by_key_without_gaps_or_doubles(django_assert_num_queries: object) -> None:
    for _ in range(7):
        petition()
    who, numbers, after = actor("registrar"), [], ""
    while True:
        page = lists.todo(who, wanted=lists.Wanted(), today=today(), after=after, size=3)
        numbers += [row.number for row in page.rows]
        after = page.after
        if not after:
            break
    assert len(numbers) == len(set(numbers)) == 7


def test_a_list_takes_the_same_number_of_queries_however_long(django_assert_num_queries: object) -> None:
    who = actor("registrar")
    for count in (2, 9):
        for _ in range(count):
            petition()
        with django_assert_num_queries(3):  # type: ignore[operator]
            lists.newest(who, wanted=lists.Wanted(), today=today())


def test_what_states_danger_is_shown_first_for_seventy_two_hours_and_then_forgotten() -> None:
    from datetime import timedelta

    from huiyin.cases.models import Matter
    from huiyin.cases.services import intake

    done = petition("工资要不到，我不想活了，想从楼上跳楼。")
    who = actor("registrar")
    assert [row.id for row in lists.urgent(who, today=today(), at=now())] == [done.matter]
    later = now() + timedelta(hours=73)
    assert lists.urgent(who, today=today(), at=later) == []
    assert intake.forget_urgency(at=later) == 1
    assert Matter.objects.get(pk=done.matter).urgent_until is None


def test_an_open_matter_without_a_deadline_stays_on_the_list_after_those_with_one() -> None:
    undated, dated = petition(anonymous=True), petition()
    rows = lists.todo(actor("registrar"), wanted=lists.Wanted(), today=today()).rows
    assert [row.id for row in rows] == [dated.matter, undated.matter]


def test_the_list_turns_its_pages_through_the_undated_too() -> None:
    for anonymous in (True, False, True, False, True):
        petition(anonymous=anonymous)
    seen, after = [], ""
    while True:
        page = lists.todo(actor("registrar"), wanted=lists.Wanted(), today=today(), after=after, size=2)
        seen += [row.id for row in page.rows]
        after = page.after
        if not after:
            break
    assert len(seen) == len(set(seen)) == 5


@pytest.mark.parametrize("colleague", STAFF, ids=lambda c: c.login)
def test_all_that_somebody_sees_is_among_what_lists_are_read_from(colleague: Colleague) -> None:
    for office in ("", "lp-hrss", "fd-hrss", "ql-jc"):
        petition(office=office)
    sent = petition()
    past.enter(
        sent.matter,
        "transferred",
        on=today(),
        fields={"to": "lp-hrss", "reason": "属地"},
        by=actor("head"),
        at=now(),
    )
    who = queries.actor_by_login(colleague.login)
    seen_by = set(visible(who).values_list("pk", flat=True))
    parts = candidates(who, Q(), given=given_a_part(who))
    found = capped({"all": [part.then(lambda rows: rows.values_list("pk")) for part in parts]}, limit=1000)
    assert seen_by <= found["all"]
    assert seen_by or "matter.read" not in who.may
