"""One matter as the workbench shows it. Opening it is a read of personal data and is put on record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch

from huiyin.base.clock import local_day
from huiyin.base.messages import Message
from huiyin.cases.models import Act, Attachment, Matter, Note, Petition, Service
from huiyin.cases.queries.attached import FileRow, file_row
from huiyin.cases.queries.marks import Mark, marks
from huiyin.cases.queries.petitions import PetitionRow, petition_row
from huiyin.cases.queries.scope import REVIEW_STAGES, holds, readable_letters, seen, visible
from huiyin.cases.rules.steps import STEPS
from huiyin.cases.standing import standing
from huiyin.foundation import audit, crypto
from huiyin.law.deadlines import Deadline
from huiyin.law.state import MatterState
from huiyin.orgs.rules import Actor


@dataclass(frozen=True)
class ActRow:
    """One act on the timeline."""

    position: int
    kind: str
    day: date
    fields: Mapping[str, Any]
    office: str
    by: str
    letter: int | None
    letter_number: str
    mark: Mark
    entered: datetime
    outside: bool = False  # decided by a body outside; `by` entered it from its paper


@dataclass(frozen=True)
class LetterRow:
    """A letter of the matter, drafted or signed."""

    id: int
    kind: str
    act: str
    number: str
    signed_on: date | None
    served: tuple[str, date] | None


@dataclass(frozen=True)
class NoteRow:
    """A note; `by` is empty when the petitioner wrote it."""

    by: str
    at: datetime
    text: str


@dataclass(frozen=True)
class MatterView:
    """Everything the matter page shows."""

    id: int
    number: str
    headline: str
    version: int
    office: int
    office_name: str
    superior: int | None
    superior_name: str
    registered_at: str
    handler: int | None
    handler_name: str
    nature: str
    kind: str
    path: int | None
    division: str
    restricted: bool
    joined_to: int | None
    provenance: str
    state: MatterState
    deadlines: Sequence[Deadline]
    next_owed: Deadline | None
    petitions: Sequence[PetitionRow]
    acts: Sequence[ActRow]
    letters: Sequence[LetterRow]
    notes: Sequence[NoteRow]
    files: Sequence[FileRow]
    offered: Sequence[str]
    blocked: Mapping[str, Message]


def opened(actor: Actor, matter_id: int, *, at: datetime) -> MatterView:
    """Return a matter with everything in it and record that it was read. Raises NotFound."""
    matter = seen(actor, matter_id)
    audit.record("matter.read", actor=actor.label, about=f"matter:{matter.pk}", at=at)
    actor.worked_out["opened"] = matter.pk
    acts = list(Act.objects.filter(matter=matter).select_related("office", "by", "letter"))
    now = standing(matter, acts, as_of=local_day(at))
    steps = [
        act
        for act, step in STEPS.items()
        if holds(actor, matter, step.prepare)
        and (step.prepare != "act.review" or matter.stage in REVIEW_STAGES)
        and _has_place(act, now.state)
    ]
    kept = Attachment.objects.filter(matter=matter).select_related("petition__person", "matter")
    files = list(kept.order_by("id"))
    petitions = Petition.objects.filter(matter=matter).select_related("person", "behalf_of").order_by("id")
    return MatterView(
        id=matter.pk,
        number=matter.number,
        headline=matter.headline,
        version=matter.version,
        office=matter.office_id,
        office_name=matter.office.name,
        superior=matter.office.superior_id,
        superior_name=matter.office.superior.name if matter.office.superior else "",
        registered_at=matter.registered_at.name,
        handler=matter.handler_id,
        handler_name=matter.handler.name if matter.handler else "",
        nature=matter.nature,
        kind=matter.kind,
        path=matter.path,
        division=matter.division,
        restricted=matter.restricted,
        joined_to=matter.joined_to_id,
        provenance=matter.provenance,
        state=now.state,
        deadlines=now.deadlines,
        next_owed=now.next_owed,
        petitions=[petition_row(p, [f for f in files if f.petition_id == p.pk]) for p in petitions],
        acts=[_act(a, mark) for a, mark in zip(acts, marks(actor, matter, acts), strict=True)],
        letters=_letters(actor, matter),
        notes=_notes(matter),
        files=[file_row(f) for f in files if f.petition_id is None],
        offered=[act for act in steps if act in now.state.allowed],
        blocked={act: now.state.blocked[act] for act in steps if act in now.state.blocked},
    )


def _has_place(act: str, state: MatterState) -> bool:
    """Return whether a step has a place here, where the law floor alone does not say so.

    Papers are made up where they were asked for: what a petitioner does is never blocked. A body outside that
    was passed the matter may object; whoever passed it on has nobody to object to.
    """
    if act == "papers_made_up":
        return any(pause.kind == "papers" and pause.ended is None for pause in state.pauses)
    leg = state.legs[-1]
    if act == "objection_upheld":
        return leg.objected is not None and leg.upheld is None
    return act != "objected" or state.stage != "transferred" or leg.transferred_in


@dataclass(frozen=True)
class MatterBrief:
    """What a form about a matter says of it; nothing of the person."""

    id: int
    number: str
    headline: str
    office: int


def brief(actor: Actor, matter_id: int) -> MatterBrief:
    """Return which matter a form is about. Raises NotFound."""
    matter = seen(actor, matter_id)
    return MatterBrief(matter.pk, matter.number, matter.headline, matter.office_id)


def may_see(actor: Actor, matter_id: int) -> bool:
    """Return whether a matter is in the actor's sight."""
    return visible(actor).filter(pk=matter_id).exists()


def restricted(actor: Actor, matter_id: int) -> bool:
    """Return whether a matter in the actor's sight is a possible accusation."""
    return visible(actor).filter(pk=matter_id, restricted=True).exists()


def _act(a: Act, mark: Mark) -> ActRow:
    return ActRow(
        position=a.position,
        kind=a.kind,
        day=a.day,
        fields=a.fields,
        office=a.fields.get("body") or a.office.name,
        by=a.by.name if a.by else "",
        letter=a.letter_id,
        letter_number=(a.letter.number or "") if a.letter else "",
        mark=mark,
        entered=a.entered,
        outside=bool(a.fields.get("body")),
    )


def _letters(actor: Actor, matter: Matter) -> Sequence[LetterRow]:
    rows = (
        readable_letters(actor, matter.pk)
        .filter(matter=matter)
        .order_by("id")
        .prefetch_related(Prefetch("services", Service.objects.order_by("id"), to_attr="handed"))
    )
    return [
        LetterRow(
            id=letter.pk,
            kind=letter.kind,
            act=letter.act,
            number=letter.number or "",
            signed_on=letter.signed_on,
            served=next(((s.how, s.day) for s in letter.handed), None),
        )
        for letter in rows
    ]


def _notes(matter: Matter) -> Sequence[NoteRow]:
    if not matter.key:
        return []  # erased, with the notes
    key = crypto.open_key(matter.key)
    rows = Note.objects.filter(matter=matter).select_related("by").order_by("id")
    return [
        NoteRow(n.by.name if n.by else "", n.at, crypto.unseal_text(key, n.text_sealed, about="note"))
        for n in rows
    ]
