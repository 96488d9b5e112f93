"""The outbox: what happened is written with it, in one transaction, and carried further by the worker.

An event is claimed by its state, never by `id > last`, so one whose transaction committed late is not
missed. A claim is a lease: what a dead worker had taken is free again when the lease ends. Whoever handles
an event may be told of it twice and must not mind.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from huiyin.foundation.insertion import insert
from huiyin.foundation.models import Event
from huiyin.foundation.turns import let_others_write

LEASE = timedelta(minutes=2)
BATCH = 50
KEPT_FOR = timedelta(days=7)
_FIRST_WAIT = timedelta(seconds=10)
_LONGEST_WAIT = timedelta(hours=6)


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


Handler = Callable[[Told, datetime], None]


def tell(kind: str, *, about: str, at: datetime, **params: Any) -> None:
    """Write down that something happened. Call it inside the transaction of what happened."""
    insert(Event(kind=kind, about=about, at=at, params=params))


def carry(handlers: Mapping[str, Sequence[Handler]], *, at: datetime, batch: int = BATCH) -> int:
    """Hand a batch of waiting events to their handlers; return how many were done.

    Each event is done in a transaction of its own. One that fails is tried again later and later, and never
    keeps the others waiting; nor does a batch keep those waiting who write meanwhile.
    """
    done = 0
    for number, event in enumerate(_claimed(at, batch)):
        if number:
            let_others_write()
        done += _handle(event, handlers, at)
    return done


def _claimed(at: datetime, batch: int) -> list[Event]:
    # A lease longer than any that is given was given under a clock that was ahead: it holds nobody up.
    impossible = Q(taken_until__gt=at + _LONGEST_WAIT + LEASE)
    free = Q(done_at__isnull=True) & (Q(taken_until__isnull=True) | Q(taken_until__lt=at) | impossible)
    with transaction.atomic():
        events = list(Event.objects.select_for_update(skip_locked=True).filter(free).order_by("id")[:batch])
        keys = [event.pk for event in events]
        Event.objects.filter(pk__in=keys).update(taken_until=at + LEASE, tries=F("tries") + 1)
    return events


def _handle(event: Event, handlers: Mapping[str, Sequence[Handler]], at: datetime) -> bool:
    told = Told(event.pk, event.kind, event.about, event.params, event.at)
    try:
        with transaction.atomic():
            for handler in handlers.get(event.kind, ()):
                handler(told, at)
            Event.objects.filter(pk=event.pk).update(done_at=at, taken_until=None, fault="")
    except Exception as fault:
        wait = min(_FIRST_WAIT * 2 ** min(event.tries, 20), _LONGEST_WAIT)
        Event.objects.filter(pk=event.pk).update(taken_until=at + wait, fault=type(fault).__name__)
        return False
    return True


def waiting() -> int:
    """Return how many events are not done yet."""
    return Event.objects.filter(done_at__isnull=True).count()


def forget(*, at: datetime) -> int:
    """Forget events that were done a while ago; return how many."""
    return Event.objects.filter(done_at__lt=at - KEPT_FOR).delete()[0]
