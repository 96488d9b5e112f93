"""Matters by a person's exact number, through the blind index; each look is on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from huiyin.base.clock import local_day
from huiyin.base.errors import Invalid, NotAllowed
from huiyin.cases.models import Person, Petition
from huiyin.cases.queries.lists import MatterRow, rows_of
from huiyin.cases.queries.petitions import UNMASK_REASONS
from huiyin.cases.queries.scope import visible
from huiyin.cases.rules.looked_for import numbers_typed
from huiyin.foundation import audit, crypto, rate
from huiyin.orgs.rules import Actor

PERMISSION = "person.unmask"
MOST = 50
LOOKS, WITHIN = 60, timedelta(hours=1)  # of one officer: enough for a counter, too few to try numbers out


@dataclass(frozen=True)
class Found:
    """The matters that a person with the number is part of, the newest first."""

    rows: Sequence[MatterRow]
    more: bool


def by_number(actor: Actor, typed: str, *, reason: str, at: datetime) -> Found:
    """Return the matters of whoever has exactly this number, for a reason (a code) put on record.

    Only those that the actor may see and whose people the actor may unmask, or that were registered at an
    office where the actor may; no possible accusation. The number itself is kept nowhere. Raises Invalid,
    NotAllowed, and TooOften for who tries many.
    """
    if PERMISSION not in actor.may:
        raise NotAllowed("cases.not_your_part")
    wanted = numbers_typed(typed)
    if reason not in UNMASK_REASONS:
        raise Invalid("cases.reason_missing", field="reason")
    rate.count(f"look-up:{actor.staff}", limit=LOOKS, within=WITHIN, at=at)
    people = _people(wanted.phones, wanted.ids)
    contacts = Petition.objects.filter(
        Q(person__in=people) | Q(behalf_of__in=people) | Q(companions__in=people)
    )
    here = actor.offices(PERMISSION)
    found = visible(actor).filter(
        Q(office_id__in=here) | Q(registered_at_id__in=here),
        restricted=False,
        pk__in=list(contacts.values_list("matter", flat=True)) if people else [],
    )
    rows = rows_of(found.select_related("office", "handler").order_by("-pk")[: MOST + 1], local_day(at))
    why = f"{reason} found:{len(rows[:MOST])}"
    audit.record("person.look_up", actor=actor.label, about=f"office:{actor.office}", at=at, reason=why)
    return Found(rows[:MOST], len(rows) > MOST)


def still_seen(actor: Actor, keys: Sequence[int], *, at: datetime) -> Sequence[MatterRow]:
    """Return those of the matters found a moment ago that the actor may still see, the newest first."""
    rows = visible(actor).filter(pk__in=list(keys)[:MOST], restricted=False)
    return rows_of(rows.select_related("office", "handler").order_by("-pk"), local_day(at))


def _people(phones: Sequence[str], ids: Sequence[str]) -> list[int]:
    marks = [mark for value in phones for mark in crypto.blind_indexes(value, about="phone")]
    numbers = [mark for value in ids for mark in crypto.blind_indexes(value, about="id")]
    same = Q(phone_index__in=marks) | Q(id_index__in=numbers)
    return list(Person.objects.filter(same).values_list("pk", flat=True)[: 10 * MOST])
