"""Wrong answers among many held, also over a year of asking."""

import numpy as np

from huiyin.stats.false_discovery import over_a_year

TIMES = 52


def test_a_year_of_chance_tells_something_in_one_year_of_ten() -> None:
    p = np.random.default_rng(2).random((300, 40, TIMES))
    told = np.array([(over_a_year(year, times=TIMES) <= 0.1).any() for year in p])
    assert 0.05 <= told.mean() <= 0.15


def test_a_series_that_is_told_for_weeks_makes_room_for_one_other_and_not_for_many() -> None:
    p = np.full((100, TIMES), 0.9)
    p[0, :20] = 1e-12
    p[1, 0] = 1.9 * 0.1 / (100 * TIMES)  # told beside one that is certain
    p[2, 0] = 4.0 * 0.1 / (100 * TIMES)  # would be told beside three
    found = over_a_year(p, times=TIMES)
    assert (found[0, :20] <= 0.1).all() and found[1, 0] <= 0.1 < found[2, 0]


def test_what_was_not_asked_stays_unknown_and_weeks_to_come_count_already() -> None:
    p = np.array([[np.nan, 1e-3], [np.nan, np.nan]])
    found = over_a_year(p, times=TIMES)
    assert np.isnan(found[1]).all() and np.isnan(found[0, 0])
    assert found[0, 1] == 2 * TIMES * 1e-3
