"""The lake kept in step with the records: what changed since is read again, and its months written anew.

What a run reads is written beside what is in use, and takes over in one step. A run that died, a full disk, a
file that was damaged: the lake stays as it was, and the next run makes good.
"""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from huiyin.base.errors import Conflict
from huiyin.foundation.whole import alone
from huiyin.insight import building, store
from huiyin.insight.derived import derive
from huiyin.insight.engines.duck import session
from huiyin.insight.pieces import AT_ONCE, MEMORY, Pieces
from huiyin.insight.records import RECORDS, Records
from huiyin.insight.store import Kept, Manifest
from huiyin.insight.tables import FACTS, VERSION
from huiyin.insight.writing import bounds, listed, months_written, nothing, quoted

Months = dict[str, Mapping[str, Kept]]


@dataclass(frozen=True)
class Progress:
    """How far a run is: reading, writing or deriving; `made_good` says what an earlier run or fault had left.

    `made_good`: unfinished, a reason to write all anew (missing, asked, tables, pseudonyms), or months.
    """

    stage: str
    done: int
    total: int
    made_good: Sequence[str] = ()


def refresh(
    home: Path, *, at: datetime, full: bool = False, records: Records = RECORDS
) -> Iterator[Progress]:
    """Bring the lake in step with the records, or with `full` write all of it anew; yield how far it is.

    A full run that was stopped goes on where it was. Raises Conflict while another run is at it.
    """
    lake = store.place(home)
    with alone(lake, store.LOCK, wait=False) as mine:
        if not mine:
            raise Conflict("insight.at_work")
        left = left_over(lake)
        why = reason_for_all(store.read(lake), full=full) or ("unfinished" if building.begun(lake) else "")
        yield Progress("begun", 0, 0, [*(["unfinished"] if left else []), *([why] if why else [])])
        if why:
            yield from _built(lake, at, records, why)
        yield from _followed(lake, at, records)


def reason_for_all(now: Manifest | None, *, full: bool = False) -> str:
    """Return why the lake has to be written anew as a whole, or nothing."""
    if full:
        return "asked"
    if now is None:
        return "missing"
    if now.version != VERSION:
        return "tables"
    if now.pseudonyms != store.pseudonyms():
        return "pseudonyms"
    return now.owes


def left_over(lake: Path) -> bool:
    """Return whether a run that did not finish has left something."""
    return (lake / store.MAKING).exists()


def _built(lake: Path, at: datetime, records: Records, why: str) -> Iterator[Progress]:
    """Write everything anew. From when the list of changes is emptied until the end, the lake owes it."""
    now = store.read(lake)
    if not building.begun(lake):
        building.clear(lake)
        if now is not None:
            store.write(lake, replace(now, owes=why))
        records.settle_all()
        building.begin(lake)
    total = records.matters()
    for done in building.read_all(lake, records.keys_after, records.facts_of):
        yield Progress("reading", done, total)
    generation = (now.generation if now else 0) + 1
    months: Months = {}
    for month, kept, many in building.written(lake, generation):
        months[month] = kept
        yield Progress("writing", len(months), many)
    made = Manifest(generation, at, store.pseudonyms(), months)
    store.follow(lake, now, derive(lake, made, records.areas()))
    building.clear(lake)


def _followed(lake: Path, at: datetime, records: Records) -> Iterator[Progress]:
    now = store.read(lake)
    if now is None:
        raise Conflict("insight.at_work")
    store.sweep(lake)
    building.clear(lake)
    damaged = store.broken(lake, now)
    if damaged:
        yield Progress("begun", 0, 0, damaged)
    looked_at = records.changed()
    keys = {*records.with_joined(sorted(looked_at))} if looked_at else set[int]()
    for month in now.months.keys() & {*damaged}:
        keys |= {*records.keys_received(*bounds(month))}
    try:
        with Pieces(lake) as pieces:
            ordered = sorted(keys)
            for begin in range(0, len(ordered), AT_ONCE):
                pieces.add(records.facts_of(ordered[begin : begin + AT_ONCE]))
                yield Progress("reading", min(begin + AT_ONCE, len(ordered)), len(ordered))
            pieces.flush()
            months = yield from _rewritten(lake, now, pieces, ordered, damaged)
        made = replace(now, generation=now.generation + 1, at=at, months=months, owes="")
        before = None if damaged else now
        store.follow(lake, now, derive(lake, made, records.areas(), before=before, changed=ordered))
    except BaseException:
        store.sweep(lake)
        building.clear(lake)
        raise
    records.settle(looked_at)
    building.clear(lake)


def _rewritten(
    lake: Path, now: Manifest, pieces: Pieces, keys: Sequence[int], damaged: Sequence[str]
) -> Generator[Progress, None, Months]:
    """Write the months anew that hold, or now get, one of the matters; return all months."""
    months = {month: tables for month, tables in now.months.items() if month not in damaged}
    if not keys:
        return months
    with session(lake, memory=MEMORY) as here:
        here.register("keys", {"matter": np.array(keys, np.int64)})
        here.execute("CREATE TABLE changed AS SELECT matter FROM keys")
        touched = sorted({*_holding(here, lake, months), *pieces.months(here)})
        before = {month: months.pop(month, {}) for month in touched}

        def merged(table: str, month: str) -> str:
            return _merged(lake, before[month].get(table), pieces.files(table), table, month)

        written = months_written(here, lake, touched, now.generation + 1, merged)
        for done, (month, kept) in enumerate(written, 1):
            if kept["matter"].rows:
                months[month] = kept
            yield Progress("writing", done, len(touched))
    return months


def _holding(here: Any, lake: Path, months: Mapping[str, Mapping[str, Kept]]) -> list[str]:
    """Return the months in which one of the changed matters lies at present."""
    files = {str(lake / tables["matter"].path): month for month, tables in months.items()}
    if not files:
        return []
    found = here.execute(
        f"SELECT DISTINCT filename FROM read_parquet({listed(files)}, filename = true, "  # noqa: S608
        "hive_partitioning = false) WHERE matter IN (SELECT matter FROM changed)"
    )
    return [files[name] for (name,) in found.fetchall()]


def _merged(lake: Path, kept: Kept | None, fresh: Sequence[Path], table: str, month: str) -> str:
    """Return the query of a month as it is to be: what stays, and what was read again."""
    names = ", ".join(f'"{name}"' for name in FACTS[table])
    parts = [nothing(FACTS[table])]
    if kept is not None:
        parts.append(
            f"SELECT {names} FROM read_parquet({quoted(lake / kept.path)}, hive_partitioning = false) "  # noqa: S608
            "WHERE matter NOT IN (SELECT matter FROM changed)"
        )
    if fresh:
        parts.append(
            f"SELECT {names} FROM read_parquet({listed(fresh)}, hive_partitioning = false) "  # noqa: S608
            f"WHERE month = {quoted(month)}"
        )
    return " UNION ALL ".join(parts)  # in the order they lie in: to sort a month takes as long as to write it
