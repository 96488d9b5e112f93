"""What an entry does to the matter itself, through the acts the law has for it."""

from datetime import date, datetime

from huiyin.base.clock import local_day
from huiyin.cases.in_force import in_force
from huiyin.cases.models import Act
from huiyin.cases.services import corrections, work
from huiyin.orgs.rules import Actor
from huiyin.registers.models import Item


def of_entry(
    item: Item, kind: str, day: date, accepted_on: date | None, words: str, *, by: Actor, at: datetime
) -> None:
    """Let an entry take effect: acceptance elsewhere corrects the guiding act, fulfilment is an act."""
    if item.register == "guidance" and kind in {"accepted_there", "refused_there"}:
        _accepted_there(item, accepted_on if kind == "accepted_there" else None, by=by, at=at)
    if item.register == "execution" and item.state == "done" and item.kind == "opinion":
        _executed(item, day, words, by=by, at=at)


def _accepted_there(item: Item, accepted_on: date | None, *, by: Actor, at: datetime) -> None:
    if item.matter_id is None or item.place is None:
        return
    act = Act.objects.filter(matter=item.matter_id, position=item.place + 1, kind="guided").first()
    if act is None:
        return  # told whom to ask: the law keeps no clock open there, the register is all there is
    corrections.accepted_elsewhere(item.matter_id, item.place, accepted_on, on=local_day(at), by=by, at=at)


def _executed(item: Item, day: date, words: str, *, by: Actor, at: datetime) -> None:
    if item.matter_id is None:
        return
    acts = in_force(list(Act.objects.filter(matter=item.matter_id)))
    if any(act.kind == "executed" for act in acts):
        return
    day = max(day, acts[-1].day)  # acts stand in order; the entry keeps the day on which it was done
    work.take(item.matter_id, "executed", {"reason": words}, on=day, version=None, by=by, at=at)
