"""Registers follow the acts: what an act calls for is opened, what it settles is ended. Safe to repeat."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from huiyin.base.clock import local_day
from huiyin.cases import spine
from huiyin.cases.models import Act, Matter
from huiyin.cases.standing import standing
from huiyin.foundation import audit
from huiyin.foundation.outbox import Told
from huiyin.foundation.turns import turn
from huiyin.law.state import MatterState
from huiyin.orgs.rules import SYSTEM
from huiyin.registers import standards
from huiyin.registers.models import Entry, Item
from huiyin.registers.rules import following
from huiyin.registers.services import archive

FOLLOWED = ("guidance", "execution", "continued")
ASKED_LATE = timedelta(days=90)
_Key = tuple[str, int | None]  # of an item: its register and the place of the act it follows from


def of_act(told: Told, at: datetime) -> None:
    """Bring the registers in line with a matter after an act (handler of the outbox event `act`)."""
    position = told.params.get("position") if told.params.get("act") == "corrected" else None
    follow(told.key, at=at, corrected=position)


@transaction.atomic
def follow(matter_id: int, *, at: datetime, corrected: int | None = None) -> int:
    """Bring the registers in line with the acts of a matter; return how many items were opened or ended.

    After a correction (`corrected` is its position) what an act had ended may stand again, and what is still
    open takes the day that is right now.
    """
    matter = spine.locked(matter_id)
    if matter.provenance == "imported":
        return 0  # history came with its end: nothing to follow up
    acts = list(Act.objects.filter(matter=matter))
    today = local_day(at)
    state = standing(matter, acts, as_of=today).state
    wanted = _wanted(state, today)
    known = {(i.register, i.place): i for i in Item.objects.filter(matter=matter, place__isnull=False)}
    changed = 0
    for key, want in wanted.items():
        if key not in known:
            known[key] = _open(matter, acts[want.place], want, at)
            changed += 1
    for key, item in known.items():
        end = _end(item, state, called=key in wanted)
        if end and item.ended_on is None:
            _close(item, end, today, at)
            changed += 1
    if corrected is not None:
        before = standing(matter, acts[: corrected - 1], as_of=today).state
        changed += _set_right(known, wanted, _wanted(before, today), state, acts, at)
    archive.reopen_for_petitioner(matter, acts, at=at)
    return changed


def _wanted(state: MatterState, today: date) -> Mapping[_Key, following.Wanted]:
    found = following.wanted(
        state,
        guidance_days=standards.days("guidance_follow_up_days", today),
        help_days=standards.days("continued_help_days", today),
    )
    return {(want.register, want.place): want for want in found}


def _set_right(
    known: Mapping[_Key, Item],
    wanted: Mapping[_Key, following.Wanted],
    before: Mapping[_Key, following.Wanted],
    state: MatterState,
    acts: Sequence[Act],
    at: datetime,
) -> int:
    """Let items stand again that the acts call for anew, and move the days of those still open."""
    carried_out = [place for place, act in enumerate(acts) if act.kind == "executed"]
    unsettled = any(place not in state.in_force for place in carried_out)
    changed = 0
    for key, want in wanted.items():
        item = known[key]
        if item.ended_on is not None and not _end(item, state, called=True):
            entered = list(Entry.objects.filter(item=item).order_by("id").values_list("kind", flat=True))
            again = following.stands_again(item.register, item.state, entered, unsettled=unsettled)
            if again:
                _reopen(item, again, at)
                changed += 1
        if item.ended_on is None and want != before.get(key, want):
            item.due = following.due_again(item.due, before.get(key), want)
            item.day, item.version = want.day, item.version + 1
            item.save(update_fields=["day", "due", "version"])
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


def _end(item: Item, state: MatterState, *, called: bool) -> str:
    """Return the state in which an open item ends by what the acts say now, or nothing."""
    place = item.place or 0
    if not called:
        return "dealt" if item.register == "guidance" else "void"
    if item.register == "guidance" and following.taken_up_after(state, place):
        return "dealt"
    if item.register == "guidance" and item.state == "open" and state.in_force[place].get("accepted_there"):
        return "accepted_there"  # on record with the guidance itself
    executed = state.steps.get("executed")
    if item.register == "execution" and executed and (executed.index or 0) > place:
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


def _reopen(item: Item, state: str, at: datetime) -> None:
    item.state, item.ended_on, item.version = state, None, item.version + 1
    item.save(update_fields=["state", "ended_on", "version"])
    audit.record("register.reopen", actor=SYSTEM.label, about=f"item:{item.pk}", at=at, reason=state)
