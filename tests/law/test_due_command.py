"""`huiyin law due` on files: what people write is read, what cannot be read is refused with a way out."""

import json
from datetime import date
from pathlib import Path

import pytest

from huiyin.base.errors import Refused
from huiyin.cli.law_due import due_command
from huiyin.law.calendar import Calendar

_CLAIM = "office: hrss\nnature: claim\nas_of: 2026-11-23\nacts:\n"


def _file(folder: Path, text: str) -> Path:
    file = folder / "matter.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_answer_has_the_agreed_shape_and_is_json(tmp_path: Path) -> None:
    file = _file(tmp_path, _CLAIM + "- {act: received, day: 2025-09-20, channel: web}\n")
    answer = json.loads(json.dumps(due_command(file, "zh"), ensure_ascii=False))
    assert {"stage", "flaws", "deadlines", "allowed", "blocked"} <= set(answer)
    (tell,) = answer["deadlines"]
    assert (tell["due"], tell["status"], tell["provisional"]) == ("2025-10-09", "in-force", False)
    assert any("2025-10-09" in step for step in tell["why"])


def test_the_language_chooses_the_words_and_nothing_else(tmp_path: Path) -> None:
    file = _file(
        tmp_path, _CLAIM + "- {act: received, day: 2026-03-02}\n- {act: extended, day: 2026-03-03, days: 5}\n"
    )
    zh, en = due_command(file, "zh"), due_command(file, "en")
    assert zh["flaws"][0]["reason"] != en["flaws"][0]["reason"]
    assert zh["blocked_codes"] == en["blocked_codes"]
    assert en["flaws"][0]["reason"].isascii()


def test_a_correction_may_name_the_wrong_act_under_the_same_key(tmp_path: Path) -> None:
    acts = "- {act: received, day: 2026-03-02}\n- {act: accepted, day: 2026-03-03, path: 6}\n"
    file = _file(tmp_path, _CLAIM + acts + "- {act: corrected, day: 2026-03-04, act: 1}\n")
    assert due_command(file)["stage"] == "registered"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "law.refused.spec-not-mapping"),
        ("acts: [", "law.refused.not-yaml"),
        ("office: hrss\nnature: claim\nacts: received\n", "law.refused.no-acts"),
        ("office: !!python/object:os.system {}\n", "law.refused.not-yaml"),
    ],
)
def test_a_file_that_says_nothing_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        due_command(_file(tmp_path, text))
    assert refusal.value.message.code == code


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        due_command(tmp_path / "nowhere.yaml")
    assert refusal.value.message.code == "law.refused.no-file"


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "matter.yaml"
    file.write_bytes("office: 人社".encode("gb18030"))
    with pytest.raises(Refused) as refusal:
        due_command(file)
    assert refusal.value.message.code == "law.refused.file-not-utf8"


def test_the_working_days_are_those_of_the_published_table(public_rows: Path) -> None:
    table = public_rows / "calendar" / "china_days_2004_on.csv"
    calendar = Calendar()
    rows = [line.split(",") for line in table.read_text(encoding="utf-8").splitlines()[1:]]
    assert [r[0] for r in rows if calendar.works(date.fromisoformat(r[0])) != (r[1] == "1")] == []
