"""Letters: drafted with the act they carry, signed (number, act), served with proof."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from huiyin.base.clock import local_day
from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound
from huiyin.cases import accusations, consequences, spine
from huiyin.cases import letters as words
from huiyin.cases.first_drafts import first_draft
from huiyin.cases.models import Act, Letter, Matter, Petition, Service
from huiyin.cases.queries.scope import require, require_at, taken_at
from huiyin.cases.rules.given import LONGEST_TEXT, plain
from huiyin.cases.rules.letters import act_fields, letter_of, number
from huiyin.cases.rules.steps import STEPS, checked_fields
from huiyin.cases.services import checking, countersigning, versions
from huiyin.cases.services.versions import unsigned
from huiyin.foundation import audit, crypto, numbers, outbox
from huiyin.law.acts import WAYS_OF_SERVICE
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor


@transaction.atomic
def draft(
    matter_id: int, act: str, fields: Mapping[str, Any], *, version: int | None, by: Actor, at: datetime
) -> int:
    """Draft the letter an act needs, filled from the matter as far as it is known; return the letter's id.

    Raises NotAllowed when the law refuses the act now or the actor may not prepare it.
    """
    matter = spine.locked(matter_id)
    step = STEPS.get(act)
    if step is None or not step.sign:
        raise NotAllowed("cases.step_unknown", act=act)
    require(by, matter, step.prepare)
    spine.takes_papers(matter)
    spine.unchanged(matter, version)
    acts = list(Act.objects.filter(matter=matter))
    facts = checked_fields(step, fields, nature=matter.nature)
    for name in ("execute_by", "report_by"):
        if str(facts.get(name) or "9") < local_day(at).isoformat():
            raise Invalid(f"cases.{name}_past", field=name)
    if act == "transferred":
        accusations.refuse_towards(matter, str(facts.get("to", "")))
    refusal = spine.refused(matter, acts, act, on=local_day(at), fields=act_fields(step, facts))
    if refusal:
        raise NotAllowed(refusal.code, **refusal.params)
    kind = letter_of(act, nature=matter.nature or "claim", fields=facts, path=matter.path)
    content = first_draft(matter, acts, kind, facts, act=act, on=local_day(at))
    sealed = words.sealed(matter, content)
    letter = Letter(
        matter=matter,
        kind=kind,
        act=act,
        act_fields=act_fields(step, facts),
        office_id=taken_at(matter, step.prepare),
        drafted_by_id=by.staff,
        changed=at,
        content_sealed=sealed,
    )
    letter.save(force_insert=True)
    versions.keep(letter, 1, sealed, by=by, at=at)
    checking.count(letter, matter, content, on=local_day(at))
    audit.record("letter.draft", actor=by.label, about=f"letter:{letter.pk}", at=at)
    return letter.pk


@transaction.atomic
def revise(letter_id: int, content: Mapping[str, str], *, version: int, by: Actor, at: datetime) -> None:
    """Keep a changed draft. Raises Conflict when a colleague changed it in between."""
    letter = unsigned(letter_id, version)
    matter = spine.locked(letter.matter_id)
    require_at(by, matter, "letter.draft", letter.office_id)
    kept = dict(words.content_of(letter, matter))
    before = dict(kept)
    for name, value in content.items():
        if name in kept:
            kept[name] = plain(value)[:LONGEST_TEXT]
    sealed = words.sealed(matter, kept)
    Letter.objects.filter(pk=letter.pk).update(
        content_sealed=sealed, version=F("version") + 1, changed=at, given_back=None
    )
    versions.keep(letter, letter.version + 1, sealed, by=by, at=at)
    checking.count(letter, matter, kept, on=local_day(at))
    why = by.behalf("letter.draft", letter.office_id)
    audit.record("letter.revise", actor=by.label, about=f"letter:{letter.pk}", at=at, reason=why)
    if kept != before:
        countersigning.ask_again(letter, matter, at=at)


@transaction.atomic
def discard(letter_id: int, *, by: Actor, at: datetime) -> None:
    """Throw a draft away."""
    letter = unsigned(letter_id, None)
    require_at(by, spine.locked(letter.matter_id), "letter.draft", letter.office_id)
    Letter.objects.filter(pk=letter.pk).update(discarded=True, changed=at)
    countersigning.let_go(letter, by=by, at=at)
    audit.record("letter.discard", actor=by.label, about=f"letter:{letter.pk}", at=at)


@transaction.atomic
def sign(letter_id: int, *, version: int, by: Actor, at: datetime) -> str:
    """Sign a letter: it gets its number, and the act it carries is put on record. Return the number.

    Raises Invalid naming what the law wants in the letter and is missing, NotAllowed when the actor may not
    sign it or the law refuses the act by now, Conflict when the draft changed since it was read.
    """
    day = local_day(at)
    letter = unsigned(letter_id, version)
    matter = spine.locked(letter.matter_id)
    step = STEPS[letter.act]
    require(by, matter, step.sign)
    spine.takes_papers(matter)
    require_at(by, matter, step.sign, letter.office_id)  # the matter may have moved on since it was drafted
    if letter.act == "transferred":
        accusations.refuse_towards(matter, str(letter.act_fields.get("to", "")))
    countersigning.refuse_pending(letter)
    checking.refuse_unsettled(letter, matter, words.content_of(letter, matter), on=day)
    office = orgs.office(letter.office_id)
    running = numbers.allocate(f"letter:{letter.kind}:{office.id}:{day.year}")
    letter.number = number(letter.kind, office.short, day.year, running)
    letter.signed_by_id, letter.signed_on, letter.changed = by.staff, day, at
    letter.save(update_fields=["number", "signed_by", "signed_on", "changed"])
    fields = act_fields(step, letter.act_fields)
    why = by.behalf(step.sign, letter.office_id)
    spine.append(
        matter, letter.act, on=day, fields=fields, by=by, at=at, letter=letter, office=office.id, behalf=why
    )
    consequences.follow(matter, letter.act, letter.act_fields, on=day, by=by, at=at)
    audit.record("letter.sign", actor=by.label, about=f"letter:{letter.pk}", at=at, reason=why)
    return letter.number


@transaction.atomic
def serve(letter_id: int, *, how: str, day: date, receipt: str, by: Actor, at: datetime) -> None:
    """Record that a signed letter was handed to the petitioner of its matter, with who received it as proof.

    For letters that open a remedy the petitioner's time runs from this day.
    """
    letter, matter = to_serve(letter_id, by=by)
    petition = Petition.objects.filter(matter=matter).order_by("id")[0]
    if Service.objects.filter(letter=letter, petition=petition).exists():
        raise Conflict("cases.served_already")
    hand_over(letter, matter, petition, how=how, day=day, receipt=receipt, by=by, at=at)


def to_serve(letter_id: int, *, by: Actor) -> tuple[Letter, Matter]:
    """Return a signed letter and its matter, locked, for an actor who may serve it. Raises NotFound."""
    letter = Letter.objects.select_for_update(of=("self",)).filter(pk=letter_id, discarded=False).first()
    if letter is None or letter.number is None or letter.signed_on is None:
        raise NotFound("cases.no_letter")
    matter = spine.locked(letter.matter_id)
    require_at(by, matter, "letter.serve", letter.office_id)
    spine.takes_papers(matter)
    return letter, matter


def hand_over(
    letter: Letter,
    matter: Matter,
    petition: Petition,
    *,
    how: str,
    day: date,
    receipt: str,
    by: Actor,
    at: datetime,
) -> None:
    """Record that a letter reached one petitioner; the first time is an act of the matter."""
    signed = letter.signed_on or day
    if how not in WAYS_OF_SERVICE:
        raise Invalid("cases.service_way_unknown", field="how")
    if not signed <= day <= local_day(at):
        raise Invalid("cases.service_day_impossible", field="day", signed=signed.isoformat())
    if how != "electronic" and not plain(receipt):
        raise Invalid("cases.receipt_missing", field="receipt")
    first = not Service.objects.filter(letter=letter).exists()
    key, why = crypto.open_key(matter.key), by.behalf("letter.serve", letter.office_id)
    Service.objects.create(
        letter=letter,
        petition=petition,
        how=how,
        day=day,
        by_id=by.staff,
        entered=at,
        receipt_sealed=crypto.seal_text(key, plain(receipt), about="receipt"),
    )
    if first and letter.act in words.OPEN_A_REMEDY:
        carried = Act.objects.get(letter=letter)
        place = carried.position - 1  # the law floor counts acts from nought
        said, office = {"how": how, "of": place}, letter.office_id
        spine.append(matter, "served", on=day, fields=said, by=by, at=at, office=office, behalf=why)
    audit.record("letter.serve", actor=by.label, about=f"letter:{letter.pk}", at=at, reason=why)
    outbox.tell("service", about=f"letter:{letter.pk}", at=at)
