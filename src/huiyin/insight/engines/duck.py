"""DuckDB inside this process: one small database in memory whose views are the files of the lake."""

import threading
from pathlib import Path
from typing import Any

from huiyin.insight.engines import Answer, plain
from huiyin.insight.store import Manifest
from huiyin.insight.tables import TABLES
from huiyin.insight.writing import listed, nothing, quoted

_PAGES_MAY_USE = "512MB"  # of memory, for all questions of one process at once
_REMEMBERED, _SMALL = 200, 20_000  # answers, and the numbers in one
_lock = threading.Lock()
_open: dict[Path, "Duck"] = {}


def session(lake: Path, *, memory: str, threads: int = 0) -> Any:
    """Return a database in memory that spills into the lake's folder and reaches for nothing outside."""
    import duckdb

    spill = lake / "spill"
    found = duckdb.connect(config={"autoinstall_known_extensions": False, "memory_limit": memory})
    found.execute(f"SET temp_directory = {quoted(spill)}")
    found.execute("SET TimeZone = 'Asia/Shanghai'")  # days are stored as days; this is a second lock
    if threads:
        found.execute(f"SET threads = {threads}")
    return found


class Duck:
    """The tables of one manifest as views."""

    def __init__(self, lake: Path, manifest: Manifest, *, memory: str = _PAGES_MAY_USE) -> None:
        self.lake, self.manifest = lake, manifest
        self.session = session(lake, memory=memory)
        self._answers: dict[str, Answer] = {}  # true as long as the manifest is
        for table in TABLES:
            self.session.execute(f'CREATE VIEW "{table}" AS {view(lake, manifest, table)}')

    def sql(self, expression: Any) -> str:
        """Return an expression in DuckDB's words."""
        import ibis

        return str(ibis.to_sql(expression, dialect="duckdb"))

    def ask(self, expression: Any) -> Answer:
        """Return what an expression finds, column by column."""
        asked = self.sql(expression)
        if asked in self._answers:
            return self._answers[asked]
        found = self.session.cursor().execute(asked).fetchnumpy()  # a cursor of its own for each thread
        answer = {name: plain(found[name], kind) for name, kind in expression.schema().items()}
        for column in answer.values():
            column.flags.writeable = False  # who asks the same again is given the same
        if sum(column.size for column in answer.values()) <= _SMALL:
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            self._answers[asked] = answer
        return answer

    def forget(self) -> None:
        """Forget what was answered: to measure with."""
        self._answers.clear()


def view(lake: Path, manifest: Manifest, table: str) -> str:
    """Return the query that reads a table; without a file it has its columns and no row."""
    columns = TABLES[table]
    files = [lake / kept.path for kept in manifest.files(table)]
    if files:
        names = ", ".join(f'"{name}"' for name in columns)
        return f"SELECT {names} FROM read_parquet({listed(files)}, hive_partitioning = false)"  # noqa: S608
    return nothing(columns)


def over(lake: Path, manifest: Manifest) -> Duck:
    """Return the database over a manifest; there is one a process, made anew when the lake was refreshed."""
    with _lock:
        here = _open.get(lake)
        if here is None or here.manifest != manifest:
            here = _open[lake] = Duck(lake, manifest)
        return here
