"""What is counted of matters: all of it codes, days and keys, and as many queries for many as for one."""

from typing import Any, get_type_hints

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.base.clock import now, today
from huiyin.cases import counted
from huiyin.cases.models import Matter, Person, Petition
from huiyin.cases.queries import facts
from huiyin.cases.services import answers, past
from tests.agency import actor, petition
from tests.people import RETIREE, WORKER

pytestmark = pytest.mark.usefixtures("agency")
ACCUSES = "我举报柳坪县人社局经办科科长收受贿赂，违规为他人办理提前退休，请求查处。"


def _facts(*matters: int) -> counted.Facts:
    return facts.facts_of(list(matters))


def _step(matter: int, kind: str, role: str = "handler", **fields: Any) -> None:
    past.enter(matter, kind, on=today(), by=actor(role), at=now(), fields=fields)


def test_a_possible_accusation_has_no_facts_at_all() -> None:
    made = petition(ACCUSES)
    assert Matter.objects.get(pk=made.matter).restricted
    assert _facts(made.matter) == counted.Facts()


def test_facts_are_of_the_plain_types_only() -> None:
    shapes = [hint.__args__[0] for hint in get_type_hints(counted.Facts).values()]
    kinds = {str(hint) for shape in shapes for hint in get_type_hints(shape).values()}
    plain = {"<class 'int'>", "<class 'str'>", "<class 'bool'>", "<class 'datetime.date'>"}
    assert kinds <= plain | {"datetime.date | None", "int | None"}


def test_words_names_and_numbers_of_people_are_in_no_fact() -> None:
    made = petition()
    said = repr(_facts(made.matter))
    person = Person.objects.get(petitions__pk=made.petition)
    for part in (WORKER.name, WORKER.phone, "河口镇", "工资", made.number, made.code):
        assert part not in said
    for digest in (person.phone_index, person.name_index):
        assert digest
        assert digest not in said


def test_one_person_has_one_pseudonym_and_petitions_again_about_one_matter_only() -> None:
    one, other = petition(), petition("再次反映另一件事：社保没有缴。")
    stranger = petition(person=RETIREE)
    later = petition("还是那件事，没有人理。")
    Matter.objects.filter(pk=later.matter).update(joined_to=one.matter)
    rows = {
        row.petition: row for row in _facts(one.matter, other.matter, stranger.matter, later.matter).petition
    }
    assert rows[one.petition].person == rows[other.petition].person == rows[later.petition].person
    assert rows[stranger.petition].person != rows[one.petition].person
    assert [rows[p.petition].again for p in (one, other, stranger, later)] == [False, False, False, True]
    assert rows[later.petition].led_by == one.matter
    # Read alone, it is known all the same that the person had come before.
    assert _facts(later.matter).petition[0].again
    assert set(facts.with_joined([later.matter])) == {one.matter, later.matter}


def test_a_matter_tells_how_it_ended_and_each_step_what_followed() -> None:
    made = petition()
    _step(made.matter, "accepted", path=6)
    _step(made.matter, "opinion_issued", "head", result="explain")
    answers.rate(made.petition, petition_office=3, unit=1, comment="太慢", at=now())
    found = _facts(made.matter)
    (row,) = found.matter
    assert (row.outcome, row.ended_on, row.accepted_on) == ("explain", today(), today())
    assert [(act.step, act.following, act.waited) for act in found.act] == [
        ("received", "accepted", 0),
        ("accepted", "opinion_issued", 0),
        ("opinion_issued", "", None),
    ]
    assert [duty.duty for duty in found.deadline if duty.done_on == today()] == ["tell", "conclude"]
    assert [(r.petition_office, r.unit, r.day) for r in found.rating] == [(3, 1, today())]
    assert found.petition[0].concluded_on == today()


def test_an_open_matter_has_not_ended_and_still_waits() -> None:
    found = _facts(petition().matter)
    assert (found.matter[0].ended_on, found.matter[0].outcome) == (None, "")
    assert [(act.step, act.open) for act in found.act] == [("received", True)]


def test_many_matters_take_as_many_queries_as_one() -> None:
    keys = [petition(person=RETIREE).matter for _ in range(2)]
    with CaptureQueriesContext(
        connection,
    ) as few:
        _facts(keys[0])
    keys += [petition(f"第{n}件事，请求处理工资。").matter for n in range(6)]
    with CaptureQueriesContext(connection) as many:
        _facts(*keys)
    assert len(few) == len(many) <= 12


def test_who_was_erased_is_told_from_everybody_else() -> None:
    one, other = petition(), petition("另一件事，请求处理社保。")
    before = {row.petition: row.person for row in _facts(one.matter, other.matter).petition}
    assert before[one.petition] == before[other.petition]
    Person.objects.filter(petitions__pk=one.petition).update(phone_index=None, id_index=None, name_index=None)
    Petition.objects.filter(pk=one.petition).update(text_index="")
    after = {row.petition: row.person for row in _facts(one.matter, other.matter).petition}
    assert after[one.petition] != before[one.petition]
    assert after[other.petition] == before[other.petition]
