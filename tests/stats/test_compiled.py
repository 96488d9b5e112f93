"""Compiled loops load where nothing can be written, and cost nothing where they are not used."""

import os
import subprocess
import sys
from pathlib import Path

from tests.house.files import PACKAGE, ROOT

TRY = """
import numpy, huiyin.stats.compiled as c
assert c.__file__.startswith({where!r}), c.__file__
from huiyin.stats.chance import log_tail_of
assert abs(log_tail_of(0.0) - numpy.log(0.5)) < 1e-12
print("loaded", bool(log_tail_of._cache.__class__.__name__ == "NullCache"))
"""


def _run(source: Path, **environment: str) -> str:
    home = {k: v for k, v in os.environ.items() if not k.startswith(("NUMBA", "XDG"))}
    home |= {"PYTHONPATH": str(source), "PYTHONDONTWRITEBYTECODE": "1"} | environment
    done = subprocess.run(
        [sys.executable, "-c", TRY.format(where=str(source))],
        env=home,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def _installed(folder: Path) -> Path:
    """The floor of numbers as installed where no folder for compiled code can be made."""
    for name in ("stats", "base"):
        for file in (PACKAGE / name).rglob("*.py"):
            to = folder / "huiyin" / file.relative_to(PACKAGE)
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_bytes(file.read_bytes())
    (folder / "huiyin/__init__.py").touch()
    (folder / "huiyin/stats/__pycache__").write_text("in the way")
    return folder


def test_where_nothing_can_be_written_it_still_loads(tmp_path: Path) -> None:
    (tmp_path / "none").write_text("no folder")
    nowhere = str(tmp_path / "none" / "cache")
    assert _run(_installed(tmp_path / "site"), HOME=nowhere, XDG_CACHE_HOME=nowhere) == "loaded True"


def test_a_folder_that_is_named_keeps_what_was_compiled(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    assert _run(_installed(tmp_path / "site"), NUMBA_CACHE_DIR=str(kept)) == "loaded False"
    assert list(kept.rglob("*.nbi"))


def test_what_was_kept_does_not_outlive_a_change_of_another_file(tmp_path: Path) -> None:
    site, kept = _installed(tmp_path / "site"), str(tmp_path / "kept")
    code = (
        "from huiyin.stats.surges.scored import tails; import numpy; print(tails(numpy.zeros((1, 1)))[0, 0])"
    )
    (site / "huiyin/stats/__pycache__").unlink()
    environment = os.environ | {"PYTHONPATH": str(site), "NUMBA_CACHE_DIR": kept}
    said = []
    for formula in ("math.log(0.5 * math.erfc(z * math.sqrt(0.5)))", "math.log(0.25)"):
        file = site / "huiyin/stats/chance.py"
        file.write_text(file.read_text().replace("math.log(0.5 * math.erfc(z * math.sqrt(0.5)))", formula))
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
        )
        said.append(float(done.stdout))
    assert said == [0.5, 0.25]


def test_reading_a_text_never_loads_the_compiler() -> None:
    code = "import sys, huiyin.cli.main, huiyin.text.understanding; print('numba' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "False"
