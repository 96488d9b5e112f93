"""The records themselves, copied while others write and brought back whole: SQLite and PostgreSQL."""

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections

from huiyin.base.errors import Refused

Progress = Callable[[str, int, int], None]
NAME = {"sqlite": "records.sqlite3", "postgresql": "records.dump"}
_PAGES = 2_000


def engine() -> str:
    """Return which database holds the records: sqlite or postgresql."""
    return connection.vendor


def place() -> Path:
    """Return the file of the embedded database."""
    return Path(str(settings.DATABASES["default"]["NAME"]))


def copy_out(target: Path, progress: Progress) -> None:
    """Write the records, as they are at one instant, to a file; others go on reading and writing."""
    if engine() == "sqlite":
        with (
            closing(sqlite3.connect(f"file:{place()}?mode=ro", uri=True)) as here,
            closing(sqlite3.connect(target)) as there,
        ):
            here.backup(
                there, pages=_PAGES, progress=lambda _s, left, all_: progress("records", all_ - left, all_)
            )
        return
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")


def bring_in(source: Path) -> None:
    """Put the records of a file in place of those of the PostgreSQL database: all of it or nothing."""
    script = source.with_suffix(".sql")
    try:
        _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source), database=False)
        connections.close_all()
        clear = ("--command=DROP SCHEMA public CASCADE", "--command=CREATE SCHEMA public")
        quiet = ("--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
        _run("psql", *quiet, "--single-transaction", *clear, f"--file={script}")
    finally:
        script.unlink(missing_ok=True)


def sound(file: Path) -> bool:
    """Return whether a copy of SQLite records is a whole database."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as copy:
        try:
            return bool(copy.execute("PRAGMA quick_check").fetchone()[0] == "ok")
        except sqlite3.DatabaseError:
            return False


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs: the newest there is, or the one in PATH."""
    found = [p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/pg_dump")]
    if found:
        return max(found, key=lambda folder: [int(n) for n in re.findall(r"\d+", str(folder))])
    inpath = shutil.which("pg_dump")
    return Path(inpath).parent if inpath else None


def _run(program: str, *arguments: str, database: bool = True) -> None:
    folder = programs()
    path = str(folder / program) if folder and (folder / program).exists() else shutil.which(program)
    if path is None:
        raise Refused("backup.no_program", program=program)
    where, environment = _address() if database else ([], dict(os.environ))
    command = [path, *where, *arguments]
    # The command is one of PostgreSQL's own programs with the settings' address.
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        said = done.stderr.strip().splitlines()
        raise Refused("backup.program_failed", program=program, said=said[-1][:300] if said else "")


def _address() -> tuple[list[str], dict[str, str]]:
    known: dict[str, Any] = dict(settings.DATABASES["default"])
    given = {"--host": known["HOST"], "--port": known["PORT"], "--username": known["USER"]}
    where = [f"{option}={value}" for option, value in given.items() if value]
    environment = {**os.environ, "PGPASSWORD": str(known["PASSWORD"])}
    if known.get("OPTIONS", {}).get("sslmode"):
        environment["PGSSLMODE"] = str(known["OPTIONS"]["sslmode"])
    return [*where, "--no-password", f"--dbname={known['NAME']}"], environment
