"""How a matter went, read from its acts for counting: steps with what followed, duties, end and outcome."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from huiyin.cases.standing import law_office, the_law
from huiyin.law import acts as law_acts
from huiyin.law.deadlines import RIGHTS, Deadline, due
from huiyin.law.entries import read_fields
from huiyin.law.lifecycle import fold
from huiyin.law.state import MatterState

Step = tuple[int, str, date, int, str, int | None, bool]
Owed = tuple[str, str, date, date | None, date | None]


@dataclass(frozen=True)
class Course:
    """A matter's state and deadlines, looked at from its last act; of each act its position and office."""

    state: MatterState
    deadlines: tuple[Deadline, ...]
    places: Sequence[tuple[int, int]]

    def steps(self) -> Iterator[Step]:
        """Yield each act that stands: position, kind, day, office, what followed, how long after, if open."""
        acts = sorted(self.state.in_force.items())
        for (place, act), (_place, after) in pairwise(acts):
            position, office = self.places[place]
            yield position, act.kind, act.day, office, after.kind, (after.day - act.day).days, False
        for place, act in acts[-1:]:
            position, office = self.places[place]
            yield position, act.kind, act.day, office, "", None, self.state.open

    def duties(self) -> Iterator[Owed]:
        """Yield each duty of a body: name, whose, begun, last day, day it was done; rights are no duties."""
        for owed in self.deadlines:
            if owed.duty not in RIGHTS and owed.duty != "object" and owed.started_on is not None:
                yield owed.duty, owed.owed_by, owed.started_on, owed.due, owed.discharged_on


def course_of(acts: Sequence[tuple[Any, ...]], *, office: str, nature: str, source: str) -> Course:
    """Return how a matter went; `acts` are position, kind, day, facts and office of each, in order."""
    law, calendar = the_law()
    said = [law_acts.Act(kind=a[1], day=a[2], fields=read_fields(a[1], a[3])) for a in acts]
    last = max(act.day for act in said)
    state = fold(
        said,
        office=law_office(office),
        nature=nature or "claim",
        law=law,
        calendar=calendar,
        as_of=last,
        imported=source == "imported",
        following=False,
    )
    return Course(state, due(state, law, calendar, as_of=last), [(a[0], a[4]) for a in acts])


def ended_on(state: MatterState) -> date | None:
    """Return the day on which nothing was owed to the petitioner any more, or None while something is.

    A review asked for afterwards does not make the matter one that was never answered.
    """
    if state.concluded_on is not None:
        return state.concluded_on
    if state.open:
        return None
    return state.handling_ended_on or max(act.day for act in state.in_force.values())


def outcome_of(state: MatterState) -> str:
    """Return how a matter ended, as a code; nothing while it has not."""
    if "withdrawn" in state.steps:
        return "withdrawn"
    if state.concluded_on is not None:
        return state.result or "answered"
    return "" if state.open else state.stage


def review_of(state: MatterState) -> str:
    """Return what the last review or re-examination said of the opinion: maintain, change or revoke."""
    said = [act for act in state.in_force.values() if act.kind in {"review_decided", "rereview_decided"}]
    return str(said[-1].get("result") or "") if said else ""
