"""The years whose holidays an operator has loaded: one file a version, and the calendar they make together.

Every process looks at the folder before it counts, so that all of them count by the same years at once.
"""

import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from huiyin.base.errors import Conflict
from huiyin.foundation import own
from huiyin.law.announced import Notice, kept_notice
from huiyin.law.calendar import Calendar, latest_published

FOLDER = "calendar"
RECOUNT = "recount.json"  # how far deadlines were counted anew; a restored house begins again


@dataclass(frozen=True)
class Loaded:
    """A year an operator has loaded: its notice and which version of it this is."""

    notice: Notice
    version: int


def folder_of(home: Path) -> Path:
    """Return where the years of an installation are kept."""
    return home / FOLDER


def calendar_of(home: Path) -> Calendar:
    """Return the calendar an installation counts by: the published years with those an operator loaded."""
    folder = folder_of(home)
    return _made(folder, _versions(folder))


def _versions(folder: Path) -> tuple[str, ...]:
    try:
        return tuple(sorted(file.name for file in folder.iterdir()))
    except OSError:
        return ()


@lru_cache(maxsize=4)
def _made(folder: Path, versions: tuple[str, ...]) -> Calendar:
    return Calendar({found.notice.year: found.notice.days() for found in years_in(folder)})


def years_in(folder: Path) -> Sequence[Loaded]:
    """Return the newest version of every year that is loaded, by year; withdrawn years are not."""
    read = [
        (json.loads(file.read_text(encoding="utf-8")), version)
        for _, (version, file) in sorted(_newest(folder).items())
    ]
    return [Loaded(kept_notice(said), version) for said, version in read if "holidays" in said]


def _newest(folder: Path) -> dict[int, tuple[int, Path]]:
    """Return the newest file of every year with its version; one of a withdrawn year holds no days."""
    newest: dict[int, tuple[int, Path]] = {}
    for file in folder.glob("[12]???-*.json"):
        year, version = (int(part) for part in file.stem.split("-"))
        newest[year] = max(newest.get(year, (0, file)), (version, file))
    return newest


def keep(home: Path, notice: Notice) -> tuple[Loaded, bool]:
    """Keep a notice as the next version of its year; return it, and whether it says anything new.

    Raises Conflict when somebody else loads the same year at this moment.
    """
    folder = folder_of(home)
    before = next((found for found in years_in(folder) if found.notice.year == notice.year), None)
    if before and before.notice == notice:
        return before, False
    folder.mkdir(mode=0o700, exist_ok=True)
    return Loaded(notice, _link(home, notice.year, notice.plain())), True


def withdraw(home: Path, year: int) -> int:
    """Withdraw a year that was loaded, by a further version without days; return its number."""
    return _link(home, year, {"year": year, "withdrawn": True})


def _link(home: Path, year: int, said: dict[str, Any]) -> int:
    """Write the next version of a year; return its number."""
    folder = folder_of(home)
    version = 1 + _newest(folder).get(year, (0, folder))[0]
    with tempfile.NamedTemporaryFile("w", dir=home, suffix=".part", encoding="utf-8") as part:
        json.dump(said, part, ensure_ascii=False, indent=1)
        part.flush()
        os.fsync(part.fileno())
        try:
            os.link(part.name, folder / f"{year}-{version}.json")
        except FileExistsError as taken:
            raise Conflict("law.calendar.at_once", year=year) from taken
    return version


def revision(home: Path, jurisdiction: str) -> str:
    """Return what deadlines are counted by: the place, the years known, the agency's own values."""
    years = ",".join(f"{found.notice.year}-{found.version}" for found in years_in(folder_of(home)))
    return f"{jurisdiction};{latest_published()};{years}{own.counting(home)}"
