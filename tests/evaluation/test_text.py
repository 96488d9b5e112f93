"""How well labels and kinds are found: figures of made-up answers, files that are none."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from huiyin.base.errors import Invalid, NotFound
from huiyin.evaluation import fields, kinds

ROWS = "".join(
    f"{n}号,{where}的路灯坏了没人修,roads\n{n}号,{where}的社保卡丢了要补办,work\n"
    for n, where in enumerate(("东街", "西街", "南街", "北街", "河边", "桥头", "村口", "镇上"))
)


def test_all_right_and_sure_is_told_as_that() -> None:
    found = fields.figures(np.array([[9.0, 0], [0, 9.0]]), ["a", "b"], ["a", "b"])
    assert (found["macro_f1"], found["micro_f1"], found["coverage_at_99"]) == (1.0, 1.0, 1.0)
    assert found["ece"] < 0.001


def test_sure_and_wrong_is_told_as_that() -> None:
    found = fields.figures(np.array([[9.0, 0], [9.0, 0]]), ["a", "b"], ["a", "b"])
    assert found["macro_f1"] == pytest.approx(1 / 3, abs=1e-4)
    assert found["ece"] == pytest.approx(0.5, abs=0.01)


def test_labels_are_learned_from_one_file_and_found_in_another(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"\ufefftitle,text,label\n{ROWS}", encoding="utf-8")
    (tmp_path / "b.gz").write_bytes(gzip.compress("text,label\n社保卡丢了,work\n路灯坏了,roads\n".encode()))
    found = fields.measure(tmp_path / "a.csv", tmp_path / "b.gz")
    assert found["macro_f1"] == 1.0
    assert set(found) == {"macro_f1", "micro_f1", "ece", "coverage_at_99", "right_of_surest_60", "seconds"}


def test_a_table_without_labels_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text\n路灯坏了\n", encoding="utf-8")
    with pytest.raises(Invalid):
        fields.labelled(tmp_path / "a.csv")
    with pytest.raises(NotFound):
        fields.labelled(tmp_path / "none.csv")


def test_each_readers_choice_counts_once(tmp_path: Path) -> None:
    line = {
        "title": "",
        "text": "我们是工地的农民工，包工头拖欠工资，请求追回。",
        "natures": ["claim"],
        "own": True,
    }
    file = tmp_path / "read.jsonl"
    file.write_text(json.dumps({**line, "kinds": ["W1", "P1"]}) + "\n", encoding="utf-8")
    found = kinds.measure(file)
    assert (found["top_1"]["value"], found["top_1"]["n"]) == (0.5, 2)
    assert found["nature"]["value"] == found["own"]["value"] == 1.0


def test_lines_that_are_not_such_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"text": "路灯"}\n', encoding="utf-8")
    with pytest.raises(Invalid):
        kinds.measure(tmp_path / "x.jsonl")
