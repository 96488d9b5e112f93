"""Matters that changed are taken off the list by who looked at them."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from django.db import transaction
from django.db.models import Min

from huiyin.cases.models import Changed
from huiyin.foundation.turns import turn

_AT_ONCE = 500
_RANGE = 20_000  # keys


def settle(looked_at: Mapping[int, int]) -> int:
    """Take matters off the list of changed ones that did not change again; return how many.

    `looked_at` gives for each how many times it had changed when it was looked at.
    """
    gone = 0
    ordered = sorted(looked_at.items(), key=lambda pair: (pair[1], pair[0]))
    for times, group in groupby(ordered, key=lambda pair: pair[1]):
        keys = [matter for matter, _times in group]
        for few in _few(keys):
            with turn() as held, transaction.atomic():
                gone += Changed.objects.filter(times=times, matter__in=few).delete()[0]
            held.let_others_write()
    return gone


def settle_all() -> int:
    """Empty the list: whoever calls this is about to look at every matter."""
    gone = 0
    while (first := Changed.objects.aggregate(first=Min("pk"))["first"]) is not None:
        with turn() as held, transaction.atomic():
            gone += Changed.objects.filter(pk__lt=first + _RANGE).delete()[0]
        held.let_others_write()
    return gone


def _few(keys: Sequence[int]) -> list[Sequence[int]]:
    return [keys[n : n + _AT_ONCE] for n in range(0, len(keys), _AT_ONCE)]
