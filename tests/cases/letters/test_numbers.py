"""Numbers run by office, kind and year without a gap, whoever signs at the same moment and whatever fails."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from huiyin.base.clock import now, today
from huiyin.base.errors import Conflict, Invalid
from huiyin.cases.models import Letter, Matter
from huiyin.cases.queries import outgoing
from huiyin.cases.queries.outgoing import gaps
from huiyin.cases.rules.letters import MARK, number
from huiyin.cases.services import letters
from tests.agency import actor, office_id, set_up
from tests.cases.letters.world import drafted, sorted_matter

YEAR = today().year


@given(st.sets(st.integers(1, 60)))
def test_the_stretches_that_are_missing_and_the_numbers_given_make_up_all_up_to_the_last(
    known: set[int],
) -> None:
    missing = [n for first, last in gaps(sorted(known)) for n in range(first, last + 1)]
    assert sorted([*missing, *known]) == list(range(1, max(known, default=0) + 1))
    assert all(first <= last for first, last in gaps(sorted(known)))


@given(st.sampled_from(sorted(MARK)), st.integers(2022, 2099), st.integers(1, 9_999))
def test_a_number_says_office_kind_year_and_place_and_no_two_are_alike(
    kind: str, year: int, running: int
) -> None:
    said = number(kind, "青人社", year, running)
    assert said == f"青人社信{MARK[kind]}〔{year}〕{running}号"
    others = {
        number(k, "青人社", y, r) for k in MARK for y in (year, year + 1) for r in (running, running + 1)
    }
    assert len(others) == 4 * len(MARK)


@pytest.fixture
def _agency(settings: Any, transactional_db: None) -> None:
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


def signing(letter: Letter) -> Callable[[], str]:
    return lambda: letters.sign(letter.pk, version=1, by=actor("registrar"), at=now())


@pytest.mark.usefixtures("_agency")
def test_who_sign_at_the_same_moment_get_one_number_after_the_other() -> None:
    drafts = [drafted(sorted_matter(), "accepted", path="6") for _ in range(6)]
    results = together(*[signing(letter) for letter in drafts])
    assert sorted(results) == sorted(f"青人社信受〔{YEAR}〕{n}号" for n in range(1, 7))


@pytest.mark.usefixtures("_agency")
def test_two_who_sign_the_same_letter_use_up_one_number() -> None:
    letter, after = (drafted(sorted_matter(), "accepted", path="6") for _ in range(2))
    results = together(signing(letter), signing(letter))
    assert [r for r in results if isinstance(r, str)] == [f"青人社信受〔{YEAR}〕1号"]
    assert signing(after)() == f"青人社信受〔{YEAR}〕2号"


@pytest.mark.usefixtures("_agency")
def test_a_signature_that_is_refused_uses_up_no_number() -> None:
    good, lacking, stale = (drafted(sorted_matter(), "accepted", path="6") for _ in range(3))
    letters.revise(lacking.pk, {"acceptance": ""}, version=1, by=actor("registrar"), at=now())
    refused = [
        lambda: letters.sign(lacking.pk, version=2, by=actor("registrar"), at=now()),
        lambda: letters.sign(stale.pk, version=9, by=actor("registrar"), at=now()),
    ]
    for attempt, why in zip(refused, (Invalid, Conflict), strict=True):
        with pytest.raises(why):
            attempt()
    # Refused late, after the number was taken: the whole of it is undone.
    Matter.objects.filter(pk=stale.matter_id).update(filed_on=today())
    with pytest.raises(Exception, match="file_closed"):
        letters.sign(stale.pk, version=1, by=actor("registrar"), at=now())
    assert signing(good)() == f"青人社信受〔{YEAR}〕1号"
    kept = outgoing.numbers(actor("registrar"), office_id("ql-hrss"), "acceptance", YEAR)
    assert (kept.last, kept.gaps) == (1, [])


@pytest.mark.usefixtures("_agency")
def test_offices_and_kinds_count_for_themselves() -> None:
    county = drafted(sorted_matter("lp-hrss"), "accepted", office="lp-hrss", path="6")
    told = drafted(sorted_matter(), "told", to="青岚市医疗保障局")
    here = drafted(sorted_matter(), "accepted", path="6")
    assert (
        letters.sign(county.pk, version=1, by=actor("registrar", "lp-hrss"), at=now())
        == f"柳人社信受〔{YEAR}〕1号"
    )
    assert letters.sign(told.pk, version=1, by=actor("registrar"), at=now()) == f"青人社信告〔{YEAR}〕1号"
    assert signing(here)() == f"青人社信受〔{YEAR}〕1号"


@pytest.mark.usefixtures("agency")
def test_a_number_of_what_somebody_may_not_read_is_shown_as_a_number_and_is_no_gap() -> None:
    for _ in range(3):
        letter = drafted(sorted_matter(), "accepted", path="6")
        letters.sign(letter.pk, version=1, by=actor("registrar"), at=now())
    Matter.objects.filter(pk=letter.matter_id).update(restricted=True)
    shown = outgoing.numbers(actor("registrar"), office_id("ql-hrss"), "acceptance", YEAR)
    first = shown.rows[0]
    assert (first.running, first.letter, first.headline) == (3, None, "")
    assert (shown.last, shown.gaps) == (3, [])
    assert (
        outgoing.numbers(actor("registrar", "lp-hrss"), office_id("ql-hrss"), "acceptance", YEAR).rows == []
    )
    page = outgoing.numbers(actor("registrar"), office_id("ql-hrss"), "acceptance", YEAR, size=2)
    assert ([row.running for row in page.rows], page.before) == ([3, 2], 2)
