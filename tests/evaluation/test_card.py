"""The card of the reading: honest figures from known choices, pictures, and nobody's name in an error."""

import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as Tree

import pytest

from huiyin.evaluation import card, sureness
from huiyin.evaluation.messages import read_by_hand
from huiyin.evaluation.sureness import Choice

WAGES = "我们是工地的农民工，包工头拖欠工资八个月，请求追回。"


def _file(folder: Path, *kinds: str) -> Path:
    lines = [
        {
            "title": "",
            "text": f"{WAGES}我叫陈平安，电话13800001234。",
            "kinds": [kind],
            "natures": ["claim"],
            "own": True,
        }
        for kind in kinds
    ]
    file = folder / "read.jsonl"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    return file


def test_as_often_right_as_it_says_is_no_error() -> None:
    made = [Choice(0.75, n < 3) for n in range(4)]
    assert sureness.calibration_error(made) == 0
    assert sureness.reliability(made)[0]["right"]["value"] == 0.75


def test_always_sure_and_always_wrong_is_all_error() -> None:
    assert sureness.calibration_error([Choice(1.0, False)] * 5) == 1.0


def test_leaving_the_least_sure_to_people_leaves_their_errors_out() -> None:
    made = [Choice(0.9, True)] * 8 + [Choice(0.2, False)] * 2
    wrong = {point["covered"]: point["wrong"]["value"] for point in sureness.risk(made)}
    assert (wrong[0.8], wrong[1.0]) == (0.0, 0.2)


def test_the_card_tells_each_kind_and_has_its_pictures(tmp_path: Path) -> None:
    found = card.measure(_file(tmp_path, "W1", "W1", "P1"))
    assert found["by_kind"]["W1"]["found"]["value"] == 1.0
    assert found["by_kind"]["W1"]["right"]["value"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["by_kind"]["P1"]["found"]["value"] == 0.0
    card.write(found, tmp_path / "out", on=date(2026, 11, 26), of="three invented messages")
    said = (tmp_path / "out" / card.CARD).read_text(encoding="utf-8")
    assert "three invented messages" in said
    for picture in (card.RELIABILITY, card.RISK):
        assert picture in said
        Tree.parse(tmp_path / "out" / picture)
    assert "陈平安" not in said


def test_an_error_is_shown_without_the_person(tmp_path: Path) -> None:
    (error,) = card.errors(read_by_hand(_file(tmp_path, "P1", "W1")), most=5)
    assert error["chosen"] == "P1"
    assert "陈平安" not in error["text"]
    assert "13800001234" not in error["text"]
