"""The file of an export batch: made again at any time, byte for byte the same."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiyin.base.errors import Invalid, NotAllowed, NotFound
from huiyin.exchange.access import system_of
from huiyin.exchange.models import Batch
from huiyin.exchange.rules.maps import EXPORTS, plain_cell, safe
from huiyin.exchange.services.giving import cells_of
from huiyin.foundation import audit
from huiyin.foundation.tables import csv_table, xlsx_table
from huiyin.orgs.rules import SYSTEM, Actor

FORMS = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@dataclass(frozen=True)
class BatchFile:
    """A file to hand over: its name, its type, its bytes."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class BatchRows:
    """A batch as a table: its headings and its rows."""

    headers: list[str]
    rows: list[list[str]]


@transaction.atomic
def file_of(system: str, number: int, form: str, *, by: Actor, at: datetime) -> BatchFile:
    """Return a batch as a CSV or Excel file, and put on record that it was taken."""
    if form not in FORMS:
        raise Invalid("exchange.form_unknown", field="form", form=form)
    batch = _batch(system, number, by)
    found = rows_of(system, number, by=by, at=at)
    if form == "csv":
        safely = [[safe(cell) for cell in row] for row in found.rows]
        content = csv_table(found.headers, safely, encoding=batch.encoding)
    else:
        plainly = [[plain_cell(cell) for cell in row] for row in found.rows]
        content = xlsx_table(found.headers, plainly, at=batch.at)
    return BatchFile(f"{system}-{batch.what}-{batch.number:04d}.{form}", FORMS[form], content)


@transaction.atomic
def rows_of(system: str, number: int, *, by: Actor, at: datetime) -> BatchRows:
    """Return a batch's rows, and put on record that they were taken.

    Petitions name persons: a system whose token may not read these does not get them this way either.
    """
    batch = _batch(system, number, by)
    reads = by == SYSTEM or batch.system.office_id in by.offices("person.unmask")
    if batch.what == "petitions" and not reads:
        raise NotAllowed("exchange.scope_lacking", scope="persons:read")
    rows = batch.rows.select_related("petition__person", "petition__matter").order_by("position")
    audit.record("exchange.download", actor=by.label, about=f"batch:{batch.pk}", at=at)
    return BatchRows(batch.headers, [cells_of(row) for row in rows])


def _batch(system: str, number: int, by: Actor) -> Batch:
    batch = Batch.objects.filter(system=system_of(system, by), number=number, what__in=EXPORTS).first()
    if batch is None:
        raise NotFound("exchange.no_batch", number=number)
    return batch
