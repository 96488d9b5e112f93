"""All facts written anew: read once from the first matter to the last, then put into their months.

How far the reading is stands in a note that is written after each piece, so a run that was stopped goes on.
"""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from huiyin.cases.counted import Facts
from huiyin.foundation import whole
from huiyin.insight import store
from huiyin.insight.engines.duck import session
from huiyin.insight.pieces import AT_ONCE, MEMORY, Pieces
from huiyin.insight.store import Kept
from huiyin.insight.tables import FACTS, VERSION
from huiyin.insight.writing import listed, months_written, nothing, quoted


def _note(lake: Path) -> Path:
    return lake / store.MAKING / "all.json"


def begun(lake: Path) -> bool:
    """Return whether a run that writes everything anew is to go on; one of other tables or keys is not."""
    try:
        said = json.loads(_note(lake).read_bytes())
    except (FileNotFoundError, ValueError):
        return False
    return (said.get("version"), said.get("pseudonyms")) == (VERSION, store.pseudonyms())


def begin(lake: Path) -> None:
    """Note that everything is being written anew, and that nothing was read yet."""
    (lake / store.MAKING).mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(lake, after=0, pieces=0, matters=0)


def clear(lake: Path) -> None:
    """Remove what a run has read."""
    shutil.rmtree(lake / store.MAKING, ignore_errors=True)


def _write(lake: Path, **said: int) -> None:
    known = {"version": VERSION, "pseudonyms": store.pseudonyms(), **said}
    whole.replace(_note(lake), json.dumps(known).encode())


def read_all(
    lake: Path, keys_after: Callable[..., list[int]], facts_of: Callable[[Sequence[int]], Facts]
) -> Iterator[int]:
    """Read every matter, from where an earlier run was stopped; yield how many were read."""
    said = json.loads(_note(lake).read_bytes())
    last, matters = int(said["after"]), int(said["matters"])
    with Pieces(lake, begin=int(said["pieces"])) as pieces:
        while keys := keys_after(last, limit=AT_ONCE):
            facts = facts_of(keys)
            last, matters = keys[-1], matters + len(facts.matter)
            if pieces.add(facts):
                _write(lake, after=last, pieces=pieces.number, matters=matters)
            yield matters
        pieces.flush()
        _write(lake, after=last, pieces=pieces.number, matters=matters)


def written(lake: Path, generation: int) -> Iterator[tuple[str, Mapping[str, Kept], int]]:
    """Write what was read into its months; yield each month, its files, and how many months there are."""
    said = json.loads(_note(lake).read_bytes())
    with Pieces(lake, begin=int(said["pieces"])) as pieces, session(lake, memory=MEMORY) as here:
        months = pieces.months(here)

        def taken(table: str, month: str) -> str:
            return _of_month(pieces.files(table), table, month)

        for month, kept in months_written(here, lake, months, generation, taken):
            yield month, kept, len(months)


def _of_month(files: Sequence[Path], table: str, month: str) -> str:
    if not files:
        return nothing(FACTS[table])
    names = ", ".join(f'"{name}"' for name in FACTS[table])
    return (
        f"SELECT {names} FROM read_parquet({listed(files)}, hive_partitioning = false) "  # noqa: S608
        f"WHERE month = {quoted(month)}"
    )
