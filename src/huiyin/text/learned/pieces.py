"""A petition as numbers: every run of one to four characters and every word, of the text and of the title.

A piece is known by a 64-bit number that is worked out for all runs at once (a polynomial over the characters,
Rabin and Karp 1987); no list of words has to be kept, and where a piece stood is known too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import rjieba

from huiyin.text.reading import Reading

LONGEST = 3_000  # characters of a text that are read: what is asked stands before that
RUNS = (1, 2, 3, 4)  # characters
_HEARD = re.compile(r"[^\s\d*\ud800-\udfff]+")  # numbers and what was masked say nothing of the matter
_BASE = 0x9E3779B97F4A7C15  # odd, so that it can be undone modulo 2**64
_MIX = np.uint64(0xBF58476D1CE4E5B9)

Numbers = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Channel:
    """The pieces of one source: their numbers, and where in the normal text each begins and ends."""

    numbers: Numbers
    starts: Places
    ends: Places


@dataclass(frozen=True, slots=True)
class Pieces:
    """The channels of a petition: runs and words of title and text together, and of the title by itself."""

    channels: tuple[Channel, ...]
    title_length: int  # what stands before the text in the first two channels
    # What the last vocabulary knows of it: models that share one look it up once.
    known: dict[int, Any] = field(default_factory=dict, compare=False, repr=False)


LOUD = (1.0, 1.0, 1.0, 0.3)  # how much each channel counts: runs, words, runs and words of the title


def pieces_of(readings: Sequence[Reading]) -> Pieces:
    """Return the pieces of a petition; places count from the title's beginning, the text follows it."""
    heading = readings[0].normal.text[:LONGEST] if len(readings) > 1 else ""
    text = readings[-1].normal.text
    whole = f"{heading}\n{text[: LONGEST - len(heading)]}" if heading else text[:LONGEST]
    shift = len(heading) + 1 if heading else 0
    both, alone = _Said(whole), _Said(heading)
    return Pieces((both.runs(1), both.words(2), alone.runs(3), alone.words(4)), shift)


class _Said:
    """One source without what is not heard, and the sums that give any run its number."""

    def __init__(self, source: str) -> None:
        kept = [(m.start(), m.end()) for m in _HEARD.finditer(source)]
        self.said = "".join(source[a:b] for a, b in kept)
        self.at = np.concatenate(
            [np.arange(a, b, dtype=np.int32) for a, b in kept] or [np.zeros(0, np.int32)]
        )
        codes = np.frombuffer(self.said.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(
            np.uint64
        )
        powers, self._undo = _powers()
        self._sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(codes * powers[: len(codes)])])

    def runs(self, salt: int) -> Channel:
        starts, ends = [], []
        for length in RUNS:
            begin = np.arange(max(0, len(self.said) - length + 1), dtype=np.int64)
            starts.append(begin)
            ends.append(begin + length)
        return self._channel(np.concatenate(starts), np.concatenate(ends), salt)

    def words(self, salt: int) -> Channel:
        """Return single words and pairs of neighbours."""
        lengths = np.fromiter((len(w) for w in rjieba.cut(self.said)), dtype=np.int64)
        ends = np.cumsum(lengths)
        starts = ends - lengths
        return self._channel(np.concatenate([starts, starts[:-1]]), np.concatenate([ends, ends[1:]]), salt)

    def _channel(self, starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64], salt: int) -> Channel:
        numbers = (self._sums[ends] - self._sums[starts]) * self._undo[starts]
        numbers = (numbers ^ np.uint64(salt * 0x2545F4914F6CDD1D & (2**64 - 1))) * _MIX
        numbers ^= numbers >> np.uint64(31)
        if not len(self.at):
            return Channel(numbers, self.at, self.at)
        return Channel(numbers, self.at[starts], self.at[ends - 1] + 1)


@cache
def _powers() -> tuple[Numbers, Numbers]:
    """Return the powers of the base and those of its inverse, modulo 2**64."""
    inverse = pow(_BASE, -1, 2**64)
    return _row(_BASE), _row(inverse)


def _row(base: int) -> Numbers:
    factors: Sequence[int] = [1, *[base] * LONGEST]
    return np.multiply.accumulate(np.array(factors, dtype=np.uint64))
