"""Files in and out are batches, numbered for each system."""

from datetime import datetime

from django.db import transaction

from huiyin.exchange.models import Batch, ConnectedSystem
from huiyin.foundation import audit, numbers
from huiyin.orgs.rules import Actor


@transaction.atomic
def begin(system: ConnectedSystem, what: str, *, by: Actor, at: datetime) -> Batch:
    """Return a new batch with the next number of its system, on record."""
    number = numbers.allocate(f"exchange:{system.pk}")
    batch = Batch.objects.create(system=system, number=number, what=what, at=at, by_id=by.staff)
    audit.record(f"exchange.{what}", actor=by.label, about=f"batch:{batch.pk}", at=at)
    return batch
