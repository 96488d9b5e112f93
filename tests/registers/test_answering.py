"""Who can be named to answer for an item of a register."""

from datetime import timedelta

import pytest

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid
from huiyin.registers.models import Item
from huiyin.registers.queries.answering import may_answer
from huiyin.registers.services import items, opening
from tests.agency import actor, office_id
from tests.registers.told import sorted_matter

pytestmark = pytest.mark.usefixtures("agency")
HEAD = ("head", "lp-hrss")
SOON = timedelta(days=10)


def test_who_answers_is_named_from_the_office_or_the_one_above() -> None:
    matter, _ = sorted_matter()
    by = actor(*HEAD)
    made = opening.promise(matter, "一周内答复。", today() + SOON, None, by=by, at=now())
    with pytest.raises(Invalid):
        items.hand_on(made, actor("head", "fd-hrss").staff or 0, None, by=by, at=now())
    items.hand_on(made, actor("leader").staff or 0, None, by=by, at=now())
    assert Item.objects.get(pk=made).officer_id == actor("leader").staff


def test_only_who_sees_the_cases_can_answer_for_an_item() -> None:
    assert {row.login for row in may_answer(office_id("lp-hrss"))} == {
        *("fangyuan", "muqing"),
        *("mengran", "tingyun", "yuanshan"),  # of the city office those who see its branch
    }
    own = {row.login for row in may_answer(office_id("ql-hrss"))}
    assert own == {"heqing", "luchuan", "mengran", "baizhi", "tingyun", "yuanshan", "zhoutong"}
    matter, _ = sorted_matter()
    by = actor(*HEAD)
    for role in ("administrator", "auditor", "handler"):
        with pytest.raises(Invalid):
            opening.promise(matter, "一周内答复。", today() + SOON, actor(role).staff, by=by, at=now())
