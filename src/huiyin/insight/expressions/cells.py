"""The feature table: what happened in a week in each cell, area × kind."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from huiyin.insight.expressions.chosen import Chosen, day, grouped_by, table, total
from huiyin.insight.expressions.contacts import contacts
from huiyin.insight.tables import MEASURES

CELL = ("area", "kind", "week")


def cell_weeks(on: date, *, only: Any = None) -> Any:
    """Return the measures of each cell and week that has any; a duty is missed as of a day.

    `only` may be a table of the cells and weeks that are wanted.
    """
    parts = [_part(contacts(Chosen(), CELL, only=only)), *_matters(only), _part(_due(on, only))]
    whole = parts[0]
    for part in parts[1:]:
        whole = whole.union(part)
    figures = {measure: total(whole[measure]) for measure in MEASURES}
    return whole.group_by(list(CELL)).agg(**figures).order_by(list(CELL))


def _in_cells(rows: Any, when: str, only: Any) -> Any:
    placed = grouped_by(rows.filter(rows[when].notnull()), CELL, when)
    return placed if only is None else placed.semi_join(only, list(CELL))


def _part(rows: Any) -> Any:
    """Return rows with every measure, those that they do not have as noughts."""
    import ibis

    nought = ibis.literal(0, "int64")
    has = rows.columns
    return rows.select(*CELL, **{m: rows[m] if m in has else nought for m in MEASURES})


def _matters(only: Any) -> list[Any]:
    rows = table("matter")
    led = rows.filter(rows.led_by == rows.matter)
    came, went = (_in_cells(led, when, only) for when in ("received_on", "ended_on"))
    return [
        _part(came.group_by(list(CELL)).agg(received=came.count())),
        _part(went.group_by(list(CELL)).agg(ended=went.count())),
    ]


def _due(on: date, only: Any) -> Any:
    rows = _in_cells(table("deadline"), "due", only)
    missed = (rows.done_on.fill_null(day(on)) > rows.due).fill_null(False)
    return rows.group_by(list(CELL)).agg(due=rows.count(), missed=total(missed))


def _kept(level: tuple[str, str]) -> Any:
    return grouped_by(table("cell_week"), [*level], "week")


def named_cells(level: tuple[str, str]) -> Any:
    """Return the cells in which anything ever happened, in order."""
    rows = _kept(level)
    return rows.select(*level).distinct().order_by([*level])


def kept_cells(level: tuple[str, str], measures: Sequence[str] = MEASURES) -> Any:
    """Return the measures of cells and weeks as they are kept, or added up to what lies above them.

    `cell` is the place of a cell in `named_cells`: a million codes in words would take seconds to hand over.
    Added up, persons are too many: one who petitioned in two cells is counted in both.
    """
    import ibis

    rows = _kept(level)
    if level != CELL[:2]:
        figures = {measure: total(rows[measure]) for measure in measures}
        rows = rows.group_by([*level, "week"]).agg(**figures)
    place = ibis.dense_rank().over(ibis.window(order_by=[rows[name] for name in level]))
    rows = rows.mutate(cell=place.cast("int64"))
    return rows.select("cell", "week", *measures).order_by(["cell", "week"])
