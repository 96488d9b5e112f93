"""Petitions that came in before they are entered here, with what was done about them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid, NotAllowed
from huiyin.cases import letters
from huiyin.cases.models import Act, Letter, Matter, Petition, Service
from huiyin.cases.rules.given import PetitionGiven
from huiyin.cases.services import past, rebuild
from huiyin.cases.services.past import Past, PastSorting, PastStep
from huiyin.cases.services.work import Sorting
from huiyin.foundation import audit
from huiyin.orgs.rules import PETITIONER
from tests.agency import actor, office_id
from tests.people import WAGES, WORKER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("agency")]

OPINION = ("accepted", {"path": 6}), ("opinion_issued", {"result": "explain"}), ("served", {"how": "post"})


def given(name: str) -> PetitionGiven:
    day = today() - timedelta(days=30)
    return PetitionGiven(text=WAGES, channel="web", received_on=day, person=WORKER, submission=name)


def steps(*taken: tuple[str, dict[str, Any]]) -> Iterator[PastStep]:
    for place, (kind, fields) in enumerate(taken):
        day = today() - timedelta(days=25 - place)
        yield PastStep(kind, day, actor("head"), now(), fields)


def whole(name: str, *taken: tuple[str, dict[str, Any]]) -> Past:
    handler = actor("handler")
    sorting = Sorting("claim", "W1", 6, "970100", handler.staff)
    sorted_as = PastSorting(sorting, handler, now())
    return Past(given(name), PETITIONER, now(), tuple(steps(*taken)), sorted_as)


def test_each_matter_stands_where_its_past_left_it() -> None:
    first, second = past.bring_in([whole("a", *OPINION), whole("b", *OPINION[:1])])
    matter = Matter.objects.get(pk=first.matter)
    assert (matter.stage, matter.kind, matter.path) == ("served", "W1", 6)
    assert matter.handler_id == actor("handler").staff
    assert Matter.objects.get(pk=second.matter).stage == "accepted"
    kinds = Act.objects.filter(matter=matter).values_list("kind", flat=True)
    assert list(kinds) == ["received", *(kind for kind, _ in OPINION)]
    assert Service.objects.get(letter__matter=matter).letter.kind == "opinion"
    assert not any(names for _, names in rebuild.differing(mend=False))
    assert audit.verify().broken is None


def test_a_letter_of_the_past_says_what_one_of_today_would() -> None:
    [done] = past.bring_in([whole("a", *OPINION)])
    letter = Letter.objects.get(matter=done.matter, kind="opinion")
    words = letters.content_of(letter, Matter.objects.get(pk=done.matter))
    assert words["addressee"] == WORKER.name
    assert "青岚市人民政府" in words["remedy"]


def test_a_matter_goes_where_its_past_sent_it() -> None:
    sent = whole("a", ("transferred", {"to": "lp-hrss"}), ("accepted", {"path": 6}))
    [done] = past.bring_in([sent])
    matter = Matter.objects.get(pk=done.matter)
    kinds = list(Act.objects.filter(matter=matter).values_list("kind", "office_id"))
    here, there = office_id("ql-hrss"), office_id("lp-hrss")
    assert kinds == [("received", here), ("transferred", here), ("received", there), ("accepted", there)]
    assert (matter.office_id, matter.handler_id) == (there, None)  # the head of another office accepted it


def test_a_submission_is_taken_once_whenever_it_is_given_again() -> None:
    one, again = past.bring_in([whole("a", *OPINION), whole("a", *OPINION)])
    assert (one.again, again.again, again.code) == (False, True, one.code)
    [later] = past.bring_in([whole("a", *OPINION[:1])])
    assert (later.again, later.number) == (True, one.number)
    assert Petition.objects.count() == 1


def test_all_are_brought_in_or_none() -> None:
    ahead = PastStep("accepted", today() + timedelta(days=9), actor("head"), now(), {"path": 6})
    with pytest.raises(Invalid):
        past.bring_in([whole("a", *OPINION), Past(given("b"), PETITIONER, now(), (ahead,))])
    assert not Petition.objects.exists()
    assert not Letter.objects.exists()


def test_whoever_may_not_register_brings_nothing_in() -> None:
    with pytest.raises(NotAllowed):
        past.bring_in([Past(given("a"), actor("analyst"), now())])


def test_offices_and_posts_are_asked_for_once_however_many_are_brought_in() -> None:
    past.bring_in([whole("first", *OPINION)])  # begins the series of numbers
    few, many = [whole(f"a{n}", *OPINION) for n in range(2)], [whole(f"b{n}", *OPINION) for n in range(8)]
    asked = []
    for batch in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as found:
            past.bring_in(batch)
        asked.append(sum("orgs_" in q["sql"] and q["sql"].startswith("SELECT") for q in found))
    assert asked[0] == asked[1]
