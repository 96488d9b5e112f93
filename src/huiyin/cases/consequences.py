"""What an act moves besides the index: the path on acceptance, the office on a transfer or its return."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from huiyin.base.errors import NotFound
from huiyin.cases import spine
from huiyin.cases.models import Act, Matter
from huiyin.cases.queries.scope import sender_of
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor


def follow(
    matter: Matter,
    kind: str,
    facts: Mapping[str, Any],
    *,
    on: date,
    by: Actor,
    at: datetime,
    acts: list[Act] | None = None,
) -> Matter:
    """Let what was just recorded take effect on the matter itself; return it as it then is.

    Whoever gives the matter's acts writes the index when all is entered.
    """
    if kind == "accepted":
        Matter.objects.filter(pk=matter.pk).update(path=facts.get("path"))
        Matter.objects.filter(pk=matter.pk, handler=None, office=by.office).update(handler_id=by.staff)
    if kind == "transferred":
        return _arrive(matter, _office(str(facts.get("to", ""))), acts, on=on, by=by, at=at)
    if kind == "objection_upheld":
        return _arrive(matter, sender_of(matter), acts, on=on, by=by, at=at)
    return matter


def _office(code: str) -> int | None:
    try:
        return orgs.office_by_code(code).id
    except NotFound:
        return None  # a body outside this agency: the matter stays on record here as transferred


def _arrive(
    matter: Matter, office: int | None, acts: list[Act] | None, *, on: date, by: Actor, at: datetime
) -> Matter:
    """Let a matter arrive at an office of this agency, where a new count begins."""
    if office is None:
        return matter
    target = orgs.office(office)
    Matter.objects.filter(pk=matter.pk).update(office_id=target.id, handler=None)
    arrived = spine.locked(matter.pk)
    facts = {"channel": "transferred", "by": spine.law_office(target.kind)}
    if acts is None:
        spine.append(arrived, "received", on=on, fields=facts, by=by, at=at)
    else:
        spine.add(arrived, acts, "received", on=on, fields=facts, by=by, at=at)
    return arrived
