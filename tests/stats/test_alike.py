"""How much series vary is told from all of a sort: a sparse cell cannot show it by itself."""

import numpy as np
import pytest

from huiyin.stats.surges import judge, varies
from huiyin.stats.surges.scored import tails

WEEKS, JUDGED = 117, 52


def _cells(series: int, dispersion: float, seed: int) -> np.ndarray:
    """Return weeks of cells with a petition in every fifth week to every hundredth, with a season."""
    chance = np.random.default_rng(seed)
    level = np.exp(chance.uniform(np.log(0.01), np.log(0.2), (series, 1)))
    mean = level * (1 + 0.5 * np.cos(2 * np.pi * (np.arange(WEEKS) / 52 - chance.random((series, 1)))))
    if dispersion == 1:
        return chance.poisson(mean)
    return chance.poisson(chance.gamma(mean / (dispersion - 1), dispersion - 1))


@pytest.mark.parametrize("dispersion", [1.0, 1.2, 1.6])
def test_many_sparse_series_together_tell_how_much_they_vary(dispersion: float) -> None:
    found = varies(_cells(800, dispersion, 3), weeks=JUDGED, least_history=52)
    assert found == pytest.approx(dispersion, rel=0.12)


def test_surges_of_the_past_do_not_make_all_series_vary() -> None:
    cells = _cells(800, 1.2, 4)
    quiet = varies(cells, weeks=JUDGED, least_history=52)
    cells[:20, 30:33] += 8
    assert varies(cells, weeks=JUDGED, least_history=52) == pytest.approx(quiet, abs=0.12)


def test_what_is_judged_says_nothing_of_how_series_varied_before() -> None:
    cells = _cells(300, 1.2, 5).astype(float)
    changed = cells.copy()
    changed[:, -JUDGED:] = np.nan
    assert varies(changed, weeks=JUDGED, least_history=52) == varies(cells, weeks=JUDGED, least_history=52)


def test_without_history_chance_is_taken_for_pure() -> None:
    assert varies(_cells(50, 2.0, 6), weeks=90, least_history=52) == 1.0
    assert varies(np.zeros((4, WEEKS), int), weeks=JUDGED, least_history=52) == 1.0


def test_what_chance_hardly_does_is_hardly_told_of_sparse_series_that_vary() -> None:
    """So deep in the tails a house of many cells is judged; by its own counts alone it errs tenfold."""
    cells, deep = _cells(800, 1.2, 7), 1e-5
    least = varies(cells, weeks=JUDGED, least_history=52)
    alone, together = (
        int((tails(judge(cells, weeks=JUDGED, least_history=52, least_varied=said).score) < deep).sum())
        for said in (1.0, least)
    )
    fair = deep * len(cells) * JUDGED
    assert together <= 4 < 10 * fair < alone
