"""What a change of the acts moves: each duty and right before it and after it, and in whose favour."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.law.limits import RIGHTS, Deadline

_NEGLECTED = frozenset({"overdue", "late"})
_PRESSING = frozenset({"open", *_NEGLECTED})


@dataclass(frozen=True, slots=True)
class Moved:
    """One duty or right before a change and after it; None where it is not there."""

    duty: str
    before: Deadline | None
    after: Deadline | None

    @property
    def owed_by(self) -> str:
        """Return whose duty or right it is."""
        found = self.after or self.before
        return found.owed_by if found else ""


def moved(before: Sequence[Deadline], after: Sequence[Deadline]) -> tuple[Moved, ...]:
    """Return the duties and rights whose last day or standing differs, in the order in which they arise."""
    one, other = _numbered(before), _numbered(after)
    pairs = (Moved(key[0], one.get(key), other.get(key)) for key in dict.fromkeys((*one, *other)))
    return tuple(pair for pair in pairs if _stands(pair.before) != _stands(pair.after))


def _numbered(deadlines: Sequence[Deadline]) -> Mapping[tuple[str, int], Deadline]:
    """Return the deadlines by duty and how many of that duty came before: a duty can arise again."""
    seen: Counter[str] = Counter()
    found = {}
    for deadline in deadlines:
        found[deadline.duty, seen[deadline.duty]] = deadline
        seen[deadline.duty] += 1
    return found


def _stands(deadline: Deadline | None) -> tuple[date | None, str] | None:
    return (deadline.due, deadline.state) if deadline else None


def favours_the_office(change: Moved, *, on: date) -> bool:
    """Return whether a change gives a body more time, clears it of lateness, or cuts a petitioner's right.

    A duty that fell away on the very day on which it began had not run yet, so nothing was gained.
    """
    before, after = change.before, change.after
    if before is None:
        return False
    if after is None:
        return before.state in _PRESSING and before.started_on is not None and before.started_on < on
    if change.duty in RIGHTS:
        return (before.state, after.state) == ("open", "lapsed") or _later(before.due, after.due)
    cleared = before.state in _NEGLECTED and after.state not in _NEGLECTED
    return cleared or _later(after.due, before.due)


def _later(one: date | None, other: date | None) -> bool:
    """Return whether a last day is later than another; without a last day it is never reached."""
    return (one or date.max) > (other or date.max)
