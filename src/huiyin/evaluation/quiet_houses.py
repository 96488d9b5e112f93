"""Invented houses in which nothing happens: whatever is told of them is chance.

Seven areas by 66 kinds, 47 petitions a week, as many as the demo has: seldom kinds, common kinds, large and
small areas. Each kind has a season, all grow by three tenths, rest days of the published calendar are quiet,
counts vary by 1.2 times what pure chance does. Every petition comes from one person who writes once, so
neither repeats nor persons hold anything back: a real house is told less of.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from huiyin.evaluation.agency_counts import works
from huiyin.insight.reckoning.weeks import Table, own_words
from huiyin.stats.surges.usual import YEAR

AREAS, KINDS, A_WEEK = 7, 66, 47.0
VARIES = 1.2
LAST = date(2026, 2, 23)  # Monday of the last week
_REST, _GROWTH, _WAVE = 0.3, 0.3, 0.5
_SIZES, _COMMON = 0.6, 1.0  # spreads of the logarithms over areas and kinds
_PEAK, _PEAKS = 2.2, 3  # times as much at its height; one kind of so many
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Scene:
    """A sort of house: weeks on record before the judged year, and what it does that is not assumed."""

    name: str
    before: int
    peaked: bool = False
    wander: float = 0.0


SCENES = (
    Scene("61 weeks on record", 61),
    Scene("113 weeks", 113),
    Scene("165 weeks", 165),
    Scene("61 weeks, not as assumed: a third of kinds have six weeks of their own", 61, peaked=True),
    Scene("113 weeks, not as assumed: the same", 113, peaked=True),
    Scene("61 weeks, not as assumed: levels of kinds wander", 61, wander=0.03),
    Scene("113 weeks, not as assumed: the same", 113, wander=0.03),
)


def houses(scene: Scene, many: int, seed: list[int]) -> Iterator[Table]:
    """Yield so many houses of a scene; each depends on its seed and number alone."""
    weeks = [LAST - timedelta(weeks=back) for back in range(scene.before + YEAR - 1, -1, -1)]
    room = _room(weeks)
    for number in range(many):
        chance = np.random.default_rng([*seed, number])
        mean = _usual(scene, weeks, room, chance)
        spread = VARIES - 1
        counts = chance.poisson(chance.gamma(mean / spread, spread)).astype(float)
        areas, kinds = ([f"{name}{n}" for n in range(many)] for name, many in (("a", AREAS), ("k", KINDS)))
        spoken = own_words(counts, np.zeros_like(counts), settled=YEAR)
        yield Table(areas, kinds, weeks, counts, counts, spoken, np.zeros(len(weeks), np.int64))


def _room(weeks: list[date]) -> Floats:
    """Return how much each week brings for its working days and rest days, 1 on the average."""
    days = [[works(week + timedelta(days=n)) for n in range(7)] for week in weeks]
    found = np.where(np.array(days), 1.0, _REST).sum(axis=1)
    return np.asarray(found / found.mean())


def _usual(scene: Scene, weeks: list[date], room: Floats, chance: np.random.Generator) -> Floats:
    """Return means [areas, kinds, weeks]."""
    share = np.exp(chance.normal(0, _SIZES, AREAS)[:, None] + chance.normal(0, _COMMON, KINDS))
    share *= A_WEEK / share.sum()
    year = np.array([week.timetuple().tm_yday for week in weeks]) / 365.25
    course = 1 + _WAVE * np.cos(2 * np.pi * (year - chance.random((KINDS, 1))))
    if scene.peaked:
        away = (year - chance.random((KINDS, 1)) + 0.5) % 1 - 0.5
        own = np.arange(KINDS)[:, None] % _PEAKS == 0
        course *= 1 + own * (_PEAK - 1) * np.exp(-((away * YEAR / 3) ** 2))
    if scene.wander:
        course *= np.exp(np.cumsum(chance.normal(0, scene.wander, course.shape), axis=1))
    grown = np.linspace(1 - _GROWTH / 2, 1 + _GROWTH / 2, len(weeks))
    return np.asarray(share[:, :, None] * course * room * grown)
