"""What the petitioner is told of corrections: which step said something else before, and until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from huiyin.cases.in_force import in_force
from huiyin.cases.models import Act, Correction, Matter
from huiyin.cases.rules.seen import Said, last_read
from huiyin.law.limits import RIGHTS


@dataclass(frozen=True)
class SetRight:
    """A step as it could be read before it was set right: its day then (None: it was not there), its facts.

    `on` is the day of the correction, `due` the last days that it moved: duty and new day.
    """

    kind: str
    on: date
    day: date | None
    fields: Mapping[str, Any]
    office: str
    standing: bool
    due: Sequence[tuple[str, date]] = field(default_factory=tuple)


def set_right(matter: Matter, acts: Sequence[Act], *, own: bool) -> dict[int, SetRight]:
    """Return by position what could be read otherwise before; `own` are rights that run for the reader alone.

    `acts` are those of the matter in their order, as they are for one petitioner, with their offices.
    """
    corrections = [act for act in acts if act.kind == "corrected"]
    if not corrections:
        return {}
    moved = _moved(matter, own=own)
    found = {}
    for place, said in _sayings(acts, corrections).items():
        before, act = last_read(said), acts[place]
        if before is not None:
            last = max((c for c in corrections if c.entered <= said[-1].since), key=lambda c: c.position)
            found[act.position] = SetRight(
                kind=act.kind,
                on=last.day,
                day=before.day,
                fields=before.fields,
                office=act.office.name,
                standing=said[-1].day is not None,
                due=moved.get(last.pk, ()),
            )
    return found


def _sayings(acts: Sequence[Act], corrections: Sequence[Act]) -> dict[int, list[Said]]:
    """Return for each act that a correction touched what was said of it, one after the other."""
    said = {
        place: [Said(act.entered, act.day, act.fields)]
        for place, act in enumerate(acts)
        if act.kind != "corrected"
    }
    for correction in corrections:
        now = {act.position - 1: act for act in in_force(acts[: correction.position])}
        for place, before in said.items():
            act = now.get(place)
            if place < correction.position - 1:
                after = Said(correction.entered, act.day if act else None, act.fields if act else {})
                if not after.like(before[-1]):
                    before.append(after)
    return {place: sayings for place, sayings in said.items() if len(sayings) > 1}


def _moved(matter: Matter, *, own: bool) -> Mapping[int, Sequence[tuple[str, date]]]:
    rows = Correction.objects.filter(act__matter=matter).values_list("act", "moved")
    return {
        act: [
            (change["duty"], date.fromisoformat(change["after"]))
            for change in moved
            if change["after"]
            and change["after"] != change["before"]
            and change["is"] in {"open", "overdue"}
            and (own or change["duty"] not in RIGHTS)
        ]
        for act, moved in rows
    }
