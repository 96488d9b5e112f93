"""What the agency set for itself, in a small file beside the database that every process reads.

It is written anew from the changes on record, in the transaction of each.
"""

import json
import os
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from huiyin.law.own import SUSPENSION, THRESHOLDS, OwnValue, laid_over, value_on
from huiyin.law.parameters import Law, law_of

FILE = "own.json"


@dataclass(frozen=True, slots=True)
class OwnWords:
    """How the agency words a part of a letter, from a day on; empty words take an earlier wording back."""

    kind: str
    element: str
    since: date
    text: str


@dataclass(frozen=True, slots=True)
class Own:
    """Everything an agency set for itself."""

    values: tuple[OwnValue, ...] = ()
    words: tuple[OwnWords, ...] = ()


def keep(home: Path, own: Own) -> None:
    """Write what the agency set, replacing the file at once."""
    written = {
        "values": [[v.code, v.since.isoformat(), v.value, v.instrument, v.article] for v in own.values],
        "words": [[w.kind, w.element, w.since.isoformat(), w.text] for w in own.words],
    }
    fresh = home / f"own.{os.getpid()}.tmp"
    fresh.write_text(json.dumps(written, ensure_ascii=False, indent=1), encoding="utf-8")
    fresh.replace(home / FILE)


def own(home: Path) -> Own:
    """Return what the agency set for itself; nothing before it set anything."""
    file = home / FILE
    try:
        found = file.stat()
    except FileNotFoundError:
        return Own()
    return _read(file, found.st_mtime_ns, found.st_ino)


@lru_cache(maxsize=4)
def _read(file: Path, changed: int, which: int) -> Own:
    kept: Mapping[str, Sequence[Any]] = json.loads(file.read_text(encoding="utf-8"))
    values = [OwnValue(c, date.fromisoformat(d), v, i, a) for c, d, v, i, a in kept["values"]]
    words = [OwnWords(k, e, date.fromisoformat(d), t) for k, e, d, t in kept["words"]]
    return Own(tuple(v for v in values if v.code in THRESHOLDS), tuple(words))


def law_here(home: Path, jurisdiction: str) -> Law:
    """Return the law of a place with what the agency set for itself."""
    return _law(jurisdiction, own(home).values)


@lru_cache(maxsize=8)
def _law(jurisdiction: str, values: tuple[OwnValue, ...]) -> Law:
    return laid_over(law_of(jurisdiction), values)


def threshold(home: Path, code: str, on: date) -> int:
    """Return a limit that is no rule of the law as it holds on a day: the agency's own, or the usual one."""
    found = value_on(own(home).values, code, on)
    usual = THRESHOLDS[code].usual
    return found.value if found and found.value is not None else usual or 0


def words_on(home: Path, kind: str, element: str, on: date) -> str:
    """Return how the agency words a part of a letter on a day; empty where it has no words of its own."""
    said = [w for w in own(home).words if (w.kind, w.element) == (kind, element) and w.since <= on]
    last = max(said, key=lambda w: w.since, default=None)
    return last.text if last else ""


def counting(home: Path) -> str:
    """Return a mark of the own values by which deadlines are counted; empty without any."""
    values = [v for v in own(home).values if THRESHOLDS[v.code].topic == SUSPENSION]
    return f";own-{zlib.crc32(repr(values).encode()):x}" if values else ""
