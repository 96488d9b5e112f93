"""Registers after a step was set right: what it called for ends, what it had ended stands again."""

from datetime import timedelta
from typing import Any

import pytest

from huiyin.base.clock import now, today
from huiyin.cases.correcting import Asked
from huiyin.cases.models import Act, Matter
from huiyin.cases.services import rebuild, work
from huiyin.cases.services.correcting import correct
from huiyin.registers import contents
from huiyin.registers.models import Item
from huiyin.registers.queries import item as queries
from huiyin.registers.services import items
from huiyin.registers.services.items import Given
from tests.agency import actor
from tests.registers.told import answered, carried, signed, sorted_matter

pytestmark = pytest.mark.usefixtures("agency")
HEAD = ("head", "lp-hrss")


def set_right(matter: int, kind: str, **asked: Any) -> None:
    position = Act.objects.filter(matter=matter, kind=kind).order_by("-position")[0].position
    wanted = Asked(undo=not asked, reason="记错了", **asked)
    correct(matter, position, wanted, version=None, by=actor(*HEAD), at=now())
    carried()
    assert not any(names for _number, names in rebuild.differing(mend=False))


def item_of(matter: int, register: str) -> Item:
    return Item.objects.get(matter=matter, register=register)


def test_what_was_not_carried_out_after_all_is_owed_again() -> None:
    matter, _ = answered()
    carried()
    item = item_of(matter, "execution")
    given = Given("confirmed", today(), words="工资已到账", contact="phone")
    items.enter(item.pk, given, version=item.version, by=actor(*HEAD), at=now())
    carried()
    assert item_of(matter, "execution").state == "done"
    set_right(matter, "executed")
    again = item_of(matter, "execution")
    assert (again.state, again.ended_on) == ("open", None)
    items.enter(again.pk, given, version=again.version, by=actor(*HEAD), at=now())
    carried()
    assert item_of(matter, "execution").state == "done"
    assert Act.objects.filter(matter=matter, kind="executed").count() == 2


def test_an_opinion_that_never_supported_calls_for_nothing_and_calls_again_once_that_is_taken_back() -> None:
    matter, _ = answered()
    carried()
    set_right(matter, "opinion_issued", fields={"result": "reject"}, letter_agrees=True)
    assert item_of(matter, "execution").state == "void"
    set_right(matter, "corrected")
    assert item_of(matter, "execution").state == "open"


def test_the_day_by_which_it_is_carried_out_follows_unless_somebody_chose_another() -> None:
    soon, later = today() + timedelta(days=20), today() + timedelta(days=30)
    matter, _ = answered(execute_by=soon)
    carried()
    change = {"result": "support", "execute_by": later.isoformat()}
    set_right(matter, "opinion_issued", fields=change, letter_agrees=True)
    item = item_of(matter, "execution")
    assert item.due == later
    chosen = today() + timedelta(days=5)
    items.hand_on(item.pk, actor(*HEAD).staff or 0, chosen, by=actor(*HEAD), at=now())
    back = {"result": "support", "execute_by": soon.isoformat()}
    set_right(matter, "opinion_issued", fields=back, letter_agrees=True)
    assert item_of(matter, "execution").due == chosen


def test_guidance_is_followed_again_when_the_office_had_not_taken_the_matter_up_itself() -> None:
    matter, _ = sorted_matter(path=2)
    signed(matter, "guided", actor(*HEAD), path="2", to="仲裁委", procedure="申请仲裁", serve=True)
    carried()
    item = item_of(matter, "guidance")
    came_back = Given("not_filed", today(), words="本人说没有去", source="petitioner")
    items.enter(item.pk, came_back, version=item.version, by=actor(*HEAD), at=now())
    signed(matter, "accepted", actor(*HEAD), path="6")
    carried()
    assert item_of(matter, "guidance").state == "dealt"
    set_right(matter, "accepted")
    assert item_of(matter, "guidance").state == "came_back", "where the entries had brought it"
    set_right(matter, "guided", fields={"path": "2", "to": "市仲裁委"}, letter_agrees=True)
    view = queries.opened(actor(*HEAD), item.pk, at=now())
    assert view.from_act is not None
    assert view.from_act.to == "市仲裁委"


def test_guidance_that_never_was_is_not_followed() -> None:
    matter, _ = sorted_matter(path=2)
    signed(matter, "guided", actor(*HEAD), path="2", to="仲裁委", procedure="申请仲裁")
    carried()
    set_right(matter, "guided")
    assert item_of(matter, "guidance").state == "dealt"
    assert Matter.objects.get(pk=matter).stage == "registered"


def test_acceptance_there_goes_on_record_beside_what_an_officer_set_right() -> None:
    matter, _ = sorted_matter(path=2)
    signed(matter, "guided", actor(*HEAD), path="2", to="仲裁委", procedure="申请仲裁", serve=True)
    carried()
    set_right(matter, "guided", fields={"path": "2", "to": "市仲裁委"}, letter_agrees=True)
    item = item_of(matter, "guidance")
    given = Given("accepted_there", today(), words="已立案", source="body", accepted_on=today())
    items.enter(item.pk, given, version=item.version, by=actor(*HEAD), at=now())
    carried()
    said = Act.objects.filter(matter=matter, kind="corrected").order_by("-position")[0].fields["instead"]
    assert (said["to"], said["accepted_there"]) == ("市仲裁委", today().isoformat())
    assert not Matter.objects.get(pk=matter).active


def test_the_course_in_a_file_says_what_was_set_right() -> None:
    matter, _ = sorted_matter()
    signed(matter, "accepted", actor(*HEAD), path="6")
    by = actor("handler", "lp-hrss")
    work.take(matter, "mediated", {"reason": "x"}, on=today(), version=None, by=by, at=now())
    act = Act.objects.get(matter=matter, kind="mediated")
    assert contents.step_of(act, act) == "调解"
    assert contents.step_of(act, None) == "调解（后来更正：没有这一步）"
