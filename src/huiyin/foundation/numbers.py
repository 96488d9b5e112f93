"""Running numbers without doubles: one row a series, locked until the transaction ends."""

from collections.abc import Mapping

from django.db import transaction

from huiyin.foundation.models import Sequence
from huiyin.foundation.statements import run

_FLOOR = "floor:"
_TABLE = Sequence._meta.db_table
_NEXT = f"UPDATE {_TABLE} SET last = last + 1 WHERE name = %s RETURNING last"  # noqa: S608 - no input in it


def allocate(name: str) -> int:
    """Return the next number of a series, starting at 1. Call it inside the transaction that uses it.

    After a restore a series that is new here starts after the gap of its year (see `advance`).
    """
    return _next(name) or _first(name)


def _next(name: str) -> int:
    rows = run(_NEXT, [name])
    return int(rows[0][0]) if rows else 0


def _first(name: str) -> int:
    # Two may begin a series at once: one row, two numbers.
    Sequence.objects.get_or_create(name=name, defaults={"last": _floor(name.rpartition(":")[2])})
    return _next(name)


def _floor(year: str) -> int:
    return Sequence.objects.filter(name=f"{_FLOOR}{year}").values_list("last", flat=True).first() or 0


def given_out() -> dict[str, int]:
    """Return the last number given out in every series."""
    return dict(Sequence.objects.values_list("name", "last"))


@transaction.atomic
def advance(known: Mapping[str, int] | None, *, gap: int, years: range) -> dict[str, int]:
    """After a restore: let no number be given out a second time; return where each series goes on after.

    With the series as they were before (`known`) they simply go on there. Without, what was given out since
    the backup is not known: each series of these years goes on after the next multiple of `gap` but one
    visible gap is left, and so does a series that is not in the backup.
    """
    moved: dict[str, int] = {}
    if known is not None:
        for name, last in known.items():
            row, _ = Sequence.objects.get_or_create(name=name)
            if row.last < last:
                moved[name] = last
    else:
        for row in Sequence.objects.exclude(name__startswith=_FLOOR):
            if row.name.rpartition(":")[2] in {str(year) for year in years}:
                moved[row.name] = -(-(row.last + 1) // gap) * gap
        moved |= {f"{_FLOOR}{year}": gap for year in years}
    for name, last in moved.items():
        Sequence.objects.update_or_create(name=name, defaults={"last": last})
    return moved
