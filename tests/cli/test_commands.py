"""The commands as other programs use them: JSON alone on stdout, exit 2 for refused input."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import tables

pytestmark = pytest.mark.anywhere

ROWS = (
    "编号,内容,留言时间,答复,答复时间\n1,工地欠我三个月工资,2019/2/28,已责令支付,2019-06-12\n2,,2019/3/1,,\n"
)
DUE = """
office: hrss
nature: claim
as_of: 2026-11-23
acts:
  - {act: received, day: 2026-03-02, channel: web}
  - {act: accepted, day: 2026-03-10, path: 6}
"""


_AWARD = ("--event", "award-received", "--on", "2026-02-04")


class Run:
    """What a command printed and how it left."""

    def __init__(self, done: subprocess.CompletedProcess[str]) -> None:
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def huiyin(tmp_path: Path) -> Any:
    """Return a function that runs `huiyin` in a fresh home with its tables, on the embedded database."""
    tables.copy_into(tmp_path / "home")
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    environment |= {"HUIYIN_HOME": str(tmp_path / "home"), "PYTHONWARNINGS": "error"}

    def run(*arguments: str, given: str | None = None) -> Run:
        command = [sys.executable, "-m", "huiyin.cli.main", *arguments]
        return Run(
            subprocess.run(command, env=environment, input=given, capture_output=True, text=True, check=False)
        )

    return run


def test_understand_reads_an_argument_and_standard_input_alike(huiyin: Any) -> None:
    text = "包工头欠我2.8万元工资，请求追回。"
    assert huiyin("understand", text, "--json").json == huiyin("understand", "-", "--json", given=text).json


def test_understand_reads_a_file_of_lines_in_order(huiyin: Any, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(
        '{"id": "b", "text": "欠薪"}\nkein JSON\n{"id": "a", "text": "社保"}\n'
    )
    done = huiyin(
        "understand", "--jsonl", str(tmp_path / "in.jsonl"), "--out", str(tmp_path / "out.jsonl"), "--json"
    )
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [line["id"] for line in lines] == ["b", None, "a"]
    assert done.json == {"read": 3, "rejected": 1}


def test_law_due_answers_with_every_deadline(huiyin: Any, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(DUE)
    answer = huiyin("law", "due", str(tmp_path / "case.yaml"), "--json").json
    assert {d["duty"]: d["due"] for d in answer["deadlines"]} == {
        "tell": "2026-03-17",
        "conclude": "2026-05-09",
    }


def test_law_channel_answers_with_the_agreed_names(huiyin: Any) -> None:
    answer = huiyin("law", "channel", "arbitration-suit", *_AWARD, "--as-of", "2026-02-20", "--json").json
    agreed = {"due", "unrolled", "unit", "instrument", "article", "status", "provisional", "remaining", "why"}
    assert agreed <= set(answer)
    assert (answer["unrolled"], answer["due"], answer["remaining"]) == ("2026-02-19", "2026-02-24", 4)
    told = huiyin("law", "channel", "arbitration-suit", *_AWARD, "--lang", "en").out
    assert "2026-02-24" in told and "the people's court" in told and "{" not in told


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("court", "--event", "knew", "--on", "2026-03-02"),
        ("litigation", "--event", "filed", "--on", "2026-03-02"),
        ("litigation", "--event", "knew", "--on", "2025-02-29"),
        ("litigation", "--event", "knew", "--on", "2026-03-02", "--as-of", "2026-03-01"),
    ],
)
def test_law_channel_refuses_what_cannot_be_with_two(huiyin: Any, arguments: tuple[str, ...]) -> None:
    done = huiyin("law", "channel", *arguments, "--json")
    assert done.code == 2
    assert set(done.json["error"]) == {"code", "message"} and done.err.strip()
    if not arguments or arguments[0] == "court":
        assert "labour-arbitration" in done.json["error"]["message"]


def test_people_get_words_where_programs_get_json(huiyin: Any, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(DUE)
    told = huiyin("law", "due", str(tmp_path / "case.yaml")).out
    assert "《信访工作条例》第三十四条" in told and "2026-05-09" in told and "{" not in told
    english = huiyin("law", "due", str(tmp_path / "case.yaml"), "--lang", "en").out
    assert "Regulations on Petition Work" in english
    read = huiyin("understand", "包工头欠我2.8万元工资，不想活了，请求追回。").out
    assert "2.8万元" in read and "可能有人有危险" in read and "{" not in read


def test_what_cannot_have_happened_is_refused_with_two(huiyin: Any, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(DUE.replace("act: accepted", "act: vanished"))
    done = huiyin("law", "due", str(tmp_path / "case.yaml"), "--json")
    assert done.code == 2
    assert set(done.json["error"]) == {"code", "message"}
    assert done.err.strip()


def test_import_says_how_it_went_on_its_last_line_and_keeps_the_reasons(huiyin: Any, tmp_path: Path) -> None:
    (tmp_path / "petitions.csv").write_text(ROWS, encoding="gb18030")
    done = huiyin("import", str(tmp_path / "petitions.csv"), "--json")
    last = json.loads(done.out.splitlines()[-1])
    errors = Path(last.pop("errors_file"))
    assert last == {"read": 2, "added": 1, "skipped": 0, "rejected": 1, "late": 1}
    assert "cases.text_missing" in errors.read_text(encoding="utf-8-sig")
    again = json.loads(huiyin("import", str(tmp_path / "petitions.csv"), "--json").out)
    assert (again["added"], again["skipped"]) == (0, 1)
    assert huiyin("law", "rebuild", "--check").code == 0
    assert huiyin("worker", "--once").code == 0
    verdict = huiyin("audit", "verify", "--json").json
    assert (verdict["ok"], verdict["unsealed"]) == (True, 0)


def test_a_dry_run_leaves_nothing_behind(huiyin: Any, tmp_path: Path) -> None:
    (tmp_path / "petitions.csv").write_text(ROWS)
    assert huiyin("import", str(tmp_path / "petitions.csv"), "--dry-run", "--json").json["added"] == 1
    assert huiyin("law", "rebuild", "--check", "--json").json["matters"] == 0


@pytest.mark.parametrize(
    "arguments", [("import", "nowhere.csv", "--json"), ("law", "due", "nowhere.yaml", "--json")]
)
def test_a_missing_file_is_said_so(huiyin: Any, arguments: tuple[str, ...]) -> None:
    done = huiyin(*arguments)
    assert done.code == 2
    assert "nowhere" in done.json["error"]["message"]


def test_a_column_map_names_the_columns_of_another_system(huiyin: Any, tmp_path: Path) -> None:
    maps = tmp_path / "home" / "maps"
    maps.mkdir(parents=True)
    (maps / "provincial.yaml").write_text("id: XFJBH\ntext: XFNR\nasked: DJSJ\n")
    (tmp_path / "p.csv").write_text("XFJBH,XFNR,DJSJ\n77,欠薪,20190301\n")
    done = huiyin("import", str(tmp_path / "p.csv"), "--map", "provincial", "--json")
    assert json.loads(done.out)["added"] == 1
    assert huiyin("import", str(tmp_path / "p.csv"), "--map", "other", "--json").code == 2


def test_production_refuses_keys_beside_the_records(tmp_path: Path) -> None:
    environment = {**os.environ, "HUIYIN_HOME": str(tmp_path), "HUIYIN_MODE": "production"}
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-m", "huiyin.cli.main", "migrate"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "HUIYIN_KEYS" in done.stderr
    assert not (tmp_path / "keys").exists()
