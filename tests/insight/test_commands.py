"""The commands of the lake, run as people run them."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def _run(home: Path, *words: str) -> tuple[int, Any, str]:
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "huiyin.cli.main", "lake", *words, "--json"],
        env={**environment, "HUIYIN_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, json.loads(done.stdout.splitlines()[-1]), done.stderr


def test_the_lake_is_made_said_to_be_whole_and_compared_or_told_why_not(tmp_path: Path) -> None:
    assert _run(tmp_path, "status")[1]["state"] == "missing"
    code, made, said = _run(tmp_path, "refresh")
    assert (code, made) == (0, {"matters": 0, "months": 0, "made_good": ["missing"]})
    assert "事实库" in said
    assert _run(tmp_path, "status", "--check")[1]["state"] == "whole"
    (tmp_path / "lake" / "manifest.json").write_text("{")
    code, refused, _said = _run(tmp_path, "compare")
    assert (code, refused["error"]["code"]) == (2, "insight.no_lake")
    assert _run(tmp_path, "refresh")[1]["made_good"] == ["missing"]
