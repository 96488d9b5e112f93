"""Spark for the tests: 430 MB that nobody else needs, fetched beside the run into a folder of its own.

It is never installed into the environment of the house: `make setup` and `pip install .` stay as they are.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tools import installed

ROOT = Path(__file__).resolve().parent.parent
_NOT_HERE = "no pyspark (pip install 'huiyin[spark]')"
_STILL_WAITS = 180  # seconds after everything else is done
# One core, no compiler that pays only over hours, no look-up of this machine's name.
SMALL = {
    "MASTER": "local[1]",
    "SPARK_LOCAL_IP": "127.0.0.1",
    "SPARK_LOCAL_HOSTNAME": "localhost",
    "JDK_JAVA_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
}


def packages() -> list[str]:
    """Return what the extra `spark` installs."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    listed: list[str] = project["optional-dependencies"]["spark"]
    return listed


@contextmanager
def on_its_way(*, fetch: bool) -> Iterator[Callable[[], tuple[str, Path]]]:
    """Meanwhile fetch Spark, where asked to and where it is not installed.

    What is given waits for it; it returns what keeps Spark from running, or nothing, and the folder it is in.
    """
    with tempfile.TemporaryDirectory(prefix="huiyin-spark-") as name:
        folder = Path(name)
        (folder / "said").touch()
        process = _fetching(folder) if fetch and find_spec("pyspark") is None else None

        def there() -> tuple[str, Path]:
            return _lacking(process, folder), folder / "packages"

        try:
            yield there
        finally:
            if process is not None and process.poll() is None:
                os.killpg(process.pid, signal.SIGINT)
                process.wait()


def _fetching(folder: Path) -> "subprocess.Popen[bytes]":
    # The versions of the house where it has one, so that what lies in both places is the same.
    (folder / "constraints.txt").write_text(installed.constraints(), encoding="utf-8")
    command = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-compile"]
    command += ["-c", str(folder / "constraints.txt"), "--target", str(folder / "packages"), *packages()]
    with (folder / "said").open("wb") as said:
        return subprocess.Popen(command, stdout=said, stderr=said, start_new_session=True)


def _lacking(process: "subprocess.Popen[bytes] | None", folder: Path) -> str:
    if not shutil.which("java"):
        return "no Java"
    if process is None:
        return "" if find_spec("pyspark") else _NOT_HERE
    try:
        failed = process.wait(_STILL_WAITS)
    except subprocess.TimeoutExpired:
        return "pyspark could not be fetched in time"
    if failed:
        print((folder / "said").read_text(errors="replace"), file=sys.stderr)
    return "pyspark could not be fetched" if failed else ""
