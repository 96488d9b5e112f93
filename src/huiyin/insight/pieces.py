"""What a run has read so far, in small files of their own: a run that reads millions keeps few in memory."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from huiyin.cases.counted import Facts
from huiyin.insight import store
from huiyin.insight.engines.duck import session
from huiyin.insight.tables import FACTS
from huiyin.insight.writing import Rows, listed, month_of, put

MEMORY = "1GB"
AT_ONCE = 1_000  # matters read together
_WRITTEN_AT_ONCE = 10_000
_MONTH = {"month": "string"}  # of the matter: where its facts will lie


class Pieces:
    """Facts as they were read, each with the month in which its matter was received."""

    def __init__(self, lake: Path, *, begin: int = 0) -> None:
        self._folder, self.number = lake / store.MAKING / "pieces", begin
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._session = session(lake, memory=MEMORY)
        self._rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in FACTS}
        for stale in self._folder.iterdir():  # read, and not noted as read: it is read again
            if int(stale.name) >= begin:
                shutil.rmtree(stale)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()

    def add(self, facts: Facts) -> bool:
        """Take facts in; return whether they, and all before them, were written."""
        months = {row.matter: month_of(row.received_on) for row in facts.matter}
        for table, rows in self._rows.items():
            found: Iterable[Any] = getattr(facts, table)
            rows.extend((months[row.matter], *row) for row in found)
        if len(self._rows["matter"]) < _WRITTEN_AT_ONCE:
            return False
        self.flush()
        return True

    def flush(self) -> None:
        """Write what was taken in."""
        folder = self._folder / f"{self.number:06d}"
        folder.mkdir(mode=0o700)
        for table, rows in self._rows.items():
            if rows:
                put(
                    self._session, folder / f"{table}.parquet", {**_MONTH, **FACTS[table]}, self._taken(table)
                )
        self.number += 1

    def _taken(self, table: str) -> Rows:
        rows, self._rows[table] = self._rows[table], []
        return rows

    def files(self, table: str) -> list[Path]:
        """Return the files of one table."""
        return sorted(self._folder.glob(f"*/{table}.parquet"))

    def months(self, here: Any) -> list[str]:
        """Return the months of the matters that were read."""
        files = self.files("matter")
        if not files:
            return []
        asked = f"SELECT DISTINCT month FROM read_parquet({listed(files)}, hive_partitioning = false)"  # noqa: S608
        return sorted(month for (month,) in here.execute(asked).fetchall())
