"""The tenant's areas in a small file beside the database, so that `huiyin understand` answers without one.

The portal, the workbench, the API and the command line all read this file: they cannot disagree.
"""

import json
import os
from functools import lru_cache
from pathlib import Path

from huiyin.text import Place


def keep(home: Path, division: str, places: list[tuple[str, str, str]]) -> None:
    """Write the tenant's division code and its areas (code, name, parent), replacing the file at once."""
    home.mkdir(parents=True, exist_ok=True)
    fresh = home / f"places.{os.getpid()}.tmp"
    fresh.write_text(
        json.dumps({"division": division, "places": places}, ensure_ascii=False), encoding="utf-8"
    )
    fresh.replace(home / "places.json")


def kept(home: Path) -> tuple[str, tuple[Place, ...]]:
    """Return the tenant's division code (empty before set-up) and its areas."""
    file = home / "places.json"
    try:
        return _read(file, file.stat().st_mtime_ns)
    except FileNotFoundError:
        return "", ()


@lru_cache(maxsize=4)
def _read(file: Path, changed: int) -> tuple[str, tuple[Place, ...]]:
    stored = json.loads(file.read_text(encoding="utf-8"))
    places = tuple(Place(code=code, name=name, parent=parent) for code, name, parent in stored["places"])
    return stored["division"], places
