"""The lake on disk: whole files that never change, and a manifest that says which of them count.

A run writes new files beside those in use and then replaces the manifest, in one step: readers see the lake
as it was before or as it is after, and a run that died half-way leaves files that no manifest names.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from huiyin.base.clock import local_day
from huiyin.cases.queries.facts import PSEUDONYMS
from huiyin.foundation import crypto, whole
from huiyin.insight.tables import FACTS, VERSION

MANIFEST, MAKING, LOCK = "manifest.json", "making", "lake"
_PIECE = 1 << 20
_AT_ONCE = 8


@dataclass(frozen=True)
class Kept:
    """A file of the lake: its path there, rows, bytes and digest."""

    path: str
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """Which files make up the lake. `owes` says why it has to be written anew as a whole, if it has.

    `former` are the files of the run before, kept for those who are still reading them.
    """

    generation: int
    at: datetime
    pseudonyms: str
    months: Mapping[str, Mapping[str, Kept]] = field(default_factory=dict)
    tables: Mapping[str, Kept] = field(default_factory=dict)
    former: Sequence[str] = ()
    owes: str = ""
    version: int = VERSION

    @property
    def on(self) -> date:
        """Return the local day as of which the lake speaks."""
        return local_day(self.at)

    def files(self, table: str) -> list[Kept]:
        """Return the files of one table, in the order of their months."""
        if table in FACTS:
            return [self.months[month][table] for month in sorted(self.months)]
        return [self.tables[table]] if table in self.tables else []

    def every(self) -> Iterator[Kept]:
        """Yield every file that counts."""
        for tables in self.months.values():
            yield from tables.values()
        yield from self.tables.values()


def place(home: Path | None = None) -> Path:
    """Return the folder of the lake."""
    return (settings.HUIYIN_HOME if home is None else home) / "lake"


def pseudonyms() -> str:
    """Return by which the key of the persons' pseudonyms is recognised without giving it away."""
    return hashlib.sha256(b"huiyin:" + crypto.derived_key(PSEUDONYMS)).hexdigest()[:16]


_read: dict[Path, tuple[tuple[int, int, int], Manifest]] = {}  # a page reads it a dozen times


def read(lake: Path) -> Manifest | None:
    """Return the manifest, or None where there is none that can be read."""
    try:
        with (lake / MANIFEST).open("rb") as file:
            seen = os.fstat(file.fileno())
            file_is = (seen.st_ino, seen.st_mtime_ns, seen.st_size)  # it is replaced, never written into
            known = _read.get(lake)
            if known and known[0] == file_is:
                return known[1]
            said = json.loads(file.read())
        months = {m: {t: Kept(**k) for t, k in tables.items()} for m, tables in said.pop("months").items()}
        tables = {t: Kept(**k) for t, k in said.pop("tables").items()}
        at = datetime.fromisoformat(said.pop("at"))
        found = Manifest(at=at, months=months, tables=tables, **said)
        _read[lake] = (file_is, found)
        return found
    except (FileNotFoundError, ValueError, TypeError, KeyError, AttributeError):
        return None


def write(lake: Path, manifest: Manifest) -> None:
    """Put a manifest in the place of the one before."""
    said = {**asdict(manifest), "at": manifest.at.isoformat()}
    whole.replace(lake / MANIFEST, json.dumps(said, indent=1).encode())


def follow(lake: Path, before: Manifest | None, after: Manifest) -> None:
    """Let a manifest take over, then remove what neither it nor the one before names."""
    named = {kept.path for kept in after.every()}
    known = {kept.path for kept in before.every()} if before else set()
    with ThreadPoolExecutor(_AT_ONCE) as hands:  # one after another, each would wait for a turn of the disk
        list(hands.map(_on_disk, [lake / path for path in named - known]))
    former = sorted(known - named)
    write(lake, replace(after, former=former))
    sweep(lake)


def _on_disk(file: Path) -> None:
    with file.open("rb") as written:
        os.fsync(written.fileno())


def sweep(lake: Path) -> None:
    """Remove the files that no manifest names: what a run that died has left, and what is out of use."""
    now = read(lake)
    named = {*(kept.path for kept in now.every()), *now.former} if now else set()
    for file in lake.rglob("*.parquet*"):
        inside = file.relative_to(lake)
        if inside.parts[0] != MAKING and str(inside) not in named:
            file.unlink(missing_ok=True)
    for folder in sorted(lake.glob("*/month=*")):
        if not any(folder.iterdir()):
            folder.rmdir()


def forget(home: Path) -> None:
    """Remove the lake: its records were replaced by others, so none of it is true any more."""
    shutil.rmtree(place(home), ignore_errors=True)


def digest(file: Path) -> str:
    """Return a file's SHA-256."""
    found = hashlib.sha256()
    with file.open("rb") as read_from:
        while piece := read_from.read(_PIECE):
            found.update(piece)
    return found.hexdigest()


def broken(lake: Path, manifest: Manifest) -> list[str]:
    """Return what is not as the manifest says: the months, and the tables that are in no month."""
    parts = {**manifest.months, **{name: {name: kept} for name, kept in manifest.tables.items()}}
    return sorted(
        name for name, tables in parts.items() if not all(_sound(lake, kept) for kept in tables.values())
    )


def missing(lake: Path, manifest: Manifest) -> list[str]:
    """Return the paths of files that are gone or of another size; sooner answered than `broken`."""
    return [kept.path for kept in manifest.every() if _size(lake / kept.path) != kept.size]


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else -1


def _sound(lake: Path, kept: Kept) -> bool:
    try:
        file = lake / kept.path
        return file.stat().st_size == kept.size and digest(file) == kept.sha256
    except OSError:
        return False
