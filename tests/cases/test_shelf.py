"""An agency's own models in its home: chosen, noticed by everybody, and not used when they are damaged."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from huiyin.cases import shelf
from huiyin.foundation import whole
from huiyin.text import understand
from huiyin.text.learned.shipped import VERSION, shipped, using
from tests.cases.test_memory import BEFORE, OTHER, entry, model

OURS = "agency-20261126-1"


def put(home: Path, version: str = OURS, *, sharpness: float = 0.5) -> None:
    """Put the product's models, less sure of themselves, on the shelf as the agency's own."""
    nature = shipped().nature
    assert nature is not None
    models = {"kinds": replace(model(), sharpness=sharpness), "nature": nature}
    shelf.put(home, version, {"confirmed": 60}, models, [3, 1, 2])


def read(home: Path) -> tuple[str, float]:
    with using(shelf.kept(home)):
        seen = understand(OTHER)
    return seen.version, seen.kinds[0].p


def test_without_a_model_of_its_own_a_home_is_read_by_the_product(tmp_path: Path) -> None:
    assert read(tmp_path) == (VERSION, understand(OTHER).kinds[0].p)


def test_a_switch_is_noticed_at_the_next_reading_and_can_be_taken_back(tmp_path: Path) -> None:
    put(tmp_path)
    assert read(tmp_path)[0] == VERSION
    shelf.use(tmp_path, OURS, at="2026-11-26", by="system")
    version, p = read(tmp_path)
    assert version == OURS and p < understand(OTHER).kinds[0].p
    shelf.use(tmp_path, VERSION, at="2026-11-26", by="system")
    assert read(tmp_path) == (VERSION, understand(OTHER).kinds[0].p)


@pytest.mark.parametrize("damage", [b"", b"huiyin model 1\n", b"\0" * 5_000, None])
def test_a_damaged_model_gives_way_to_the_product_and_comes_back_when_mended(
    tmp_path: Path, damage: bytes | None
) -> None:
    put(tmp_path)
    shelf.use(tmp_path, OURS, at="", by="")
    file = shelf.place(tmp_path) / OURS / "kinds.model"
    whole = file.read_bytes()
    file.unlink() if damage is None else file.write_bytes(damage)
    assert read(tmp_path)[0] == VERSION
    assert shelf.damaged(tmp_path)
    assert [one.damaged for one in shelf.versions(tmp_path)] == [True]
    file.write_bytes(whole)
    assert read(tmp_path)[0] == OURS
    assert not shelf.damaged(tmp_path)


@pytest.mark.parametrize("said", ["", "{", "[]", '"x"', '{"version": 7}', '{"version": "../../etc"}'])
def test_a_note_of_what_is_in_use_that_cannot_be_read_means_the_product(tmp_path: Path, said: str) -> None:
    shelf.place(tmp_path).mkdir()
    (shelf.place(tmp_path) / "in-use.json").write_text(said, encoding="utf-8")
    assert read(tmp_path)[0] == VERSION


def test_what_is_remembered_works_beside_an_own_model_too(tmp_path: Path) -> None:
    put(tmp_path)
    shelf.use(tmp_path, OURS, at="", by="")
    shelf.remember(tmp_path, [entry(BEFORE, "B2")])
    with using(shelf.kept(tmp_path)):
        seen = understand(BEFORE)
    assert (seen.version, seen.kinds[0].code) == (f"{OURS}+1", "B2")
    assert shelf.bare(tmp_path).version == OURS


def test_what_is_remembered_and_damaged_is_left_out(tmp_path: Path) -> None:
    shelf.remember(tmp_path, [entry(BEFORE, "B2")])
    (shelf.place(tmp_path) / "remembered").write_bytes(b"huiyin memory 1\nnonsense")
    assert read(tmp_path)[0] == VERSION


def test_a_version_that_was_not_better_has_a_card_and_cannot_be_used(tmp_path: Path) -> None:
    shelf.put(tmp_path, OURS, {"confirmed": 60}, {}, [1])
    (one,) = shelf.versions(tmp_path)
    assert (one.usable, one.damaged, one.card["confirmed"]) == (False, False, 60)


def test_versions_of_a_day_are_numbered_and_the_newest_comes_first(tmp_path: Path) -> None:
    on = date(2026, 11, 26)
    assert shelf.next_version(tmp_path, on) == OURS
    for n in (1, 2, 10):
        shelf.put(tmp_path, f"agency-20261126-{n}", {}, {}, [])
    assert shelf.next_version(tmp_path, on) == "agency-20261126-11"
    assert [one.version[-2:] for one in shelf.versions(tmp_path)] == ["10", "-2", "-1"]


def test_what_a_killed_training_left_is_no_version_and_is_swept_away(tmp_path: Path) -> None:
    put(tmp_path)
    left = shelf.place(tmp_path) / ".making-dead"
    left.mkdir()
    (left / "kinds.model").write_bytes(b"half")
    assert [one.version for one in shelf.versions(tmp_path)] == [OURS]
    shelf.sweep(tmp_path, most=5)
    assert not left.exists()


def test_the_version_in_use_is_never_swept_away(tmp_path: Path) -> None:
    for n in range(1, 6):
        shelf.put(tmp_path, f"agency-20261126-{n}", {}, {}, [])
    shelf.use(tmp_path, OURS, at="", by="")
    shelf.sweep(tmp_path, most=2)
    assert [one.version[-1] for one in shelf.versions(tmp_path)] == ["5", "4", "1"]


def test_from_which_matters_a_version_was_learned_is_known(tmp_path: Path) -> None:
    put(tmp_path)
    assert shelf.learned_from(tmp_path, OURS) == {1, 2, 3}
    assert shelf.learned_from(tmp_path, VERSION) == shelf.learned_from(tmp_path, "../x") == frozenset()


def test_a_model_file_is_numbers_only(tmp_path: Path) -> None:
    put(tmp_path)
    card = json.loads((shelf.place(tmp_path) / OURS / "card.json").read_text(encoding="utf-8"))
    assert set(card["files"]) == {"kinds", "nature"}
    assert (shelf.place(tmp_path) / OURS / "kinds.model").read_bytes().startswith(b"huiyin model 1\n")


def test_only_one_at_a_time_makes_models(tmp_path: Path) -> None:
    with (
        whole.alone(shelf.place(tmp_path), "training", wait=False) as first,
        whole.alone(shelf.place(tmp_path), "training", wait=False) as second,
    ):
        assert (first, second) == (True, False)
    with whole.alone(shelf.place(tmp_path), "training", wait=False) as again:
        assert again
