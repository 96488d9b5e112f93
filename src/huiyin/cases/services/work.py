"""An office works on a matter: sorts it, gives it to somebody, takes steps without a letter, adds notes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import F

from huiyin.base.clock import local_day
from huiyin.base.errors import Invalid, NotAllowed
from huiyin.base.messages import Message
from huiyin.cases import accusations, attachments, consequences, spine, telling
from huiyin.cases.in_force import path_accepted
from huiyin.cases.models import Act, Matter, Note
from huiyin.cases.queries.scope import behalf, recused_from, require, taken_at
from huiyin.cases.rules.given import LONGEST_TEXT, plain
from huiyin.cases.rules.letters import act_fields
from huiyin.cases.rules.steps import STEPS, checked_fields
from huiyin.cases.services import joining, learning
from huiyin.foundation import audit, crypto, outbox
from huiyin.orgs import queries as orgs
from huiyin.orgs import standing_in
from huiyin.orgs.rules import Actor
from huiyin.text.taxonomy import kinds

SENT_TWICE = timedelta(minutes=1)
NATURES = ("claim", "suggestion", "accusation", "inquiry")


@dataclass(frozen=True)
class Sorting:
    """What a registrar confirms of a matter; a `usual` path is that of the kind, and nobody chose it."""

    nature: str
    kind: str
    path: int | None
    division: str
    handler: int | None = None
    usual: bool = False


@transaction.atomic
def sort(matter_id: int, sorting: Sorting, *, version: int | None, by: Actor, at: datetime) -> None:
    """Confirm or correct what the system read: nature, kind, path, place.

    A confirmed accusation stays with the officers named for it; anything else is opened to the office where
    it came in. With a handler it is given to that colleague in the same step.
    """
    matter = spine.locked(matter_id)
    require(by, matter, "matter.sort")
    spine.unchanged(matter, version)
    if sorting.nature not in NATURES:
        raise Invalid("cases.nature_unknown", field="nature")
    if sorting.kind not in kinds():
        raise Invalid("cases.kind_unknown", field="kind")
    if sorting.path is not None and sorting.path not in range(1, 7):
        raise Invalid("cases.path_unknown", field="path")
    acts = list(Act.objects.filter(matter=matter))
    was_restricted = matter.restricted
    matter.nature, matter.kind, matter.path = sorting.nature, sorting.kind, _path(sorting, acts)
    matter.division, matter.restricted = sorting.division, sorting.nature == "accusation"
    if matter.restricted:
        matter.office_id = accusations.of_matter(matter)
    elif was_restricted and len(acts) == 1:  # nobody but the officer named for it has had it yet
        matter.office_id = matter.registered_at_id
    matter.save(update_fields=["nature", "kind", "path", "division", "restricted", "office"])
    if matter.restricted != was_restricted:
        joining.kept_apart(matter, at=at)
    spine.index(matter, acts)
    why = behalf(by, matter, "matter.sort")
    audit.record("matter.sort", actor=by.label, about=f"matter:{matter.pk}", at=at, reason=why)
    outbox.tell("sorted", about=f"matter:{matter.pk}", at=at)
    transaction.on_commit(lambda: learning.keep_in_mind(matter_id), robust=True)
    if matter.restricted:
        telling.accusation(matter, at=at)
    if sorting.handler is not None:
        _give(matter, sorting.handler, by=by, at=at)


def _path(sorting: Sorting, acts: Sequence[Act]) -> int | None:
    """Return the path of a matter: the one its acceptance told the petitioner, for remedies hang on it.

    Raises Invalid where another one was chosen: what was told is set right by a correction.
    """
    told = path_accepted(acts)
    if told is None or sorting.nature != "claim" or sorting.path == told:
        return sorting.path
    if not sorting.usual:
        raise Invalid("cases.path_was_told", field="path", path=Message(f"law.path_name.{told}"))
    return told


@transaction.atomic
def give_to(
    matter_id: int, staff: int, *, version: int | None, by: Actor, at: datetime, anyway: bool = False
) -> None:
    """Give a matter to a colleague of the office that has it.

    Raises Invalid for somebody recused from it, and for somebody on leave, naming the stand-in, unless it is
    meant `anyway`.
    """
    matter = spine.locked(matter_id)
    require(by, matter, "matter.sort")
    spine.unchanged(matter, version)
    _give(matter, staff, by=by, at=at, anyway=anyway)


def _give(matter: Matter, staff: int, *, by: Actor, at: datetime, anyway: bool = False) -> None:
    if not orgs.is_case_worker(staff, matter.office_id):
        raise Invalid("cases.not_a_colleague", field="handler")
    refuse_recused(matter, staff, field="handler")
    if not anyway:
        warn_of_leave(staff, on=local_day(at), field="handler")
    Matter.objects.filter(pk=matter.pk).update(handler_id=staff, version=F("version") + 1)
    why = " ".join(part for part in (f"staff:{staff}", behalf(by, matter, "matter.sort")) if part)
    audit.record("matter.give", actor=by.label, about=f"matter:{matter.pk}", at=at, reason=why)
    if staff != by.staff:
        telling.tell(matter, [staff], "given", at=at, name=by.name)


def refuse_recused(matter: Matter, staff: int, *, field: str) -> None:
    """Raise Invalid when somebody is recused from a matter: it can be given to others only (art 28)."""
    if recused_from(matter.pk, [staff]):
        raise Invalid("cases.recused", field=field)


def warn_of_leave(staff: int, *, on: date, field: str) -> None:
    """Raise Invalid when somebody is on leave, naming the stand-in; who means it all the same says so."""
    away = standing_in.on_leave(staff, on=on)
    if away:
        raise Invalid(
            "cases.on_leave",
            field=field,
            name=away.giver_name,
            until=away.to_day.isoformat(),
            stand_in=away.taker_name,
        )


@transaction.atomic
def hand_to_unit(matter_id: int, office: int, *, version: int | None, by: Actor, at: datetime) -> None:
    """Hand a matter to another unit of the same authority: no act of the law, the clocks run on."""
    matter = spine.locked(matter_id)
    require(by, matter, "act.intake")
    spine.unchanged(matter, version)
    if not same_authority(matter.office_id, office):
        raise Invalid("cases.other_authority", field="office")
    accusations.refuse_towards(matter, orgs.office(office).code)
    came_from = matter.office_id
    matter.office_id, matter.handler_id = office, None
    matter.save(update_fields=["office", "handler"])
    spine.index(spine.locked(matter.pk), list(Act.objects.filter(matter=matter)))
    why = " ".join(part for part in (f"office:{office}", by.behalf("act.intake", came_from)) if part)
    audit.record("matter.hand", actor=by.label, about=f"matter:{matter.pk}", at=at, reason=why)
    telling.tell(matter, telling.with_roles(office, {"registrar", "head"}), "given", at=at, name=by.name)


def same_authority(one: int, other: int) -> bool:
    """Return whether two offices are units of one authority."""
    return orgs.one_authority(orgs.office(one), orgs.office(other))


@transaction.atomic
def take(
    matter_id: int,
    act: str,
    fields: Mapping[str, Any],
    *,
    on: date,
    version: int | None,
    by: Actor,
    at: datetime,
) -> None:
    """Take a step that needs no letter. Raises NotAllowed otherwise, and when the law refuses it now."""
    matter = spine.locked(matter_id)
    step = STEPS.get(act)
    if step is None:
        raise NotAllowed("cases.step_unknown", act=act)
    require(by, matter, step.prepare)
    spine.unchanged(matter, version)
    if step.sign:
        raise NotAllowed("cases.step_needs_letter", act=act)
    facts = checked_fields(step, fields, nature=matter.nature)
    why = behalf(by, matter, step.prepare)
    office = taken_at(matter, step.prepare)
    spine.append(matter, act, on=on, fields=act_fields(step, facts), by=by, at=at, office=office, behalf=why)
    _keep_words(
        matter, [str(facts[f.name]) for f in step.fields if f.kind == "long" and f.name in facts], by, at
    )
    consequences.follow(matter, act, facts, on=on, by=by, at=at)


@transaction.atomic
def note(matter_id: int, text: str, *, by: Actor, at: datetime) -> None:
    """Add a note for colleagues; the same words sent twice within a minute are one note."""
    matter = spine.locked(matter_id)
    require(by, matter, "note.write")
    text = plain(text)
    if not text:
        raise Invalid("cases.note_missing", field="note")
    if len(text) > LONGEST_TEXT:
        raise Invalid("cases.text_too_long", field="note", length=len(text), limit=LONGEST_TEXT)
    if _just_noted(matter, text, by, at):
        return
    _keep_words(matter, [text], by, at)
    why = behalf(by, matter, "note.write")
    audit.record("note.write", actor=by.label, about=f"matter:{matter.pk}", at=at, reason=why)


def _just_noted(matter: Matter, text: str, by: Actor, at: datetime) -> bool:
    last = Note.objects.filter(matter=matter, by_id=by.staff, at__gte=at - SENT_TWICE).order_by("-pk").first()
    if last is None:
        return False
    return crypto.unseal_text(crypto.open_key(matter.key), last.text_sealed, about="note") == text


def _keep_words(matter: Matter, texts: Sequence[str], by: Actor, at: datetime) -> None:
    """Keep free words as sealed notes: they may hold personal data, which no act does."""
    key = crypto.open_key(matter.key)
    for text in texts:
        sealed = crypto.seal_text(key, text, about="note")
        Note.objects.create(matter=matter, by_id=by.staff, at=at, text_sealed=sealed)


@transaction.atomic
def attach(matter_id: int, stream: BinaryIO, *, name: str, by: Actor, at: datetime) -> int:
    """Attach a file to a matter; return its id.

    Raises Invalid when its content is not of an accepted type or too large, NotAllowed when the matter's file
    is closed.
    """
    matter = spine.locked(matter_id)
    require(by, matter, "note.write")
    spine.takes_papers(matter)
    kept = attachments.keep(stream, name=name, matter=matter, by=by, at=at)
    why = behalf(by, matter, "note.write")
    audit.record("file.attach", actor=by.label, about=f"matter:{matter.pk}", at=at, reason=why)
    return kept.pk
