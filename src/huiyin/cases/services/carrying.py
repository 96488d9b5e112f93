"""A batch that has begun is carried on: one matter a transaction, by the usual service, with its usual entry.

Whoever stops it, it goes on where it was: a matter is done, or refused with its reason, exactly once.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from huiyin.base.clock import local_day, now
from huiyin.base.errors import NotFound, Refused
from huiyin.cases.models import Batch, BatchItem
from huiyin.cases.services import tasks, work
from huiyin.cases.services.work import Sorting
from huiyin.foundation import audit, crypto
from huiyin.foundation.turns import turn
from huiyin.orgs import notices
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor

CARRIED_FOR = timedelta(seconds=4)
AT_ONCE = 100  # so many are done while whoever pressed the button waits
_FEW = 20


def carry_on(batch_id: int, *, at: datetime, most: int = AT_ONCE) -> int:
    """Do so many matters of a batch at most, and for a few seconds at most; return how many were tried."""
    batch = Batch.objects.filter(pk=batch_id, begun__isnull=False, ended__isnull=True).first()
    if batch is None:
        return 0
    try:
        by = orgs.actor(batch.by_id, on=local_day(at))
    except NotFound:  # the account was closed meanwhile: nothing more is done in that name
        _waiting(batch).update(outcome="refused", code="batch.account_closed")
        _end(batch, at)
        return 0
    tried, until = 0, at + CARRIED_FOR
    while tried < most and (few := list(_waiting(batch).values_list("pk", flat=True)[:_FEW])):
        for key in few[: most - tried]:
            tried += _try(key, batch, by, at)
        if now() >= until:
            break
    if not _waiting(batch).exists():
        _end(batch, at)
    return tried


def _waiting(batch: Batch) -> Any:
    return BatchItem.objects.filter(batch=batch, outcome="waiting").order_by("pk")


def _try(key: int, batch: Batch, by: Actor, at: datetime) -> int:
    """Do one matter unless somebody else is at it; return how many were tried."""
    with turn() as held:
        with transaction.atomic():
            rows = BatchItem.objects.select_for_update(of=("self",), skip_locked=True)
            item = rows.filter(pk=key, outcome="waiting").first()
            if item is None:
                return 0
            item.outcome = "done"
            try:
                with transaction.atomic():
                    _DO[batch.what](item, batch, by, at)
            except Refused as refusal:
                item.outcome, item.code = "refused", refusal.message.code
                item.params = {n: v for n, v in refusal.message.params.items() if isinstance(v, str | int)}
            item.save(update_fields=["outcome", "code", "params"])
        held.let_others_write()
    return 1


def _give(item: BatchItem, batch: Batch, by: Actor, at: datetime) -> None:
    staff = int(str(batch.params["to"]).partition(":")[2])
    work.give_to(item.matter_id, staff, version=item.version, by=by, at=at, anyway=_anyway(batch.params))


def _task(item: BatchItem, batch: Batch, by: Actor, at: datetime) -> None:
    tasks.give(
        item.matter_id,
        str(batch.params["to"]),
        due=date.fromisoformat(str(batch.params["due"])),
        words=crypto.house_unseal(batch.words_sealed).decode(),
        by=by,
        at=at,
        anyway=_anyway(batch.params),
    )


def _anyway(params: Mapping[str, Any]) -> bool:
    """Return whether somebody on leave is meant all the same: it was looked at, and asked, before."""
    return bool(params.get("anyway"))


def _hand(item: BatchItem, batch: Batch, by: Actor, at: datetime) -> None:
    office = int(batch.params["office"])
    work.hand_to_unit(item.matter_id, office, version=item.version, by=by, at=at)


def _sort(item: BatchItem, _batch: Batch, by: Actor, at: datetime) -> None:
    said = item.proposed
    sorting = Sorting(said["nature"], said["kind"], said["path"], said["division"], usual=True)
    work.sort(item.matter_id, sorting, version=item.version, by=by, at=at)


_DO: Mapping[str, Callable[[BatchItem, Batch, Actor, datetime], None]] = {
    "give": _give,
    "task": _task,
    "hand": _hand,
    "sort": _sort,
}


def _end(batch: Batch, at: datetime) -> None:
    """Note that a batch has ended; its words are gone, and its maker is told."""
    with turn(), transaction.atomic():
        ended = Batch.objects.filter(pk=batch.pk, ended__isnull=True).update(ended=at, words_sealed=b"")
        if ended:
            about, done = f"batch:{batch.pk}", BatchItem.objects.filter(batch=batch, outcome="done").count()
            audit.record("batch.end", actor="system", about=about, at=at, reason=f"{batch.what} {done}")
            notices.notify([batch.by_id], "batch", about=about, at=at, once=about, count=done)


def carry(*, at: datetime) -> int:
    """Carry on what has begun, the oldest first, for a few seconds; return how many matters were tried."""
    tried, begun = 0, Batch.objects.filter(begun__isnull=False, ended__isnull=True).order_by("pk")
    for batch_id in list(begun.values_list("pk", flat=True)[:_FEW]):
        tried += carry_on(batch_id, at=at, most=10_000)
        if now() >= at + CARRIED_FOR:
            break
    return tried
