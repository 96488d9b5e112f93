"""The matters of an invented agency many times over, for trying out load: copied inside the database.

A copy has everything its model has, with keys, numbers and query codes of its own. The codes are not given to
anybody, so a copy cannot be followed on the portal.
"""

from collections.abc import Iterator
from datetime import datetime

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import Max

from huiyin.base.errors import NotAllowed
from huiyin.cases.models import Act, Correction, Feedback, Letter, Matter, Note, Person, Petition, Service
from huiyin.foundation import audit
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import SYSTEM

_COPIED: tuple[type[models.Model], ...] = (
    Person,
    Matter,
    Petition,
    Petition.companions.through,
    Letter,
    Act,
    Correction,
    Service,
    Feedback,
    Note,
)
_SHORT = 40  # of a digest or number; the copy's own mark is put behind it
_MARKED = {"number", "code_index", "source_id"}


def multiply(times: int, *, at: datetime) -> Iterator[int]:
    """Copy what there is so often that there is `times` as much; yield how many matters there are so far.

    Raises NotAllowed outside an invented agency.
    """
    if not orgs.agency().demo:
        raise NotAllowed("demo.only_invented")
    bases = {model: model._default_manager.aggregate(last=Max("pk"))["last"] or 0 for model in _COPIED}
    for copy in range(1, times):
        with transaction.atomic():
            for model in _COPIED:
                _copy(model, copy, bases)
        yield Matter.objects.count() if copy == times - 1 else (copy + 1) * bases[Matter]
    _set_sequences()
    audit.record("demo.multiply", actor=SYSTEM.label, about=f"times:{times}", at=at)


def _copy(model: type[models.Model], copy: int, bases: dict[type[models.Model], int]) -> None:
    quote = connection.ops.quote_name
    table, mark = quote(model._meta.db_table), f"-c{copy}"
    columns, values, params = list[str](), list[str](), list[str]()
    for field in model._meta.concrete_fields:
        column = quote(str(field.column))
        columns.append(column)
        related = field.related_model
        if field.primary_key or related in bases:
            base = bases[model] if field.primary_key else bases[related]  # type: ignore[index]
            values.append(f"{column} + {base * copy}")
        elif field.name == "submission":
            values.append("NULL")
        elif field.name in _MARKED:
            values.append(f"CASE WHEN {column} = '' THEN '' ELSE substr({column}, 1, {_SHORT}) || %s END")
            params.append(mark)
        else:
            values.append(column)
    chosen, into = ", ".join(values), ", ".join(columns)
    # Names of tables and numbers of ours only.
    statement = f"INSERT INTO {table} ({into}) SELECT {chosen} FROM {table} WHERE id <= {bases[model]}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def _set_sequences() -> None:
    """Let PostgreSQL give out keys above those that were written here."""
    statements = connection.ops.sequence_reset_sql(no_style(), list(_COPIED))
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
