"""The measurements of effects and of process mining: small runs, the same for the same seed."""

import json

from typer.testing import CliRunner

from huiyin.cli.main import app
from huiyin.evaluation import effect, process_mining


def test_effects_are_measured_scene_by_scene_beside_the_naive_answers() -> None:
    found = effect.evaluate(2, seed=1)
    assert [one["scene"] for one in found["scenes"]] == [scene.name for scene in effect.SCENES]
    for one in found["scenes"]:
        assert set(one["false"]) == {"naive", "naive_with_control", "alone", "with_control"}
        assert len(one["true"]) == len(effect.EFFECTS)
        assert all(0 <= share["value"] <= 1 for share in [*one["false"].values(), *one["true"].values()])
    tables = effect.in_tables(found)
    assert all(scene.name in tables for scene in effect.SCENES)
    assert "nan" not in tables


def test_a_simulated_mood_lasts_as_it_is_told_to() -> None:
    import numpy as np

    mood = effect._mood(20_000, 0.6, 0.3, np.random.default_rng(1))
    assert abs(mood.std() - 0.3) < 0.02
    assert abs(np.corrcoef(mood[1:], mood[:-1])[0, 1] - 0.6) < 0.03


def test_of_a_simulated_change_the_mean_changes_by_its_size() -> None:
    import numpy as np

    scene, chance = effect.Scene("", mean=50, own=0.1, common=0.1), np.random.default_rng(2)
    whole, less = (
        np.mean([effect.simulated(scene, size, chance)[0][scene.before :].mean() for _ in range(200)])
        for size in (0.0, -0.3)
    )
    assert abs(less / whole - 0.7) < 0.03


def test_generated_events_are_measured_and_slow_steps_found_where_they_were_put() -> None:
    found = process_mining.evaluate(300_000, seed=3)
    assert abs(found["events"] - 300_000) < 30_000
    assert found["arrows"] > process_mining.STEPS
    assert found["cpu_seconds"]["all"] > 0
    slow = process_mining.OFFICES // 10 * (process_mining.STEPS - 1)
    assert 0.8 * slow < found["slow steps of offices"] < 1.1 * slow


def test_the_command_answers_with_json_alone() -> None:
    done = CliRunner().invoke(app, ["evaluate", "process", "--events", "1000", "--seed", "5", "--json"])
    assert done.exit_code == 0
    assert json.loads(done.stdout)["seed"] == 5
