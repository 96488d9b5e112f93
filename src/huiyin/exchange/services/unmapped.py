"""Codes of theirs that no map knows yet are put on a list, so that somebody maps them; nothing is lost."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import F

from huiyin.base.clock import local_day
from huiyin.cases.standing import the_law
from huiyin.exchange.models import ConnectedSystem, UnmappedCode
from huiyin.foundation.crypto import blind_index, house_seal

LONGEST = 200


def note(system: ConnectedSystem, codes: Mapping[str, str], *, at: datetime) -> None:
    """Put the unmapped codes of one record on the system's list."""
    for field, code in codes.items():
        row, _ = UnmappedCode.objects.get_or_create(
            system=system,
            field=field,
            code_index=blind_index(code, about="code-of-theirs"),
            defaults={"code_sealed": house_seal(code[:LONGEST].encode()), "last_seen": at},
        )
        UnmappedCode.objects.filter(pk=row.pk).update(times=F("times") + 1, last_seen=at)


def forget(*, at: datetime) -> int:
    """Forget codes that nobody mapped and that did not come again for as long as the rule says."""
    today = local_day(at)
    days = int(the_law()[0].parameter("keep_foreign_code_days", today).value)
    return UnmappedCode.objects.filter(last_seen__lt=at - timedelta(days=days)).delete()[0]
