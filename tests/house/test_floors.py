"""The floors of the house stand on each other in one direction only."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.files import PACKAGE, ROOT, parsed, python_files, shown

pytestmark = pytest.mark.anywhere
LINT_IMPORTS = str(Path(sys.executable).parent / "lint-imports")


def _lint_imports(config: Path, source: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINT_IMPORTS, "--no-cache", "--config", str(config)],
        cwd=config.parent,
        env={**os.environ, "PYTHONPATH": str(source), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_floor_uses_only_what_is_under_it() -> None:
    done = _lint_imports(ROOT / "pyproject.toml", ROOT / "src")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_package_without_a_floor_and_a_rule_that_knows_django_are_found(tmp_path: Path) -> None:
    for name in [p.name for p in PACKAGE.iterdir() if (p / "__init__.py").exists()] + ["cellar"]:
        (tmp_path / "src/huiyin" / name).mkdir(parents=True)
        (tmp_path / "src/huiyin" / name / "__init__.py").touch()
    (tmp_path / "src/huiyin/__init__.py").touch()
    for area in ("orgs", "cases", "registers", "reception", "exchange", "insight"):
        for module in ("rules", "models"):
            (tmp_path / "src/huiyin" / area / f"{module}.py").touch()
    (tmp_path / "src/huiyin/foundation/models.py").touch()
    (tmp_path / "src/huiyin/insight/undertaken").mkdir()
    for module in ("__init__", "rules"):
        (tmp_path / "src/huiyin/insight/undertaken" / f"{module}.py").touch()
    (tmp_path / "src/huiyin/law/clocks.py").write_text("import django\n")
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    done = _lint_imports(tmp_path / "pyproject.toml", tmp_path / "src")
    assert done.returncode == 1
    assert "huiyin.cellar" in done.stdout
    assert "huiyin.law.clocks -> django" in done.stdout


CLOCKS = {"now", "today", "utcnow", "localtime", "localdate", "time", "time_ns"}
CLOCK_MODULES = {"datetime", "date", "time", "timezone", "dt"}


def _reads_clock(path: Path) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in CLOCK_MODULES
    ]


def test_only_the_clock_reads_the_clock() -> None:
    clock = PACKAGE / "base/clock.py"
    assert _reads_clock(clock), "the test no longer recognises how the clock is read"
    found = [
        f"{shown(path)}:{line}"
        for path in python_files()
        if path.is_relative_to(PACKAGE) and path != clock
        for line in _reads_clock(path)
    ]
    assert not found, f"these read the clock themselves; take the time as an argument instead: {found}"


@pytest.mark.parametrize("floor", ["law", "text", "stats", "base"])
def test_pure_floors_hold_no_sentences_in_one_language_for_people(floor: str) -> None:
    """Pure floors return codes; gettext there would tie them to one web framework."""
    found = [
        f"{shown(path)}:{node.lineno}"
        for path in python_files()
        if path.is_relative_to(PACKAGE / floor)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"gettext", "_"}
    ]
    assert not found
