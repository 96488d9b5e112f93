"""A review or re-examination by a body outside, entered from its paper by the office that answered.

The act is that body's, by its name; who entered it stands on record beside it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import BinaryIO

from django.db import transaction

from huiyin.base.clock import local_day
from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound
from huiyin.cases import spine
from huiyin.cases.models import Matter, ReviewForwarded
from huiyin.cases.queries.forwarding import request_of
from huiyin.cases.queries.outside import body_of, of_state, permission, stands
from huiyin.cases.queries.scope import behalf, visible
from huiyin.cases.rules.outside import DecisionGiven, checked, forwarded, reached
from huiyin.cases.services import work
from huiyin.foundation import audit
from huiyin.orgs.rules import Actor


@transaction.atomic
def enter_decision(
    matter_id: int,
    given: DecisionGiven,
    papers: Sequence[tuple[str, BinaryIO]],
    *,
    version: int | None,
    by: Actor,
    at: datetime,
) -> None:
    """Record what a body outside decided on the review or re-examination of a matter, with its scan.

    Where the petitioner asked that body directly, the request is recorded with its day before it; where it is
    known when the decision reached the petitioner, the time for the next remedy runs from that day. Raises
    NotAllowed where somebody here decides, or nothing is to be decided, and Invalid with the field to mend.
    """
    matter, why = _locked(matter_id, version, by)
    now = stands(matter, at=at)
    awaited = of_state(matter, now.state).next
    if awaited is None:
        raise NotAllowed("outside.nothing_awaited")
    decision = checked(given, asks=awaited.asked_on is None, today=local_day(at))
    if not papers:
        raise Invalid("outside.scan_missing", field="files")
    if awaited.asked_on is None and decision.asked_on:
        _append(matter, awaited.asked, decision.asked_on, {}, by=by, at=at, field="asked_on", behalf=why)
    said = {"result": decision.result, "body": decision.body, "number": decision.number}
    office = body_of(matter, awaited.kind)
    act = _append(
        matter, awaited.kind, decision.day, said, by=by, at=at, field="day", office=office, behalf=why
    )
    audit.record(
        "review.entered",
        actor=by.label,
        about=f"matter:{matter.pk}",
        at=at,
        reason=f"{awaited.kind} {why}".strip(),
    )
    for name, stream in papers:
        work.attach(matter.pk, stream, name=name, by=by, at=at)
    if decision.reached_on:
        _served(matter, act, decision.reached_on, office, by=by, at=at, behalf=why)


@transaction.atomic
def enter_forwarded(
    matter_id: int, to: str, *, on: date, how: str, version: int | None, by: Actor, at: datetime
) -> None:
    """Record that a request for review was passed on to the body that decides, on which day and how.

    The office that answered only passes it on: who reviews is the next higher body (art 35). Raises
    NotAllowed where somebody here decides or nothing was asked for, Conflict when it was recorded before.
    """
    matter, why = _locked(matter_id, version, by)
    awaited = of_state(matter, stands(matter, at=at).state).next
    asked = request_of(matter.pk)
    if awaited is None or awaited.asked_on is None or asked is None or by.staff is None:
        raise NotAllowed("outside.nothing_to_forward")
    body = forwarded(to, how, on, asked=awaited.asked_on, today=local_day(at))
    if ReviewForwarded.objects.filter(matter=matter, request=asked.position).exists():
        raise Conflict("outside.forwarded_already")
    ReviewForwarded.objects.create(
        matter=matter, request=asked.position, body=body, day=on, how=how, by_id=by.staff, at=at
    )
    audit.record("review.forwarded", actor=by.label, about=f"matter:{matter.pk}", at=at, reason=why)


@transaction.atomic
def enter_reached(matter_id: int, on: date, *, version: int | None, by: Actor, at: datetime) -> None:
    """Record on which day a decision from outside reached the petitioner: the next limit runs from it."""
    matter, why = _locked(matter_id, version, by)
    now = stands(matter, at=at)
    place = of_state(matter, now.state).unreached
    if place is None:
        raise NotAllowed("outside.nothing_awaited")
    decided = now.state.acts[place]
    reached(on, decided.day, local_day(at))
    _served(matter, place, on, body_of(matter, decided.kind), by=by, at=at, behalf=why)


def _locked(matter_id: int, version: int | None, by: Actor) -> tuple[Matter, str]:
    """Return the matter, locked, and for whom a stand-in acts. Raises NotFound, NotAllowed, Conflict."""
    matter = spine.locked(matter_id)
    if not visible(by).filter(pk=matter.pk).exists():
        raise NotFound("cases.no_matter")
    holding = permission(by, matter)
    if not holding:
        raise NotAllowed("cases.not_your_part")
    spine.takes_papers(matter)
    spine.unchanged(matter, version)
    return matter, behalf(by, matter, holding)


def _append(
    matter: Matter,
    kind: str,
    on: date,
    fields: Mapping[str, object],
    *,
    by: Actor,
    at: datetime,
    field: str,
    office: int | None = None,
    behalf: str = "",
) -> int:
    """Append an act and return its place; a day that cannot be is said at the field it was typed in."""
    try:
        act = spine.append(matter, kind, on=on, fields=fields, by=by, at=at, office=office, behalf=behalf)
    except Invalid as wrong:
        raise Invalid(wrong.message.code, field=field, **wrong.message.params) from wrong
    return act.position - 1  # the law floor counts acts from nought


def _served(
    matter: Matter, place: int, on: date, office: int | None, *, by: Actor, at: datetime, behalf: str
) -> None:
    said: dict[str, object] = {"of": place}
    _append(matter, "served", on, said, by=by, at=at, field="reached_on", office=office, behalf=behalf)
