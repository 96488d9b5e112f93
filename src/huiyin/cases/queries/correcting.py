"""A correction as its page shows it before it is carried out: the act, what can be said of it, what comes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huiyin.base.clock import local_day
from huiyin.base.messages import Message
from huiyin.cases.correcting import Asked, Plan, between, has_power, plan, whose
from huiyin.cases.in_force import in_force
from huiyin.cases.models import Act, Letter, Matter
from huiyin.cases.queries.matter import MatterView, opened
from huiyin.cases.queries.scope import seen
from huiyin.cases.rules import corrections as rules
from huiyin.cases.rules.steps import StepField
from huiyin.cases.wrong import look
from huiyin.orgs.rules import Actor


@dataclass(frozen=True)
class WrongAct:
    """An act with what can be set right of it.

    `root` is the act that a correction is about. `no_undoing` and `no_changing` say why one of the two ways
    is closed; `first` and `last` between which days it can have happened; `letter_day` that its day is that
    of its letter; `out` that its letter has left the house.
    """

    matter: MatterView
    position: int
    kind: str
    day: date
    fields: Mapping[str, Any]
    root: str
    root_day: date
    office: str
    by: str
    entered: datetime
    letter: int | None
    letter_number: str
    letter_day: bool
    out: bool
    no_undoing: Message | None
    no_changing: Message | None
    changeable: Sequence[StepField]
    first: date | None
    last: date


def wrong_act(actor: Actor, matter_id: int, position: int, *, at: datetime) -> WrongAct:
    """Return an act with what the actor can set right of it. Raises NotFound.

    Opening it is a read of the matter and is put on record.
    """
    view = opened(actor, matter_id, at=at)
    matter, acts = _on_record(actor, matter_id)
    found = look(matter, acts, position)
    barred = None
    if not has_power(actor, matter.pk, found.root.kind, found.office):
        barred = Message("correcting.not_yours", whose(found.root.kind))
    elif matter.filed_on is not None:
        barred = Message("cases.file_closed", {"day": matter.filed_on.isoformat()})
    said = found.now or found.act
    first, last = between(acts, found, local_day(at))
    return WrongAct(
        matter=view,
        position=position,
        kind=found.act.kind,
        day=said.day,
        fields=said.fields,
        root=found.root.kind,
        root_day=found.root.day,
        office=found.act.office.name,
        by=found.act.by.name if found.act.by else "",
        entered=found.act.entered,
        letter=found.letter.pk if found.letter else None,
        letter_number=found.wrong.letter,
        letter_day=not rules.dated(found.wrong),
        out=found.wrong.out is not None,
        no_undoing=barred or rules.no_undoing(found.wrong),
        no_changing=barred or rules.no_changing(found.wrong, matter.nature),
        changeable=rules.changeable(found.act.kind, matter.nature),
        first=first,
        last=last,
    )


def _on_record(actor: Actor, matter_id: int) -> tuple[Matter, list[Act]]:
    matter = seen(actor, matter_id)
    rows = Act.objects.filter(matter=matter).select_related("office", "by", "letter")
    return matter, list(rows)


@dataclass(frozen=True)
class Preview:
    """What a correction would do: where the matter stands, what moves, and what else follows."""

    plan: Plan
    follows: Sequence[Message]


def previewed(actor: Actor, matter_id: int, position: int, asked: Asked, *, at: datetime) -> Preview:
    """Return what a correction would do. Raises as carrying it out does."""
    matter, acts = _on_record(actor, matter_id)
    worked_out = plan(matter, acts, position, asked, by=actor, at=at)
    return Preview(worked_out, _follows(matter, acts, worked_out))


def _follows(matter: Matter, acts: Sequence[Act], plan: Plan) -> Sequence[Message]:
    """Return what else a correction changes, or leaves for somebody to do."""
    found, root = plan.found, plan.found.root
    stood = {act.position for act in in_force(acts)}
    gone = plan.undo and found.act is root
    back = plan.undo and found.act is not root and root.position not in stood
    letter = root.letter
    number = {"number": letter.number} if letter else {}
    reachable = any(act.fields.get("contactable", True) for act in acts if act.kind == "received")
    drafts = Letter.objects.filter(matter=matter, number__isnull=True, discarded=False)
    lost = [d.kind for d in drafts if d.act not in plan.after.state.allowed]
    follows = (
        (gone and bool(letter), Message("correcting.follows.void", number)),
        (gone and found.downloaded, Message("correcting.follows.downloaded")),
        (back and bool(letter), Message("correcting.follows.restored", number)),
        (not gone and bool(letter) and not back, Message("correcting.follows.letter_stays", number)),
        (plan.goes_to is not None, Message("correcting.follows.goes_back")),
        (root.kind == "received", Message("correcting.follows.receipt")),
        (gone and root.kind == "served", Message("correcting.follows.unserved")),
        (root.kind == "accepted" and (gone or back), Message("correcting.follows.path")),
        *((True, Message("correcting.follows.draft", {"letter": Message(f"law.letter.{k}")})) for k in lost),
        (bool(plan.moved) and reachable, Message("correcting.follows.tell")),
        (plan.watched, Message("correcting.follows.watched")),
    )
    return [message for holds, message in follows if holds]
