"""When an overdue duty is brought to whom (逾期提级): the agency's own management rule, not the law's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.law.calendar import Calendar


@dataclass(frozen=True)
class Level:
    """A level: after how many working days past the last day, and which roles of which office are told."""

    level: int
    after: int
    office: str  # own | superior
    roles: frozenset[str]
    handler: bool


def levels(second_after: int) -> Sequence[Level]:
    """Return the levels; `second_after` is what the agency has set for the second (working days)."""
    return (
        Level(1, 0, "own", frozenset({"head"}), handler=True),
        Level(2, max(1, second_after), "superior", frozenset({"supervisor", "leader"}), handler=False),
    )


def reached(due: date, level: Level, calendar: Calendar, *, today: date) -> bool:
    """Return whether a duty that was due on a day has reached a level today."""
    if today <= due:
        return False
    day = due
    for _ in range(level.after):
        day, _certain = calendar.next_working_day(day)
        if day > today:
            return False
    return True
