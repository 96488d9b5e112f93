"""How a matter went from hand to hand inside the authority: no acts of the law, so the log knows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.cases.queries.matter import MatterView
from huiyin.foundation import audit
from huiyin.orgs import queries as orgs

GIVEN, HANDED, TAKEN_OVER = "matter.give", "matter.hand", "matter.handed_over"
_MOST = 40


@dataclass(frozen=True)
class PassedOn:
    """A matter was given to a colleague, or handed to another unit: when, by whom, to whom."""

    at: datetime
    to_unit: bool
    by: str
    to: str


def passed_on(view: MatterView) -> Sequence[PassedOn]:
    """Return how a matter that was opened went from hand to hand, the oldest first."""
    asked = audit.Asked(about=f"matter:{view.id}", actions=(GIVEN, HANDED, TAKEN_OVER))
    found = list(audit.entries(asked, size=_MOST))
    if not found:
        return []
    people = orgs.names()
    units = {f"office:{o.id}": o.name for o in orgs.offices()}
    return [
        PassedOn(entry.at, entry.action == HANDED, _name(people, entry.actor), to)
        for entry in reversed(found)
        if (to := units.get(_whom(entry.reason)) or _name(people, _whom(entry.reason)))
    ]


def _whom(reason: str) -> str:
    """Return who had it then: the log writes `staff:4`, `office:2 ...`, or `staff:4>staff:7`."""
    return (reason.split(maxsplit=1) or [""])[0].rpartition(">")[2]


def _name(people: orgs.Names, label: str) -> str:
    return people[label][0] if label in people else ""
