"""A handover of all work takes the items of the registers along (handler of the event `handed_over`)."""

from datetime import datetime

from huiyin.base.clock import local_day
from huiyin.foundation import audit
from huiyin.foundation.outbox import Told
from huiyin.orgs import notices
from huiyin.orgs import queries as orgs
from huiyin.registers.models import Item
from huiyin.registers.queries.answering import plan


def of_handover(told: Told, at: datetime) -> None:
    """Let the open items of whoever hands over go to the taker, as far as the taker may answer for them.

    Told twice, it finds nothing left to do. Those who get some are told how many.
    """
    giver, taker = told.key, int(told.params["taker"])
    by, today = orgs.actor(int(told.params["by"]), on=local_day(told.at)), local_day(at)
    moved: dict[int, int] = {}
    for one in plan(giver, taker, by=by, today=today, named=told.params.get("named")).goes:
        mine = Item.objects.select_for_update(of=("self",)).filter(pk=one.row.id, officer_id=giver).first()
        if mine is None:
            continue
        mine.officer_id, mine.version = one.taker, mine.version + 1
        mine.save(update_fields=["officer", "version"])
        why = f"staff:{giver}>staff:{one.taker}"
        audit.record("register.handed_over", actor=by.label, about=one.code, at=at, reason=why)
        moved[one.taker] = moved.get(one.taker, 0) + 1
    for receiver, count in sorted(moved.items()):
        once = f"handed_over:{told.id}:{receiver}"
        about = f"staff:{giver}"
        notices.notify([giver, receiver], "items_handed_over", about=about, at=at, once=once, count=count)
