"""The reference mode gives the alarms of R's farringtonFlexible; only that program's numbers are here."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from huiyin.base.errors import Invalid
from huiyin.stats.surges.reference import Settings, judge

FOLDER = Path(__file__).parent / "reference"
WEEKS = 49
SETTINGS = {
    "quantile": Settings(),
    "widened": Settings(bound="widened"),
    "delta": Settings(bound="delta"),
    "original": Settings(parts=1, left_out=3, bound="delta", trend_p=0.05, rate=0.05),
}


def counts() -> NDArray[np.int64]:
    return np.loadtxt(FOLDER / "counts.csv", delimiter=",", dtype=np.int64)


def said(name: str) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Alarm (marked !) and upper bound of each week; empty where there were too few petitions."""
    lines = [line.split(",") for line in (FOLDER / f"{name}.csv").read_text().splitlines()]
    alarm = np.array([[cell.endswith("!") for cell in line] for line in lines])
    return alarm, np.array([[float(cell.rstrip("!") or "nan") for cell in line] for line in lines])


@pytest.mark.parametrize("name", SETTINGS)
def test_alarms_and_bounds_are_those_of_the_program(name: str) -> None:
    alarm, upper = said(name)
    assert alarm.sum() > 20 and alarm.size == 84 * WEEKS
    found = judge(counts(), weeks=WEEKS, settings=SETTINGS[name])
    assert np.mean(found.alarm == alarm) >= 0.999
    given = ~np.isnan(upper)
    near = np.abs(found.upper[given] - upper[given]) <= 1e-3 * np.maximum(upper[given], 1)
    assert near.mean() >= 0.999


def test_without_enough_years_nothing_is_told() -> None:
    many = counts()[:, -200:].copy()
    many[:, -1] = 10_000
    found = judge(many, weeks=5)
    assert not found.alarm.any() and np.isnan(found.upper).all()


def test_a_week_without_a_count_is_not_judged_and_changes_little() -> None:
    rows = counts()[:20].astype(float)
    whole = judge(rows, weeks=1)
    rows[:, 100], rows[:, 150] = np.nan, np.nan
    holed = judge(rows, weeks=1)
    assert np.allclose(whole.expected, holed.expected, rtol=0.25, atol=0.2)
    rows[:, -1] = np.nan
    assert not judge(rows, weeks=1).alarm.any()


def test_a_later_count_changes_nothing_before_it() -> None:
    rows = counts()[:20]
    before = judge(rows, weeks=10)
    changed = rows.copy()
    changed[:, -1] += 500
    after = judge(changed, weeks=10)
    assert np.array_equal(before.alarm[:, :-1], after.alarm[:, :-1])
    assert np.array_equal(before.upper, after.upper, equal_nan=True)


def test_what_is_no_table_of_counts_is_refused() -> None:
    with pytest.raises(Invalid):
        judge(counts() - 100, weeks=1)
