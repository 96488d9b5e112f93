"""Who may answer for an item of a register, and what a handover (工作交接) does with somebody's items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.cases.queries.handover import STAYS
from huiyin.cases.queries.scope import recused_from
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import SEES_CASES, SEES_THE_BRANCH, Actor
from huiyin.registers.models import Item
from huiyin.registers.queries.lists import ItemRow, row
from huiyin.registers.queries.scope import items


def may_answer(office: int, *, matter: int | None = None) -> Sequence[orgs.StaffRow]:
    """Return who can answer for an item: who sees cases at the office, and who may lead at the one above.

    Without those who keep out of the `matter` that the item is about, where it is about one.
    """
    above = orgs.office(office).superior
    own = [c for c in orgs.colleagues(office) if SEES_CASES & set(c.roles)]
    led = [c for c in (orgs.colleagues(above) if above else ()) if SEES_THE_BRANCH & set(c.roles)]
    found = [*own, *led]
    away = recused_from(matter, [c.id for c in found]) if matter else ()
    return [c for c in found if c.id not in away]


@dataclass(frozen=True)
class Handed:
    """An item somebody answers for; `hindrance` is the code of why the taker cannot have it, or empty."""

    code: str  # item:5
    row: ItemRow
    taker: int
    hindrance: str


@dataclass(frozen=True)
class Plan:
    """Which items would go over and which stay."""

    goes: Sequence[Handed]
    stays: Sequence[Handed]


def plan(giver: int, taker: int, *, by: Actor, today: date, named: Mapping[str, int] | None = None) -> Plan:
    """Return what a handover does with the open items that somebody answers for and the actor may see.

    Whether the actor may hand this work over at all is asked by the floor below, together with the rest.
    """
    mine = items(by).filter(officer_id=giver, ended_on__isnull=True)
    found = [
        _handed(item, (named or {}).get(f"item:{item.pk}", taker), today)
        for item in mine.select_related("matter", "office", "officer").order_by("id")
    ]
    return Plan([h for h in found if not h.hindrance], [h for h in found if h.hindrance])


def _handed(item: Item, taker: int, today: date) -> Handed:
    return Handed(f"item:{item.pk}", row(item, today), taker, _hindrance(item, taker))


def _hindrance(item: Item, taker: int) -> str:
    matter = item.matter
    if taker == STAYS:
        return "kept"
    if matter and recused_from(matter.pk, [taker]):
        return "recused"
    if matter and matter.restricted:
        named = orgs.colleagues(matter.office_id, role="accusation-officer")
        return "" if taker in {c.id for c in named} else "restricted"
    return "" if taker in {c.id for c in may_answer(item.office_id)} else "not_answering"
