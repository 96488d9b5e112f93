"""How often a change is seen that was not there, and how often one that was: simulated weekly series.

Each series and its control have a yearly course and a slow growth, moods of their own and one in common,
all autoregressive with correlation rho from week to week, and are counted by chance (Poisson). The naive
answers are those of a quasi-Poisson regression with the same columns, with and without the control.

The grid of moods was chosen with the seed `DEVELOPMENT`; what is published uses `REPORTED`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huiyin.evaluation.figures import share, table
from huiyin.stats.effect import Effect, Verdict, effect_of
from huiyin.stats.effect.design import Span, Weeks, columns
from huiyin.stats.effect.fit import fit

DEVELOPMENT, REPORTED = 5, 20_261_126
SEEN = 250  # series for each true change; false ones, being rarer, are counted in more
EFFECTS = (-0.1, -0.2, -0.3, -0.5, 0.3, 0.5)
_UNLIKELY, _YEAR = 0.05, 365.25 / 7
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scene:
    """One kind of series: weekly mean, weeks before and after, correlation, moods, the control's size."""

    name: str
    mean: float = 20.0
    before: int = 104
    after: int = 26
    rho: float = 0.6
    own: float = 0.12
    common: float = 0.12
    control: float = 3.0
    dispersion: float = 1.0
    shock: float = 0.0


SCENES = (
    Scene("usual: 20 a week, two years before, half a year after"),
    Scene("strong moods", own=0.2, common=0.2),
    Scene("few: 5 a week", mean=5, own=0.2, common=0.2),
    Scene("very few: 1 a week", mean=1, own=0.2, common=0.2),
    Scene("many: 100 a week", mean=100, own=0.2, common=0.2),
    Scene("one year before, a quarter after", before=52, after=13),
    Scene("weeks do not resemble each other, rho = 0", rho=0.0),
    Scene("rho = 0.8, a year after", rho=0.8, after=52, own=0.2, common=0.2),
    Scene("besides, counts vary three times as chance does", dispersion=3.0),
    Scene("both series jump by half in the week of the change", shock=0.405),
)


def evaluate(
    replicates: int = 1000,
    *,
    seed: int = REPORTED,
    only: int | None = None,
    told: Callable[[str], object] = str,
) -> dict[str, Any]:
    """Return, scene by scene, how often each answer sees a change, and whether its intervals hold.

    only: the place of one scene, from one; the others are left out.
    """
    found = []
    for place, scene in enumerate(SCENES):
        if only in {None, place + 1}:
            told(scene.name)
            found.append(_measured(scene, replicates, np.random.default_rng([seed, place])))
    return {"replicates": replicates, "seed": seed, "scenes": found}


def in_tables(found: dict[str, Any]) -> str:
    """Return the figures as two tables: changes that were not there, and those that were."""
    ways = {
        "naive": "naive",
        "naive_with_control": "naive, with control",
        "alone": "ours, alone",
        "with_control": "ours, with control",
    }
    false = [[one["scene"], *(_percent(one["false"][way]) for way in ways)] for one in found["scenes"]]
    true = [
        [
            one["scene"],
            *(_percent(seen, wide=False) for seen in one["true"].values()),
            f"{-one['least_fall']:.0%}",
            _percent(one["seen_at_least_fall"], wide=False),
            _percent(one["covered"], wide=False),
        ]
        for one in found["scenes"]
    ]
    sizes = list(found["scenes"][0]["true"]) if found["scenes"] else []
    head = ["Scene", *sizes, "least fall stated", "seen at that fall", "intervals that hold"]
    return f"{table(['Scene', *ways.values()], false)}\n\n{table(head, true)}"


def _percent(found: dict[str, float | int], *, wide: bool = True) -> str:
    value, low, high = (f"{100 * found[name]:.1f}" for name in ("value", "low", "high"))
    return f"{value} % ({low} to {high})" if wide else f"{100 * found['value']:.0f} %"


