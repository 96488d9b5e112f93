"""How often somebody may try something: counted in the database, so that all processes agree."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from huiyin.base.errors import Refused
from huiyin.foundation.models import Attempts


class TooOften(Refused):
    """The same was tried too often; `minutes` says how long to wait."""


def count(key: str, *, limit: int, within: timedelta, at: datetime) -> int:
    """Count one try under a key (a digest, never an address in clear); return how many there were.

    Raises TooOften above the limit.
    """
    with transaction.atomic():
        Attempts.objects.filter(since__lt=at - timedelta(days=1)).delete()
        row, _ = Attempts.objects.select_for_update().get_or_create(key=key, defaults={"since": at})
        # Tries that lie far ahead were counted under a clock that was wrong: they lock nobody out.
        if not at - within <= row.since <= at + within:
            Attempts.objects.filter(pk=row.pk).update(since=at, tries=1)
            return 1
        Attempts.objects.filter(pk=row.pk).update(tries=F("tries") + 1)
    if row.tries >= limit:
        raise TooOften("rate.too_often", minutes=int(within.total_seconds() // 60))
    return row.tries + 1


def take_back(key: str) -> None:
    """Take one try under a key back that turned out right, where only wrong ones are to be slowed."""
    Attempts.objects.filter(key=key, tries__gt=0).update(tries=F("tries") - 1)


FREE_TRIES = 5
_FIRST_WAIT = timedelta(minutes=15)
_LONGEST_WAIT = timedelta(hours=12)


def lock(key: str, *, at: datetime, longest: timedelta = _LONGEST_WAIT) -> bool:
    """Count one try under a key before it is made; return whether the key locks after it.

    After five wrong tries in a row the key is locked for a quarter of an hour, then after each further one
    twice as long, up to the longest wait. Raises TooOften while it is locked; then nothing is counted.
    `forget` it on success.
    """
    with transaction.atomic():
        row, _ = Attempts.objects.select_for_update().get_or_create(key=key, defaults={"since": at})
        wait = min(_wait(row.tries), longest)
        if row.tries and at < row.since + wait:
            left = row.since + wait - at
            raise TooOften("rate.locked", minutes=max(1, -(-int(left.total_seconds()) // 60)))
        Attempts.objects.filter(pk=row.pk).update(tries=F("tries") + 1, since=at)
    return row.tries + 1 >= FREE_TRIES


def _wait(tries: int) -> timedelta:
    if tries < FREE_TRIES:
        return timedelta(0)
    doubled: int = 2 ** min(tries - FREE_TRIES, 10)
    return min(_FIRST_WAIT * doubled, _LONGEST_WAIT)


def forget(key: str, *, everywhere: bool = False) -> None:
    """Forget the tries under a key, once one succeeded; `everywhere` also those under what it leads."""
    keys = {"key__startswith": key} if everywhere else {"key": key}
    Attempts.objects.filter(**keys).delete()
