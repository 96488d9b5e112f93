"""What an act moves besides the index: the path on acceptance, the office on a transfer inside the agency."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from huiyin.base.errors import NotFound
from huiyin.cases import spine
from huiyin.cases.models import Matter
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor


def follow(matter: Matter, kind: str, facts: Mapping[str, Any], *, on: date, by: Actor, at: datetime) -> None:
    """Let what was just recorded take effect on the matter itself."""
    if kind == "accepted":
        Matter.objects.filter(pk=matter.pk).update(path=facts.get("path"))
    if kind == "transferred":
        _arrive(matter, str(facts.get("to", "")), on=on, by=by, at=at)


def _arrive(matter: Matter, to: str, *, on: date, by: Actor, at: datetime) -> None:
    """Let a matter arrive at an office of this agency, where a new count begins.

    Sent to a body outside the agency it stays on record here as transferred.
    """
    try:
        target = orgs.office_by_code(to)
    except NotFound:
        return
    Matter.objects.filter(pk=matter.pk).update(office_id=target.id, handler=None)
    arrived = spine.locked(matter.pk)
    facts = {"channel": "transferred", "by": spine.law_office(target.kind)}
    spine.append(arrived, "received", on=on, fields=facts, by=by, at=at)
