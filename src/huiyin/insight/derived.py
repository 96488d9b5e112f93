"""What follows from the facts and is kept beside them: the weeks of the cells, and what area lies where."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from huiyin.insight.engines.duck import Duck
from huiyin.insight.expressions import cell_weeks
from huiyin.insight.expressions.cells import CELL
from huiyin.insight.pieces import MEMORY
from huiyin.insight.store import Kept, Manifest
from huiyin.insight.tables import TABLES, sql_type
from huiyin.insight.writing import keep, listed, nothing, quoted

# What puts a fact into a week: every measure of the feature table is of one of these.
_WHEN = (("petition", "received_on"), ("matter", "received_on"), ("matter", "ended_on"), ("deadline", "due"))
_TOUCHED = {"area": "string", "kind": "string", "week": "date"}


def derive(
    lake: Path,
    made: Manifest,
    areas: Mapping[str, str],
    *,
    before: Manifest | None = None,
    changed: Sequence[int] = (),
) -> Manifest:
    """Return a manifest with the tables that follow from its facts.

    All of it is reckoned anew; with `before` and what `changed` since, only the cells and weeks of that, and
    those in which a duty may have fallen due meanwhile.
    """
    duck = Duck(lake, made, memory=MEMORY)
    name = f"{made.generation:06d}.parquet"
    with duck.session as here:
        asked = nothing(TABLES["place"])
        if areas:
            names = {"area": np.array([*areas], object), "above": np.array([*areas.values()], object)}
            here.register("areas", names)
            asked = "SELECT area, above FROM areas ORDER BY area"
        places = keep(here, lake, f"place/{name}", asked)
        known = before.tables.get("cell_week") if before else None
        cells = (
            _whole(duck, made) if before is None or known is None else _again(duck, before, known, changed)
        )
        tables = {"place": places, "cell_week": keep(here, lake, f"cell_week/{name}", cells)}
    return replace(made, tables=tables)


def _whole(duck: Duck, made: Manifest) -> str:
    return f"{_typed(duck.sql(cell_weeks(made.on)))} ORDER BY area, kind, week"


def _typed(query: str) -> str:
    names = (f'CAST("{name}" AS {sql_type(kind)}) AS "{name}"' for name, kind in TABLES["cell_week"].items())
    return f"SELECT {', '.join(names)} FROM ({query})"  # noqa: S608 - names of ours


def _again(duck: Duck, before: Manifest, known: Kept, changed: Sequence[int]) -> str:
    """Return the query of the weeks as they are to be: those that nothing touched as they were kept."""
    import ibis

    here, made, lake = duck.session, duck.manifest, duck.lake
    here.register("changed", {"matter": np.array(changed, np.int64)})
    here.execute(f"CREATE TABLE touched AS {_touched(lake, before, made)}")
    fresh = _typed(duck.sql(cell_weeks(made.on, only=ibis.table(_TOUCHED, name="touched"))))
    columns = ", ".join(TABLES["cell_week"])
    kept = (
        f"SELECT {columns} FROM read_parquet({quoted(lake / known.path)}, hive_partitioning = false) "  # noqa: S608
        "ANTI JOIN touched USING (area, kind, week)"
    )
    return f"SELECT * FROM ({kept} UNION ALL {fresh}) ORDER BY area, kind, week"  # noqa: S608


def _touched(lake: Path, before: Manifest, made: Manifest) -> str:
    """Return the query of the cells and weeks that are to be reckoned anew."""
    parts = [nothing(_TOUCHED)]
    for table, when in _WHEN:
        for files in _rewritten(lake, table, before, made):
            parts.append(_weeks(files, when, "matter IN (SELECT matter FROM changed)"))
    if files := [lake / kept.path for kept in made.files("deadline")]:
        since, until = min(before.on, made.on) - timedelta(days=7), max(before.on, made.on)
        parts.append(_weeks(files, "due", f"done_on IS NULL AND due BETWEEN '{since}' AND '{until}'"))
    return " UNION ".join(parts)


def _rewritten(lake: Path, table: str, before: Manifest, made: Manifest) -> list[list[Any]]:
    """Return the files of a table that are in one of two manifests only: others hold nothing that changed."""
    one, other = ({kept.path for kept in manifest.files(table)} for manifest in (before, made))
    return [[lake / path for path in sorted(only)] for only in (one - other, other - one) if only]


def _weeks(files: Sequence[Path], when: str, which: str) -> str:
    week = f"CAST(date_trunc('week', CAST({when} AS TIMESTAMP)) AS DATE) AS week"
    return (
        f"SELECT DISTINCT {', '.join(CELL[:2])}, {week} "  # noqa: S608 - names of ours
        f"FROM read_parquet({listed(files)}, hive_partitioning = false) WHERE {when} IS NOT NULL AND {which}"
    )
