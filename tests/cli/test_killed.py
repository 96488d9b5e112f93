"""A process killed half-way leaves nothing half-written, and the next run goes on."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import tables

pytestmark = pytest.mark.anywhere

ROWS = 1_500


def command(home: Path, *arguments: str) -> "subprocess.Popen[str]":
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | {"HUIYIN_HOME": str(home)}
    return subprocess.Popen(
        [sys.executable, "-m", "huiyin.cli.main", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def stored(home: Path) -> int:
    try:
        with sqlite3.connect(f"file:{home / 'huiyin.sqlite3'}?mode=ro", uri=True) as database:
            return int(database.execute("select count(*) from cases_petition").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def test_an_import_killed_half_way_is_completed_by_the_next_run(tmp_path: Path) -> None:
    home, table = tmp_path / "home", tmp_path / "petitions.csv"
    tables.copy_into(home)
    lines = [f"{n},工地欠我第{n}个月工资，请求追回,2019-03-01,已责令支付,2019-04-01" for n in range(ROWS)]
    table.write_text("编号,内容,留言时间,答复,答复时间\n" + "\n".join(lines))
    first = command(home, "import", str(table), "--json")
    while stored(home) < 200 and first.poll() is None:
        time.sleep(0.05)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    left = stored(home)
    assert 200 <= left < ROWS
    assert left % 100 == 0  # whole batches only
    out, _ = command(home, "import", str(table), "--json").communicate()
    told = json.loads(out)
    assert (told["added"], told["skipped"]) == (ROWS - left, left)
    assert stored(home) == ROWS
    for check in (("law", "rebuild", "--check"), ("audit", "verify")):
        process = command(home, *check)
        process.communicate()
        assert process.returncode == 0
