"""What an act moves besides the index: the path on acceptance, the office on a transfer or its return."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from huiyin.base.errors import NotFound
from huiyin.cases import spine
from huiyin.cases.models import Act, Matter
from huiyin.cases.queries.scope import sender_of
from huiyin.cases.standing import law_office
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor

# The columns of a matter that an act may change.
MOVED = ("path", "office_id", "handler_id")


def follow(
    matter: Matter,
    kind: str,
    facts: Mapping[str, Any],
    *,
    on: date,
    by: Actor,
    at: datetime,
    acts: list[Act] | None = None,
) -> None:
    """Let what was just recorded take effect on the locked matter itself.

    Whoever gives the matter's acts writes `MOVED` and the index when all is entered.
    """
    if kind == "accepted":
        matter.path = facts.get("path")
        if matter.handler_id is None and matter.office_id == by.office:
            matter.handler_id = by.staff
        if acts is None:
            matter.save(update_fields=["path", "handler"])
    if kind == "transferred":
        _arrive(matter, _office(str(facts.get("to", ""))), acts, on=on, by=by, at=at)
    if kind == "objection_upheld":
        _arrive(matter, sender_of(matter), acts, on=on, by=by, at=at)


def _office(code: str) -> int | None:
    """Return the office that takes a matter over, or None for a body that nobody works for here.

    Such a matter stays on record here as transferred: at an office without staff nobody would open it.
    """
    try:
        office = orgs.office_by_code(code).id
    except NotFound:
        return None
    return office if orgs.case_workers(office) else None


def _arrive(
    matter: Matter, office: int | None, acts: list[Act] | None, *, on: date, by: Actor, at: datetime
) -> None:
    """Let a matter arrive at an office of this agency, where a new count begins."""
    if office is None:
        return
    matter.office_id, matter.handler_id = office, None
    facts = {"channel": "transferred", "by": law_office(matter.office.kind)}
    if acts is None:
        matter.save(update_fields=["office", "handler"])
        spine.append(matter, "received", on=on, fields=facts, by=by, at=at)
    else:
        spine.add(matter, acts, "received", on=on, fields=facts, by=by, at=at)
