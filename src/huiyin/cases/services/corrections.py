"""A correcting act sets right what a guiding act says: whether the other body took the matter up."""

from datetime import date, datetime

from django.db import transaction

from huiyin.base.errors import NotAllowed
from huiyin.cases import spine
from huiyin.cases.models import Act
from huiyin.cases.queries.scope import holds, require
from huiyin.orgs.rules import Actor


@transaction.atomic
def accepted_elsewhere(
    matter_id: int, place: int, accepted_there: date | None, *, on: date, by: Actor, at: datetime
) -> None:
    """Put on record, by a correcting act, the day on which the other body took up what was guided there.

    `place` is that of the act `guided`, counted from nought. None takes an earlier such record back, so that
    the matter is open here again. Says nothing twice.
    """
    matter = spine.locked(matter_id)
    require(by, matter, "matter.read")
    if not (holds(by, matter, "act.intake") or holds(by, matter, "act.handle")):
        raise NotAllowed("cases.not_your_part")
    acts = list(Act.objects.filter(matter=matter))
    guided = acts[place]
    undone = {act.fields.get("index") for act in acts if act.kind == "corrected"}
    standing = [
        act
        for act in acts
        if act.kind == "corrected" and act.fields.get("index") == place and act.position - 1 not in undone
    ]
    base = dict((standing[0].fields.get("instead") if standing else None) or guided.fields)
    said = base.pop("accepted_there", None)
    told = {name: value for name, value in base.items() if name not in {"act", "day"}}
    if said == (accepted_there.isoformat() if accepted_there else None):
        return
    if standing:
        undo = {"index": standing[0].position - 1}
        spine.append(matter, "corrected", on=on, fields=undo, by=by, at=at)
    if accepted_there is not None:
        told["accepted_there"] = accepted_there.isoformat()
    if told != guided.fields:
        instead = {"act": guided.kind, "day": guided.day.isoformat(), **told}
        spine.append(matter, "corrected", on=on, fields={"index": place, "instead": instead}, by=by, at=at)
