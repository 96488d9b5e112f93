"""The measurements of topics and of duplicates, on invented rows, and on real ones where they are."""

import csv
import gzip
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from huiyin.base.errors import Refused
from huiyin.evaluation import duplicates, topics
from tests.text.test_topics import BUS, KILN, OTHERS

DATA = os.environ.get("HUIYIN_DATA", "")
real = pytest.mark.skipif(not DATA, reason="HUIYIN_DATA names no folder of real messages")


def _write(file: Path, rows: Iterable[Mapping[str, object]]) -> None:
    file.parent.mkdir(exist_ok=True)
    listed = list(rows)
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "wt", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(listed[0]))
        writer.writeheader()
        writer.writerows(listed)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two affairs and some others, with the clusters of a team and of keywords, all invented."""
    titles = [*KILN, *BUS, *OTHERS]
    _write(
        tmp_path / topics.MESSAGES,
        (
            {"id": n, "user": f"u{n}", "title": t, "time": "2026/3/5 8:00:00", "text": f"{t}，请求处理。" * 4}
            for n, t in enumerate(titles)
        ),
    )
    _write(
        tmp_path / topics.TEAMS,
        ({"team": "one", "问题ID": 1, "留言编号": n, "留言主题": ""} for n in range(len(KILN))),
    )
    _write(
        tmp_path / topics.SILVER,
        (
            {"topic": name, "留言编号": n}
            for at, name in enumerate(topics.KNOWN)
            for n in (range(6) if at == 0 else [6 + at])
        ),
    )
    _write(
        tmp_path / duplicates.FILES[0],
        (
            {"id": n, "text": f"{t}，已经找过三次，没有人管，请尽快处理，盼回复。"}
            for n, t in enumerate(titles)
        ),
    )
    return tmp_path


def test_topics_that_match_the_clusters_are_counted_as_found(folder: Path) -> None:
    found = topics.evaluate(folder)
    assert found["by_team"] == {"one": 1.0}
    assert found["best_match_f1"]["teams_agreed"] == 1.0 and found["agreed_clusters"] == 1
    assert found["known"]["丽发新城"] == {"rank": 1, "f1": 1.0, "petitions": 6, "persons": 6}
    assert found["incremental"]["same_groups"]


def test_f1_and_best_match() -> None:
    assert topics.f1({1, 2}, {2, 3}) == 0.5
    cluster = topics.Cluster("one", "1", frozenset({1, 2}))
    assert topics.best_match([cluster], [[1, 2, 3, 4], [2, 9]]) == round(4 / 6, 4)
    assert topics.best_match([cluster], []) == 0.0


def test_every_pair_is_found_and_none_else(folder: Path) -> None:
    found = duplicates.evaluate(folder, million=200)
    assert found["true_pairs"] > 0
    assert found["recall"]["value"] == found["precision"]["value"] == 1.0
    assert found["at_volume"]["texts"] == 200 and found["at_volume"]["pairs"] > 0


def test_a_folder_without_the_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        topics.evaluate(tmp_path)


@real
def test_on_real_messages_topics_reach_what_is_claimed() -> None:
    found = topics.evaluate(Path(DATA))
    assert found["best_match_f1"]["teams_agreed"] >= 0.80
    assert found["best_match_f1"]["held_out"] >= 0.80
    assert found["known_in_top"] == len(topics.KNOWN)


@real
def test_on_real_messages_duplicates_reach_what_is_claimed() -> None:
    found = duplicates.evaluate(Path(DATA), million=0)
    assert found["recall"]["low"] >= 0.99 and found["precision"]["low"] >= 0.97
