"""What of a topic may be shown to whom: counts of persons, small ones hidden from analysts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.stats.disclosure import SMALL
from huiyin.text.topics import FEWEST

LONGEST_TITLE = 40
WINDOW = timedelta(days=180)  # back from today: what is older gathers no more
NOW = timedelta(days=28)  # the weeks that are compared with as many before


@dataclass(frozen=True, slots=True)
class Counted:
    """A petition as counted: day, area, kind, a digest of who wrote it, how many wrote together."""

    day: date
    area: str
    kind: str
    who: str
    persons: int = 1


def persons_of(rows: Iterable[Counted]) -> int:
    """Return how many persons petitioned: each once, with all who wrote together the largest time."""
    most: dict[str, int] = {}
    for row in rows:
        most[row.who] = max(most.get(row.who, 0), row.persons)
    return sum(most.values())


def by(rows: Sequence[Counted], what: str) -> Mapping[str, int]:
    """Return the persons by area or by kind, the largest first."""
    parts: dict[str, list[Counted]] = {}
    for row in rows:
        parts.setdefault(getattr(row, what), []).append(row)
    counted = {name: persons_of(part) for name, part in parts.items()}
    return dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))


def recent(rows: Iterable[Counted], *, on: date) -> tuple[int, int]:
    """Return the persons of the last four weeks, and those of the four before."""
    every = list(rows)
    begun = on - NOW
    now = [row for row in every if begun < row.day <= on]
    before = [row for row in every if begun - NOW < row.day <= begun]
    return persons_of(now), persons_of(before)


def enough(persons: int, *, exported: bool, small: int = SMALL) -> bool:
    """Return whether so many persons make a topic for an officer, or for who sees aggregates only."""
    return persons >= (small if exported else FEWEST)
