"""Registers follow the acts: what an act calls for is opened, what it settles is ended. Safe to repeat."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from huiyin.base.clock import local_day
from huiyin.cases import spine
from huiyin.cases.models import Act, Matter
from huiyin.cases.standing import law_act, standing
from huiyin.foundation import audit
from huiyin.foundation.outbox import Told
from huiyin.foundation.turns import turn
from huiyin.law import acts as law_acts
from huiyin.law.state import MatterState
from huiyin.orgs.rules import SYSTEM
from huiyin.registers import standards
from huiyin.registers.models import Item
from huiyin.registers.rules import following
from huiyin.registers.services import archive

FOLLOWED = ("guidance", "execution", "continued")
ASKED_LATE = timedelta(days=90)


def of_act(told: Told, at: datetime) -> None:
    """Bring the registers in line with a matter after an act (handler of the outbox event `act`)."""
    follow(told.key, at=at)


@transaction.atomic
def follow(matter_id: int, *, at: datetime) -> int:
    """Bring the registers in line with the acts of a matter; return how many items were opened or ended."""
    matter = spine.locked(matter_id)
    if matter.provenance == "imported":
        return 0  # history came with its end: nothing to follow up
    acts = list(Act.objects.filter(matter=matter))
    today = local_day(at)
    state = standing(matter, acts, as_of=today).state
    read = [law_act(act) for act in acts]
    wanted = following.wanted(
        state,
        read,
        guidance_days=standards.days("guidance_follow_up_days", today),
        help_days=standards.days("continued_help_days", today),
    )
    known = {(i.register, i.place): i for i in Item.objects.filter(matter=matter, place__isnull=False)}
    changed = 0
    for want in wanted:
        if (want.register, want.place) not in known:
            known[want.register, want.place] = _open(matter, acts[want.place], want, at)
            changed += 1
    called_for = {(want.register, want.place) for want in wanted}
    for key, item in known.items():
        end = _end(item, state, read, called=key in called_for)
        if end and item.ended_on is None:
            _close(item, end, today, at)
            changed += 1
    archive.reopen_for_petitioner(matter, acts, at=at)
    return changed


def catch_up(*, at: datetime, batch: int = 500) -> int:
    """Follow the matters whose acts call for an item and that have none; return how many items came of it.

    For what was on record before there were registers, and for events that could not be carried. Nobody is
    asked after many months what became of guidance that is on record already.
    """
    calls = (
        Q(kind="rereview_decided")
        | Q(kind="opinion_issued", fields__result="support")
        | Q(Q(kind="guided") | Q(kind="told", fields__to__isnull=False), day__gte=local_day(at - ASKED_LATE))
    )
    acts = Act.objects.filter(calls, matter=OuterRef("pk"))
    followed = Item.objects.filter(matter=OuterRef("pk"), place__isnull=False)
    missing = Matter.objects.filter(Exists(acts), ~Exists(followed), provenance="native")
    keys = list(missing.order_by("-id").values_list("pk", flat=True)[:batch])
    came = 0
    for key in keys:
        with turn() as held:
            came += follow(key, at=at)
        held.let_others_write()
    return came


def _taken_up(state: MatterState, read: list[law_acts.Act], item: Item) -> bool:
    return item.place is not None and following.taken_up_after(state, read, item.place)


def _end(item: Item, state: MatterState, read: list[law_acts.Act], *, called: bool) -> str:
    """Return the state in which an open item ends by what the acts say now, or nothing."""
    if not called:
        return "dealt" if item.register == "guidance" else "void"
    if item.register == "guidance" and _taken_up(state, read, item):
        return "dealt"
    if item.register == "guidance" and item.state == "open" and read[item.place or 0].get("accepted_there"):
        return "accepted_there"  # on record with the guidance itself
    executed = state.steps.get("executed")
    if item.register == "execution" and executed and (executed.index or 0) > (item.place or 0):
        return "done"
    return ""


def _open(matter: Matter, act: Act, want: following.Wanted, at: datetime) -> Item:
    item = Item.objects.create(
        register=want.register,
        kind="opinion" if want.register == "execution" else act.kind,
        matter=matter,
        place=want.place,
        office_id=act.office_id if want.register == "execution" else matter.office_id,
        kept_at_id=act.office_id,
        officer_id=matter.handler_id,
        day=want.day,
        due=want.due,
        entered=at,
    )
    audit.record("register.open", actor=SYSTEM.label, about=f"item:{item.pk}", at=at, reason=item.register)
    return item


def _close(item: Item, state: str, on: date, at: datetime) -> None:
    item.state, item.ended_on, item.version = state, on, item.version + 1
    item.save(update_fields=["state", "ended_on", "version"])
    audit.record("register.end", actor=SYSTEM.label, about=f"item:{item.pk}", at=at, reason=state)
