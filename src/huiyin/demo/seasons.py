"""When the invented petitions came in: seasons, weekdays, a slow growth, and three surges that are known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from random import Random

from huiyin.law.calendar import Calendar

SPAN = 790  # days: 26 months
_EVEN = (1.0,) * 12
# How many petitions of a kind come in a month beside an even year, January first.
MONTHS: Mapping[str, Sequence[float]] = {
    "W1": (3.2, 1.3, 0.6, 0.6, 0.7, 0.7, 0.7, 0.8, 0.8, 0.9, 1.7, 2.8),  # wages before the Spring Festival
    "W2": (1.9, 1.1, 0.8, 0.8, 0.8, 0.9, 0.9, 0.9, 0.9, 0.9, 1.2, 1.6),
    "J6": (0.5, 0.5, 0.9, 1.2, 1.6, 2.2, 1.9, 1.3, 0.8, 0.6, 0.5, 0.5),
    "R1": (0.5, 0.5, 1.2, 1.6, 1.5, 1.4, 1.6, 1.1, 0.8, 0.8, 0.6, 0.4),
    "P5": (1.1, 0.8, 0.8, 0.8, 0.8, 0.8, 0.9, 0.9, 1.0, 1.2, 1.5, 1.6),
    "S2": (1.2, 0.9, 1.2, 1.2, 1.0, 0.9, 0.9, 0.9, 0.9, 0.9, 1.0, 1.1),
}
_REST_DAY, _COUNTER_ON_REST_DAY = 0.3, 0.0
_GROWTH = 0.35  # more in the last month than in the first


@dataclass(frozen=True)
class Surge:
    """A known rise: the text file that tells it, its first day before the demo's day, its length."""

    file: str
    first: int
    days: int
    words: str


SURGES = (
    Surge("surge-a", 318, 24, "W2 in 芷川县: 恒茂电子厂 closes overnight"),
    Surge("surge-b", 171, 17, "S2 everywhere: the face check of the app fails"),
    Surge("surge-c", 66, 38, "J3 in 鹭洲区: a training school shuts its door"),
)


@dataclass(frozen=True)
class PolicyChange:
    """A known change of a rule: its first day before the demo's day, and what it did to which kind."""

    code: str
    first: int
    kind: str
    words: str


PAPERS = PolicyChange(
    "papers", 260, "P1", "deemed years are recognised with fewer papers: complaints of papers stop"
)
SUBSIDY = PolicyChange(
    "subsidy", 205, "J1", "the subsidy for flexible workers asks for a monthly paper: J1 rises and stays high"
)


@cache
def _weights(kind: str, counter: bool, today: date) -> Sequence[float]:
    calendar, months = Calendar(), MONTHS.get(kind, _EVEN)
    chances = []
    for back in range(SPAN, 0, -1):
        day = today - timedelta(days=back)
        rest = _COUNTER_ON_REST_DAY if counter else _REST_DAY
        works = 1.0 if calendar.works(day) else rest
        chances.append(works * months[day.month - 1] * (1 + _GROWTH * (1 - back / SPAN)))
    return list(accumulate(chances))


def day_before(random: Random, *, kind: str, counter: bool, today: date) -> int:
    """Return how many days before the demo's day a petition of a kind came in, at a counter or otherwise."""
    chosen = random.choices(range(SPAN, 0, -1), cum_weights=_weights(kind, counter, today))
    return chosen[0]


def day_in_surge(random: Random, surge: Surge) -> int:
    """Return a day of a surge: most come soon after its first day."""
    return surge.first - round(surge.days * random.betavariate(1.6, 2.6))
