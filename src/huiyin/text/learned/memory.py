"""What was confirmed lately, so that a correction counts at once and not only when models are made anew.

Of each confirmed petition its most telling pieces are kept, as numbers, and no others than the model in use
knows anyway: no name or number of a person is among them. A new petition that shares enough of them is read
with the confirmed kind in mind, the more so the more alike both are.
"""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from huiyin.text.learned.files import Damaged
from huiyin.text.learned.linear import Floats, Heard, Linear, Rows
from huiyin.text.learned.pieces import Numbers, Pieces

MOST = 1_000  # confirmed petitions, the newest
TELLING = 128  # pieces kept of each
SMALL = 5  # petitions; fewer are not counted out
FEWEST = 40  # known pieces; of a shorter text only the written terms say something (as in `kinds`)
# Of 670 messages read by hand and their nearest neighbours, those at least so alike had one kind (10 of 10),
# of those a little less alike 69 of 100: from ALIKE on it counts, from ALIKE + SURE_AFTER on all of WORTH
# (in log odds).
ALIKE, SURE_AFTER, WORTH = 0.4, 0.3, 6.0
_HEAD = b"huiyin memory 1\n"
_DIGEST = 32


@dataclass(frozen=True, slots=True)
class Entry:
    """A confirmed petition: whose matter it is, its kind, and its telling pieces with how much of each."""

    matter: int
    kind: str
    numbers: Numbers
    amounts: Floats


@dataclass(frozen=True, slots=True)
class Alike:
    """Confirmed petitions of one kind that a text is like: how many, and how like the nearest is."""

    kind: str
    petitions: int
    likeness: float

    @property
    def shown(self) -> int | None:
        """Return how many there are, or None where there are fewer than five: nobody is counted out."""
        return self.petitions if self.petitions >= SMALL else None

    def as_dict(self) -> dict[str, Any]:
        """Return what it is like as JSON."""
        return {"kind": self.kind, "petitions": self.shown}


def entry(model: Linear, pieces: Pieces, *, matter: int, kind: str) -> Entry:
    """Return what is kept of a confirmed petition: no pieces when too few of it are known to be of use."""
    known, amounts = _telling(model.heard(pieces))
    if len(known) < FEWEST:
        known, amounts = known[:0], amounts[:0]
    return Entry(matter, kind, model.numbers[known], amounts)


def _telling(heard: Heard) -> tuple[Rows, Floats]:
    """Return the pieces of a text that say most, and how much of each; together they are one long."""
    best = np.argsort(-heard.amounts, kind="stable")[:TELLING]
    known, amounts = heard.known[best], heard.amounts[best]
    return known, (amounts / max(float(np.sqrt(np.sum(amounts**2))), 1e-9)).astype(np.float32)


@dataclass(frozen=True)
class _Recall:
    """The entries laid out for one model: which of its pieces each has, one entry after another."""

    kinds: tuple[str, ...] = ()
    columns: Rows = field(default_factory=lambda: np.zeros(0, np.int64))
    rows: Rows = field(default_factory=lambda: np.zeros(0, np.int64))
    amounts: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    starts: Rows = field(default_factory=lambda: np.zeros(0, np.int64))


