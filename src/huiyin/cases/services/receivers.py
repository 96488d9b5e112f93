"""Who is to have the matters of a batch: checked once for all of them, before each is looked at."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from huiyin.base.errors import Invalid, NotFound
from huiyin.cases.models import Recusal
from huiyin.cases.queries.tasks import receivers
from huiyin.cases.rules.batches import Receiver
from huiyin.cases.services.tasks import LONGEST_WORDS
from huiyin.cases.services.work import warn_of_leave
from huiyin.orgs import queries as orgs


def receiver(what: str, params: Mapping[str, Any], words: str, *, on: date) -> Receiver:
    """Return who is to have the matters. Raises Invalid with the particular to mend."""
    if what == "hand":
        return _unit(params)
    if what == "task":
        _task(params, words, on)
    to = str(params.get("to", ""))
    kind, _, key = to.partition(":")
    if kind not in {"staff", "office"} or not key.isdecimal() or (kind == "office" and what == "give"):
        raise Invalid("batch.nobody", field="to")
    number = int(key)
    try:
        found = _colleague(what, number) if kind == "staff" else _office(number)
    except NotFound as unknown:
        raise Invalid("batch.nobody", field="to") from unknown
    if kind == "staff" and params.get("anyway") != number:
        warn_of_leave(number, on=on, field="to")
    return found


def _task(params: Mapping[str, Any], words: str, on: date) -> None:
    if not words.strip():
        raise Invalid("cases.task_words", field="words")
    if len(words) > LONGEST_WORDS:
        raise Invalid("cases.text_too_long", field="words", length=len(words), limit=LONGEST_WORDS)
    try:
        due = date.fromisoformat(str(params.get("due", "")))
    except ValueError as unreadable:
        raise Invalid("desk.day_unreadable", field="due") from unreadable
    if due < on:
        raise Invalid("cases.task_due_past", field="due")


def _unit(params: Mapping[str, Any]) -> Receiver:
    every = {o.id: o for o in orgs.offices()}
    there = every.get(int(params.get("office") or 0))
    if there is None:
        raise Invalid("cases.unit_missing", field="office")
    near = {o.id for o in every.values() if o.id != there.id and orgs.one_authority(o, there)}
    return Receiver(staff=None, office=there.id, offices=near, named=frozenset())


def _colleague(what: str, staff: int) -> Receiver:
    orgs.actor(staff)
    posts = orgs.posts_of(staff)
    named = {post.office for post in posts if post.role == "accusation-officer"}
    here = {post.office for post in posts}
    if what == "give":
        at = frozenset(office for office in here if orgs.is_case_worker(staff, office))
    else:
        at = _offices_for(f"staff:{staff}", here)
    recused = Recusal.objects.filter(staff_id=staff, lifted_at__isnull=True)
    keeps_out = frozenset(recused.values_list("matter_id", flat=True))
    return Receiver(staff=staff, office=None, offices=at, named=named, keeps_out=keeps_out)


def _office(office: int) -> Receiver:
    orgs.office(office)
    return Receiver(staff=None, office=office, offices=_offices_for(f"office:{office}", {office}), named=())


def _offices_for(to: str, own: set[int]) -> frozenset[int]:
    """Return the offices whose matters a task can be given of: those of the same authority."""
    every = {o.id: o for o in orgs.offices()}
    near = {
        o.id
        for o in every.values()
        if o.id in own or any(orgs.one_authority(o, every[one]) for one in own if one in every)
    }
    able = (office for office in near if to in {code for code, *_ in receivers(office, restricted=False)})
    return frozenset(able)
