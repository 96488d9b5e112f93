"""Rows written straight: one prepared statement a row, for the paths that many people wait on.

Django's own insert builds its statement anew for every row, which takes several times as long as the database
needs to carry it out. What is stored is the same.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from huiyin.foundation.statements import database, run

# Values of these very types go in as they are, but for the fields that make something else of them.
_AS_THEY_ARE = frozenset({str, int, bool, bytes, type(None)})
_MAKES_MORE_OF_IT = (models.JSONField, models.UUIDField, models.DecimalField, models.FloatField)


@dataclass(frozen=True)
class _Table:
    """How the rows of a model are inserted, with a key given out by the database or before.

    Of each field its name, and whether it hands simple values on as they are.
    """

    name: str
    keyless: str
    keyed: str
    fields: "Sequence[tuple[models.Field[Any, Any], str, bool]]"

    def values(self, row: models.Model, here: BaseDatabaseWrapper) -> list[Any]:
        return [_stored(getattr(row, name), field, plain, here) for field, name, plain in self.fields]


@cache
def _table(model: type[models.Model]) -> _Table:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    quote = database().ops.quote_name
    name, key = quote(model._meta.db_table), quote(str(model._meta.pk and model._meta.pk.column))
    columns = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    return _Table(
        name=name,
        keyless=f"INSERT INTO {name} ({columns}) VALUES ({marks}) RETURNING {key}",  # noqa: S608 - no input
        keyed=f"INSERT INTO {name} ({key}, {columns}) VALUES (%s, {marks})",  # noqa: S608 - no input
        fields=[(f, str(f.attname), not isinstance(f, _MAKES_MORE_OF_IT)) for f in fields],
    )


def _stored(value: Any, field: "models.Field[Any, Any]", plain: bool, here: BaseDatabaseWrapper) -> Any:
    return value if plain and type(value) in _AS_THEY_ARE else field.get_db_prep_save(value, here)


def insert(row: models.Model) -> None:
    """Insert one new row and give it its key. Raises IntegrityError as saving it would."""
    here, table, waiting = database(), _table(type(row)), _WAITING.get()
    values = table.values(row, here)
    if waiting is not None:
        row.pk = waiting.key_of(type(row))
        waiting.add(table, [row.pk, *values])
    else:
        ((row.pk,),) = run(table.keyless, values)
    row._state.adding, row._state.db = False, here.alias


class _Waiting:
    """Rows that have their keys and are written together."""

    def __init__(self, kinds: Sequence[type[models.Model]]) -> None:
        self._keys = {kind: [key] for kind, key in zip(kinds, run(_draw(tuple(kinds)))[0], strict=True)}
        self._parts: list[str] = []
        self._values: list[Any] = []

    def key_of(self, kind: type[models.Model]) -> int:
        keys = self._keys.setdefault(kind, [])
        return int(keys.pop() if keys else run(_draw((kind,)))[0][0])

    def add(self, table: _Table, values: Sequence[Any]) -> None:
        self._parts.append(f"row{len(self._parts)} AS ({table.keyed})")
        self._values += values

    def write(self) -> None:
        if self._parts:
            run(f"WITH {', '.join(self._parts)} SELECT 1", self._values)


_WAITING: ContextVar[_Waiting | None] = ContextVar("waiting", default=None)


@cache
def _draw(kinds: tuple[type[models.Model], ...]) -> str:
    sequences = [f"nextval(pg_get_serial_sequence('{_table(kind).name}', 'id'))" for kind in kinds]
    return f"SELECT {', '.join(sequences)}"


@contextmanager
def together(*kinds: type[models.Model]) -> Iterator[None]:
    """Write the rows that are inserted inside at its end: on PostgreSQL in one statement instead of many.

    `kinds` are those that are surely inserted. A row has its key at once; it cannot be read before the end.
    """
    if database().vendor != "postgresql":
        yield
        return
    waiting = _Waiting(kinds)
    token = _WAITING.set(waiting)
    try:
        yield
    finally:
        _WAITING.reset(token)
    waiting.write()
