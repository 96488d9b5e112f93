"""Running numbers without doubles: one row a series, locked until the transaction ends."""

from django.db import connection

from huiyin.foundation.models import Sequence

_TABLE = Sequence._meta.db_table
_NEXT = f"UPDATE {_TABLE} SET last = last + 1 WHERE name = %s RETURNING last"  # noqa: S608 - no input in it


def allocate(name: str) -> int:
    """Return the next number of a series, starting at 1. Call it inside the transaction that uses it."""
    return _next(name) or _first(name)


def _next(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [name])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _first(name: str) -> int:
    Sequence.objects.get_or_create(name=name)  # two may begin a series at once: one row, two numbers
    return _next(name)
