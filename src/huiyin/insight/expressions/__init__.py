"""What is asked of the lake, written once in Ibis; DuckDB and Spark carry out the very same expressions."""

from huiyin.insight.expressions.behind import traced
from huiyin.insight.expressions.cells import cell_weeks, kept_cells, named_cells
from huiyin.insight.expressions.chosen import DIMENSIONS, Chosen
from huiyin.insight.expressions.contacts import (
    came,
    contacts,
    first_day,
    rateable,
    ratings,
    several,
)
from huiyin.insight.expressions.courses import (
    ENDED,
    STILL,
    Walk,
    duties,
    ended_cases,
    endings,
    events,
    open_by_age,
    paths,
    received,
    reviews,
    steps,
    waits,
    walked,
)

__all__ = [
    "DIMENSIONS",
    "ENDED",
    "STILL",
    "Chosen",
    "Walk",
    "came",
    "cell_weeks",
    "contacts",
    "duties",
    "ended_cases",
    "endings",
    "events",
    "first_day",
    "kept_cells",
    "named_cells",
    "open_by_age",
    "paths",
    "rateable",
    "ratings",
    "received",
    "reviews",
    "several",
    "steps",
    "traced",
    "waits",
    "walked",
]
