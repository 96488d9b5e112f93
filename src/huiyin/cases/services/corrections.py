"""A correcting act sets right what a guiding act says: whether the other body took the matter up."""

from datetime import date, datetime

from django.db import transaction

from huiyin.base.errors import NotAllowed
from huiyin.cases import spine
from huiyin.cases.in_force import in_force
from huiyin.cases.models import Act
from huiyin.cases.queries.scope import holds, require
from huiyin.orgs.rules import Actor


@transaction.atomic
def accepted_elsewhere(
    matter_id: int, place: int, accepted_there: date | None, *, on: date, by: Actor, at: datetime
) -> None:
    """Put on record, by a correcting act, the day on which the other body took up what was guided there.

    `place` is that of the act `guided`, counted from nought. None takes an earlier such record back, so that
    the matter is open here again. Says nothing twice, and nothing of a guidance that was itself taken back.
    """
    matter = spine.locked(matter_id)
    require(by, matter, "matter.read")
    if not (holds(by, matter, "act.intake") or holds(by, matter, "act.handle")):
        raise NotAllowed("cases.not_your_part")
    acts = in_force(list(Act.objects.filter(matter=matter)))
    guided = next((act for act in acts if act.position == place + 1), None)
    if guided is None:
        return
    there = accepted_there.isoformat() if accepted_there else None
    if guided.fields.get("accepted_there") == there:
        return
    told = {name: value for name, value in guided.fields.items() if name != "accepted_there"}
    if there is not None:
        told["accepted_there"] = there
    instead = {"act": guided.kind, "day": guided.day.isoformat(), **told}
    spine.append(matter, "corrected", on=on, fields={"index": place, "instead": instead}, by=by, at=at)
