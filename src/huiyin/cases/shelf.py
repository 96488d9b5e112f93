"""An agency's own models in its home: each version in a folder, which one is in use, what is remembered.

Whoever reads looks here each time (a few file stamps), so a switch is noticed by every process at once. What
is missing or damaged is not used: the product's models then read, and the version says so.
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from huiyin.foundation import whole
from huiyin.foundation.whole import MAKING
from huiyin.text.learned import files, memory
from huiyin.text.learned.linear import Linear
from huiyin.text.learned.shipped import VERSION, Models, shipped

PARTS = ("kinds", "nature")
_NAMED = re.compile(r"agency-\d{8}-\d{1,4}")
_CHOSEN, _MEMORY, _CARD, _FROM = "in-use.json", "remembered", "card.json", "learned-from.json"
Stamp = tuple[int, int, int] | None


@dataclass(frozen=True, slots=True)
class Shelved:
    """A version on the shelf: its card, whether it can be used, whether its files are what was written."""

    version: str
    card: Mapping[str, Any]
    usable: bool
    damaged: bool


def place(home: Path) -> Path:
    """Return the folder of an agency's models."""
    return home / "models"


def kept(home: Path, *, openly: bool = False) -> Models:
    """Return what petitions of this home are read with: the version in use, what is remembered beside it.

    What is remembered counts `openly` only where it says nothing of one person.
    """
    file = place(home) / _MEMORY
    remembered = _stamp(file)
    fewest = memory.SMALL if openly else 1
    return bare(home) if remembered is None else _minding(bare(home), file, remembered, fewest)


def bare(home: Path) -> Models:
    """Return the version in use without what is remembered beside it."""
    version = chosen(home)
    if version == VERSION:
        return shipped()
    folder = place(home) / version
    return _own(folder, tuple(_stamp(folder / f"{part}.model") for part in PARTS)) or shipped()


def chosen(home: Path) -> str:
    """Return which version was chosen, whether it can be used or not; the product's where none was."""
    file = place(home) / _CHOSEN
    return _named(file, _stamp(file))


@lru_cache(maxsize=8)
def _named(file: Path, stamp: Stamp) -> str:
    if stamp is None:
        return VERSION
    try:
        version = json.loads(file.read_text(encoding="utf-8"))["version"]
    except (OSError, ValueError, KeyError, TypeError):
        return VERSION
    return version if isinstance(version, str) and _NAMED.fullmatch(version) else VERSION


def _stamp(file: Path) -> Stamp:
    try:
        found = os.stat(file)  # noqa: PTH116 - asked at each reading; a path object would cost as much again
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


@lru_cache(maxsize=2)
def _own(folder: Path, _stamps: tuple[Stamp, ...]) -> Models | None:
    """Return a version of the agency's own; None where a part of it is missing or damaged."""
    kinds, nature = (_model(folder / f"{part}.model") for part in PARTS)
    return Models(folder.name, kinds, nature) if kinds and nature else None


@lru_cache(maxsize=4)
def _minding(base: Models, file: Path, _stamp_of_it: Stamp, fewest: int) -> Models:
    entries = _entries(file)
    if base.kinds is None or not entries:
        return base
    kinds = memory.remembering(base.kinds, entries, fewest=fewest)
    if not isinstance(kinds, memory.Remembering):
        return base
    return Models(f"{base.version}+{len(kinds.recall.kinds)}", kinds, base.nature)


def _model(file: Path) -> Linear | None:
    try:
        return files.read(file.read_bytes())
    except (OSError, files.Damaged):
        return None


def _entries(file: Path) -> tuple[memory.Entry, ...]:
    try:
        return memory.unpacked(file.read_bytes())
    except (OSError, files.Damaged):
        return ()


def damaged(home: Path) -> bool:
    """Return whether the version that was chosen cannot be used, so that the product's models read."""
    return chosen(home) not in (VERSION, bare(home).version)


def versions(home: Path) -> list[Shelved]:
    """Return every version of the agency's own, the newest first; their files are looked through."""
    return [_shelved(f) for f in sorted(_folders(home), key=lambda f: _order(f.name), reverse=True)]


