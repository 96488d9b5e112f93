"""Invented areas and days in which nothing is going on, or that are odd in one way, for the scan to see.

Areas lie by chance in a square; their sizes are lognormal. Counts of a day are negative binomial around
size × weekday × season × what the scene says.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from huiyin.stats.scan import Zones, nearest

DAYS = 392
Floats = NDArray[np.float64]
Ints = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Scene:
    """A day's petitions of a kind, dispersion, how far areas have habits of their own, and what is odd."""

    name: str
    level: float = 50.0
    dispersion: float = 1.5
    own: float = 0.3
    days: int = DAYS
    wave: float = 1.0
    mood: float = 0.0
    by_mean: float = 0.0


SCENES = (
    Scene("usual: 50 a day in all, dispersion 1.5"),
    Scene("few: 5 a day", level=5),
    Scene("many: 300 a day, dispersion 2", level=300, dispersion=2),
    Scene("varying much: dispersion 3", dispersion=3),
    Scene("pure chance: dispersion 1", dispersion=1),
    Scene("areas with habits of their own", own=1.0),
    Scene("half a year known", days=182 + 28),
    Scene("twice as much everywhere in the last fortnight", wave=2.0),
    Scene("not as assumed: areas have moods (15 %, from week to week .6)", mood=0.15),
    Scene("not as assumed: variance grows with the square of the mean", dispersion=1, by_mean=0.3),
)


def places(areas: int, chance: np.random.Generator) -> tuple[Zones, Floats]:
    """Return zones of invented areas, and the share of each in all that comes in."""
    size = chance.lognormal(0, 0.8, areas)
    return nearest(chance.random(areas), chance.random(areas)), size / size.sum()


def quiet(scene: Scene, sizes: Floats, kinds: int, chance: np.random.Generator) -> Ints:
    """Return the counts of kinds in which nothing is going on, areas by kinds by days."""
    days = scene.days
    weekday = np.where(np.arange(days) % 7 < 5, 1.25, 0.375)  # noqa: PLR2004 - five working days
    season = 1 + 0.3 * np.cos(2 * np.pi * np.arange(days) / 365.25)
    course = weekday * season * np.where(np.arange(days) >= days - 14, scene.wave, 1.0)
    cube = np.empty((len(sizes), kinds, days), np.int16)
    for kind in range(kinds):
        own = sizes * chance.lognormal(0, scene.own, len(sizes))
        mean = np.outer(scene.level * own / own.sum(), course)
        cube[:, kind] = chance.poisson(_around(mean, scene, chance))
    return cube


def _around(mean: Floats, scene: Scene, chance: np.random.Generator) -> Floats:
    if scene.mood:
        weeks = -(-scene.days // 7)
        new, mood = chance.normal(0, scene.mood, (len(mean), weeks)), np.zeros((len(mean), weeks))
        for week in range(weeks):
            mood[:, week] = 0.6 * mood[:, week - 1] + 0.8 * new[:, week]
        mean = mean * np.exp(mood - scene.mood**2 / 2).repeat(7, axis=1)[:, -scene.days :]
    if scene.by_mean:
        return np.asarray(mean * chance.gamma(1 / scene.by_mean, scene.by_mean, mean.shape))
    over = scene.dispersion - 1
    return np.asarray(chance.gamma(mean / over, over)) if over else mean
