"""Houses in which nothing happens: as described, and told of by the reckoning of every night."""

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from huiyin.cli.main import app
from huiyin.evaluation import quiet
from huiyin.evaluation.quiet_houses import A_WEEK, SCENES, VARIES, Scene, houses

SEED = 3  # not that of the figures


def test_a_quiet_house_is_as_large_and_varies_as_described() -> None:
    tables = list(houses(SCENES[0], 6, [SEED]))
    assert all(one.petitions.shape == (7, 66, 113) and len(one.weeks) == 113 for one in tables)
    assert np.mean([one.petitions.sum() / 113 for one in tables]) == pytest.approx(A_WEEK, rel=0.05)
    first, second = (one.petitions[:, :, 1::2] - one.petitions[:, :, :-1:2] for one in tables[:2])
    paired = [
        np.sum(off**2) / one.petitions[:, :, :112].sum()
        for off, one in ((first, tables[0]), (second, tables[1]))
    ]
    assert np.mean(paired) == pytest.approx(VARIES, abs=0.25)


def test_houses_depend_on_their_seed_and_number_alone() -> None:
    few, many = list(houses(SCENES[3], 1, [SEED])), list(houses(SCENES[3], 2, [SEED]))
    assert np.array_equal(few[0].petitions, many[0].petitions)
    assert not np.array_equal(many[0].petitions, many[1].petitions)


def test_what_is_told_of_a_house_is_counted_with_its_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    """Something happens in the one that is put in: one house of two, one finding."""
    loud, still = houses(Scene("", 61), 2, [SEED])
    for cube in (loud.petitions, loud.spoken):
        cube[2, 5, -3] += 60
    monkeypatch.setattr(quiet, "houses", lambda *_: [loud, still])
    found = quiet.evaluate(2, seed=SEED, only=1)
    [scene] = found["scenes"]
    assert scene["told"]["value"] == 0.5 and scene["findings"] == 1 and scene["levels"] == {"cell": 1}
    assert scene["a_year"] == {"value": 0.5, "low": 0.0127, "high": 2.7858}
    assert "50.0 %" in quiet.in_tables(found) and str(SEED) in quiet.in_tables(found)


def test_the_command_says_what_it_ran_on() -> None:
    arguments = ["evaluate", "quiet", "--houses", "1", "--scene", "1", "--seed", str(SEED), "--json"]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["seed"] == SEED and found["houses"] == {"areas": 7, "kinds": 66, "petitions_a_week": 47.0}
