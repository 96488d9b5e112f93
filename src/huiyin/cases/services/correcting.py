"""Setting an act right (更正): taken back, or said otherwise, with the reason, and with all that follows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from huiyin.base.clock import local_day
from huiyin.cases import aftermath, spine, telling
from huiyin.cases.correcting import WORDS, Asked, Plan, behalf, plan
from huiyin.cases.models import Act, Correction, Matter
from huiyin.cases.queries.scope import sender_of
from huiyin.cases.rules.corrections import MOVING
from huiyin.foundation import audit, crypto
from huiyin.law.compared import Moved
from huiyin.orgs.rules import Actor

_INTAKE = frozenset({"registrar", "head"})


@transaction.atomic
def correct(
    matter_id: int, position: int, asked: Asked, *, version: int | None, by: Actor, at: datetime
) -> Plan:
    """Carry a correction out and return what it did.

    Raises NotFound, NotAllowed with why it may not be, Invalid with the field to mend, Conflict when the
    matter changed since the correction was shown.
    """
    matter = spine.locked(matter_id)
    acts = list(Act.objects.filter(matter=matter).select_related("letter"))
    worked_out = plan(matter, acts, position, asked, version=version, by=by, at=at)
    had = matter.office_id
    aftermath.go_back(matter, worked_out.goes_to)
    found, why = worked_out.found, behalf(by, worked_out.found)
    on = local_day(at)
    made = spine.set_right(
        matter, acts, worked_out.said, on=on, by=by, at=at, office=found.office, behalf=why
    )
    kept = aftermath.bring_in_line(matter, acts, worked_out, by=by, at=at)
    _put_down(matter, made, worked_out, kept)
    seen = "favours-office" if worked_out.watched else f"act:{position}"
    audit.record("matter.correct", actor=by.label, about=f"matter:{matter.pk}", at=at, reason=seen)
    _tell(matter, worked_out, had, by=by, at=at)
    return worked_out


def _put_down(matter: Matter, made: Sequence[Act], done: Plan, kept: Mapping[str, Any]) -> None:
    words = crypto.seal_text(crypto.open_key(matter.key), done.reason, about=WORDS)
    for act in made:
        Correction.objects.create(
            act=act,
            words_sealed=words,
            kept_sealed=aftermath.sealed(matter, kept),
            moved=[_code(change) for change in done.moved],
            watched=done.watched and act.fields["index"] == done.found.place,
        )


def _code(change: Moved) -> dict[str, Any]:
    def day(of: Any) -> str:
        return of.due.isoformat() if of and of.due else ""

    return {
        "duty": change.duty,
        "before": day(change.before),
        "was": change.before.state if change.before else "",
        "after": day(change.after),
        "is": change.after.state if change.after else "",
    }


def _tell(matter: Matter, done: Plan, had: int, *, by: Actor, at: datetime) -> None:
    """Tell those who answer for the branch of what favours the office, and whoever else it touches."""
    if done.watched:
        answer = telling.with_roles(done.found.office, {"head", "supervisor"})
        answer += telling.with_roles(matter.office.parent_id, {"supervisor"})
        others = set(answer) - {by.staff}
        if not others:
            others = set(telling.with_roles(matter.office.superior_id, {"head"}))
        telling.tell(matter, sorted(others), "correction", at=at, name=by.name)
    if done.undo and done.found.root.kind in MOVING:
        touched = telling.with_roles(had, _INTAKE)
    elif done.undo and done.found.root.kind == "objected":
        touched = telling.with_roles(sender_of(matter), _INTAKE)
    else:
        return
    telling.tell(matter, touched, "taken_back", at=at, name=by.name)