@dataclass(frozen=True)
class Remembering(Linear):
    """A model for kinds that has confirmed petitions in mind beside what it learned.

    Fewer than `fewest` of one kind that a text is like are as if there were none.
    """

    recall: _Recall = field(default_factory=_Recall)
    fewest: int = 1

    def weighed(self, heard: Heard) -> Floats:
        """Return how strongly the pieces speak for each kind, and what was confirmed of petitions like it."""
        scores = super().weighed(heard)
        near = self._likeness(heard)
        sure = np.clip((near - ALIKE) / SURE_AFTER, 0, 1)
        if not sure.any():
            return scores
        added = np.zeros(len(self.labels), np.float32)
        np.maximum.at(added, self.recall.columns, sure)
        return scores + added * np.float32(WORTH / max(self.sharpness, 1e-6))

    def recalled(self, pieces: Pieces) -> tuple[Alike, ...]:
        """Return what confirmed petitions a text is like, the likest kind first."""
        heard = self.heard(pieces)
        if len(heard.known) < FEWEST:
            return ()
        near = self._likeness(heard)
        found: dict[str, list[float]] = {}
        for at in np.flatnonzero(near > ALIKE).tolist():
            found.setdefault(self.recall.kinds[at], []).append(float(near[at]))
        alike = [Alike(kind, len(each), round(max(each), 3)) for kind, each in found.items()]
        return tuple(sorted(alike, key=lambda a: (-a.likeness, a.kind)))

    def _likeness(self, heard: Heard) -> Floats:
        """Return how like each entry the pieces are: the cosine between the telling pieces of both.

        It is nought for those of a kind of which too few are like.
        """
        known, amounts = _telling(heard)
        mine = np.zeros(len(self.numbers), np.float32)
        mine[known] = amounts
        likeness: Floats = np.add.reduceat(mine[self.recall.rows] * self.recall.amounts, self.recall.starts)
        like = np.bincount(self.recall.columns[likeness > ALIKE], minlength=len(self.labels))
        return likeness * (like[self.recall.columns] >= self.fewest)


def remembering(model: Linear, entries: Sequence[Entry], *, fewest: int = 1) -> Linear:
    """Return a model that has confirmed petitions in mind; the same model where none of them is of use.

    For readings that are open to everybody `fewest` is SMALL: the text of one certain person changes nothing.
    """
    kept: list[tuple[str, Rows, Floats]] = []
    for one in entries:
        rows = model.places(one.numbers)
        known = rows >= 0
        if one.kind in model.labels and known.sum() >= FEWEST:
            kept.append((one.kind, rows[known], one.amounts[known]))
    if not kept:
        return model
    lengths = np.array([len(rows) for _kind, rows, _amounts in kept], dtype=np.int64)
    recall = _Recall(
        kinds=tuple(kind for kind, _rows, _amounts in kept),
        columns=np.array([model.labels.index(kind) for kind, _rows, _amounts in kept], dtype=np.int64),
        rows=np.concatenate([rows for _kind, rows, _amounts in kept]),
        amounts=np.concatenate([amounts for _kind, _rows, amounts in kept]).astype(np.float32),
        starts=np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)[:-1]]),
    )
    learned = {part.name: getattr(model, part.name) for part in fields(Linear)}
    return Remembering(**learned, recall=recall, fewest=fewest)  # no weight is copied


def packed(entries: Sequence[Entry]) -> bytes:
    """Return the newest entries as the content of a file, with a checksum."""
    kept = entries[-MOST:]
    held = io.BytesIO()
    np.savez(  # not packed: somebody waits while it is written
        held,
        matters=np.array([one.matter for one in kept], dtype=np.int64),
        kinds=np.array([one.kind for one in kept], dtype="U4"),
        lengths=np.array([len(one.numbers) for one in kept], dtype=np.int64),
        numbers=np.concatenate([np.zeros(0, np.uint64), *(one.numbers for one in kept)]),
        amounts=np.concatenate([np.zeros(0, np.float16), *(one.amounts.astype(np.float16) for one in kept)]),
    )
    content = held.getvalue()
    return _HEAD + hashlib.sha256(content).digest() + content


def unpacked(content: bytes) -> tuple[Entry, ...]:
    """Return the entries in a file's content, the newest last. Raises Damaged."""
    rest = content[len(_HEAD) + _DIGEST :]
    digest = content[len(_HEAD) :][:_DIGEST]
    if content[: len(_HEAD)] != _HEAD or hashlib.sha256(rest).digest() != digest:
        raise Damaged("what is remembered is damaged or of another version")
    with np.load(io.BytesIO(rest), allow_pickle=False) as held:
        kept: dict[str, npt.NDArray[Any]] = {name: held[name] for name in held.files}
    numbers, amounts = kept["numbers"], kept["amounts"].astype(np.float32)
    ends = np.cumsum(kept["lengths"]).tolist()
    parts = [slice(begin, end) for begin, end in pairwise([0, *ends])]
    named = zip(kept["matters"].tolist(), kept["kinds"].tolist(), parts, strict=True)
    return tuple(Entry(matter, kind, numbers[part], amounts[part]) for matter, kind, part in named)
