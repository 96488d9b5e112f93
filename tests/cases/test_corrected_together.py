"""Corrections where several petition in one matter: each keeps days of the own."""

from datetime import timedelta

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import NotAllowed
from huiyin.cases.models import Act, Service
from huiyin.cases.queries import follow
from huiyin.cases.services import rebuild
from tests.agency import actor
from tests.cases.set_right import set_right
from tests.cases.test_together import DAY, answered, group, serve

pytestmark = pytest.mark.usefixtures("agency")


def right_of(petition: int) -> tuple[object, object]:
    """Until when somebody may ask for review, and what could be read otherwise of the service before."""
    seen = follow.progress(petition, today=today())
    due = next(d.due for d in seen.deadlines if d.duty == "ask_review")
    step = next(s for s in seen.steps if s.kind == "served")
    return due, step.before and step.before.day


def test_a_day_of_service_is_set_right_for_the_one_whom_the_act_is_about_alone() -> None:
    leads, joined, _silent = group()
    letter = answered(leads.matter)
    first, second = today() - 10 * DAY, today() - 8 * DAY
    serve(letter, (leads.petition, first), (joined.petition, second))
    (leading, _), (other, _) = right_of(leads.petition), right_of(joined.petition)
    by, later = actor("registrar"), now() + timedelta(hours=2)
    set_right(leads.matter, "served", day=today() - 12 * DAY, fields={"how": "hand"}, by=by, at=later)
    assert dict(Service.objects.values_list("petition", "day")) == {
        leads.petition: today() - 12 * DAY,
        joined.petition: second,
    }
    assert right_of(joined.petition) == (other, None)
    due, before = right_of(leads.petition)
    assert due < leading  # type: ignore[operator]
    assert before == first
    assert not any(names for _number, names in rebuild.differing(mend=False))


def test_a_service_to_several_is_not_taken_back_as_a_whole() -> None:
    leads, joined, _silent = group()
    letter = answered(leads.matter)
    serve(letter, (leads.petition, today() - 10 * DAY), (joined.petition, today() - 8 * DAY))
    with pytest.raises(NotAllowed, match="to_others"):
        set_right(leads.matter, "served")
    assert Act.objects.filter(matter=leads.matter, kind="corrected").count() == 0
