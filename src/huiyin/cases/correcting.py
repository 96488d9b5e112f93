"""A correction worked out before it is carried out: what is entered, what that moves, what else changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from huiyin.base.clock import local_day
from huiyin.base.errors import Invalid, NotAllowed, NotFound, Refused
from huiyin.base.messages import Message
from huiyin.cases import spine
from huiyin.cases.models import Act, Matter
from huiyin.cases.queries.scope import recused_from, visible
from huiyin.cases.rules import corrections as rules
from huiyin.cases.rules.given import plain
from huiyin.cases.rules.steps import checked_fields
from huiyin.cases.standing import Standing, law_act, standing
from huiyin.cases.wrong import Found, look
from huiyin.law.compared import Moved, favours_the_office, moved
from huiyin.law.corrections import as_corrected
from huiyin.law.entries import EARLIEST
from huiyin.law.follows import refusal
from huiyin.law.state import Flaw, MatterState
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor

WORDS = "correction"  # what the reason of a correction is sealed as


@dataclass(frozen=True)
class Asked:
    """What somebody wants of an act: that it never happened (`undo`), or another day or other facts.

    `letter_agrees` says that the letter which carries the act says what is right: only the record errs.
    """

    undo: bool
    reason: str
    day: date | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    letter_agrees: bool = False


@dataclass(frozen=True)
class Plan:
    """A correction that may be carried out: the acts it enters, and where the matter stands before and after.

    `goes_to` is the office the matter goes back to with it, `watched` whether supervisors see it.
    """

    found: Found
    undo: bool
    reason: str
    said: Sequence[Mapping[str, Any]]
    before: Standing
    after: Standing
    moved: Sequence[Moved]
    watched: bool
    goes_to: int | None = None


def plan(
    matter: Matter,
    acts: Sequence[Act],
    position: int,
    asked: Asked,
    *,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> Plan:
    """Return a correction worked out. `matter.office` must be loaded, and the letters of the acts.

    Raises NotFound, NotAllowed with why it may not be or not by this actor, Invalid with the field to mend,
    Conflict when the matter changed since `version`.
    """
    found = look(matter, acts, position)
    require_power(by, matter, found)
    spine.takes_papers(matter)
    spine.unchanged(matter, version)
    barred = rules.no_undoing(found.wrong) if asked.undo else rules.no_changing(found.wrong, matter.nature)
    if barred:
        raise NotAllowed(barred.code, **barred.params)
    on = local_day(at)
    said = _undone(found) if asked.undo else _changed(matter, acts, found, asked, on)
    goes_to = found.root.office_id if asked.undo and found.arrival and found.act is found.root else None
    before, after = _around(matter, acts, said, on=on, goes_to=goes_to)
    _refuse_unlawful(before.state, after.state)
    changes = moved(before.deadlines, after.deadlines)
    watched = any(favours_the_office(change, on=on) for change in changes)
    return Plan(found, asked.undo, _reason(asked), said, before, after, changes, watched, goes_to)


def _around(
    matter: Matter, acts: Sequence[Act], said: Sequence[Mapping[str, Any]], *, on: date, goes_to: int | None
) -> tuple[Standing, Standing]:
    """Return where a matter stands before the correcting acts and after them."""
    kind = orgs.office(goes_to).kind if goes_to else ""
    more = [
        Act(position=len(acts) + n, kind="corrected", day=on, fields=fields)
        for n, fields in enumerate(said, 1)
    ]
    try:
        after = standing(matter, [*acts, *more], as_of=on, office_kind=kind)
    except Refused as out_of_order:
        raise NotAllowed("correcting.refused.order") from out_of_order
    return standing(matter, acts, as_of=on), after


def _reason(asked: Asked) -> str:
    reason = plain(asked.reason)
    if not reason:
        raise Invalid("correcting.reason_missing", field="reason")
    if len(reason) > rules.LONGEST_REASON:
        raise Invalid("cases.field_too_long", field="reason", limit=rules.LONGEST_REASON)
    return reason


def require_power(by: Actor, matter: Matter, found: Found) -> None:
    """Raise NotFound when the actor may not see the matter, NotAllowed when it may not set this act right."""
    if not visible(by).filter(pk=matter.pk).exists():
        raise NotFound("cases.no_matter")
    if not has_power(by, matter.pk, found.root.kind, found.office):
        raise NotAllowed("correcting.not_yours", **whose(found.root.kind))


def whose(kind: str) -> Mapping[str, Any]:
    """Return whose it is to set an act right, as a refusal says it."""
    needed = rules.permissions(kind)
    return {"permission": Message(f"correcting.by.{needed[0]}" if needed else "correcting.by.nobody")}


def has_power(by: Actor, matter: int, kind: str, office: int) -> bool:
    """Return whether an actor holds, at the office that entered an act, a permission that the act needs.

    Through somebody's posts only while that person is not recused from the matter.
    """
    for permission in rules.permissions(kind):
        holders = [staff for staff, reach in by.sources if office in reach.get(permission, frozenset())]
        others = [staff for staff in holders if staff is not None and staff != by.staff]
        if by.staff in holders or set(others) - recused_from(matter, others):
            return True
    return False


def behalf(by: Actor, found: Found) -> str:
    """Return for whom the actor sets an act right, as the audit log says it; empty for oneself."""
    held = (by.behalf(permission, found.office) for permission in rules.permissions(found.root.kind))
    return next((label for label in held if label), "")


def _undone(found: Found) -> list[Mapping[str, Any]]:
    """Return the correcting acts that take an act back; the receipt that came with it goes first."""
    arrival = found.arrival if found.act is found.root else None
    return [{"index": act.position - 1} for act in (arrival, found.act) if act is not None]


def _changed(
    matter: Matter, acts: Sequence[Act], found: Found, asked: Asked, on: date
) -> list[Mapping[str, Any]]:
    """Return the correcting acts that say another day, or other facts, of an act."""
    now = found.now or found.act
    day = asked.day or now.day
    if found.letter is not None and day != now.day:
        raise NotAllowed("correcting.refused.day_of_letter")
    _refuse_impossible(acts, found, day, on)
    typed = checked_fields(rules.changed_step(now.kind, matter.nature), asked.fields, nature=matter.nature)
    asked_for = {one.name for one in rules.changeable(now.kind, matter.nature)}
    fields = {**{name: value for name, value in now.fields.items() if name not in asked_for}, **typed}
    if now.kind == "received" and fields.get("channel") != "visit":
        fields.pop("spokespersons", None)
    if (day, fields) == (now.day, now.fields):
        raise Invalid("correcting.nothing_changed", field="day" if rules.dated(found.wrong) else "")
    if found.letter is not None and not asked.letter_agrees:
        raise Invalid("correcting.letter_must_agree", field="letter_agrees")
    said = [_instead(now, day, fields)]
    if found.arrival is not None and day != now.day:
        said.append(_instead(found.arrival, day, found.arrival.fields))
    return said


def _instead(act: Act, day: date, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"index": act.position - 1, "instead": {"act": act.kind, "day": day.isoformat(), **fields}}


def between(acts: Sequence[Act], found: Found, on: date) -> tuple[date | None, date]:
    """Return the first and the last day on which an act can have happened: the order of acts stays."""
    standing_acts = as_corrected([law_act(act) for act in acts]).standing
    steps = [(place, act.day) for place, act in standing_acts.items() if act.kind != "corrected"]
    place = found.place
    beyond = found.arrival.position - 1 if found.arrival else place
    before = [day for other, day in steps if other < place]
    after = [day for other, day in steps if other > beyond]
    return (before[-1] if before else None), min([on, *after[:1]])


def _refuse_impossible(acts: Sequence[Act], found: Found, day: date, on: date) -> None:
    first, last = between(acts, found, on)
    if not (first or EARLIEST) <= day <= last:
        code = "correcting.day_between" if first else "correcting.day_until"
        raise Invalid(code, field="day", first=first, last=last)


def _refuse_unlawful(before: MatterState, after: MatterState) -> None:
    """Refuse a correction after which another step would break a rule that it did not break before."""
    known = {(flaw.index, flaw.code) for flaw in before.flaws}
    new = [f for f in after.flaws if (f.index, f.code) not in known and not _still_to_come(after, f)]
    if not new:
        return
    act = after.in_force.get(new[0].index)
    raise NotAllowed(
        "correcting.refused.unlawful",
        act=Message(f"law.act.{new[0].act}"),
        day=act.day if act else "",
        reason=refusal(new[0].reason, new[0].citation),
    )


def _still_to_come(state: MatterState, flaw: Flaw) -> bool:
    """Return whether a flaw is no more than a hearing that goes on: its end is not on record yet."""
    open_since = state.hearings[-1][0].index if state.hearings and state.hearings[-1][1] is None else None
    return flaw.code == "hearing-not-closed" and flaw.index == open_since
