"""The spine: acts are appended, the matter's state and deadlines follow from them.

This is the only place that writes acts and the columns of `Matter` that index them.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import F

from huiyin.base.clock import local_day
from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound
from huiyin.base.messages import Message
from huiyin.cases.models import Act, Letter, Matter
from huiyin.cases.standing import law_act, law_office, standing, the_law
from huiyin.foundation import audit, crypto, outbox
from huiyin.foundation.insertion import insert
from huiyin.law import acts as law_acts
from huiyin.law import corrections
from huiyin.law.calendar import Calendar
from huiyin.law.entries import read_fields
from huiyin.law.follows import refusal
from huiyin.law.lifecycle import new_flaws
from huiyin.law.parameters import Law
from huiyin.orgs.rules import Actor


def locked(matter_id: int) -> Matter:
    """Return a matter locked for writing. Raises NotFound."""
    matter = (
        Matter.objects.select_for_update(of=("self",)).select_related("office").filter(pk=matter_id).first()
    )
    if matter is None:
        raise NotFound("cases.no_matter")
    if not matter.key:  # what is written after an erasure gets a key of its own
        matter.key = crypto.new_wrapped_key()
        Matter.objects.filter(pk=matter.pk).update(key=matter.key)
    return matter


def unchanged(matter: Matter, version: int | None) -> None:
    """Raise Conflict when the matter changed since `version` was read; who may not act is told that first."""
    if version is not None and matter.version != version:
        raise Conflict("cases.changed_meanwhile")


def begin(
    matter: Matter, fields: Mapping[str, Any], *, office_kind: str, on: date, by: Actor, at: datetime
) -> Act:
    """Insert a new matter together with the act by which it was received, and return that act.

    Who calls this puts the registration on record.
    """
    act = Act(position=1, kind="received", day=on, fields=dict(fields), entered=at, by_id=by.staff)
    seen = _first_seen(
        *the_law(), office_kind, matter.provenance == "imported", on, tuple(sorted(fields.items()))
    )
    for name, value in seen.items():
        setattr(matter, name, value)
    matter.version += 1
    insert(matter)
    act.matter, act.office_id = matter, matter.office_id
    insert(act)
    return act


@lru_cache(maxsize=1024)
def _first_seen(
    law: Law,
    calendar: Calendar,
    office_kind: str,
    imported: bool,
    on: date,
    fields: tuple[tuple[str, Any], ...],
) -> Mapping[str, Any]:
    """Return the index of a matter that was just received; many a day are alike."""
    matter = Matter(provenance="imported" if imported else "native")
    act = Act(position=1, kind="received", day=on, fields=dict(fields))
    return index_values(matter, [act], office_kind=office_kind)


def takes_papers(matter: Matter) -> None:
    """Raise NotAllowed when the matter's file is closed: an office adds nothing to it before it is reopened.

    What a petitioner sends or does is not asked here: it is always taken in.
    """
    if matter.filed_on is not None:
        raise NotAllowed("cases.file_closed", day=matter.filed_on.isoformat())


def append(
    matter: Matter,
    kind: str,
    *,
    on: date,
    by: Actor,
    at: datetime,
    fields: Mapping[str, Any] | None = None,
    letter: Letter | None = None,
    office: int | None = None,
    as_it_happened: bool = False,
    behalf: str = "",
) -> Act:
    """Append an act to a matter, bring its index up to date and record it in the audit log.

    A new act of the office that the law does not allow now is refused with its reason (NotAllowed); what a
    petitioner does is always taken in, and so is what an office did in the past (`as_it_happened`): the law
    floor flags it. `behalf` says for whom a stand-in acts. Call it inside a transaction that locked the
    matter.
    """
    acts = list(Act.objects.filter(matter=matter))
    possible(acts, on=on, at=at)
    past = as_it_happened or matter.provenance == "imported"
    judged = acts and not past and kind not in law_acts.PETITIONERS_ACTS
    if judged and (against := refused(matter, acts, kind, on=on, fields=fields)):
        raise NotAllowed(against.code, **against.params)
    act = add(
        matter, acts, kind, on=on, by=by, at=at, fields=fields, letter=letter, office=office, behalf=behalf
    )
    index(matter, acts)
    if not past:
        outbox.tell("act", about=f"matter:{matter.pk}", at=at, act=kind, position=act.position)
    return act


def possible(acts: Sequence[Act], *, on: date, at: datetime) -> None:
    """Raise Invalid when an act cannot have happened on a day: in the future, or before the act before it."""
    if on > local_day(at):
        raise Invalid("cases.act_in_future", field="day")
    last = last_day(acts) if acts else on
    if on < last:
        raise Invalid("cases.act_before_last", field="day", last=last.isoformat())


def last_day(acts: Sequence[Act]) -> date:
    """Return the day of a matter's last act that stands; corrections, and what they took back, are none."""
    if not any(act.kind == "corrected" for act in acts):
        return acts[-1].day
    return corrections.last_day([law_act(act) for act in acts])


