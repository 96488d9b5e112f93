"""The measurements of hotspots, forecasts and warnings: small runs, the same for the same seed."""

import gzip
import json
import os
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from huiyin.base.errors import Refused
from huiyin.cli.main import app
from huiyin.evaluation import agency_counts, agency_weeks, forecast, scan, warning
from huiyin.stats.forecast import Track
from huiyin.stats.warning import NAMES

DATA = os.environ.get("HUIYIN_DATA", "")
SEED = 3  # not that of the figures


def test_quiet_cubes_have_the_mean_and_the_variation_of_their_scene() -> None:
    chance = np.random.default_rng(SEED)
    for scene in (scan.SCENES[0], scan.SCENES[3], scan.SCENES[4]):
        sizes = np.full(30, 1 / 30)
        cube = scan.quiet(scan.Scene("", scene.level, scene.dispersion, own=0.0), sizes, 20, chance)
        assert cube.mean() * 30 == pytest.approx(scene.level, rel=0.05)
        weekday = cube[:, :, 196 : 196 + 5].astype(float)  # five like days: spread is chance alone
        assert weekday.var(axis=2, ddof=1).mean() / weekday.mean() == pytest.approx(scene.dispersion, rel=0.1)


def test_a_rise_is_put_where_it_is_said_to_be() -> None:
    chance = np.random.default_rng(SEED)
    zones, sizes = scan.places(40, chance)
    cube = scan.quiet(scan.Scene("", level=400.0), sizes, 1, chance)
    before = cube.copy()
    areas = scan._rise(cube, 0, zones, (4, 7, 3.0), chance)
    changed = (cube != before).any(axis=(1, 2))
    assert set(np.flatnonzero(changed).tolist()) == areas and len(areas) == 4
    assert np.array_equal(cube[:, :, :-7], before[:, :, :-7])
    ratio = cube[list(areas), 0, -7:].sum() / before[list(areas), 0, -7:].sum()
    assert 1.8 < ratio < 4.5


def test_hotspots_are_measured_beside_a_scan_that_takes_counts_for_pure_chance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scan, "SCENES", scan.SCENES[:1])
    monkeypatch.setattr(scan, "HOTSPOTS", scan.HOTSPOTS[4:5])
    monkeypatch.setattr(scan, "AREAS", 60)
    found = scan.evaluate(50, seed=SEED, areas=0)
    usual = found["false"][0]
    assert usual["ours"]["value"] < 0.2 < usual["poisson"]["value"]
    assert found["seen"][0]["found"]["value"] > found["seen"][0]["alone"]["value"]
    assert scan.SCENES[0].name in scan.in_tables(found)


def test_the_invented_agency_keeps_the_calendar_and_is_the_same_for_the_same_seed() -> None:
    one, again = (agency_counts.daily(4, 5, np.random.default_rng(SEED)) for _ in range(2))
    assert np.array_equal(one.counts, again.counts) and one.counts.shape == (20, agency_counts.DAYS)
    opened, closed = (one.counts[:, one.calendar.open == value].mean() for value in (1, 0))
    assert closed < 0.7 * opened
    sparse = agency_counts.weekly_sparse(10, 8, np.random.default_rng(SEED))
    assert 0.05 < sparse.counts.mean() < 1.5


def test_figures_of_back_tests_weigh_each_count_the_same() -> None:
    went = [Track(10, 100, 50.0, 1.0, 1.0, 2.0, 0.8, 0.95), Track(20, 300, 150.0, 2.0, 2.5, 4.0, 0.7, 0.9)]
    found = forecast.figures(went)
    assert found["than_season"] == 0.5 and found["inside_80"] == pytest.approx(0.725)
    assert found["than_smoothing"] == pytest.approx(1 - 1.75 / 2.125, abs=1e-4)
    assert found["worst_than_smoothing"] == 0.0 and found["scaled_crps"] == pytest.approx(3.5)


def test_messages_of_a_city_are_counted_by_day_and_district(tmp_path: Path) -> None:
    file = tmp_path / "city.csv.gz"
    lines = ["title,text,time", *["某街,A3区某处,2019/3/4 10:00:00"] * 60, *["某街,某处,2019/3/5 9:00"] * 50]
    file.write_bytes(gzip.compress("\n".join([*lines, "某街,A4区,2019/3/5 9:00"]).encode()))
    counts = forecast.of_city(file)
    assert counts.shape == (2, 365) and counts[0, 62] == 60 and counts[1, 63] == 50


def test_a_folder_without_series_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        forecast.real(tmp_path)


def test_in_the_invented_agency_what_lies_longer_runs_over_its_limit() -> None:
    weeks = agency_weeks.simulated(8, 6, 150, np.random.default_rng(SEED))
    assert weeks.petitions.shape == (48, 150) and (weeks.open_matters >= weeks.past_half).all()
    assert (weeks.past_half >= weeks.past_limit).all() and (weeks.open_repeats >= 0).all()
    assert 0 < weeks.breaches[:, 50:].sum() / weeks.petitions[:, 50:].sum() < 0.3
    assert weeks.persons.shape == (48,) and np.isnan(weeks.weeks_since_policy).any()


def test_warnings_are_measured_on_weeks_after_those_they_learned_from() -> None:
    done = CliRunner().invoke(app, ["evaluate", "warning", "--agencies", "1", "--seed", str(SEED), "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout.splitlines()[-1])
    one = found["agencies"][0]
    assert found["seed"] == SEED
    assert one["Brier skill beside the usual share"] > 0 and one["expected calibration error"] < 0.06
    assert one["area under the curve"] > one["the surge score alone"]
    assert set(one["parts"]) == set(NAMES) and "agency 1" in warning.in_tables(found)


def test_an_error_of_calibration_is_the_distance_of_shares() -> None:
    chance = np.repeat([0.1, 0.5], 500)
    hits = np.concatenate([np.arange(500) % 10 == 0, np.arange(500) % 5 != 0]).astype(float)
    assert warning.ece(chance, hits) == pytest.approx(0.15, abs=0.005)


def test_the_command_of_forecasts_says_how_many_series_it_takes() -> None:
    done = CliRunner().invoke(app, ["evaluate", "forecast", "--help"])
    assert done.exit_code == 0 and "--series" in done.output


@pytest.mark.skipif(not DATA, reason="HUIYIN_DATA names no folder of real series")
def test_on_real_series_intervals_hold_roughly_and_beat_the_season_before() -> None:
    for one in forecast.real(Path(DATA)).values():
        assert one["than_season"] > 0.1 and 0.7 < one["inside_80"] < 0.9
