"""Handing all open work over (工作交接) from one officer to another of the same office, all at once."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from huiyin.cases.models import Countersign, Matter, Task
from huiyin.cases.queries.handover import Item, Plan, plan
from huiyin.foundation import audit, outbox
from huiyin.orgs import notices
from huiyin.orgs import queries as orgs
from huiyin.orgs.models import Staff
from huiyin.orgs.rules import Actor


@transaction.atomic
def hand_over(
    giver: int, taker: int, *, by: Actor, at: datetime, named: Mapping[str, int] | None = None
) -> Plan:
    """Hand all open work over, or each named item to whom it is named; return what went and what stayed.

    Repeated, it finds nothing left to do. Both are told. What somebody answers for in the registers is handed
    over by those, told of it.
    """
    list(Staff.objects.select_for_update().filter(pk__in=[giver, taker]).order_by("pk"))  # one at a time
    agreed = plan(giver, taker, by=by, named=named)
    for item in agreed.goes:
        _move(item, giver, by=by, at=at)
    if agreed.goes:
        audit.record("work.hand_over", actor=by.label, about=f"staff:{giver}", at=at, reason=f"staff:{taker}")
        for receiver in sorted({item.taker for item in agreed.goes}):
            count = sum(item.taker == receiver for item in agreed.goes)
            notices.notify([giver, receiver], "handover", about=f"staff:{giver}", at=at, count=count)
    if by.staff is not None:  # floors above hand over what only they know of
        about, rest = f"staff:{giver}", {k: v for k, v in (named or {}).items() if k.startswith("item:")}
        outbox.tell("handed_over", about=about, at=at, taker=taker, by=by.staff, named=rest)
    return agreed


def _move(item: Item, giver: int, *, by: Actor, at: datetime) -> None:
    kind, _, text = item.code.partition(":")
    key = int(text)
    if kind == "matter":
        moved = Matter.objects.filter(pk=key, handler_id=giver)
        moved.update(handler_id=item.taker, version=F("version") + 1)
    elif kind == "task":
        office = orgs.actor(item.taker).office
        Task.objects.filter(pk=key, staff_id=giver).update(staff_id=item.taker, office_id=office)
    else:
        office = orgs.actor(item.taker).office
        asked = Countersign.objects.filter(pk=key, staff_id=giver, answer="")
        asked.update(staff_id=item.taker, office_id=office)
    why = f"staff:{giver}>staff:{item.taker}"
    audit.record(f"{kind}.handed_over", actor=by.label, about=item.code, at=at, reason=why)
