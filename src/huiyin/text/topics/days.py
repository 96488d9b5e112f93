"""How big a topic is and how hot: petitions and persons, and what counts less the longer ago it was."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import log

HALF_LIFE = 60  # days after which somebody's petition counts half: two months, as long as handling may take
FEWEST = 3  # persons: fewer make no topic


@dataclass(frozen=True, slots=True)
class Heard:
    """A petition as counted: its day and a key of who wrote it, which says nothing of the person."""

    day: date
    person: str


def heat(heard: Iterable[Heard], *, on: date, focus: float = 1.0) -> float:
    """Return how hot a topic is on a day.

    Each person counts once, at the latest petition, half as much every `HALF_LIFE` days; a person's further
    petitions count by their logarithm only, so that one pen makes no topic. Times the square of the `focus`,
    since what is about one matter is hotter than a theme in which many meet.
    """
    by_person: dict[str, list[date]] = {}
    for one in heard:
        if one.day <= on:
            by_person.setdefault(one.person, []).append(one.day)
    total = sum(
        (1 + log(len(days))) * 2 ** (-(on - max(days)).days / HALF_LIFE) for days in by_person.values()
    )
    return total * focus * focus


def peak(heard: Iterable[Heard], *, focus: float = 1.0) -> float:
    """Return the highest heat of a topic on any day: for looking back over a year."""
    every = list(heard)
    return max((heat(every, on=day, focus=focus) for day in {one.day for one in every}), default=0.0)


def persons_between(heard: Iterable[Heard], first: date, last: date) -> int:
    """Return how many persons wrote between two days, both included."""
    return len({one.person for one in heard if first <= one.day <= last})
