"""Running numbers without doubles: one row a series, locked until the transaction ends."""

from django.db.models import F

from huiyin.foundation.models import Sequence


def allocate(name: str) -> int:
    """Return the next number of a series, starting at 1. Call it inside the transaction that uses it."""
    if not Sequence.objects.filter(name=name).update(last=F("last") + 1):
        Sequence.objects.get_or_create(name=name)
        Sequence.objects.filter(name=name).update(last=F("last") + 1)
    return Sequence.objects.values_list("last", flat=True).get(name=name)
