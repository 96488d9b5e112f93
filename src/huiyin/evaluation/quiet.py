"""How often something is told of houses in which nothing happens: the weekly surges of the nightly reckoning.

Judged is the last year of each house, by the same functions and bars as at night; sightings are put together
to findings as they are kept. Hotspots are not among them: what they tell by chance is in `scan`.
"""

from collections import Counter
from collections.abc import Callable
from time import process_time
from typing import Any

from huiyin.evaluation.figures import share, table
from huiyin.evaluation.quiet_houses import A_WEEK, AREAS, KINDS, SCENES, houses
from huiyin.insight.reckoning.surging import surges
from huiyin.insight.rules import gathered
from huiyin.stats.surges.usual import YEAR

SEED = 20_261_129  # for the figures; what is told was changed on seeds 1 and 2
_HALF = 0.025


def evaluate(
    many: int, *, seed: int = SEED, only: int | None = None, told: Callable[[str], object] = str
) -> dict[str, Any]:
    """Return for each scene in how many houses something is told, and how many findings a house and year."""
    began, scenes = process_time(), []
    for place, scene in enumerate(SCENES):
        if only not in (None, place + 1):
            continue
        told(scene.name)
        found = [
            [one.strongest for _key, one in gathered([], surges(house, weeks=YEAR)[0])]
            for house in houses(scene, many, [seed, place])
        ]
        scenes.append(
            {
                "scene": scene.name,
                "before": scene.before,
                "houses": many,
                "told": share(sum(map(bool, found)), many),
                "findings": sum(map(len, found)),
                "a_year": _a_year(sum(map(len, found)), many),
                "levels": dict(Counter(one.level for each in found for one in each)),
            }
        )
    size = {"areas": AREAS, "kinds": KINDS, "petitions_a_week": A_WEEK}
    return {"seed": seed, "houses": size, "scenes": scenes, "cpu_seconds": round(process_time() - began, 1)}


def _a_year(findings: int, houses: int) -> dict[str, float]:
    """Return findings of a house and year with the exact 95 % interval of a Poisson number (Garwood 1936)."""
    from scipy.stats import chi2

    low = chi2.ppf(_HALF, 2 * findings) / 2 if findings else 0.0
    high = chi2.ppf(1 - _HALF, 2 * findings + 2) / 2
    return {name: round(n / houses, 4) for name, n in (("value", findings), ("low", low), ("high", high))}


def in_tables(found: dict[str, Any]) -> str:
    """Return the figures as a table, and what it was run on."""
    head = ["Before the judged year", "houses", "in which anything was told", "findings a house and year"]
    rows = [
        [
            one["scene"],
            one["houses"],
            "{:.1f} % ({:.1f} to {:.1f})".format(*(100 * one["told"][name] for name in _INTERVAL)),
            "{:.3f} ({:.3f} to {:.3f})".format(*(one["a_year"][name] for name in _INTERVAL)),
        ]
        for one in found["scenes"]
    ]
    size = found["houses"]
    ran = f"{size['areas']} areas, {size['kinds']} kinds, {size['petitions_a_week']:g} petitions a week"
    return f"{table(head, rows)}\n\n{ran}; seed {found['seed']}; {found['cpu_seconds']} s of processor"


_INTERVAL = ("value", "low", "high")
