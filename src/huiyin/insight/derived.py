"""What follows from the facts and is kept beside them: the weeks of the cells, and what area lies where."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from huiyin.insight.engines.duck import Duck
from huiyin.insight.expressions import cell_weeks
from huiyin.insight.pieces import MEMORY
from huiyin.insight.store import Manifest
from huiyin.insight.tables import TABLES, sql_type
from huiyin.insight.writing import keep, nothing


def derive(lake: Path, made: Manifest, areas: Mapping[str, str]) -> Manifest:
    """Return a manifest with the tables that follow from its facts, written anew."""
    duck = Duck(lake, made, memory=MEMORY)
    with duck.session as here:
        asked = nothing(TABLES["place"])
        if areas:
            names = {"area": np.array([*areas], object), "above": np.array([*areas.values()], object)}
            here.register("areas", names)
            asked = "SELECT area, above FROM areas ORDER BY area"
        name = f"{made.generation:06d}.parquet"
        tables = {
            "place": keep(here, lake, f"place/{name}", asked),
            "cell_week": keep(here, lake, f"cell_week/{name}", _of_cells(duck, made)),
        }
    return replace(made, tables=tables)


def _of_cells(duck: Duck, made: Manifest) -> str:
    names = (f'CAST("{name}" AS {sql_type(kind)}) AS "{name}"' for name, kind in TABLES["cell_week"].items())
    return f"SELECT {', '.join(names)} FROM ({duck.sql(cell_weeks(made.on))}) ORDER BY area, kind, week"  # noqa: S608
