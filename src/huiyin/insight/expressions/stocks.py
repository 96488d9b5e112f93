"""What lies at the end of each week in each cell, all weeks in one question: as what comes in and goes out.

Added up over the weeks, the changes are what lies: asking week by week would read all matters each time.
"""

from datetime import date
from typing import Any

from huiyin.insight.expressions.cells import CELL, named_cells
from huiyin.insight.expressions.chosen import day, table, total
from huiyin.insight.tables import PERSON

OLDER_THAN = (30, 60)  # days
STOCKS = ("open", *(f"older_{days}" for days in OLDER_THAN), "again")
_NEVER = date(2999, 12, 30)


def stocks(since: date, on: date) -> Any:
    """Return by how much more lies at the end of a week than at the end of the one before, by cell.

    open: matters; older_30, older_60: those of them that are older than so many days. again: who came again
    about a claim and was not answered since, each person once a claim, however often he or she writes.
    All that lay before the week of `since` comes in with it. `cell` is a place in `named_cells`.
    """
    parts = [*_matters(since, on), *_again(since, on)]
    whole = parts[0]
    for part in parts[1:]:
        whole = whole.union(part)
    rows = whole.group_by(list(CELL)).agg(**{n: total(whole[n]) for n in STOCKS})
    rows = rows.join(_places(), ["area", "kind"])
    return rows.select("cell", "week", *STOCKS).order_by("cell", "week")


def _places() -> Any:
    import ibis

    rows = named_cells(CELL[:2])
    place = ibis.dense_rank().over(ibis.window(order_by=[rows[name] for name in CELL[:2]]))
    return rows.mutate(cell=place.cast("int64"))


def _week(days: Any) -> Any:
    return days.cast("timestamp").truncate("W").cast("date")


def _later(days: Any, many: int) -> Any:
    import ibis

    return (days + ibis.interval(days=many)).cast("date") if many else days


def _from(since: date, weeks: Any) -> Any:
    """Return weeks, those before that of a day as if they were it."""
    import ibis

    return ibis.greatest(weeks, _week(day(since)))


def _matters(since: date, on: date) -> list[Any]:
    rows = table("matter")
    rows = rows.filter(rows.led_by == rows.matter, rows.received_on <= day(on))
    rows = rows.mutate(ends=_week(rows.ended_on)).filter(lambda t: t.ends.isnull() | (t.ends > day(since)))
    found, gone = [], {}
    for name, older in zip(STOCKS, (-1, *OLDER_THAN), strict=False):
        begins = _week(_later(rows.received_on, older + 1))
        there = rows.mutate(begins=begins)
        stays = there.filter(there.ends.isnull() | (there.ends > there.begins), there.begins <= day(on))
        found.append(_part(stays.mutate(week=_from(since, stays.begins)), {name: 1}))
        gone[name] = begins < rows.ends
    went = rows.mutate(**{f"was_{n}": stood for n, stood in gone.items()}).filter(rows.ends.notnull())
    return [*found, _part(went.mutate(week=went.ends), {n: -went[f"was_{n}"].cast("int64") for n in gone})]


def _part(rows: Any, signs: dict[str, Any]) -> Any:
    """Return the sums of what each row adds to stocks, noughts for the other stocks."""
    import ibis

    rows = rows.mutate(**{name: ibis.literal(0) + sign for name, sign in signs.items()})
    counted = rows.group_by(list(CELL)).agg(**{name: total(rows[name]) for name in signs})
    nought = ibis.literal(0, "int64")
    return counted.select(*CELL, **{one: counted[one] if one in signs else nought for one in STOCKS})


def _again(since: date, on: date) -> list[Any]:
    """Return how many more wait who came again: of times of one person that overlap, the whole is one."""
    import ibis

    rows = _unanswered(on)
    in_order = {"group_by": ["led_by", PERSON], "order_by": ["begins", "ends", "petition"]}
    rows = rows.mutate(until=rows.ends.max().over(ibis.cumulative_window(**in_order)))
    window = ibis.window(**in_order)
    rows = rows.mutate(before=rows.until.lag().over(window), after=rows.begins.lead().over(window))
    first = rows.filter(rows.before.isnull() | (rows.before <= rows.begins))
    last = rows.filter(rows.after.isnull() | (rows.until <= rows.after), rows.until < day(_NEVER))
    return [
        _part(first.mutate(week=_from(since, first.begins)), {"again": 1}),
        _part(last.mutate(week=_from(since, last.until)), {"again": -1}),
    ]


def _unanswered(on: date) -> Any:
    """Return the times from coming again to being answered, in the cell in which the claim is handled.

    It is answered with its own matter or with the one that was joined to, whichever ends first after it;
    where both had ended before it, nothing is owed about it.
    """
    import ibis

    rows, matters = table("petition"), table("matter")
    own = matters.select(own=matters.matter, own_ended=matters.ended_on)
    led = matters.select("area", "kind", head=matters.matter, head_ended=matters.ended_on)
    rows = rows.filter(rows.again, rows.received_on <= day(on))
    rows = rows.select("petition", "matter", "led_by", PERSON, "received_on")
    rows = rows.join(own, [("matter", "own")])
    rows = rows.join(led, [("led_by", "head")])
    came, never = rows.received_on, day(_NEVER)
    over = (rows.own_ended < came).fill_null(False) & (rows.head_ended < came).fill_null(False)
    since = [
        ibis.ifelse((ended >= came).fill_null(False), ended, never)
        for ended in (rows.own_ended, rows.head_ended)
    ]
    rows = rows.mutate(begins=_week(came), ends=ibis.least(*since), over=over)
    rows = rows.mutate(ends=ibis.ifelse(rows.ends < never, _week(rows.ends), never))
    return rows.filter(~rows.over, rows.ends > rows.begins)