def set_right(
    matter: Matter,
    acts: list[Act],
    said: Sequence[Mapping[str, Any]],
    *,
    on: date,
    by: Actor,
    at: datetime,
    office: int,
    behalf: str = "",
) -> list[Act]:
    """Append correcting acts that belong together, then bring the index up to date; return them.

    Whether they may be is asked before; the law floor refuses what leaves the acts out of order.
    """
    made = [
        add(matter, acts, "corrected", on=on, by=by, at=at, fields=fields, office=office, behalf=behalf)
        for fields in said
    ]
    index(matter, acts)
    for act in made:
        outbox.tell("act", about=f"matter:{matter.pk}", at=at, act=act.kind, position=act.position)
    return made


def add(
    matter: Matter,
    acts: list[Act],
    kind: str,
    *,
    on: date,
    by: Actor,
    at: datetime,
    fields: Mapping[str, Any] | None = None,
    letter: Letter | None = None,
    office: int | None = None,
    behalf: str = "",
) -> Act:
    """Add an act to those of a matter and put it on record; the caller brings the index up to date."""
    possible(acts, on=on, at=at)
    act = Act(
        matter=matter,
        position=len(acts) + 1,
        kind=kind,
        day=on,
        fields=dict(fields or {}),
        entered=at,
        by_id=by.staff,
        office_id=office or matter.office_id,
        letter=letter,
    )
    insert(act)
    acts.append(act)
    audit.record(f"act.{kind}", actor=by.label, about=f"matter:{matter.pk}", at=at, reason=behalf)
    return act


def refused(
    matter: Matter, acts: Sequence[Act], kind: str, *, on: date, fields: Mapping[str, Any] | None = None
) -> Message | None:
    """Return why the law does not allow a new act of an office on a day, with the article, or None."""
    law, calendar = the_law()
    flaws = new_flaws(
        [law_act(act) for act in acts],
        law_acts.Act(kind=kind, day=on, fields=read_fields(kind, fields or {})),
        office=law_office(matter.office.kind),
        nature=matter.nature or "claim",
        law=law,
        calendar=calendar,
        imported=matter.provenance == "imported",
    )
    return refusal(flaws[0].reason, flaws[0].citation) if flaws else None


def index_values(matter: Matter, acts: Sequence[Act], *, office_kind: str = "") -> dict[str, Any]:
    """Return the index columns of a matter as its acts give them: looked from the last day, not from today.

    So the columns do not change while nothing happens, and a rebuild at any time finds the same.
    """
    last = max(act.day for act in acts)
    now = standing(matter, acts, as_of=last, office_kind=office_kind, following=False)
    owed = now.next_owed
    return {
        "received_on": now.state.received_on,
        "stage": now.state.stage,
        "active": now.state.open,
        "next_duty": owed.duty if owed else "",
        "next_due": owed.due if owed else None,
        "concluded_on": now.state.concluded_on,
        "late": now.late,
        "flaws": len(now.state.flaws),
    }


def index(matter: Matter, acts: Sequence[Act], *, with_columns: Sequence[str] = ()) -> None:
    """Write the index columns of a matter, and further columns as they stand in it; raise its version."""
    values = index_values(matter, acts)
    further = {name: getattr(matter, name) for name in with_columns}
    Matter.objects.filter(pk=matter.pk).update(version=F("version") + 1, **values, **further)
    for name, value in values.items():
        setattr(matter, name, value)
    matter.version += 1
