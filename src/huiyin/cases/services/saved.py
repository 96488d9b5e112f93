"""Keeping a narrowed list under a name, and letting it go."""

import json
from datetime import datetime

from django.db import transaction

from huiyin.base.errors import Invalid, NotFound
from huiyin.cases.models import SavedFilter
from huiyin.cases.queries.saved import MOST, saved
from huiyin.cases.rules.given import plain
from huiyin.foundation import crypto
from huiyin.orgs.models import Staff
from huiyin.orgs.rules import Actor

LONGEST_NAME = 40
LONGEST_QUERY = 4_000


@transaction.atomic
def keep(name: str, query: str, *, page: str, by: Actor, at: datetime) -> int:
    """Keep a list under a name; the same name again is the list as it is narrowed now. Return its key."""
    name = plain(name)
    if not name:
        raise Invalid("saved.name_missing", field="name")
    if len(name) > LONGEST_NAME:
        raise Invalid("saved.name_too_long", field="name", limit=LONGEST_NAME)
    if not query or len(query) > LONGEST_QUERY:
        raise Invalid("saved.nothing_chosen", field="name")
    list(Staff.objects.select_for_update().filter(pk=by.staff or 0))  # two tabs, one after the other
    own = saved(by)
    same = next((row.id for row in own if (row.name, row.page) == (name, page)), None)
    if same is None and len(own) >= MOST:
        raise Invalid("saved.too_many", field="name", limit=MOST)
    sealed = {"name_sealed": _sealed(name), "query_sealed": _sealed(query), "at": at}
    if same is not None:
        SavedFilter.objects.filter(pk=same).update(**sealed)
        return same
    return SavedFilter.objects.create(staff_id=by.staff or 0, page=page, **sealed).pk


def _sealed(text: str) -> bytes:
    return crypto.house_seal(json.dumps(text).encode())


def forget(key: int, *, by: Actor) -> str:
    """Let a kept list go; return the page it was of. Raises NotFound for somebody else's."""
    row = SavedFilter.objects.filter(pk=key, staff_id=by.staff or 0).first()
    if row is None:
        raise NotFound("saved.gone")
    row.delete()
    return row.page
