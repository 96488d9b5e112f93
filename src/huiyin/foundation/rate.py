"""How often somebody may try something: counted in the database, so that all processes agree."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from huiyin.base.errors import Refused
from huiyin.foundation.models import Attempts


class TooOften(Refused):
    """The same was tried too often; `minutes` says how long to wait."""


def count(key: str, *, limit: int, within: timedelta, at: datetime) -> None:
    """Count one try under a key (a digest, never an address in clear). Raises TooOften above the limit."""
    with transaction.atomic():
        Attempts.objects.filter(since__lt=at - timedelta(days=1)).delete()
        row, _ = Attempts.objects.select_for_update().get_or_create(key=key, defaults={"since": at})
        # Tries that lie far ahead were counted under a clock that was wrong: they lock nobody out.
        if not at - within <= row.since <= at + within:
            Attempts.objects.filter(pk=row.pk).update(since=at, tries=1)
            return
        Attempts.objects.filter(pk=row.pk).update(tries=F("tries") + 1)
    if row.tries >= limit:
        raise TooOften("rate.too_often", minutes=int(within.total_seconds() // 60))


def forget(key: str) -> None:
    """Forget the tries under a key, once one succeeded."""
    Attempts.objects.filter(key=key).delete()
