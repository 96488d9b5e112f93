"""The questions pages, briefs and statistics ask of the lake; numpy arrays or frozen rows come back.

Every answer says as of when. Counts here are bare: whoever shows them to somebody asks `shown` instead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from huiyin.base.errors import NotAllowed, Refused
from huiyin.cases.queries.among import Traced, among
from huiyin.insight import expressions
from huiyin.insight.engines import Answer, engine
from huiyin.insight.expressions import Chosen, Walk
from huiyin.insight.remembered import remembered
from huiyin.orgs.rules import Actor

ALL = Chosen()
PAGE = 50
_LOOKED_THROUGH = 2_000  # keys of one cell at once: some of them the actor may not see
_AT_ONCE = 10  # choices in one question: each makes the table of persons wider


@dataclass(frozen=True)
class Figures:
    """What was found: columns of one length, as of an instant."""

    columns: Mapping[str, NDArray[Any]]
    at: datetime

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.columns[name]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows, each by the names of its columns."""
        lists = [column.tolist() for column in self.columns.values()]
        return [dict(zip(self.columns, row, strict=True)) for row in zip(*lists, strict=True)]


def ask(expression: Any, *, home: Path | None = None) -> Figures:
    """Return what an expression finds. Raises Refused without a lake, or where it is damaged."""
    import duckdb

    for _again in range(2):  # a refresh may have removed a file between reading its name and reading it
        try:
            here = engine(home)
            found: Answer = here.ask(expression)
        except duckdb.IOException:
            continue
        return Figures(found, here.manifest.at)
    raise Refused("insight.broken")


def as_of(home: Path | None = None) -> date:
    """Return the local day as of which the lake speaks."""
    return engine(home).manifest.on


def contacts(chosen: Chosen = ALL, by: Sequence[str] = (), *, home: Path | None = None) -> Figures:
    """Return petitions, persons, voices (people with words of their own), echoes (petitions without), again.

    `again` are petitions by who had petitioned about the same before.
    """
    return ask(expressions.contacts(chosen, by), home=home)


def several(chosen: Sequence[Chosen], *, home: Path | None = None) -> list[dict[str, int]]:
    """Return petitions, persons and `again` of several choices, in their order, many in one question."""
    rows: list[dict[str, int]] = []
    for begin in range(0, len(chosen), _AT_ONCE):
        part = chosen[begin : begin + _AT_ONCE]
        rows += remembered(("several", *part), lambda part=part: _several(part, home), home=home)  # type: ignore[misc]
    return rows


def _several(chosen: Sequence[Chosen], home: Path | None) -> list[dict[str, int]]:
    [found] = ask(expressions.several(chosen), home=home).rows()
    names = ("petitions", "persons", "again")
    return [{name: found[f"{name}_{n}"] for name in names} for n in range(len(chosen))]


def received(chosen: Chosen = ALL, by: Sequence[str] = (), *, home: Path | None = None) -> Figures:
    """Return how many matters were received."""
    return ask(expressions.received(chosen, by), home=home)


def open_by_age(
    chosen: Chosen = ALL, by: Sequence[str] = (), *, on: date | None = None, home: Path | None = None
) -> Figures:
    """Return matters open at the end of a day, by age: to_15, to_30, to_60, to_90 days, older; and oldest."""
    return ask(expressions.open_by_age(chosen, by, on=on or as_of(home)), home=home)


def stocks(since: date, *, home: Path | None = None) -> Figures:
    """Return by cell and week what lies more than a week before: matters by age, persons who came again."""
    return ask(expressions.stocks(since, as_of(home)), home=home)


def paths(chosen: Chosen = ALL, by: Sequence[str] = (), *, home: Path | None = None) -> Figures:
    """Return how many matters were received, by the statutory path they take."""
    return ask(expressions.paths(chosen, by), home=home)


def duties(
    chosen: Chosen = ALL,
    by: Sequence[str] = (),
    *,
    duty: str = "",
    on: date | None = None,
    home: Path | None = None,
) -> Figures:
    """Return duties by their last day: due = met + late + overdue, without open and unlimited ones."""
    return ask(expressions.duties(chosen, by, on=on or as_of(home), duty=duty), home=home)


def endings(chosen: Chosen = ALL, by: Sequence[str] = (), *, home: Path | None = None) -> Figures:
    """Return the matters that ended, by outcome."""
    return ask(expressions.endings(chosen, by), home=home)


def reviews(chosen: Chosen = ALL, by: Sequence[str] = (), *, home: Path | None = None) -> Figures:
    """Return the matters that ended and were reviewed, by what became of the opinion."""
    return ask(expressions.reviews(chosen, by), home=home)


def ratings(chosen: Chosen = ALL, by: Sequence[str] = (), *, home: Path | None = None) -> Figures:
    """Return how often each mark was given to petition office and unit: petition_office_3, …, unit_1."""
    return ask(expressions.ratings(chosen, by), home=home)


def rateable(chosen: Chosen = ALL, by: Sequence[str] = (), *, home: Path | None = None) -> Figures:
    """Return petitions whose matter was concluded: rated, unrated, and left out as anonymous or imported."""
    return ask(expressions.rateable(chosen, by), home=home)


def waits(chosen: Chosen = ALL, by: Sequence[str] = (), *, home: Path | None = None) -> Figures:
    """Return how many days each step waited for the one that followed: times, open, median, ninth decile."""
    return ask(expressions.waits(chosen, by), home=home)


def steps(chosen: Chosen = ALL, by: Sequence[str] = (), *, home: Path | None = None) -> Figures:
    """Return how often each step was taken, and in how many matters."""
    return ask(expressions.steps(chosen, by), home=home)


def first_day(*, home: Path | None = None) -> date | None:
    """Return the day of the first contact on record, None without one."""

    def asked() -> date | None:
        [found] = ask(expressions.first_day(), home=home).rows()
        return found["first"] if isinstance(found["first"], date) else None

    return remembered(("first day",), asked, home=home)


@dataclass(frozen=True)
class Counted:
    """What a figure counts: contacts, matters ended, steps, …; which of those; as of which day."""

    of: str = "contacts"
    which: str = ""
    on: date | None = None


CONTACTS = Counted()


def behind(
    chosen: Chosen,
    *,
    after: int,
    limit: int,
    counted: Counted = CONTACTS,
    walk: Walk | None = None,
    home: Path | None = None,
) -> list[int]:
    """Return the keys of the matters behind a figure, in order, after one; who may see which is not asked."""
    within = {"after": after, "limit": limit}
    if walk:
        asked = expressions.walked(chosen, walk, **within)
    else:
        asked = expressions.traced(chosen, **within, of=counted.of, which=counted.which, on=counted.on)
    keys: list[int] = ask(asked, home=home)["matter"].tolist()
    return keys


def traced(
    actor: Actor,
    chosen: Chosen,
    *,
    counted: Counted = CONTACTS,
    walk: Walk | None = None,
    after: int = 0,
    size: int = PAGE,
    home: Path | None = None,
) -> Sequence[Traced]:
    """Return the matters behind a figure that the actor may open, in the order of their keys, after one.

    With `walk` they are those that went that way, of the matters received in the time.

    Raises NotAllowed for who sees no case: analysts see figures, not what they are made of.
    """
    if not actor.offices("matter.read"):
        raise NotAllowed("insight.not_traced")
    found: list[Traced] = []
    while len(found) < size:
        keys = behind(chosen, after=after, limit=_LOOKED_THROUGH, counted=counted, walk=walk, home=home)
        if not keys:
            break
        found += among(actor, keys)
        after = keys[-1]
    return found[:size]
