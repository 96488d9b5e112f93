"""Like cases that ended unlike: files are named, no office is, and chance is no difference."""

from dataclasses import fields

import numpy as np
import pytest

from huiyin.stats.consistency import UNKNOWN, Effects, LookTogether, coarse, differences

SUPPORT, REJECT = 0, 1
_OFFICES, _KINDS = 6, 5


def _cases(chance: np.random.Generator, cases: int = 1200) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    kind = chance.integers(_KINDS, size=cases)
    office = chance.integers(_OFFICES, size=cases)
    outcome = (chance.random(cases) < np.array([0.2, 0.4, 0.5, 0.6, 0.8])[kind]).astype(int)
    return kind, office, outcome


def test_files_of_a_kind_that_one_office_decides_otherwise_are_named() -> None:
    kind, office, outcome = _cases(np.random.default_rng(1))
    odd = (kind == 2) & (office == 3)
    outcome[odd] = REJECT
    found = differences([kind], office, outcome)
    assert {one.outcome for one in found.together} == {SUPPORT, REJECT}
    for one in found.together:
        assert sorted(one.files) == np.flatnonzero(kind == 2).tolist()
        begin = np.array(one.begin)
        assert set(begin) <= set(one.files)
        assert set(outcome[begin]) == {SUPPORT, REJECT}
        assert len(set(office[begin])) > 1
        assert one.q <= 0.05


def test_a_finding_names_files_and_never_an_office() -> None:
    assert {field.name for field in fields(LookTogether)} == {"outcome", "files", "begin", "q"}


def test_offices_stand_in_the_order_of_their_codes() -> None:
    kind, office, outcome = _cases(np.random.default_rng(1))
    for effects in differences([kind], office, outcome).effects:
        assert effects.office.tolist() == list(range(_OFFICES))
        assert (effects.low < effects.odds).all()
        assert (effects.odds < effects.high).all()


def test_unlike_kinds_are_no_unlike_treatment() -> None:
    """An office with the hard cases rejects more; compared like with like it does not."""
    chance = np.random.default_rng(3)
    kind = chance.integers(2, size=2000)
    office = np.where(chance.random(2000) < 0.8, kind, 1 - kind)
    outcome = (chance.random(2000) < np.where(kind == 1, 0.8, 0.2)).astype(int)
    assert differences([np.zeros(2000)], office, outcome).together
    assert not differences([kind], office, outcome).together


def test_chance_alone_seldom_names_files() -> None:
    runs = [differences([kind], office, outcome) for kind, office, outcome in map(_cases, _generators(120))]
    assert sum(bool(run.together) for run in runs) <= 12  # 5 % of 120, and three deviations more
    reject: list[Effects] = [run.effects[1] for run in runs]
    assert np.mean([(e.low <= 1) & (e.high >= 1) for e in reject]) > 0.97
    assert np.median([e.spread[0] for e in reject]) < 1.2


def _generators(times: int) -> list[np.random.Generator]:
    return [np.random.default_rng([17, n]) for n in range(times)]


def test_how_far_offices_differ_is_found() -> None:
    chance = np.random.default_rng(5)
    kind, office = chance.integers(_KINDS, size=20_000), chance.integers(40, size=20_000)
    lean = chance.normal(0, 0.5, 40)
    outcome = (chance.random(20_000) < 1 / (1 + np.exp(-lean[office]))).astype(int)
    low, middle, high = 1.3, *differences([kind], office, outcome).effects[1].spread[::2]
    assert low < middle < high
    effects = differences([kind], office, outcome).effects[1]
    assert np.corrcoef(np.log(effects.odds), lean)[0, 1] > 0.9


def test_what_was_not_compared_is_counted() -> None:
    kind = [1, 1, 1, 2, 3, 3]
    found = differences([kind, [0, 0, 5, 0, 0, 0]], [7, 8, 8, 7, 7, 8], [0, 1, 1, 0, UNKNOWN, 0])
    assert (found.compared, found.alone, found.unknown) == (2, 3, 1)
    assert (found.asked, found.told) == (4, 0)
    assert not found.together


def test_nothing_decided_is_nothing_found() -> None:
    found = differences([[1, 2]], [1, 2], [UNKNOWN, UNKNOWN])
    assert (found.together, found.effects, found.unknown) == ((), (), 2)


def test_numbers_are_compared_by_bands() -> None:
    assert coarse([0.0, 999.9, 1000.0, 50_000.0, np.nan], [1000.0, 10_000.0]).tolist() == [0, 0, 1, 2, 3]


def test_facts_of_other_cases_are_refused() -> None:
    with pytest.raises(ValueError, match="same cases"):
        differences([[1, 2]], [1, 2], [0])