def _measured(scene: Scene, replicates: int, chance: np.random.Generator) -> dict[str, Any]:
    pairs = [simulated(scene, 0.0, chance) for _ in range(replicates)]
    with_control = [effect_of(own, scene.before, control=other) for own, other in pairs]
    alone = [effect_of(own, scene.before) for own, _ in pairs]
    least = float(np.median([answer.least_fall for answer in with_control if answer.least_fall is not None]))
    wrong = {
        "naive": [naive(own, scene.before) <= _UNLIKELY for own, _ in pairs],
        "naive_with_control": [naive(own, scene.before, other) <= _UNLIKELY for own, other in pairs],
        "alone": list(map(_seen, alone)),
        "with_control": list(map(_seen, with_control)),
    }
    seen = {size: _asked(scene, size, min(replicates, SEEN), chance) for size in (*EFFECTS, -least)}
    return {
        "scene": scene.name,
        "false": {name: share(sum(answers), replicates) for name, answers in wrong.items()},
        "true": {f"{size:+.0%}": _share(seen[size], size) for size in EFFECTS},
        "least_fall": round(least, 3),
        "seen_at_least_fall": _share(seen[-least], -least),
        "covered": share(
            sum(
                answer.change is not None and answer.change.low <= size <= answer.change.high
                for size, answers in seen.items()
                for answer in answers
            ),
            len(seen) * (min(replicates, SEEN)),
        ),
    }


def _asked(scene: Scene, size: float, times: int, chance: np.random.Generator) -> list[Effect]:
    drawn = (simulated(scene, size, chance) for _ in range(times))
    return [effect_of(own, scene.before, control=other) for own, other in drawn]


def _seen(answer: Effect) -> bool:
    return answer.verdict in {Verdict.FELL, Verdict.ROSE}


def _share(answers: Sequence[Effect], size: float) -> dict[str, float | int]:
    """Return how often a change was seen, in its true direction."""
    right = Verdict.FELL if size < 0 else Verdict.ROSE
    return share(sum(answer.verdict == right for answer in answers), len(answers))


def simulated(scene: Scene, size: float, chance: np.random.Generator) -> tuple[Floats, Floats]:
    """Return a series with a change of a size in its mean from week `before` on, and its control without."""
    week = np.arange(scene.before + scene.after)
    course = 0.2 * np.cos(2 * np.pi * (week - 5) / _YEAR) + 0.001 * week
    course = course + _mood(week.size, scene.rho, scene.common, chance)
    course = course + np.where(week >= scene.before, scene.shock, 0.0)
    change = np.where(week >= scene.before, 1 + size, 1.0)
    found = []
    for mean in (scene.mean * change, scene.mean * scene.control * np.ones(week.size)):
        level = mean * np.exp(course + _mood(week.size, scene.rho, scene.own, chance))
        if scene.dispersion > 1:
            level = chance.gamma(level / (scene.dispersion - 1), scene.dispersion - 1)
        found.append(chance.poisson(level).astype(float))
    return found[0], found[1]


def _mood(weeks: int, rho: float, spread: float, chance: np.random.Generator) -> Floats:
    """Return a mood with mean nought on the scale of the counts: autoregressive of order one."""
    new = chance.normal(0, spread, weeks)
    mood = np.empty(weeks)
    mood[0] = new[0]
    for week in range(1, weeks):
        mood[week] = rho * mood[week - 1] + np.sqrt(1 - rho**2) * new[week]
    return np.asarray(mood - spread**2 / 2)


def naive(counts: Floats, at: int, control: Floats | None = None) -> float:
    """Return the p of a quasi-Poisson regression (with a control, quasi-binomial): weeks independent."""
    from scipy.special import stdtr

    weeks = Weeks(counts, control, np.ones_like(counts))
    design = columns(weeks, [Span(0, at, counts.size)], season=at >= 2 * 52, slope=False)
    both = None if control is None else (counts + control)[None]
    fitted = fit(counts[None], design, offset=np.zeros((1, counts.size)), both=both)
    weight, residual = fitted.weights[0], fitted.residuals[0]
    freedom = int((weight > 0).sum()) - design.shape[2]
    dispersion = (weight * residual**2).sum() / freedom
    variance = dispersion * np.linalg.inv((design[0].T * weight) @ design[0])[0, 0]
    return float(2 * stdtr(freedom, -abs(fitted.coefficients[0, 0]) / np.sqrt(variance)))
