"""Things that happen at the same moment: nothing doubled, nothing lost."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from huiyin.base.clock import now
from huiyin.base.errors import Conflict
from huiyin.cases.models import Matter, Petition
from huiyin.cases.services import work
from huiyin.cases.services.work import Sorting
from huiyin.foundation.models import Sequence
from tests.agency import actor, petition, set_up

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _agency(settings: Any) -> None:
    set_up(settings)


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Run calls in threads that start at the same moment; return what each gave or raised."""
    results: list[Any] = [None] * len(calls)
    gate = Barrier(len(calls))

    def run(place: int, call: Callable[[], Any]) -> None:
        gate.wait()
        try:
            results[place] = call()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place, call)) for place, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_a_double_click_makes_one_petition_with_one_receipt() -> None:
    results = together(*[lambda: petition(submission="form:7")] * 4)
    assert {result.code for result in results} == {results[0].code}
    assert Petition.objects.count() == 1


def test_many_at_once_all_come_in_with_numbers_of_their_own() -> None:
    results = together(*[petition] * 8)
    assert len({result.number for result in results}) == 8
    assert Sequence.objects.get(name__startswith="petition:").last == 8


def test_of_two_officers_one_is_told_that_the_other_was_first() -> None:
    done = petition()
    version = Matter.objects.get(pk=done.matter).version
    registrar = actor("registrar")

    def sort(kind: str) -> Callable[[], None]:
        return lambda: work.sort(
            done.matter, Sorting("claim", kind, 6, ""), version=version, by=registrar, at=now()
        )

    results = together(sort("W1"), sort("P1"))
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "NoneType"]
    assert any(isinstance(result, Conflict) for result in results)
