"""What the default is compared with, each as scores of the last weeks of a scenario's series.

The truth is the mean and dispersion the series were made from: nobody has it, nothing with one week's
memory of its own kind can do better.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from huiyin.evaluation.scenarios import Scenario, Whole
from huiyin.stats.surges import judge
from huiyin.stats.surges.reference import judge as judge_by_reference
from huiyin.stats.surges.scored import combined, zs

Score = NDArray[np.float64]
_SMOOTH = 0.7


def default(counts: Whole, _scenario: Scenario | None, weeks: int) -> Score:
    """Return the score of the default."""
    return judge(counts, weeks=weeks).score


def spike(counts: Whole, _scenario: Scenario | None, weeks: int) -> Score:
    """Return the z of each week alone, by the default's expectation."""
    said = judge(counts, weeks=weeks)
    return zs(counts[:, -weeks:], said.expected, said.dispersion)


def ewma(counts: Whole, _scenario: Scenario | None, weeks: int) -> Score:
    """Return the moving average of z with weight 0.7 on the newest, brought to variance one."""
    said = judge(counts, weeks=weeks + 8)
    z = zs(counts[:, -weeks - 8 :], said.expected, said.dispersion)
    smooth = z.copy()
    for week in range(1, z.shape[1]):
        smooth[:, week] = _SMOOTH * z[:, week] + (1 - _SMOOTH) * smooth[:, week - 1]
    return np.asarray(smooth[:, 8:] / np.sqrt(_SMOOTH / (2 - _SMOOTH)))


def reference(counts: Whole, _scenario: Scenario | None, weeks: int) -> Score:
    """Return the z of each week by the reference's expectation (its own alarm needs five petitions)."""
    said = judge_by_reference(counts, weeks=weeks)
    return zs(counts[:, -weeks:], said.expected, said.dispersion)


def true_model(counts: Whole, scenario: Scenario | None, weeks: int) -> Score:
    """Return the z of each week by the truth."""
    return _by_truth(counts, scenario, weeks)


def true_model_channels(counts: Whole, scenario: Scenario | None, weeks: int) -> Score:
    """Return the score of the default's two channels by the truth."""
    return combined(_by_truth(counts, scenario, weeks + 1))


def half_more(counts: Whole, _scenario: Scenario | None, weeks: int) -> Score:
    """Return the count over the mean of the four weeks before: the "50 % more" of a dashboard."""
    before = sum(counts[:, -weeks - ago : counts.shape[1] - ago] for ago in range(1, 5)) / 4
    return np.asarray((counts[:, -weeks:] + 0.5) / (before + 0.5), dtype=float)


def _by_truth(counts: Whole, scenario: Scenario | None, weeks: int) -> Score:
    if scenario is None:
        raise ValueError("the truth of a series is known only where it was made")
    mean = np.broadcast_to(scenario.mean[-weeks:], (len(counts), weeks))
    return zs(counts[:, -weeks:], mean, np.full(mean.shape, scenario.dispersion))


Method = Callable[[Whole, Scenario | None, int], Score]
METHODS: dict[str, Method] = {
    one.__name__: one for one in (default, ewma, spike, reference, half_more, true_model, true_model_channels)
}
