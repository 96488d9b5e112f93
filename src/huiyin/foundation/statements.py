"""Statements written out in SQL, for the few paths that many people wait on.

PostgreSQL is sent each of them once and keeps its plan; Django, which merges the values into the words,
has every statement read and planned anew: that took longer than carrying it out.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper


def database() -> BaseDatabaseWrapper:
    """Return the connection itself: `django.db.connection` looks it up again at every touch."""
    return connections[DEFAULT_DB_ALIAS]


def run(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Carry out one statement that returns rows (values marked %s on both databases); return them."""
    here = database()
    here.close_if_health_check_failed()
    here.ensure_connection()
    raw = _prepared()(here.connection) if here.vendor == "postgresql" else here.create_cursor()
    # Wrapped as Django's own: its errors, its log of queries in tests, its refusal in a broken transaction.
    with here._prepare_cursor(raw) as cursor:  # type: ignore[attr-defined]
        cursor.execute(statement, values)
        return list(cursor.fetchall())


@cache
def _prepared() -> Any:
    import psycopg  # there is none where the records lie in SQLite

    class Prepared(psycopg.Cursor[Any]):
        """A cursor whose statements are prepared on the server."""

        def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
            return super().execute(query, params, **{**options, "prepare": True})

        def _convert_query(self, query: Any, params: Any = None) -> Any:
            self._query = super()._convert_query(query, params)  # kept for Django's log of queries
            return self._query

    return Prepared
