"""Writing: one process at a time keeps the index in step, or makes a new one beside it and changes over."""

import json
import shutil
import uuid
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import tantivy

from huiyin.foundation import whole
from huiyin.foundation.search import shelves
from huiyin.foundation.search.shelves import State, place
from huiyin.foundation.search.wording import LAYOUT, Entry, document, fields

_MEMORY = 64 * 2**20  # bytes that wait before a segment is written


class Writer:
    """A generation of the index opened for writing.

    `names`, the tenant's places and units, count for a new one only: all of it is cut up the same way.
    """

    def __init__(self, folder: Path, names: Sequence[str] = ()) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not tantivy.Index.exists(str(folder)):
            shelves.write_json(folder / shelves.NAMES, {"names": list(names)})
        self._names = shelves.names_of(folder)
        self._index = (
            tantivy.Index.open(str(folder))
            if tantivy.Index.exists(str(folder))
            else tantivy.Index(fields(), path=str(folder))
        )
        self._writer = self._index.writer(_MEMORY, 1)

    def put(self, entries: Sequence[Entry], gone: Collection[int] = ()) -> None:
        """Write matters anew and take others out; seen by others after `commit`."""
        for key in (*gone, *(entry.matter for entry in entries)):
            self._writer.delete_documents_by_term("matter", key)
        for entry in entries:
            self._writer.add_document(document(entry, self._names))

    def commit(self) -> None:
        """Bring what was written to the disk."""
        self._writer.commit()

    def close(self) -> None:
        """Wait until segments are merged, and let go."""
        self._writer.wait_merging_threads()


def alone(home: Path) -> AbstractContextManager[bool]:
    """Be the only one that writes; yields False at once where another process is."""
    return whole.alone(place(home), "writing", wait=False)


def building(home: Path) -> State | None:
    """Return how far a new index has come, None where none is being made."""
    try:
        found = State(**json.loads((place(home) / "building.json").read_text(encoding="utf-8")))
    except shelves.UNREADABLE:
        return None
    if found.layout != LAYOUT or (found.matter and not (place(home) / found.folder / "meta.json").exists()):
        return None
    return found


def begin(home: Path, *, event: int, at: datetime) -> State:
    """Begin a new index that follows events from this one on; what an earlier try left is thrown away."""
    now = shelves.state(home)
    for left in place(home).iterdir():
        if left.is_dir() and (now is None or left.name != now.folder):
            shutil.rmtree(left, ignore_errors=True)
    fresh = State(f"index-{uuid.uuid4().hex[:12]}", 0, event, at.isoformat())
    note(home, fresh)
    return fresh


def note(home: Path, state: State) -> None:
    """Note how far a new index has come, so that it can go on after a stop."""
    shelves.write_json(place(home) / "building.json", {**vars(state)})


def change_over(home: Path, state: State) -> None:
    """Let a finished new index count; the one before it is removed."""
    before = shelves.state(home)
    shelves.keep(home, state)
    (place(home) / "building.json").unlink(missing_ok=True)
    shelves.mended(home)
    if before is not None and before.folder != state.folder:
        shutil.rmtree(place(home) / before.folder, ignore_errors=True)


def forget(home: Path) -> None:
    """Throw everything away: the records are others now, and the worker makes the index anew."""
    shutil.rmtree(place(home), ignore_errors=True)
