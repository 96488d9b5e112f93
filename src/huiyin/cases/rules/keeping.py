"""How long personal data is kept, and what stands in the way of erasing it: pure decisions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.base.citation import Citation
from huiyin.base.messages import Message
from huiyin.law.deadlines import RIGHTS, Deadline
from huiyin.law.parameters import Law

GROUNDS = ("request", "rule")
_REVIEWED = frozenset({"review_asked", "review_decided", "rereview_asked", "rereview_decided"})


@dataclass(frozen=True)
class Kept:
    """What decides how long a matter is kept: its number, whether it is open, its acts and deadlines."""

    number: str
    active: bool
    acts: Sequence[tuple[str, date]]
    deadlines: Sequence[Deadline]


@dataclass(frozen=True)
class Until:
    """The last day on which a matter has to be kept, and the rule that says so."""

    day: date
    citation: Citation


def kept_until(matter: Kept, law: Law) -> Until:
    """Return until when a matter has to be kept: so many whole years after the year of its last step.

    The rule in force on that day decides; before the first one, the first one does.
    """
    kinds = {kind for kind, _ in matter.acts}
    last = max(day for _, day in matter.acts)
    name = "keep_reviewed_years" if kinds & _REVIEWED else "keep_concluded_years"
    rule = law.find(name, last) or next(p for p in law.all() if p.name == name)
    return Until(date(last.year + int(rule.value), 12, 31), rule.citation)


def barriers(matter: Kept, law: Law, *, on: date) -> tuple[Message, ...]:
    """Return what stands in the way of erasing a matter's personal data on a day; empty when nothing does."""
    if matter.active:
        return (Message("personal.matter_open", {"number": matter.number}),)
    found: list[Message] = []
    for right in matter.deadlines:
        if right.duty in RIGHTS and right.state == "open" and right.due is not None:
            runs = {"number": matter.number, "until": right.due.isoformat()}
            found.append(Message("personal.review_runs", runs))
    until = kept_until(matter, law)
    if on <= until.day:
        facts: dict[str, str | Message] = {
            "number": matter.number,
            "until": until.day.isoformat(),
            "instrument": until.citation.instrument,
            "status": Message(f"personal.rule.{until.citation.status}"),
        }
        found.append(Message("personal.kept_by_rule", facts))
    return tuple(found)
