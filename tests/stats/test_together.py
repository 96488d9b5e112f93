"""Many series at once: false discoveries held, and the surge told where it is."""

import numpy as np
import pytest

from huiyin.base.errors import Invalid
from huiyin.stats.surges import Verdicts, judge
from huiyin.stats.surges.channels import MEMORY_LEAST, MEMORY_MOST, SPIKE_SHARE
from huiyin.stats.surges.scored import combined, paired, tails
from huiyin.stats.surges.together import Part, false_discoveries_held, over_areas_and_kinds
from huiyin.stats.surges.voices import whose


def test_among_independent_series_about_as_many_are_chance_as_was_said() -> None:
    chance = np.random.default_rng(3)
    counts = chance.poisson(5, (1500, 160))
    counts[:60, -1] += 14
    told = false_discoveries_held(judge(counts, weeks=1), rate=0.1)[:, 0]
    assert told[:60].mean() > 0.8
    assert told[60:].sum() / told.sum() < 0.2
    one_by_one = judge(counts, weeks=1).alarms()[60:].sum()
    assert told[60:].sum() <= one_by_one + 8


def test_without_any_surge_nearly_always_nothing_is_told() -> None:
    counts = np.random.default_rng(4).poisson(5, (1000, 150))
    assert false_discoveries_held(judge(counts, weeks=20), rate=0.1).any(axis=0).mean() <= 0.3


def test_with_any_dependence_fewer_are_told_and_all_of_them_without_it_too() -> None:
    counts = np.random.default_rng(5).poisson(5, (400, 150))
    counts[:40, -1] += np.arange(40)
    said = judge(counts, weeks=1)
    careful = false_discoveries_held(said, any_dependence=True)
    assert careful.any() and not (careful & ~false_discoveries_held(said)).any()
    assert careful.sum() < false_discoveries_held(said).sum()


def test_series_that_cannot_be_judged_do_not_count() -> None:
    counts = np.random.default_rng(6).poisson(5, (50, 150)).astype(float)
    counts[0, -1] = 30
    alone = false_discoveries_held(judge(counts, weeks=1))
    unknown = np.vstack([counts, np.full((5000, 150), np.nan)])
    assert np.array_equal(false_discoveries_held(judge(unknown, weeks=1))[:50], alone)
    with pytest.raises(Invalid):
        false_discoveries_held(judge(counts, weeks=1), rate=1.5)


def test_both_channels_together_tell_as_often_as_was_said() -> None:
    """Exact for normal z: two million weeks, in which 0.5 % are 10,000."""
    z = np.random.default_rng(7).normal(size=(2000, 1001))
    found = tails(combined(z))
    for rate in (0.05, 0.005, 0.0005):
        assert (found < rate).mean() == pytest.approx(rate, rel=0.06)
    assert 0 < MEMORY_LEAST < MEMORY_MOST and 0 < SPIKE_SHARE < 1


def test_a_higher_z_never_scores_less() -> None:
    grid = np.linspace(-5, 40, 4000)[None]
    for earlier in (-3.0, 0.0, 1.0, 2.0, 9.0):
        assert (np.diff(paired(grid, np.full(grid.shape, earlier))) >= -1e-9).all()


def _cube() -> np.ndarray:
    return np.random.default_rng(8).poisson(6, (4, 5, 220))


def test_a_surge_of_one_cell_is_told_there_and_explains_those_above() -> None:
    cube = _cube()
    cube[1, 2, -1] += 60
    found = over_areas_and_kinds(cube, weeks=2)
    assert found.cells.part.reshape(4, 5, 2)[1, 2, 1] == Part.OWN
    assert found.areas.part[1, 1] == Part.FROM_BELOW
    assert found.kinds.part[2, 1] == Part.FROM_BELOW
    assert found.whole.part[0, 1] == Part.FROM_BELOW


def test_a_rise_of_everything_is_told_of_the_whole_and_not_of_each_cell() -> None:
    cube = _cube()
    cube[..., -1] = np.random.default_rng(9).poisson(13, (4, 5))
    found = over_areas_and_kinds(cube, weeks=1)
    told = found.cells.part[:, 0] != Part.QUIET
    assert told.sum() >= 3
    assert (found.cells.part[told, 0] == Part.FROM_ABOVE).mean() > 0.8
    assert found.whole.part[0, 0] == Part.OWN


def test_many_small_rises_are_told_of_the_area_that_no_cell_explains() -> None:
    cube = _cube()
    cube[2, :, -1] = 11
    found = over_areas_and_kinds(cube, weeks=1)
    assert found.areas.part[2, 0] == Part.OWN
    assert (found.cells.part.reshape(4, 5, 1)[2] != Part.OWN).all()


def test_a_kind_that_rises_everywhere_explains_areas_and_whole() -> None:
    cube = _cube()
    cube[:, 1, -1] += 25
    found = over_areas_and_kinds(cube, weeks=1)
    assert found.kinds.part[:, 0].tolist() == [Part.QUIET, Part.OWN, Part.QUIET, Part.QUIET, Part.QUIET]
    assert Part.OWN not in {*found.areas.part[:, 0].tolist(), *found.whole.part[:, 0].tolist()}
    assert found.whole.verdicts.score[0, 0] > 5 > found.whole.rest[0, 0]


def test_without_a_surge_nearly_everything_is_quiet() -> None:
    found = over_areas_and_kinds(_cube(), weeks=20)
    assert (found.cells.part == Part.QUIET).mean() > 0.98
    assert found.cells.verdicts.score.shape == (20, 20) and found.whole.counts.shape == (1, 20)
    with pytest.raises(Invalid):
        over_areas_and_kinds(np.zeros((3, 200), dtype=int), weeks=1)


def test_fifty_petitions_of_one_person_are_no_surge_of_the_people() -> None:
    persons = np.random.default_rng(10).poisson(6, (2, 200))
    petitions = persons + np.random.default_rng(11).poisson(1, (2, 200))
    petitions[0, -1] += 50
    petitions[1, -1] += 40
    persons[1, -1] += 40
    found = _whose(petitions, persons)
    assert found[0] == (False, True) and found[1] == (True, False)


def _whose(petitions: np.ndarray, persons: np.ndarray) -> list[tuple[bool, bool]]:
    both: list[Verdicts] = [judge(rows, weeks=1) for rows in (petitions, persons)]
    found = whose(petitions[:, -1:], persons[:, -1:], *both)
    assert found.per_person[0, 0] > 5 > found.per_person[1, 0]
    return [(bool(a[0]), bool(b[0])) for a, b in zip(found.people, found.repeats_only, strict=True)]
