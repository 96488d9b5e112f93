"""Spark for the tests: 430 MB that nobody else needs, installed only where nothing may be left out."""

import shutil
import subprocess
import sys
import tomllib
from importlib import invalidate_caches
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def packages() -> list[str]:
    """Return what the extra `spark` installs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed: list[str] = project["optional-dependencies"]["spark"]
    return listed


def missing(*, install: bool) -> str:
    """Return what keeps Spark from running here, or nothing; its packages are installed when asked for."""
    if not shutil.which("java"):
        return "Java"
    if find_spec("pyspark") is None and install:
        command = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", *packages()]
        subprocess.run(command, check=False)
        invalidate_caches()
    return "" if find_spec("pyspark") else "pyspark (pip install 'huiyin[spark]')"