def _order(name: str) -> tuple[str, int]:
    _agency, day, number = name.split("-")
    return day, int(number)


def _shelved(folder: Path) -> Shelved:
    try:
        card = dict(json.loads((folder / _CARD).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Shelved(folder.name, {}, usable=False, damaged=True)
    sums = card.get("files") or {}  # one that was not better has a card and no files
    whole = all(_sum(folder / f"{part}.model") == sums.get(part) for part in PARTS if sums)
    return Shelved(folder.name, card, usable=bool(sums) and whole, damaged=not whole)


def _sum(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def learned_from(home: Path, version: str) -> frozenset[int]:
    """Return the matters that a version was learned from; none for the product's own."""
    if not _NAMED.fullmatch(version):
        return frozenset()
    try:
        found = json.loads((place(home) / version / _FROM).read_text(encoding="utf-8"))
        return frozenset(int(matter) for matter in found)
    except (OSError, ValueError, TypeError):
        return frozenset()


def next_version(home: Path, on: date) -> str:
    """Return the name of the next version made on a day."""
    begun = f"agency-{on:%Y%m%d}-"
    taken = [_order(shelved.name)[1] for shelved in _folders(home) if shelved.name.startswith(begun)]
    return f"{begun}{max(taken, default=0) + 1}"


def _folders(home: Path) -> list[Path]:
    folder = place(home)
    return [f for f in folder.iterdir() if _NAMED.fullmatch(f.name)] if folder.is_dir() else []


def put(
    home: Path, version: str, card: Mapping[str, Any], models: Mapping[str, Linear], matters: Sequence[int]
) -> None:
    """Put a version on the shelf: all of it or nothing. Without models there is its card alone."""
    place(home).mkdir(parents=True, exist_ok=True, mode=0o700)
    begun = Path(tempfile.mkdtemp(prefix=MAKING, dir=place(home)))
    contents = {f"{part}.model": files.packed(models[part]) for part in PARTS if models}
    sums = {name.removesuffix(".model"): hashlib.sha256(held).hexdigest() for name, held in contents.items()}
    contents[_CARD] = _in_json({**card, "version": version, "files": sums})
    contents[_FROM] = _in_json(sorted(matters))
    for name, content in contents.items():
        whole.replace(begun / name, content)
    begun.rename(place(home) / version)


def use(home: Path, version: str, *, at: str, by: str) -> None:
    """Let a version be used from now on, in every process; when and by whom that was decided is noted."""
    place(home).mkdir(parents=True, exist_ok=True, mode=0o700)
    whole.replace(place(home) / _CHOSEN, _in_json({"version": version, "at": at, "by": by}))


def switched(home: Path) -> Mapping[str, str]:
    """Return when and by whom the version in use was chosen; nothing before anybody did."""
    try:
        return dict(json.loads((place(home) / _CHOSEN).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return {}


def remembered(home: Path) -> tuple[memory.Entry, ...]:
    """Return what is remembered, the newest last; nothing where the file is missing or damaged."""
    return _entries(place(home) / _MEMORY)


def remember(home: Path, entries: Sequence[memory.Entry]) -> None:
    """Remember these petitions and no others, in every process. Call it while holding `alone`."""
    place(home).mkdir(parents=True, exist_ok=True, mode=0o700)
    whole.replace(place(home) / _MEMORY, memory.packed(entries))


def sweep(home: Path, *, most: int) -> None:
    """Remove what a killed training left, and the oldest versions beyond so many, not the one in use.

    Call it while holding `alone`.
    """
    for left in place(home).glob(f"{MAKING}*"):
        shutil.rmtree(left, ignore_errors=True)
    in_use = chosen(home)
    old = sorted((folder for folder in _folders(home) if folder.name != in_use), key=lambda f: _order(f.name))
    for folder in old[: max(0, len(old) - most)]:
        shutil.rmtree(folder, ignore_errors=True)


def _in_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
