"""Invented series with known surges: the 42 scenarios of Noufaily et al. (2013), written anew.

Seven sets of parameters × with and without trend × 0, 1 or 2 waves a year. Weeks t = 1 to 624 have the mean
exp(θ + βt + Σ_j γ1·cos(2πjt/52) + γ2·sin(2πjt/52)) and a negative binomial count of variance φ·mean
(Poisson for φ = 1). Four past surges begin in weeks 313 to 575 and one in the last 49, each anywhere with
equal chance. A surge has Poisson(k·sd) petitions, sd that of its first week, k one of 2, 3, 5, 10 with
equal chance, each petition a lognormal(0, ½) number of weeks later, rounded down; what falls after the last
week is lost.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
WEEKS, JUDGED, FIRST_SURGE = 624, 49, 312
SIZES = (2, 3, 5, 10)
_LEVEL = (0.1, -2.0, 1.5, 0.5, 2.5, 3.75, 5.0)
_TREND = (0.0025, 0.005, 0.003, 0.002, 0.001, 0.001, 0.0001)
_COSINE = (0.6, 0.1, 0.2, 0.5, 1.0, 0.1, 0.05)
_SINE = (0.6, 0.3, -0.4, 0.5, 0.1, -0.1, 0.01)
_DISPERSION = (1.5, 2.0, 1.0, 5.0, 3.0, 1.1, 1.2)


@dataclass(frozen=True)
class Scenario:
    """The truth of one scenario: number, mean of each week, dispersion."""

    number: int
    mean: NDArray[np.float64]
    dispersion: float


@dataclass(frozen=True)
class Series:
    """Counts of a scenario's series, and when (week from 0) the last surge of each began and ended.

    `last` is before `start` where chance gave the surge no petition: then there was none.
    """

    scenario: Scenario
    counts: Whole
    start: Whole
    last: Whole


def scenarios() -> list[Scenario]:
    """Return the 42 scenarios in order: set of parameters, trend, waves."""
    week = np.arange(1, WEEKS + 1)
    found: list[Scenario] = []
    for at in range(len(_LEVEL)):
        for trend in (0, 1):
            for waves in (0, 1, 2):
                height = _LEVEL[at] + trend * _TREND[at] * week
                for j in range(1, waves + 1):
                    angle = 2 * np.pi * j * week / 52
                    height = height + _COSINE[at] * np.cos(angle) + _SINE[at] * np.sin(angle)
                found.append(Scenario(len(found), np.exp(height), _DISPERSION[at]))
    return found


def simulated(replicates: int, seed: int) -> Iterator[Series]:
    """Yield the series of each scenario; a scenario's numbers depend on the seed and its own number alone."""
    for scenario in scenarios():
        yield _series(scenario, replicates, np.random.default_rng([seed, scenario.number]))


def _series(scenario: Scenario, replicates: int, chance: np.random.Generator) -> Series:
    mean, over = np.broadcast_to(scenario.mean, (replicates, WEEKS)), scenario.dispersion - 1
    counts = chance.poisson(chance.gamma(mean / over, over) if over else mean)
    past = chance.integers(FIRST_SURGE, WEEKS - JUDGED, (replicates, 4))
    start = chance.integers(WEEKS - JUDGED, WEEKS, replicates)
    for column in range(past.shape[1]):
        _add_surge(counts, past[:, column], scenario, chance)
    return Series(scenario, counts, start, _add_surge(counts, start, scenario, chance))


def _add_surge(counts: Whole, start: Whole, scenario: Scenario, chance: np.random.Generator) -> Whole:
    """Add one surge to each series; return the last week in which it has a petition, -1 without any."""
    sd = np.sqrt(scenario.dispersion * scenario.mean[start])
    petitions = chance.poisson(chance.choice(SIZES, len(start)) * sd)
    row = np.repeat(np.arange(len(start)), petitions)
    week = np.repeat(start, petitions) + np.floor(chance.lognormal(0, 0.5, len(row))).astype(np.int64)
    row, week = row[week < WEEKS], week[week < WEEKS]
    np.add.at(counts, (row, week), 1)
    last = np.full(len(start), -1)
    np.maximum.at(last, row, week)
    return last
