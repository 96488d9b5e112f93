"""Codes of theirs that no map knows yet are put on a list, so that somebody maps them; nothing is lost."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import F

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
