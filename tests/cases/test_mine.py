"""What is due for one officer, and for whom they wait: with whom, and since when."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.base.clock import now, today
from huiyin.cases.models import Act, Letter, Matter
from huiyin.cases.queries import lists
from huiyin.cases.queries.waiting import waiting
from huiyin.cases.services import countersigning, letters, tasks, work
from huiyin.orgs.rules import Actor
from tests.agency import actor, login, office_id, petition, staff_id
from tests.cases.test_letters import accept, drafted, sorted_matter
from tests.cases.test_reviewing import take, under_review

pytestmark = pytest.mark.usefixtures("agency")
OWN = lists.Wanted(own=True)
ACCUSATION = "举报县人社局科长王某某收受红包、吃拿卡要，请纪检监察部门查处。"


def own(who: Actor) -> set[int]:
    return {row.id for row in lists.todo(who, wanted=OWN, today=today()).rows}


def waited(who: Actor) -> list[tuple[str, int, tuple[str, ...]]]:
    return [(row.kind, row.matter, tuple(row.whom)) for row in waiting(who, today=today()).rows]


def test_what_nobody_has_falls_to_the_registrar_what_was_given_to_who_was_given_it() -> None:
    fresh, given = petition().matter, sorted_matter()
    accept(given)
    work.give_to(given, staff_id("luchuan"), version=None, by=actor("registrar"), at=now())
    assert own(actor("registrar")) == {fresh}
    assert own(actor("handler")) == {given}
    assert own(login("zhoutong")) == set()
    everything = {row.id for row in lists.todo(actor("handler"), wanted=lists.Wanted(), today=today()).rows}
    assert everything == {fresh, given}


def test_what_is_sorted_and_given_to_nobody_falls_to_the_head_too_and_what_is_not_sorted_does_not() -> None:
    petition()
    loose = sorted_matter()
    assert own(actor("head")) == {loose}


def test_a_possible_accusation_falls_to_the_officers_named_for_it_only() -> None:
    hidden = petition(ACCUSATION).matter
    assert hidden in own(actor("accusation-officer"))
    assert own(actor("registrar")) == own(actor("handler")) == set()


def test_a_review_falls_to_who_decides_it() -> None:
    matter, _petition = under_review()
    assert own(actor("reviewer")) == {matter}


@pytest.mark.parametrize("role", ["registrar", "handler", "head", "reviewer", "leader"])
def test_counts_are_those_of_the_lists(role: str) -> None:
    for ago in (3, 14, 16, 40):
        petition(received_on=today() - timedelta(days=ago))
    under_review()
    for days, matter in zip((-1, 0, 5, 30), Matter.objects.order_by("pk"), strict=False):
        Matter.objects.filter(pk=matter.pk).update(next_due=today() + timedelta(days=days))
    who = actor(role)
    which = {f"{own} {due}": lists.Wanted(own=own, due=due) for own in (True, False)
             for due in ("overdue", "newly", "today", "week", "later", "none")}  # fmt: skip
    counted = lists.counts(who, today=today(), which=which)
    listed = {n: len(lists.todo(who, wanted=w, today=today()).rows) for n, w in which.items()}
    assert counted == listed
    assert any(counted.values())


def test_a_draft_waits_for_who_signs_it_until_it_is_signed_or_given_back() -> None:
    matter = sorted_matter()
    letter = drafted(matter, "declined", ground="final", reason="已经终结。")
    Letter.objects.update(changed=now() - timedelta(days=4))
    (row,) = waiting(actor("registrar"), today=today()).rows
    assert (row.kind, row.matter, list(row.whom), row.days) == ("sign", matter, ["孟然"], 4)
    assert waited(actor("handler")) == []
    countersigning.ask(letter.pk, [f"staff:{staff_id('luchuan')}"], by=actor("registrar"), at=now())
    assert [(kind, whom[-1]) for kind, _m, whom in waited(actor("registrar"))] == [("countersign", "陆川")]


def test_who_may_sign_it_waits_for_nobody() -> None:
    drafted(sorted_matter(), "accepted", path="6")
    assert waited(actor("registrar")) == []


def test_tasks_given_to_others_are_waited_for_until_they_are_done() -> None:
    matter = petition().matter
    to = f"office:{office_id('ql-jc')}"
    task = tasks.give(matter, to, due=today(), words="请核实", by=actor("handler"), at=now())
    assert waited(actor("handler")) == [("task", matter, ("青岚市劳动保障监察支队",))]
    tasks.done(task, "属实", by=login("linlan"), at=now())
    assert waited(actor("handler")) == []


def test_what_was_passed_on_is_waited_for_until_it_is_taken_up() -> None:
    matter = sorted_matter("ql-hrss")
    letter = drafted(matter, "transferred", to="lp-hrss", reason="属该县职权")
    letters.sign(letter.pk, version=1, by=actor("registrar"), at=now())
    assert waited(actor("registrar")) == [("elsewhere", matter, ("柳坪县人力资源和社会保障局",))]
    assert waited(actor("handler")) == []  # who took it in stays answerable, nobody else
    taken = letters.draft(
        matter, "accepted", {"path": "6"}, version=None, by=actor("registrar", "lp-hrss"), at=now()
    )
    letters.sign(taken, version=1, by=actor("registrar", "lp-hrss"), at=now())
    assert waited(actor("registrar")) == []


def test_a_handler_waits_for_the_reviewing_body_and_that_for_the_papers_it_asked_for() -> None:
    matter, _petition = under_review()
    Matter.objects.filter(pk=matter).update(handler=staff_id("fangyuan"))
    assert waited(login("fangyuan")) == [("review", matter, ("青岚市人力资源和社会保障局",))]
    assert waited(actor("reviewer")) == []
    take(matter, "papers_asked", actor("reviewer"))
    assert waited(actor("reviewer")) == [("papers", matter, ("petitioner",))]
    take(matter, "papers_made_up", actor("reviewer"))
    assert waited(actor("reviewer")) == []


def test_nobody_waits_for_what_they_may_not_see() -> None:
    matter = petition().matter
    tasks.give(
        matter, f"office:{office_id('ql-jc')}", due=today(), words="请核实", by=actor("handler"), at=now()
    )
    Matter.objects.update(restricted=True)
    assert waited(actor("handler")) == []


def test_the_longest_wait_comes_first_and_pages_follow_without_gap_or_repetition() -> None:
    made = []
    for n in range(7):
        matter = sorted_matter()
        letter = drafted(matter, "declined", ground="final", reason="已经终结。")
        Letter.objects.filter(pk=letter.pk).update(changed=now() - timedelta(days=n))
        made.append(matter)
    found, after = [], ""
    while True:
        page = waiting(actor("registrar"), today=today(), after=after, size=3)
        found += [row.matter for row in page.rows]
        after = page.after
        assert page.count == 7
        if not after:
            break
    assert found == made[::-1]


def test_it_costs_the_same_however_much_is_waited_for() -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            waiting(actor("registrar"), today=today())
        return len(queries)

    drafted(sorted_matter(), "declined", ground="final", reason="已经终结。")
    few = asked()
    for _ in range(4):
        drafted(sorted_matter(), "declined", ground="final", reason="已经终结。")
    assert asked() == few
    assert Act.objects.count() == 5
