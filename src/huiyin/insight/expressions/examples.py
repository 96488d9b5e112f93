"""Each expression as it is usually asked: both engines have to answer every one of these alike."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from huiyin.insight.expressions.behind import COUNTED, traced
from huiyin.insight.expressions.cells import cell_weeks, kept_cells, named_cells
from huiyin.insight.expressions.chosen import Chosen
from huiyin.insight.expressions.contacts import (
    came,
    contacts,
    first_day,
    rateable,
    ratings,
    several,
)
from huiyin.insight.expressions.courses import (
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


def _year(on: date) -> Chosen:
    return Chosen(since=on - timedelta(days=365), before=on)


EXAMPLES: Mapping[str, Callable[[date], Any]] = {
    "contacts": lambda on: contacts(_year(on), ("area", "kind", "week")),
    "contacts above": lambda _on: contacts(Chosen(), ("above", "field", "month")),
    "contacts by day": lambda on: contacts(Chosen(since=on - timedelta(days=60), fields=("W",)), ("day",)),
    "contacts of offices": lambda _on: contacts(Chosen(offices=frozenset({2, 3, 5})), ("office",)),
    "contacts by channel": lambda on: contacts(_year(on), ("channel",)),
    "contacts of matters": lambda _on: contacts(Chosen(matters=frozenset(range(500))), ("week",)),
    "came": lambda on: came(_year(on), ("area", "week")),
    "contacts in all": lambda _on: contacts(Chosen(), ()),
    "several": lambda on: several([_year(on), Chosen(kinds=("W1",))]),
    "first_day": lambda _on: first_day(),
    "received": lambda on: received(_year(on), ("area", "field", "month")),
    "open_by_age": lambda on: open_by_age(Chosen(), ("area", "field"), on=on),
    "paths": lambda on: paths(_year(on), ("field",)),
    "duties": lambda on: duties(_year(on), ("area", "kind"), on=on),
    "duties by duty": lambda on: duties(_year(on), ("duty",), on=on),
    "duties of one sort": lambda on: duties(Chosen(), ("office",), on=on, duty="conclude"),
    "ended_cases": lambda on: ended_cases(_year(on)),
    "endings": lambda on: endings(_year(on), ("kind",)),
    "reviews": lambda _on: reviews(Chosen(), ("field",)),
    "ratings": lambda on: ratings(_year(on), ("area",)),
    "rateable": lambda on: rateable(_year(on), ("area", "field")),
    "steps": lambda on: steps(_year(on), ("field",)),
    "waits": lambda on: waits(_year(on), ("office",)),
    "waits in all": lambda _on: waits(Chosen(), ()),
    "events": lambda on: events(Chosen(since=on - timedelta(days=90))),
    "walked": lambda on: walked(_year(on), Walk("received", "accepted"), after=3, limit=50),
    "walked still": lambda _on: walked(Chosen(), Walk("accepted", STILL, 3), after=0, limit=50),
    "traced": lambda _on: traced(Chosen(kinds=("W1", "W2")), after=10, limit=50),
    **{
        f"traced {of}": lambda on, of=of: traced(_year(on), after=0, limit=50, of=of, on=on)  # type: ignore[misc]
        for of in COUNTED
    },
    "cell_weeks": cell_weeks,
    "kept_cells": lambda _on: kept_cells(("area", "kind")),
    "kept_cells above": lambda _on: kept_cells(("above", "field"), ("petitions", "again")),
    "named_cells": lambda _on: named_cells(("area", "kind")),
}
