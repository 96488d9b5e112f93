"""Undertaking something on a finding, and telling what came of it; each entry stays, with who and when."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from huiyin.base.clock import local_day
from huiyin.base.errors import Conflict, NotAllowed, NotFound
from huiyin.foundation import audit
from huiyin.insight import found
from huiyin.insight.lacking import Fault, refuse
from huiyin.insight.models import Undertaking, UndertakingEntry
from huiyin.insight.undertaken import queries, rules
from huiyin.insight.undertaken.rules import Planned, Told
from huiyin.orgs.rules import Actor
from huiyin.text import redact

SENT_TWICE = timedelta(minutes=1)  # the same from the same person within it is one press too many


@transaction.atomic
def plan(finding_id: int, given: Planned, *, by: Actor, at: datetime, home: Path | None = None) -> int:
    """Put on record what is undertaken on a finding; return its key. Raises NotFound, NotAllowed, Invalid.

    Its words are read by everybody who sees the finding, so they hold nothing that points to a person.
    """
    row, _seen = found.standing(by, finding_id, home=home)
    given = replace(given, words=_said(given.words))
    if by.staff is None or by.office is None or queries.DOES not in by.may:
        raise NotAllowed("insight.not_yours_to_do")
    faults = [*rules.lacking_in_plan(given, today=local_day(at)), *_personal(words=given.words)]
    offered = {code for code, _name, _office in queries.undertakers(by)}
    if given.who not in offered:
        faults.append(Fault("who", "insight.undertaken_who"))
    refuse(faults)
    assert given.due is not None  # noqa: S101 - lacking_in_plan asked for it
    kind, _, code = given.who.partition(":")
    staff = int(code) if kind == "staff" else None
    office = int(code) if staff is None else by.office  # colleagues are of the own office
    same = Undertaking.objects.filter(finding_id=row.id, sort=given.sort, words=given.words, due=given.due)
    same = same.filter(office_id=office, by_id=by.staff, at__gte=at - SENT_TWICE)
    same = same.filter(staff_id__isnull=True) if staff is None else same.filter(staff_id=staff)
    if before := same.order_by("-pk").first():
        return int(before.pk)
    made = Undertaking.objects.create(
        finding_id=row.id,
        sort=given.sort,
        words=given.words,
        office_id=office,
        staff_id=staff,
        due=given.due,
        by_id=by.staff,
        at=at,
    )
    _append(made, Told("planned", given.due, words=given.words), by.staff, at)
    audit.record("insight.undertake", actor=by.label, about=f"finding:{row.id}", at=at, reason=given.who)
    return int(made.pk)


@transaction.atomic
def tell(key: int, told: Told, *, by: Actor, at: datetime) -> None:
    """Put an entry on the record of an undertaking. For whoever undertook or planned it.

    Raises NotFound, NotAllowed, Conflict where it went another way meanwhile, Invalid with what to mend.
    """
    row = Undertaking.objects.select_for_update(of=("self",)).select_related("finding").filter(pk=key).first()
    if row is None or by.staff is None or not queries.may_tell(by, row):
        raise NotFound("insight.no_undertaking")
    told = replace(told, cause=_said(told.cause), words=_said(told.words))
    if told.sort not in rules.ENTRIES[1:]:
        raise NotAllowed("insight.undertaken_entry")
    fields = {"done": "outcome", "moved": "moved_why", "dropped": "dropped_why"}
    faults = [*rules.lacking_in_entry(told, today=local_day(at), since=row.finding.since)]
    refuse([*faults, *_personal(**{"cause": told.cause, fields[told.sort]: told.words})])
    if _just_told(row, told, by, at):
        return
    if not rules.may_follow(row.state, told.sort):
        raise Conflict("insight.undertaken_over")
    _append(row, told, by.staff, at)
    row.state = rules.state_after(row.state, told.sort)
    if told.sort == "moved" and told.day is not None:
        row.due = told.day
    row.save(update_fields=["state", "due"])
    why = by.behalf(queries.DOES, row.office_id) if row.staff_id in {None, by.staff} else ""
    audit.record("insight.undertaken", actor=by.label, about=f"finding:{row.finding_id}", at=at, reason=why)


def _just_told(row: Undertaking, told: Told, by: Actor, at: datetime) -> bool:
    last = UndertakingEntry.objects.filter(undertaking=row).order_by("-pk").first()
    if last is None or last.by_id != by.staff or last.at < at - SENT_TWICE:
        return False
    return Told(last.sort, last.day, last.cause, last.words) == told


def _append(row: Undertaking, told: Told, staff: int, at: datetime) -> None:
    UndertakingEntry.objects.create(
        undertaking=row,
        sort=told.sort,
        day=told.day,
        cause=told.cause,
        words=told.words,
        by_id=staff,
        at=at,
    )


def _said(words: str) -> str:
    return " ".join(words.split())


def _personal(**typed: str) -> Iterable[Fault]:
    return [
        Fault(field, "insight.words_personal") for field, words in typed.items() if redact(words) != words
    ]
