"""The lists that an officer keeps under names of their own."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.cases.models import SavedFilter
from huiyin.foundation import crypto
from huiyin.orgs.rules import Actor

MOST = 30  # for one officer


@dataclass(frozen=True)
class SavedRow:
    """A narrowed list: on which page, under what name, and the conditions as an address says them."""

    id: int
    page: str
    name: str
    query: str


def saved(actor: Actor, *, page: str = "") -> Sequence[SavedRow]:
    """Return the lists that the actor keeps, by name; nobody else sees them."""
    rows = SavedFilter.objects.filter(staff_id=actor.staff or 0)
    if page:
        rows = rows.filter(page=page)
    found = [SavedRow(row.pk, row.page, *opened(row)) for row in rows.order_by("id")[:MOST]]
    return sorted(found, key=lambda row: row.name)


def opened(row: SavedFilter) -> tuple[str, str]:
    """Return the name and the conditions of a kept list."""
    name, query = (json.loads(crypto.house_unseal(part)) for part in (row.name_sealed, row.query_sealed))
    return str(name), str(query)
