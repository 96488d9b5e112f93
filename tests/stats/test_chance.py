"""Probabilities of counts, against an independent library."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from huiyin.stats.chance import highest_usual, log_mass, log_tail_of, tail_over, unusual, z_of

MEANS = st.floats(0.01, 2000)
DISPERSIONS = st.floats(1.01, 30)


@given(st.integers(0, 4000), MEANS, DISPERSIONS)
def test_a_count_is_as_likely_as_the_negative_binomial_says(y: int, mean: float, dispersion: float) -> None:
    size, share = mean / (dispersion - 1), 1 / dispersion
    assert log_mass(y, mean, dispersion) == pytest.approx(
        stats.nbinom.logpmf(y, size, share), rel=1e-6, abs=1e-6
    )
    assert tail_over(y, mean, dispersion) == pytest.approx(
        stats.nbinom.sf(y, size, share), rel=1e-5, abs=1e-9
    )


@pytest.mark.parametrize("mean", [0.02, 0.7, 5.0, 300.0])
def test_without_extra_variation_counts_are_poisson(mean: float) -> None:
    for y in range(0, int(mean * 2) + 4):
        assert math.exp(log_mass(y, mean, 1.0)) == pytest.approx(
            stats.poisson.pmf(y, mean), rel=3e-2, abs=1e-7
        )


@given(st.integers(0, 3000), MEANS, DISPERSIONS)
def test_the_z_of_a_count_is_that_of_its_mid_p_tail(y: int, mean: float, dispersion: float) -> None:
    size, share = mean / (dispersion - 1), 1 / dispersion
    tail = stats.nbinom.sf(y, size, share) + 0.5 * stats.nbinom.pmf(y, size, share)
    if 1e-12 < tail < 1 - 1e-9:
        assert unusual(y, mean, dispersion) == pytest.approx(stats.norm.isf(tail), abs=1e-5)


@given(st.integers(0, 2000), MEANS, DISPERSIONS)
def test_more_petitions_are_more_unusual_however_many(y: int, mean: float, dispersion: float) -> None:
    z = unusual(y, mean, dispersion)
    more = unusual(y + 1, mean, dispersion)
    assert math.isfinite(z) and math.isfinite(more)
    assert more > z or z < -8 or abs(z) < 1e-6


@given(MEANS, DISPERSIONS, st.sampled_from([0.05, 0.01, 0.005, 0.0001]))
def test_the_highest_usual_count_is_the_quantile(mean: float, dispersion: float, rate: float) -> None:
    size, share = mean / (dispersion - 1), 1 / dispersion
    found = highest_usual(mean, dispersion, rate)
    expected = stats.nbinom.ppf(1 - rate, size, share)
    # Where a probability equals the rate to the last digit either neighbour is right.
    assert found == expected or stats.nbinom.sf(min(found, expected), size, share) == pytest.approx(
        rate, rel=1e-6
    )


@pytest.mark.parametrize("z", np.linspace(-6, 35, 83))
def test_tail_and_z_are_each_others_inverse(z: float) -> None:
    assert log_tail_of(z) == pytest.approx(stats.norm.logsf(z), rel=2e-5)
    assert z_of(float(stats.norm.logsf(z))) == pytest.approx(z, abs=2e-4)
