"""Taking a matter in, in one go: sorted, given on, its first notice drafted. All of it or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from huiyin.base.errors import Invalid
from huiyin.cases.services import letters, work
from huiyin.cases.services.work import Sorting
from huiyin.orgs.rules import Actor


@dataclass(frozen=True)
class TakenIn:
    """What an officer decides of a matter that came in.

    `staff` or `unit` is to have it; `step` is the act whose letter is drafted, with its facts. `anyway` gives
    it to somebody on leave all the same.
    """

    sorting: Sorting
    staff: int | None = None
    unit: int | None = None
    step: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    anyway: bool = False


@transaction.atomic
def take_in(matter_id: int, given: TakenIn, *, version: int, by: Actor, at: datetime) -> int | None:
    """Sort a matter, give it on and draft its first letter; return the letter, if there is one.

    Each part is the usual step with its own entry in the log. A possible accusation is sorted and nothing
    else: what becomes of it is for the officers named for it.
    """
    if given.sorting.nature == "accusation" and (given.staff or given.unit or given.step):
        raise Invalid("intake.accusation_alone", field="nature")
    if given.unit and given.step:
        raise Invalid("intake.unit_decides", field="step")
    work.sort(matter_id, given.sorting, version=version, by=by, at=at)
    letter = None
    if given.staff is not None:
        work.give_to(matter_id, given.staff, version=None, by=by, at=at, anyway=given.anyway)
    if given.step:
        letter = letters.draft(matter_id, given.step, given.facts, version=None, by=by, at=at)
    if given.unit is not None:
        work.hand_to_unit(matter_id, given.unit, version=None, by=by, at=at)
    return letter
