"""Hotspots with their areas and days, what came in and what was usual, and how likely that is by chance."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from huiyin.stats.false_discovery import adjusted
from huiyin.stats.scan.excess import each_area, excess
from huiyin.stats.scan.null import LEAST, Nulls, chance_of
from huiyin.stats.scan.usual import WINDOWS, Usual, usual_of
from huiyin.stats.scan.zones import Zones

PEOPLE_FROM = 2.33  # score of the persons of a hotspot from which people are more, not only letters
_FLOOR = 2.5  # a lower score is nowhere a hotspot
_MOST = 3  # hotspots of one kind that are looked at
_NULLS = Nulls()


@dataclass(frozen=True)
class Cluster:
    """Areas that lie together, in which more of a kind came in on the last days than is usual there.

    chance: how likely some zone and window of this kind scores as high where nothing is going on. adjusted:
    the share of chance among all hotspots as sure as this, over all kinds. people: whether persons are more
    too; None where persons were not given.
    """

    kind: int
    areas: tuple[int, ...]
    days: int
    observed: int
    expected: float
    score: float
    chance: float
    adjusted: float
    people: bool | None = None
    persons: int | None = None

    @property
    def ratio(self) -> float:
        """Return how many times the usual came in."""
        return self.observed / self.expected


@dataclass(frozen=True)
class Found:
    """What is known of each kind, and its strongest hotspots, the surest first."""

    known: NDArray[np.int8]
    clusters: tuple[Cluster, ...]

    def told(self, rate: float = 0.05) -> tuple[Cluster, ...]:
        """Return the hotspots among which a share of at most `rate` is chance."""
        return tuple(one for one in self.clusters if one.adjusted <= rate)


def scan(
    counts: object,
    zones: Zones,
    *,
    windows: tuple[int, ...] = WINDOWS,
    persons: object = None,
    holds: object = None,
    since: object = None,
    nulls: Nulls | None = None,
) -> Found:
    """Return where, in the last days of `counts[areas, kinds, days]`, more came in than is usual there.

    `persons`: in the same shape, how many different persons stand behind. Other arguments: `usual_of`. The
    chance of the second and third hotspot of a kind is that of a first one, which is more than its own.
    """
    kept = _NULLS if nulls is None else nulls
    usual = usual_of(counts, windows=windows, holds=holds, since=since)
    who = None if persons is None else usual_of(persons, windows=windows, holds=holds, since=since)
    found = [
        (kind, rank, *hotspot, chance_of(hotspot[0], kept.of(one, windows, zones)))
        for kind, one in enumerate(usual)
        if one.judged
        for rank, hotspot in enumerate(strongest(one, zones))
    ]
    judged = sum(one.judged for one in usual)
    sure = _over_kinds([one[-1] for one in found], [one[1] for one in found], judged)
    clusters = [
        _cluster(kind, usual[kind], areas, (window, windows[window]), score, (chance, share), who)
        for (kind, _, score, areas, window, chance), share in zip(found, sure, strict=True)
    ]
    clusters.sort(key=lambda one: (one.adjusted, one.chance, -one.score))
    return Found(np.array([one.known for one in usual], np.int8), tuple(clusters))


def strongest(usual: Usual, zones: Zones) -> Iterator[tuple[float, list[int], int]]:
    """Yield the strongest hotspots of a kind that share no area: score, areas, place of the window."""
    best = np.empty((len(zones.nearest), 3))
    each_area(usual.counts, usual.means, usual.variances, zones.nearest, LEAST, _FLOOR, best)
    taken: set[int] = set()
    many = 0
    for area in np.argsort(-best[:, 0], kind="stable"):
        score, size, window = best[area]
        if size == 0 or many == _MOST:
            return
        areas = zones.nearest[area, : int(size)].tolist()
        if taken.isdisjoint(areas):
            taken.update(areas)
            many += 1
            yield float(score), areas, int(window)


def _over_kinds(chances: list[float], ranks: list[int], judged: int) -> list[float]:
    """Return the share of chance among what is as sure, a kind counting once however many hotspots it has."""
    first = [chance for chance, rank in zip(chances, ranks, strict=True) if rank == 0]
    whole = adjusted([*first, *[1.0] * (judged - len(first))])
    order = sorted(zip(first, whole[: len(first)], strict=True))
    shares = []
    for chance in chances:  # a second hotspot is as sure as a first one of its chance
        shares.append(next((float(share) for p, share in order if p >= chance), 1.0))
    return shares


def _cluster(
    kind: int,
    usual: Usual,
    areas: list[int],
    window: tuple[int, int],
    score: float,
    sure: tuple[float, float],
    who: list[Usual] | None,
) -> Cluster:
    at, days = window
    observed, expected = int(usual.counts[areas, at].sum()), float(usual.means[areas, at].sum())
    people: bool | None = None
    persons: int | None = None
    if who is not None and who[kind].judged:
        mean, variance = who[kind].means[areas, at].sum(), who[kind].variances[areas, at].sum()
        persons = int(who[kind].counts[areas, at].sum())
        people = bool(excess(persons, mean, variance / mean) >= PEOPLE_FROM)
    return Cluster(kind, tuple(areas), days, observed, expected, score, *sure, people, persons)
