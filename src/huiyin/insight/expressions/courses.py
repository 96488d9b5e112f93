"""How matters go: received, open since when, ended how and in time, waiting between steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from huiyin.insight.expressions.chosen import Chosen, chosen_of, day, grouped_by, table, total
from huiyin.insight.tables import PERSON

STILL, ENDED = "still", "ended"  # what follows a step that is the last: the matter waits there, or is over
AGES = (15, 30, 60, 90)  # days; a matter is counted in the first it is not older than, or in none


@dataclass(frozen=True)
class Walk:
    """A way that matters went: a step, what followed it, the office that took it, whether more than once."""

    step: str
    following: str = ""
    office: int | None = None
    again: bool = False


def _led(rows: Any) -> Any:
    """Return each claim once: a matter that was joined to another is counted there."""
    return rows.filter(rows.led_by == rows.matter)


def received(chosen: Chosen, by: Sequence[str]) -> Any:
    """Return how many matters were received."""
    rows = _led(grouped_by(chosen_of(table("matter"), chosen, "received_on"), by, "received_on"))
    return _counted(rows, by, matters=rows.count())


def paths(chosen: Chosen, by: Sequence[str]) -> Any:
    """Return how many matters were received by the statutory path they take, 0 where none is chosen yet."""
    rows = _led(grouped_by(chosen_of(table("matter"), chosen, "received_on"), by, "received_on"))
    return _counted(rows, [*by, "path"], matters=rows.count())


def open_by_age(chosen: Chosen, by: Sequence[str], *, on: date) -> Any:
    """Return the matters that were open at the end of a day by their age, and those received first."""
    rows = _led(grouped_by(chosen_of(table("matter"), chosen, "received_on"), by, "received_on"))
    rows = rows.filter(rows.received_on <= day(on), rows.ended_on.isnull() | (rows.ended_on > day(on)))
    figures = {"open": rows.count()}
    for younger, age in pairwise((-1, *AGES)):
        came = rows.received_on
        figures[f"to_{age}"] = total((came >= _back(on, age)) & (came < _back(on, younger)))
    figures["older"] = total(rows.received_on < _back(on, AGES[-1]))
    return _counted(rows, by, **figures, oldest=rows.received_on.min())


def _back(on: date, days: int) -> Any:
    return day(on - timedelta(days=days))


def duties(chosen: Chosen, by: Sequence[str], *, on: date, duty: str = "") -> Any:
    """Return duties by their last day: met, late, overdue; open ones and those without a limit are no part.

    `due` is the denominator: met, late and overdue. `open` are not due yet, `unlimited` have no last day and
    are counted by the day they began. They are grouped by duty, too, where that is asked.
    """
    rows = table("deadline")
    rows = rows.mutate(counts_on=rows.due.fill_null(rows.begun_on))
    rows = grouped_by(chosen_of(rows, chosen, "counts_on"), by, "counts_on", also=("duty",))
    if duty:
        rows = rows.filter(rows.duty == duty)
    limited, done = rows.due.notnull(), rows.done_on.notnull()
    met = limited & done & (rows.done_on <= rows.due)
    late = limited & done & (rows.done_on > rows.due)
    overdue = limited & ~done & (rows.due < day(on))
    return _counted(
        rows,
        by,
        due=total((met | late | overdue).fill_null(False)),
        met=total(met.fill_null(False)),
        late=total(late.fill_null(False)),
        overdue=total(overdue.fill_null(False)),
        open=total((limited & ~done & (rows.due >= day(on))).fill_null(False)),
        unlimited=total(~limited),
    )


def endings(chosen: Chosen, by: Sequence[str]) -> Any:
    """Return the matters that ended in a time, by how: support, explain, reject, answered, declined, …"""
    rows = _led(grouped_by(chosen_of(table("matter"), chosen, "ended_on"), by, "ended_on"))
    rows = rows.filter(rows.ended_on.notnull())
    return _counted(rows, [*by, "outcome"], matters=rows.count())


def reviews(chosen: Chosen, by: Sequence[str]) -> Any:
    """Return the matters that ended in a time and were reviewed, by what became of the opinion."""
    rows = _led(grouped_by(chosen_of(table("matter"), chosen, "ended_on"), by, "ended_on"))
    rows = rows.filter(rows.ended_on.notnull(), rows.review != "")
    return _counted(rows, [*by, "review"], matters=rows.count())


def steps(chosen: Chosen, by: Sequence[str]) -> Any:
    """Return how often each step was taken in a time, and in how many matters."""
    rows = grouped_by(chosen_of(table("act"), chosen, "day"), by, "day")
    return _counted(rows, [*by, "step"], times=rows.count(), matters=rows.matter.nunique())


def waits(chosen: Chosen, by: Sequence[str]) -> Any:
    """Return how long steps waited for the next one, by step and what followed; `open` still wait.

    Median and ninth decile are of waits that ended; those that still last have no next step.
    """
    rows = grouped_by(chosen_of(table("act"), chosen, "day"), by, "day")
    rows = rows.filter((rows.following != "") | rows.open)
    return _counted(
        rows,
        [*by, "step", "following"],
        times=rows.count(),
        open=total(rows.open),
        median=rows.waited.cast("float64").quantile(0.5),
        ninth=rows.waited.cast("float64").quantile(0.9),
    )


def events(chosen: Chosen) -> Any:
    """Return the steps of the matters received in a time, one a row: step, day, office that took it, kind.

    `open` where it still waits. `person` is who petitioned, by pseudonym, one for each matter: only to tell
    whether five persons stand behind a number.
    """
    led = _led(chosen_of(table("matter"), chosen, "received_on"))
    who = table("petition")
    who = who.group_by(petitioned=who.led_by).agg(person=who[PERSON].min())
    acts = table("act").semi_join(led, "matter")
    rows = acts.left_join(who, acts.matter == who.petitioned)
    rows = rows.mutate(person=rows.person.fill_null(0).cast("int64"))
    where = ("office", "registered_at")
    columns = ("matter", "position", "step", "day", "taken_at", "kind", "open", "person", *where)
    return rows.select(*columns).order_by("matter", "position")


def ended_cases(chosen: Chosen) -> Any:
    """Return the matters that ended in a time with what decides: nature, kind, path, how many wrote, outcome.

    Those of no kind or path are left out: it is not known what they are like.
    """
    rows = _led(chosen_of(table("matter"), chosen, "ended_on"))
    rows = rows.filter(rows.ended_on.notnull(), rows.kind != "", rows.path > 0, rows.nature != "")
    wrote = table("petition")
    wrote = wrote.group_by(petitioned=wrote.led_by).agg(
        persons=wrote.persons.max(), person=wrote[PERSON].min()
    )
    rows = rows.left_join(wrote, rows.matter == wrote.petitioned)
    made = {name: rows[name].fill_null(0).cast("int64") for name in ("persons", "person")}
    columns = ("matter", "nature", "kind", "path", "office", "outcome", "persons", "person")
    return rows.mutate(**made).select(*columns).order_by("matter")


def walked(chosen: Chosen, walk: Walk, *, after: int, limit: int) -> Any:
    """Return the matters that went some way, of those received in a time, in the order of their keys."""
    rows = table("act").semi_join(_led(chosen_of(table("matter"), chosen, "received_on")), "matter")
    rows = rows.filter(rows.matter > after, rows.step == walk.step)
    if walk.following:
        rows = rows.filter(_went(rows, walk.following))
    if walk.office is not None:
        rows = rows.filter(rows.taken_at == walk.office)
    taken = rows.group_by("matter").agg(times=rows.count())
    if walk.again:
        taken = taken.filter(taken.times > 1)
    return taken.select("matter").order_by("matter").limit(limit)


def _went(rows: Any, following: str) -> Any:
    """Return whether a step was followed by another, or was the last of a matter that waits or is over."""
    if following in {STILL, ENDED}:
        return (rows.following == "") & (rows.open if following == STILL else ~rows.open)
    return rows.following == following


def _counted(rows: Any, by: Sequence[str], **figures: Any) -> Any:
    keys = list(by)
    return rows.group_by(keys).agg(**figures).order_by(keys) if keys else rows.aggregate(**figures)
