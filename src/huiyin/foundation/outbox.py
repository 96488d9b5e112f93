"""The outbox: what happened is written with it, in one transaction, and carried further by the worker.

An event is claimed by its state, never by `id > last`, so one whose transaction committed late is not
missed. A claim is a lease: what a dead worker had taken is free again when the lease ends. Whoever handles
an event may be told of it twice and must not mind.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from inspect import isgeneratorfunction
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q

from huiyin.foundation.insertion import insert
from huiyin.foundation.models import Event
from huiyin.foundation.statements import run
from huiyin.foundation.turns import turn

LEASE = timedelta(minutes=2)
BATCH = 50
KEPT_FOR = timedelta(days=7)
_FIRST_WAIT = timedelta(seconds=10)
_LONGEST_WAIT = timedelta(hours=6)
_TOGETHER = 8
_DONE = "UPDATE foundation_event SET done_at = %s, taken_until = NULL, fault = '' WHERE id = %s RETURNING id"


@dataclass(frozen=True)
class Told:
    """An event as its handlers see it; `about` names a record (`petition:12`)."""

    id: int
    kind: str
    about: str
    params: Mapping[str, Any]
    at: datetime

    @property
    def key(self) -> int:
        """Return the key of the record the event is about."""
        return int(self.about.rpartition(":")[2])


# A handler that yields looks and reckons first; only what comes after its one `yield` is done in line.
Handler = Callable[[Told, datetime], Iterator[None] | None]
_Step = Callable[[], object]


def tell(kind: str, *, about: str, at: datetime, **params: Any) -> None:
    """Write down that something happened. Call it inside the transaction of what happened."""
    insert(Event(kind=kind, about=about, at=at, params=params))


def carry(handlers: Mapping[str, Sequence[Handler]], *, at: datetime, batch: int = BATCH) -> int:
    """Hand a batch of waiting events to their handlers; return how many were done.

    A few share a transaction, each undone by itself where it fails. One that fails is tried again later and
    later, and never keeps the others waiting; nor does a batch keep those waiting who write meanwhile.
    """
    done, claimed = 0, _claimed(at, batch)
    for few in (claimed[n : n + _TOGETHER] for n in range(0, len(claimed), _TOGETHER)):
        ready = [(event, _looked(event, handlers, at)) for event in few]
        while ready:
            with turn() as held, transaction.atomic():
                while ready and not held.long_enough():
                    done += _handle(*ready.pop(0), at)
            held.let_others_write()
    return done


def _claimed(at: datetime, batch: int) -> list[Event]:
    # A lease longer than any that is given was given under a clock that was ahead: it holds nobody up.
    impossible = Q(taken_until__gt=at + _LONGEST_WAIT + LEASE)
    free = Q(done_at__isnull=True) & (Q(taken_until__isnull=True) | Q(taken_until__lt=at) | impossible)
    with turn(), transaction.atomic():
        events = list(Event.objects.select_for_update(skip_locked=True).filter(free).order_by("id")[:batch])
        keys = [event.pk for event in events]
        Event.objects.filter(pk__in=keys).update(taken_until=at + LEASE, tries=F("tries") + 1)
    return events


def _looked(event: Event, handlers: Mapping[str, Sequence[Handler]], at: datetime) -> list[_Step]:
    """Let the handlers of an event look at what they need; return what each has left to do."""
    told = Told(event.pk, event.kind, event.about, event.params, event.at)
    return [_begun(handler, told, at) for handler in handlers.get(event.kind, ())]


def _begun(handler: Handler, told: Told, at: datetime) -> _Step:
    if not isgeneratorfunction(handler):
        return partial(handler, told, at)
    steps = handler(told, at)
    try:
        next(steps)
    except StopIteration:
        return lambda: None
    except Exception as fault:
        return partial(_raise, fault)
    return partial(next, steps, None)


def _raise(fault: Exception) -> None:
    raise fault


def _handle(event: Event, steps: Sequence[_Step], at: datetime) -> bool:
    try:
        with transaction.atomic():
            for step in steps:
                step()
    except Exception as fault:
        wait = min(_FIRST_WAIT * 2 ** min(event.tries, 20), _LONGEST_WAIT)
        Event.objects.filter(pk=event.pk).update(taken_until=at + wait, fault=type(fault).__name__)
        return False
    run(_DONE, [at, event.pk])
    return True


def newest(*, before: datetime | None = None) -> int:
    """Return the number of the newest event, of those told before an instant; nought without one."""
    events = Event.objects.filter(at__lt=before) if before is not None else Event.objects.all()
    return int(events.aggregate(last=Max("pk"))["last"] or 0)


def since(number: int) -> Iterator[Told]:
    """Yield the events after one, in order, for whoever follows them without handling them."""
    for row in Event.objects.filter(pk__gt=number).order_by("pk").iterator():
        yield Told(row.pk, row.kind, row.about, row.params, row.at)


def waiting() -> int:
    """Return how many events are not done yet."""
    return Event.objects.filter(done_at__isnull=True).count()


def unheard(kind: str) -> bool:
    """Return whether events of a kind wait that nobody was told of yet; those that failed do not count."""
    return Event.objects.filter(done_at__isnull=True, tries=0, kind=kind).exists()


def forget(*, at: datetime) -> int:
    """Forget events that were done a while ago; return how many."""
    return Event.objects.filter(done_at__lt=at - KEPT_FOR).delete()[0]
