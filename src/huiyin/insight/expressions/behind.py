"""The matters that figures stand for: each figure leads back to them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from huiyin.insight.expressions.chosen import Chosen, chosen_of, day, table

# What a figure counts: the table, and the day by which it falls into a period.
COUNTED: Mapping[str, tuple[str, str]] = {
    "contacts": ("petition", "received_on"),
    "received": ("matter", "received_on"),
    "paths": ("matter", "received_on"),
    "ended": ("matter", "ended_on"),
    "reviewed": ("matter", "ended_on"),
    "open": ("matter", "received_on"),
    "steps": ("act", "day"),
    "due": ("deadline", "due"),
    "missed": ("deadline", "due"),
    "rated": ("rating", "day"),
}
_WHICH = {
    "paths": "path",
    "contacts": "channel",
    "ended": "outcome",
    "reviewed": "review",
    "steps": "step",
    "due": "duty",
    "missed": "duty",
}
_CLAIMS = frozenset(
    {"received", "paths", "ended", "reviewed", "open"}
)  # counted once, where they are handled


def traced(
    chosen: Chosen, *, after: int, limit: int, of: str = "contacts", which: str = "", on: date | None = None
) -> Any:
    """Return the matters that a figure stands for, in the order of their keys, after one.

    `of` says what is counted, `which` of those: an outcome, a step, a duty. `on`: open at the end of that
    day, or missed as of it.
    """
    name, when = COUNTED[of]
    rows = chosen_of(table(name), chosen, when)
    if of in _CLAIMS:
        rows = rows.filter(rows.led_by == rows.matter)
    if of == "reviewed":
        rows = rows.filter(rows.ended_on.notnull(), rows.review != "")
    if of == "ended":
        rows = rows.filter(rows.ended_on.notnull())
    if which and of in _WHICH:
        rows = rows.filter(rows[_WHICH[of]].cast("string") == which)
    if of == "open" and on is not None:
        rows = rows.filter(rows.received_on <= day(on), rows.ended_on.isnull() | (rows.ended_on > day(on)))
    if of == "missed" and on is not None:
        rows = rows.filter((rows.done_on.fill_null(day(on)) > rows.due).fill_null(False))
    if of == "due" and on is not None:
        rows = rows.filter(rows.done_on.notnull() | (rows.due < day(on)))
    rows = rows.filter(rows.matter > after)
    # Grouped: of distinct rows that were filtered by other columns, Spark is asked for the others, too.
    once = rows.group_by("matter").agg(counted=rows.count())
    return once.select("matter").order_by("matter").limit(limit)
