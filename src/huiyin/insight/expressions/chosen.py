"""Which facts are asked about, and by what they are grouped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from huiyin.insight.tables import TABLES

# Nothing here tells persons apart: who asks by anything else is refused.
DIMENSIONS = ("area", "above", "kind", "field", "office", "day", "week", "month")
_TRUNCATED = {"week": "W", "month": "M"}


@dataclass(frozen=True)
class Chosen:
    """Facts from a day on and before another, of areas, kinds, fields; empty means all.

    `offices`: only of matters that are at, or were registered by, one of these; None means every office.
    `matters`: only of these; None means all.
    """

    since: date | None = None
    before: date | None = None
    areas: Sequence[str] = ()
    kinds: Sequence[str] = ()
    fields: Sequence[str] = ()
    offices: frozenset[int] | None = None
    matters: frozenset[int] | None = None


def table(name: str) -> Any:
    """Return a table of the lake, to be asked about."""
    import ibis

    return ibis.table(dict(TABLES[name]), name=name)


def day(said: date) -> Any:
    """Return a day as both engines read it."""
    import ibis

    return ibis.date(said.isoformat())


def total(numbers: Any) -> Any:
    """Return a sum that is a whole number, nought of nothing."""
    return numbers.cast("int64").sum().fill_null(0).cast("int64")


def chosen_of(rows: Any, chosen: Chosen, when: str) -> Any:
    """Return the rows that are asked about; `when` is the column of the day that counts."""
    conditions = conditions_of(rows, chosen, when)
    return rows.filter(conditions) if conditions else rows


def conditions_of(rows: Any, chosen: Chosen, when: str) -> list[Any]:
    """Return what holds of the rows that are asked about, condition by condition."""
    conditions = []
    if chosen.since is not None:
        conditions.append(rows[when] >= day(chosen.since))
    if chosen.before is not None:
        conditions.append(rows[when] < day(chosen.before))
    if chosen.areas:
        conditions.append(rows.area.isin(list(chosen.areas)))
    if chosen.kinds:
        conditions.append(rows.kind.isin(list(chosen.kinds)))
    if chosen.fields:
        conditions.append(rows.kind.substr(0, 1).isin(list(chosen.fields)))
    if chosen.offices is not None:
        there = sorted(chosen.offices)
        conditions.append(rows.office.isin(there) | rows.registered_at.isin(there))
    if chosen.matters is not None:
        conditions.append(rows.matter.isin(sorted(chosen.matters) or [0]))
    return conditions


def grouped_by(rows: Any, by: Sequence[str], when: str) -> Any:
    """Return rows with the columns they are grouped by. Raises ValueError for a dimension there is not."""
    if unknown := set(by) - set(DIMENSIONS):
        raise ValueError(f"not a dimension: {', '.join(sorted(unknown))}")
    if "above" in by:
        places = table("place")
        lies = places.select(area_of=places.area, above=places.above)
        rows = rows.left_join(lies, rows.area == lies.area_of)
        rows = rows.mutate(above=rows.above.fill_null("")).drop("area_of")
    made = {}
    if "field" in by:
        made["field"] = rows.kind.substr(0, 1)
    if "day" in by and when != "day":
        made["day"] = rows[when]
    for name, unit in _TRUNCATED.items():
        if name in by:
            made[name] = rows[when].cast("timestamp").truncate(unit).cast("date")
    return rows.mutate(**made) if made else rows
