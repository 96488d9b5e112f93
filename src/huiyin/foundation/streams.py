"""The first keys of several queries at once, each read from an index of its own and stopped early.

A condition with OR over a million rows makes a database read and sort all that fits before it shows the first
fifty. The same condition taken apart, one query an office, is read in order from its index and stops.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import QuerySet

Row = tuple[Any, ...]
EACH = -(2**40)  # stands in a query for each of several keys; no row has such a key


@dataclass(frozen=True)
class Part:
    """Rows to read from one index: those of a query, once for each key where it says EACH.

    To compile a query takes longer than to carry it out: a dozen offices are one query, asked a dozen times
    on SQLite, and on PostgreSQL, which would plan each time, one lateral join.
    """

    rows: "QuerySet[Any, Any]"
    each: Sequence[int] = (EACH,)
    by: str = ""  # the column that is EACH key in turn

    def ordered(self, *columns: str) -> "Part":
        """Return the part with its rows in the order of the index that begins with the column of the keys."""
        first_of_all = ["-" * columns[0].startswith("-") + self.by] if self.by else []
        return replace(self, rows=self.rows.order_by(*first_of_all, *columns))

    def then(self, how: "Callable[[QuerySet[Any, Any]], QuerySet[Any, Any]]") -> "Part":
        """Return the part with its query narrowed or cut down to columns."""
        return replace(self, rows=how(self.rows))


Queries = Sequence[Part]


def first(parts: Queries, *, limit: int) -> list[Row]:
    """Return up to `limit` rows of each part in one statement, in no order; parts are sliced here."""
    return _rows(*_all_of(parts, limit))


def capped(named: Mapping[str, Queries], *, limit: int) -> dict[str, set[Any]]:
    """Return up to `limit` keys that the parts under each name find together, all in one statement."""
    found: dict[str, set[Any]] = {name: set() for name in named}
    statements, values = list[str](), list[Any]()
    for name, parts in named.items():
        statement, inside = _all_of(parts, limit)
        if statement:
            statements.append(f"SELECT %s AS name, x.* FROM (SELECT * FROM ({statement}) u LIMIT {limit}) x")  # noqa: S608
            values += [name, *inside]
    for name, key in _rows(" UNION ALL ".join(statements), values):
        found[name].add(key)
    return found


def _all_of(parts: Queries, limit: int) -> tuple[str, list[Any]]:
    statements, values = list[str](), list[Any]()
    for part in parts:
        try:
            statement, inside = part.rows[:limit].query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
        except EmptyResultSet:
            continue
        if connection.vendor == "postgresql" and EACH in inside:
            statements.append(_lateral(statement, inside))
            values += [list(part.each), *(value for value in inside if value != EACH)]
            continue
        statements += [f"SELECT * FROM ({statement}) p"] * len(part.each)  # noqa: S608 - compiled by Django
        values += [key if value == EACH else value for key in part.each for value in inside]
    return " UNION ALL ".join(statements), values


def _lateral(statement: str, inside: Sequence[Any]) -> str:
    """Return a statement joined to a list of keys, each of them in turn where the values say EACH."""
    begin, *rest = statement.split("%s")
    marks = ("k.key" if value == EACH else "%s" for value in inside)
    asked = begin + "".join(mark + words for mark, words in zip(marks, rest, strict=True))
    return f"SELECT p.* FROM unnest(%s::bigint[]) AS k(key) CROSS JOIN LATERAL ({asked}) p"  # noqa: S608


def _rows(statement: str, values: Sequence[Any]) -> list[Row]:
    if not statement:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
