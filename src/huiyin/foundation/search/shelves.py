"""Where the index lies, in which state it is, and how it is opened for looking."""

import json
import logging
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import tantivy

from huiyin.foundation.search.meaning import Gists
from huiyin.foundation.search.wording import LAYOUT, Said, said_in

log = logging.getLogger("huiyin.search")
# What tantivy raises for files that are missing, cut short or of another version.
UNREADABLE = (OSError, ValueError, RuntimeError, KeyError, TypeError)
_BROKEN = "broken"
NAMES = "names.json"


class Health(StrEnum):
    """How the index stands: usable, being made anew beside it, not there yet, or not readable."""

    READY = "ready"
    BUILDING = "building"
    MISSING = "missing"
    BROKEN = "broken"


@dataclass(frozen=True)
class State:
    """Which generation counts and how far it follows: the last matter and the last event it knows."""

    folder: str
    matter: int = 0
    event: int = 0
    at: str = ""
    layout: int = LAYOUT
    erased: bool = False  # somebody was erased since it was made: its files are made anew once

    def moved(self, *, at: datetime, **to: Any) -> "State":
        """Return the state after a step."""
        return replace(self, at=at.isoformat(), **to)


class Shelf:
    """One generation of the index opened for looking."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index = tantivy.Index.open(str(folder))
        self.index.config_reader("manual", 0)
        self.schema: tantivy.Schema = self.index.schema
        self.searcher = self.index.searcher()
        self.names = names_of(folder)
        self.gists = Gists(folder)

    def reload(self) -> None:
        """See what was written since."""
        self.index.reload()
        self.searcher = self.index.searcher()
        self.gists = Gists(self.folder)

    @property
    def size(self) -> int:
        """Return how many matters it holds."""
        return int(self.searcher.num_docs)

    def said(self, address: tantivy.DocAddress) -> Said:
        """Return the redacted words of a document."""
        return said_in(bytes(self.searcher.doc(address)["said"][0]))

    def of(self, matter: int) -> Said | None:
        """Return the redacted words of a matter, or None when it is not in the index."""
        query = tantivy.Query.term_query(self.schema, "matter", matter)
        hits = self.searcher.search(query, 1, count=False).hits
        return self.said(hits[0][1]) if hits else None


def place(home: Path) -> Path:
    """Return the folder of everything that belongs to search."""
    return home / "search"


def state(home: Path) -> State | None:
    """Return the state that counts, or None without one that can be read."""
    try:
        found = json.loads((place(home) / "state.json").read_text(encoding="utf-8"))
        return State(**found)
    except UNREADABLE:
        return None


def keep(home: Path, now: State) -> None:
    """Write the state, replacing it at once; from here on others see what was written."""
    write_json(place(home) / "state.json", asdict(now))


def names_of(folder: Path) -> tuple[str, ...]:
    """Return the names of places and units with which a generation was cut up."""
    return tuple(json.loads((folder / NAMES).read_text(encoding="utf-8"))["names"])


def write_json(file: Path, said: Mapping[str, Any]) -> None:
    """Write a small file so that others see the whole of it or nothing."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    fresh.write_text(json.dumps(said), encoding="utf-8")
    fresh.replace(file)


_OPEN: dict[Path, tuple[int, Shelf | None]] = {}


def shelf(home: Path) -> Shelf | None:
    """Return the index opened for looking, as new as it was last written; None when there is none to use.

    One that cannot be read is marked, so that the worker makes it anew.
    """
    try:
        changed = (place(home) / "state.json").stat().st_mtime_ns
    except OSError:
        _OPEN.pop(home, None)
        return None
    known = _OPEN.get(home)
    if known and known[0] == changed:
        return known[1]
    _OPEN[home] = changed, _opened(home, known[1] if known else None)
    return _OPEN[home][1]


def _opened(home: Path, before: Shelf | None) -> Shelf | None:
    now = state(home)
    if now is None or now.layout != LAYOUT:
        return None
    folder = place(home) / now.folder
    try:
        if before is not None and before.folder == folder:
            before.reload()
            return before
        return Shelf(folder)
    except UNREADABLE as fault:
        spoilt(home, fault)
        return None


def spoilt(home: Path, fault: BaseException) -> None:
    """Note that the index cannot be read: looking goes on without it, and the worker makes it anew."""
    log.error("the search index cannot be read: %s", type(fault).__name__)
    _OPEN.pop(home, None)
    place(home).mkdir(parents=True, exist_ok=True, mode=0o700)
    (place(home) / _BROKEN).touch()


def mended(home: Path) -> None:
    """Forget that an index could not be read: another has taken its place."""
    (place(home) / _BROKEN).unlink(missing_ok=True)


def health(home: Path) -> Health:
    """Return how the index stands."""
    if (place(home) / _BROKEN).exists():
        return Health.BROKEN
    if shelf(home) is not None:
        return Health.READY
    if (place(home) / "building.json").exists():
        return Health.BUILDING
    return Health.BROKEN if (place(home) / _BROKEN).exists() else Health.MISSING
