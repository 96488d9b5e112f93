"""What the exchange holds of a petition is erased with it: rows of exports, records of other systems."""

from datetime import datetime

from huiyin.cases import keeping
from huiyin.exchange.models import ExportRow, Link
from huiyin.foundation.outbox import Told


def of_petition(told: Told, _at: datetime) -> None:
    """Erase what went out of a petition and what came in about it; numbers and days stay."""
    ExportRow.objects.filter(petition=told.key).update(personal_sealed=b"")
    Link.objects.filter(petition=told.key).update(key=b"", kept_sealed=b"")
    matter = told.params.get("matter")
    if not keeping.held().filter(pk=matter or 0).exists():
        Link.objects.filter(matter=matter).update(key=b"", kept_sealed=b"")
