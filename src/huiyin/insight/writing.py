"""Parquet files written whole: rows of facts, and what a query finds."""

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from huiyin.foundation.whole import MAKING as UNFINISHED
from huiyin.insight.store import Kept, digest
from huiyin.insight.tables import FACTS, Columns, sql_type

Rows = Sequence[tuple[Any, ...]]
_FULL = tuple(os.strerror(number) for number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
_AT_ONCE = 4  # months
_NOTHING = {"int64": 0, "string": "", "boolean": False, "date": None}


@contextmanager
def room() -> Iterator[None]:
    """Turn DuckDB's word for a full disk into the system's, which everybody here understands."""
    import duckdb

    try:
        yield
    except duckdb.Error as fault:
        if any(words in str(fault) for words in _FULL):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from fault
        raise


def listed(files: Iterable[Path | str]) -> str:
    """Return files as a list in SQL."""
    return "[" + ", ".join(quoted(file) for file in files) + "]"


def quoted(said: Path | str) -> str:
    """Return words as SQL writes them."""
    return "'" + str(said).replace("'", "''") + "'"


def nothing(columns: Columns) -> str:
    """Return the query that has these columns and no row."""
    empty = ", ".join(f'CAST(NULL AS {sql_type(kind)}) AS "{name}"' for name, kind in columns.items())
    return f"SELECT {empty} WHERE false"


def put(session: Any, file: Path, columns: Columns, rows: Rows) -> None:
    """Write rows to a file; one that is not kept, so that it need not outlive a power cut."""
    session.register(
        "rows_put", {name: _column(kind, rows, n) for n, (name, kind) in enumerate(columns.items())}
    )
    asked = ", ".join(_taken(name, kind) for name, kind in columns.items())
    with room():
        session.execute(f"COPY (SELECT {asked} FROM rows_put) TO {quoted(file)} (FORMAT parquet)")  # noqa: S608
    session.unregister("rows_put")


def _column(kind: str, rows: Rows, place: int) -> "np.ma.MaskedArray[Any, Any] | np.ndarray[Any, Any]":
    values = [row[place] for row in rows]
    if kind == "date":
        return np.array(values, "M8[D]").astype("M8[s]")
    if kind == "string":
        return np.array(values, object)
    missing = np.array([value is None for value in values], bool)
    known = [_NOTHING[kind] if value is None else value for value in values]
    return np.ma.MaskedArray(np.array(known, bool if kind == "boolean" else np.int64), missing)


def _taken(name: str, kind: str) -> str:
    return f'CAST("{name}" AS {sql_type(kind)}) AS "{name}"'


def keep(session: Any, lake: Path, path: str, query: str) -> Kept:
    """Write what a query finds to a file of the lake: all of it or nothing; a manifest makes it count."""
    file = lake / path
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    begun = file.with_name(f"{UNFINISHED}{file.name}")
    try:
        with room():
            ((rows,),) = session.execute(
                f"COPY ({query}) TO {quoted(begun)} (FORMAT parquet, COMPRESSION zstd)"
            ).fetchall()
        kept = Kept(path, int(rows), begun.stat().st_size, digest(begun))
        begun.replace(file)
    except BaseException:
        begun.unlink(missing_ok=True)
        raise
    return kept


def months_written(
    session: Any, lake: Path, months: Sequence[str], generation: int, query: Callable[[str, str], str]
) -> Iterator[tuple[str, dict[str, Kept]]]:
    """Write the months, some at a time, each table by its query; yield each month with its files."""

    def write(month: str) -> tuple[str, dict[str, Kept]]:
        with session.cursor() as here:
            return month, {
                table: keep(
                    here, lake, f"{table}/month={month}/{generation:06d}.parquet", query(table, month)
                )
                for table in FACTS
            }

    with ThreadPoolExecutor(min(_AT_ONCE, os.cpu_count() or 1)) as hands:
        waiting = [hands.submit(write, month) for month in months]
        try:
            yield from (done.result() for done in as_completed(waiting))
        finally:
            hands.shutdown(wait=True, cancel_futures=True)


def month_of(day: date) -> str:
    """Return the month a day lies in, as partitions are called."""
    return f"{day:%Y-%m}"


def bounds(month: str) -> tuple[date, date]:
    """Return the first day of a month and of the next."""
    first = date.fromisoformat(f"{month}-01")
    return first, date(first.year + first.month // 12, first.month % 12 + 1, 1)
