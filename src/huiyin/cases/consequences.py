"""What an act moves besides the index: the path on acceptance, the office on a transfer or its return."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from huiyin.base.errors import NotFound
from huiyin.cases import spine
from huiyin.cases.models import Matter
from huiyin.cases.queries.scope import sender_of
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor


def follow(matter: Matter, kind: str, facts: Mapping[str, Any], *, on: date, by: Actor, at: datetime) -> None:
    """Let what was just recorded take effect on the matter itself."""
    if kind == "accepted":
        Matter.objects.filter(pk=matter.pk).update(path=facts.get("path"))
        Matter.objects.filter(pk=matter.pk, handler=None, office=by.office).update(handler_id=by.staff)
    if kind == "transferred":
        _arrive(matter, _office(str(facts.get("to", ""))), on=on, by=by, at=at)
    if kind == "objection_upheld":
        _arrive(matter, sender_of(matter), on=on, by=by, at=at)


def _office(code: str) -> int | None:
    try:
        return orgs.office_by_code(code).id
    except NotFound:
        return None  # a body outside this agency: the matter stays on record here as transferred


def _arrive(matter: Matter, office: int | None, *, on: date, by: Actor, at: datetime) -> None:
    """Let a matter arrive at an office of this agency, where a new count begins."""
    if office is None:
        return
    target = orgs.office(office)
    Matter.objects.filter(pk=matter.pk).update(office_id=target.id, handler=None)
    arrived = spine.locked(matter.pk)
    facts = {"channel": "transferred", "by": spine.law_office(target.kind)}
    spine.append(arrived, "received", on=on, fields=facts, by=by, at=at)
