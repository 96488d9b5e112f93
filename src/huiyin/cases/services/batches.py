"""Doing one thing to many matters: chosen, looked through, then done one by one by the usual service."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from huiyin.base.clock import local_day
from huiyin.base.errors import Conflict, Invalid
from huiyin.cases.models import Batch, BatchItem, Matter
from huiyin.cases.queries.batches import Chosen, chosen, chunks, in_sight, own, readings
from huiyin.cases.rules.batches import MOST, NEEDS, WHAT, Facts, Reading, Receiver, hindrance
from huiyin.cases.services.receivers import receiver
from huiyin.foundation import audit, crypto
from huiyin.orgs.rules import Actor
from huiyin.text import Understanding

KEPT_UNBEGUN, KEPT_ENDED = timedelta(days=1), timedelta(days=30)
_AT_ONCE = 500


@transaction.atomic
def choose(what: str, keys: Sequence[int], *, by: Actor, at: datetime) -> int:
    """Note which matters something is to be done to, as they are now; return the batch.

    Raises Invalid where nothing was chosen that the actor may see, or more than can be done at once.
    """
    if what not in WHAT or NEEDS[what] not in by.may:
        raise Invalid("batch.what_missing", field="what")
    found: Chosen = chosen(by, keys[: MOST[what] + 1])
    if not found.rows:
        raise Invalid("batch.nothing_chosen", field="pick")
    if len(found.rows) > MOST[what]:
        raise Invalid(f"batch.too_many_{'sort' if what == 'sort' else 'any'}", field="pick", limit=MOST[what])
    batch = Batch.objects.create(what=what, by_id=by.staff or 0, made=at)
    items = [BatchItem(batch=batch, matter_id=key, version=version) for key, version in found.rows]
    BatchItem.objects.bulk_create(items, batch_size=_AT_ONCE)
    if what == "sort":  # nothing more is asked: each is confirmed as it is read
        _look_through(batch, None, by=by, at=at)
    return batch.pk


@transaction.atomic
def look_through(batch_id: int, params: Mapping[str, Any], words: str, *, by: Actor, at: datetime) -> None:
    """Find out for each matter of a batch what stands in the way of doing it with these particulars.

    Raises Invalid with the particular to mend, Conflict once the batch has begun.
    """
    batch = _locked(batch_id, by)
    if batch.begun is not None:
        raise Conflict("batch.begun")
    to = receiver(batch.what, params, words, on=local_day(at))
    batch.params = dict(params)
    batch.words_sealed = crypto.house_seal(words.encode()) if words else b""
    _look_through(batch, to, by=by, at=at)


def _locked(batch_id: int, by: Actor) -> Batch:
    own(by, batch_id)
    return Batch.objects.select_for_update(of=("self",)).get(pk=batch_id)


def _look_through(batch: Batch, to: Receiver | None, *, by: Actor, at: datetime) -> None:
    rows = list(BatchItem.objects.filter(batch=batch).order_by("pk"))
    for keys in chunks([item.matter_id for item in rows]):
        seen, few = in_sight(by, keys), set(keys)
        read = readings(keys) if batch.what == "sort" else {}
        recused = to.recused_from(keys) if to else frozenset()
        items = [item for item in rows if item.matter_id in few]
        for item in items:
            _judge(item, seen.get(item.matter_id), read.get(item.matter_id), to, recused, batch, by=by, at=at)
        BatchItem.objects.bulk_update(items, ["code", "params", "proposed"], batch_size=_AT_ONCE)
    batch.looked_through = at
    batch.save(update_fields=["params", "words_sealed", "looked_through"])


def _judge(
    item: BatchItem,
    matter: Matter | None,
    read: Understanding | None,
    to: Receiver | None,
    recused: Collection[int],
    batch: Batch,
    *,
    by: Actor,
    at: datetime,
) -> None:
    reading = _reading(read)
    item.params, item.proposed = {}, {}
    if matter is None:
        item.code = "batch.gone"
        return
    facts = Facts(
        office=matter.office_id,
        handler=matter.handler_id,
        restricted=matter.restricted,
        unsorted=not matter.kind,
        urgent=bool(matter.urgent_until and matter.urgent_until > at),
        recused=matter.pk in recused,
    )
    may = matter.office_id in by.offices(NEEDS[batch.what])
    item.code = hindrance(batch.what, facts, may=may, to=to, reading=reading)
    if batch.what == "sort" and reading.kind:
        item.proposed = {
            "kind": reading.kind,
            "p": reading.sure,
            "nature": reading.nature,
            "path": reading.path,
            "division": matter.division or reading.division,
        }


def _reading(read: Understanding | None) -> Reading:
    if read is None or read.kind is None:
        return Reading()
    first = next(k for k in read.kinds if k.code == read.kind)
    return Reading(
        nature=read.nature.value,
        kind=read.kind,
        sure=first.p,
        accusation=read.nature.possible_accusation,
        path=read.path if read.nature.value == "claim" else None,
        division=read.division.code if read.division else "",
    )


@transaction.atomic
def begin(batch_id: int, *, left: Collection[int], by: Actor, at: datetime) -> None:
    """Let a batch begin as it was looked through, but for what was left out; twice is as good as once."""
    batch = _locked(batch_id, by)
    if batch.begun is not None:
        return
    if batch.looked_through is None:
        raise Invalid("batch.not_looked_through", field="form")
    items = BatchItem.objects.filter(batch=batch, outcome="waiting")
    items.exclude(code="").update(outcome="refused")
    items.filter(pk__in=list(left)[:_AT_ONCE]).update(outcome="left")
    if not items.exists():
        raise Invalid("batch.nothing_to_do", field="form")
    Batch.objects.filter(pk=batch.pk).update(begun=at)
    audit.record("batch.begin", actor=by.label, about=f"batch:{batch.pk}", at=at, reason=batch.what)


@transaction.atomic
def drop(batch_id: int, *, by: Actor) -> None:
    """Let a batch go that has not begun. Raises Conflict once it has."""
    batch = _locked(batch_id, by)
    if batch.begun is not None:
        raise Conflict("batch.begun")
    batch.delete()


def forget(*, at: datetime) -> int:
    """Forget batches that never began, and those that ended a while ago; return how many."""
    unbegun = Batch.objects.filter(begun__isnull=True, made__lt=at - KEPT_UNBEGUN)
    ended = Batch.objects.filter(ended__lt=at - KEPT_ENDED)
    count = 0
    for rows in (unbegun, ended):
        count += rows.count()
        rows.delete()
    return count
