"""`huiyin understand --jsonl`: one reading a line, order kept, a bad line never stops the rest."""

import json
from pathlib import Path

import pytest

from huiyin.base.errors import Invalid, NotFound
from huiyin.cli.understand import understand_lines, understand_one
from huiyin.text import Place


def run(tmp_path: Path, raw: bytes, **how) -> list[dict]:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(raw)
    counted = understand_lines(source, target, **how)
    lines = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert counted.read == len(lines)
    assert counted.rejected == sum("error" in line for line in lines)
    return lines


def test_order_and_ids_are_kept_and_bad_lines_become_error_records(tmp_path: Path):
    rows = [
        '{"id": 1, "title": "讨薪", "text": "老板拖欠工资"}',
        "not json",
        '["a list"]',
        '{"id": "c", "text": 5}',
        '{"id": "d"}',
        "",
        '{"id": "e", "text": "请问养老金怎么领？"}',
        '{"text": ""}',
        '{"id": "f", "text": "\\ud800拖欠工资"}',
    ]
    lines = run(tmp_path, "\ufeff".encode() + "\r\n".join(rows).encode())
    assert [line["id"] for line in lines] == [1, None, None, "c", "d", "e", None, "f"]
    assert [line.get("error", {}).get("code") for line in lines] == [
        None, "text.not_json", "text.not_a_record", "text.no_text", "text.no_text", None, None, None,
    ]  # fmt: skip
    assert lines[1]["line"] == 2
    assert "UTF-8" in lines[1]["error"]["message"]
    assert lines[0]["kinds"][0]["code"] == "W2"


def test_bytes_that_are_not_utf_8_spoil_one_line_only(tmp_path: Path):
    lines = run(tmp_path, b'{"id": "x", "text": "\xff\xfe"}\n{"id": "y", "text": "ok"}\n')
    assert [("error" in line) for line in lines] == [True, False]


def test_progress_counts_every_line(tmp_path: Path):
    done: list[int] = []
    run(tmp_path, b'{"id": 1, "text": "a"}\n' * 450, progress=done.append)
    assert sum(done) == 450


def test_a_missing_file_and_writing_over_the_input_are_refused(tmp_path: Path):
    with pytest.raises(NotFound):
        understand_lines(tmp_path / "none.jsonl", tmp_path / "out.jsonl")
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": 1, "text": "a"}\n', encoding="utf-8")
    with pytest.raises(Invalid):
        understand_lines(source, source)
    assert source.read_text(encoding="utf-8")


def test_one_petition_knows_the_tenants_places():
    seen = understand_one("清河市欠薪", places=(Place("9901", "清河市"),))
    assert seen["division"]["code"] == "9901"
