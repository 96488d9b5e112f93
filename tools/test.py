"""`make test`: the checks, the whole suite on PostgreSQL, then a real browser and the records on SQLite."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools import check, machine, postgres, spark  # noqa: E402  run as a script, so the root is put on the path first

WITHOUT_DATABASE = ("law", "text", "stats", "evaluation")  # what they test reads and writes no records
BOTH = "--both"  # asks everything on both databases
WORKERS = str(min(4, max(2, os.cpu_count() or 2)))


@dataclass(frozen=True)
class Part:
    """One part of the run and how it ended: ok, FAILED or LEFT OUT."""

    name: str
    outcome: str
    seconds: float = 0.0
    words: str = ""


def must_have_everything() -> bool:
    """Return whether leaving something out counts as a failure."""
    return os.environ.get("HUIYIN_REQUIRE_ALL") == "1" or os.environ.get("CI", "").lower() in {"1", "true"}


def plain_environment() -> dict[str, str]:
    """Return this environment for tests of the source tree on an embedded database."""
    environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    # Workers share the cores already: threads of arithmetic that wait would take them from others.
    one_each = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    return environment | one_each | {"PYTHONPATH": str(ROOT / "src")}


def run_pytest(name: str, *arguments: str, database_url: str = "") -> Part:
    """Run the suite in a process of its own against one database; its output is shown as it comes."""
    environment = plain_environment()
    if database_url:
        environment["DATABASE_URL"] = database_url
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-n",
        WORKERS,
        "--dist",
        "loadfile",
        "--no-loadscope-reorder",  # tests/conftest.py puts the longest first
        "--durations=10",
        *arguments,
    ]
    heading(f"{name}: {' '.join(command[1:])}")
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    return Part(name, "ok" if done.returncode == 0 else "FAILED", time.monotonic() - started)


def on_sqlite(left_out: set[str], extra: list[str]) -> list[Part]:
    """Run the walks and what is tried on both databases on SQLite; everything where there is no other.

    Without Chromium the walks are left out. `--both` runs everything here, too.
    """
    if BOTH in extra:
        extra = [one for one in extra if one != BOTH]
    elif "PostgreSQL" not in left_out:
        extra = ["--once", *extra]
    if "Chromium" in left_out:
        part = run_pytest("tests on SQLite, no browser", "-m", "not browser and not spark", *extra)
        return [part, Part("tests in a real browser", "LEFT OUT", words="no Chromium")]
    return [run_pytest("tests on SQLite, with browser", "-m", "not spark", *extra)]


def on_postgresql(extra: list[str]) -> list[Part]:
    """Run everything that depends on the database, but the browser, on a PostgreSQL server of our own."""
    name = "tests on PostgreSQL"
    programs = postgres.server_programs()
    if programs is None:
        return [Part(name, "LEFT OUT", words="no PostgreSQL")]
    try:
        with postgres.private_server(programs) as url:
            left_out = [f"--ignore=tests/{floor}" for floor in WITHOUT_DATABASE]
            apart = ("-m", "not browser and not spark", "--records")
            asked = [one for one in extra if one != BOTH]
            return [run_pytest(name, *apart, *left_out, *asked, database_url=url)]
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return [Part(name, "FAILED", words="the server did not start")]


@contextmanager
def beside(name: str, command: list[str], environment: Mapping[str, str]) -> Iterator[Callable[[], Part]]:
    """Meanwhile run a command that needs one core at most, out of sight.

    What is given waits for its end and shows its words.
    """
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=said, stderr=said, start_new_session=True
        )
        started = time.time()

        def ended() -> Part:
            process.wait()
            heading(f"meanwhile: {name}")
            said.seek(0)
            print(said.read().decode(errors="replace"), flush=True)
            seconds = os.fstat(said.fileno()).st_mtime - started  # its last word, not our reading of it
            return Part(name, "FAILED" if process.returncode else "ok", seconds)

        try:
            yield ended
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGINT)  # so that it takes its folder away
                process.wait()


@contextmanager
def on_spark(there: Callable[[], tuple[str, Path]]) -> Iterator[Callable[[], Part]]:
    """Meanwhile ask DuckDB and Spark the same, once Spark was fetched."""
    name = "DuckDB and Spark answer alike"
    lacking, folder = there()
    if lacking:
        yield lambda: Part(name, "LEFT OUT", words=lacking)
        return
    environment = plain_environment() | spark.SMALL
    environment["PYTHONPATH"] += f"{os.pathsep}{folder}"
    command = [sys.executable, "-m", "pytest", "-n", "0", "-m", "spark", "tests/evaluation/test_lake.py"]
    with beside(name, [*command, "--durations=3"], environment) as ended:
        yield ended


def heading(words: str) -> None:
    """Print a line that is easy to find again in a long log."""
    print(f"\n{'═' * 78}\n{words}\n{'═' * 78}", flush=True)


def summary(parts: list[Part]) -> int:
    """Print one line for each part and return the exit code."""
    heading("Summary")
    for part in parts:
        note = f": {part.words}" if part.words else ""
        print(f"{part.outcome:8}  {part.name}  ({part.seconds:.0f} s){note}")
    bad = {"FAILED", "LEFT OUT"} if must_have_everything() else {"FAILED"}
    failed = any(part.outcome in bad for part in parts)
    left_out = any(part.outcome == "LEFT OUT" for part in parts)
    print("FAILED" if failed else "Passed, but not everything was run." if left_out else "Passed.")
    return 1 if failed else 0


def main(extra: list[str]) -> int:
    """Run every part, whatever the others say; `extra` goes to pytest."""
    heading(
        "Plan: 1 tools (PostgreSQL, Chromium, fonts, Java; Spark meanwhile)\n"
        "      2 checks (make check); meanwhile pip install . into an empty environment, then the demo;\n"
        "        DuckDB and Spark alike\n"
        "      3 tests on PostgreSQL, private and temporary   4 tests on SQLite, with a real browser"
    )
    with spark.on_its_way(fetch=must_have_everything()) as fetched:
        still_missing = machine.install_missing(faster=must_have_everything())
        if still_missing:
            print(machine.how_to_get(still_missing), flush=True)
        names = {need.name for need in still_missing}
        parts = [Part(f"tool: {name}", "LEFT OUT", words="not on this machine") for name in sorted(names)]
        with tempfile.TemporaryDirectory(prefix="huiyin-played-") as folder:
            played = Path(folder) / "home"
            wheel = [sys.executable, str(ROOT / "tools" / "installed.py"), str(played)]
            with (
                beside("pip install . and huiyin demo", wheel, os.environ) as demo,
                on_spark(fetched) as answers,
            ):
                heading("checks")
                checked = check.run_checks()
                parts += [Part(f"check: {n}", "ok" if ok else "FAILED", took) for n, ok, took in checked]
                parts += on_postgresql(extra)
                parts += [demo(), answers()]
            os.environ["HUIYIN_PLAYED"] = str(played)
            parts += on_sqlite(names, extra)
    if still_missing:
        print(machine.how_to_get(still_missing), flush=True)
    return summary(parts)


def stop(_signal: int, _frame: object) -> None:
    """Turn a request to end into an exception, so that the PostgreSQL server is stopped on the way out."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        sys.exit(130)
