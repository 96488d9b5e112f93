"""Records that are empty but have this version's tables: made once by `huiyin migrate`, copied ever after.

Bringing an empty database to this version takes longer than most tests. The copies are made anew whenever a
migration or Django changes. That `huiyin migrate` works from nothing is proven each time they are made, by
the demo that the browser walks through and by the demo from the wheel.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / ".pytest_cache" / "tables"


@cache
def _version() -> str:
    """Return what the tables are made from, in few characters: the migrations, Django, SQLite."""
    said = hashlib.sha256(f"{django.VERSION} {sqlite3.sqlite_version}".encode())
    for step in sorted((ROOT / "src/huiyin").glob("*/migrations/*.py")):
        said.update(step.read_bytes())
    return said.hexdigest()[:16]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        yield


def _migrate(home: Path, url: str = "") -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("HUIYIN_") and k != "DATABASE_URL"}
    environment |= {"HUIYIN_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    if url:
        environment["DATABASE_URL"] = url
    command = [sys.executable, "-m", "huiyin.cli.main", "migrate"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def embedded() -> Path:
    """Return the SQLite file to copy."""
    kept = KEPT / f"{_version()}.sqlite3"
    with _one_at_a_time():
        if not kept.exists():
            with tempfile.TemporaryDirectory(prefix="huiyin-tables-") as home:
                _migrate(Path(home))
                made = Path(home) / "huiyin.sqlite3"
                with sqlite3.connect(made) as database:
                    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                database.close()
                for old in KEPT.glob("*.sqlite3"):
                    old.unlink()
                shutil.copyfile(made, kept.with_suffix(".new"))
                kept.with_suffix(".new").rename(kept)
    return kept


def copy_into(home: Path) -> None:
    """Give an installation that has no records yet its tables, on the embedded database."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copyfile(embedded(), home / "huiyin.sqlite3")


def on_server(url: str) -> str:
    """Return the name of the database to copy, on the server of a DATABASE_URL."""
    import psycopg

    name = f"huiyin_tables_{_version()}"
    with _one_at_a_time(), psycopg.connect(url, autocommit=True) as server:
        if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
            server.execute(f"DROP DATABASE IF EXISTS {name}_new WITH (FORCE)")
            server.execute(f"CREATE DATABASE {name}_new")
            with tempfile.TemporaryDirectory(prefix="huiyin-tables-") as home:
                _migrate(Path(home), beside(url, f"{name}_new"))
            server.execute(f"ALTER DATABASE {name}_new RENAME TO {name}")
    return name


def beside(url: str, name: str) -> str:
    """Return the DATABASE_URL of another database on the same server."""
    base, _, query = url.partition("?")
    return f"{base.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
