"""Which way a forecast goes: another than plain smoothing only where its back-tests agree."""

import numpy as np
import pytest

from huiyin.stats.forecast.ahead import _best


@pytest.mark.parametrize(
    ("gains", "way"),
    [((3, 2, 4, 3, 2, 3), "level"), ((9, -8, 7, -6, 8, -7), "smoothing"), ((5,), "smoothing")],
)
def test_smoothing_is_left_only_for_what_back_tests_agree_on(gains: tuple[int, ...], way: str) -> None:
    """In each back-test one petition came; smoothing's mean costs so much more likelihood than the other."""
    came = np.ones((1, len(gains)))
    costs = 20 + np.array(gains, float)
    before = {"smoothing": _mean_that_costs(costs), "level": _mean_that_costs(np.full(len(gains), 20.0))}
    assert _best(before, came, np.arange(len(gains)), 1) == way


def _mean_that_costs(costs: np.ndarray) -> np.ndarray:
    """Return means over one with m - log m = cost."""
    mean = costs.copy()
    for _ in range(60):
        mean = costs + np.log(mean)
    return mean[:, None, None]
