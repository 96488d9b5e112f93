"""Somebody leaves (离职): the account is closed once all open work was handed over (工作交接)."""

from datetime import datetime

from django.db import transaction

from huiyin.base.errors import Invalid, NotAllowed
from huiyin.cases.models import Countersign, Matter, Task
from huiyin.orgs import accounts, notices
from huiyin.orgs import queries as orgs
from huiyin.orgs.account_rows import alone_confirms, spare_login
from huiyin.orgs.rules import Actor
from huiyin.registers.models import Item


def left(staff: int) -> tuple[str, ...]:
    """Return as codes what sorts of open work rest with somebody; an administrator is told no more."""
    asked = Countersign.objects.filter(
        staff_id=staff, answer="", letter__discarded=False, letter__number__isnull=True
    )
    work = {
        "matter": Matter.objects.filter(handler_id=staff, active=True),
        "task": Task.objects.filter(staff_id=staff, closed_at__isnull=True),
        "countersign": asked,
        "item": Item.objects.filter(officer_id=staff, ended_on__isnull=True),
    }
    return tuple(sort for sort, rows in work.items() if rows.exists())


def who_hands_over(staff: int) -> tuple[orgs.StaffRow, ...]:
    """Return the heads of the offices where somebody has a post: they can hand the work over."""
    places = {post.office for post in orgs.posts_of(staff)}
    heads = {c.id: c for office in sorted(places) for c in orgs.colleagues(office, role="head")}
    return tuple(heads.values())


@transaction.atomic
def leave(staff: int, *, by: Actor, at: datetime, reason: str) -> None:
    """Close the account of somebody who leaves. Raises Invalid while open work rests with them.

    Raises NotAllowed for the last one who can confirm what takes two: nobody could let in another.
    """
    accounts.only_administrators(by)
    if alone_confirms(staff):
        raise NotAllowed("orgs.last_to_confirm", login=spare_login(), office=_office(staff))
    if left(staff):
        raise Invalid("orgs.work_left")
    accounts.set_active(staff, False, by=by, at=at, reason=reason)


def _office(staff: int) -> str:
    """Return the code of the office where somebody has a post."""
    return next((orgs.office(post.office).code for post in orgs.posts_of(staff)), "")


@transaction.atomic
def ask_to_hand_over(staff: int, *, by: Actor, at: datetime) -> int:
    """Ask the heads, and whoever leaves, to hand the open work over; return how many were asked.

    Asked twice on a day, nobody gets a second notice.
    """
    accounts.only_administrators(by)
    who = {c.id for c in who_hands_over(staff)} | {staff}
    name = next((c.name for c in orgs.staff_list() if c.id == staff), "")
    once = f"work_left:{staff}:{at.date().isoformat()}"
    notices.notify(who, "work_left", about=f"staff:{staff}", at=at, once=once, name=name, giver=staff)
    return len(who)
