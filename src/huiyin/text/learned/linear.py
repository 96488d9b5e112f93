"""Weights for labels: a petition's pieces are weighed, summed, and turned into honest probabilities."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from huiyin.text.learned.pieces import LOUD, Pieces

_BITS = 17  # of a piece's number: as many shelves as there are known pieces, about

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Heard:
    """The known pieces of a petition, how much of each, and which stands where in each channel (or -1)."""

    known: Rows
    amounts: Floats
    where: Sequence[Rows]


@dataclass(frozen=True)
class Linear:
    """What was learned for some labels.

    `numbers` are the known pieces in rising order, `rarity` how telling each is by itself, `weights` what it
    adds to each label (pieces x labels), `offset` where each label starts, `sharpness` how far apart scores
    lie before they become probabilities, `words` what a point of the written terms counts beside them.
    """

    labels: tuple[str, ...]
    numbers: npt.NDArray[np.uint64]
    rarity: Floats
    weights: npt.NDArray[np.float16]
    offset: Floats
    sharpness: float
    words: float = 0.0

    def scores(self, pieces: Pieces) -> Floats:
        """Return how strongly a petition speaks for each label."""
        return self.weighed(self.heard(pieces))

    def weighed(self, heard: Heard) -> Floats:
        """Return how strongly pieces that were heard speak for each label."""
        if not len(heard.known):
            return self.offset
        return heard.amounts @ self.weights[heard.known].astype(np.float32) + self.offset

    def chances(self, scores: Floats) -> Floats:
        """Return probabilities that sum to 1."""
        raised = np.exp(self.sharpness * (scores - scores.max()))
        chances: Floats = raised / raised.sum()
        return chances

    def heard(self, pieces: Pieces) -> Heard:
        """Return which pieces of a petition are known and how much of each there is."""
        rows, amounts, found = [], [], []
        for channel, loud in zip(pieces.channels, LOUD, strict=True):
            at = self._find(channel.numbers)
            found.append(at)
            row, times = np.unique(at[at >= 0], return_counts=True)
            if not len(row):
                continue
            amount = (1 + np.log(times)) * self.rarity[row]
            rows.append(row)
            amounts.append((loud * amount / np.sqrt(np.sum(amount**2))).astype(np.float32))
        if not rows:
            return Heard(np.zeros(0, np.int64), np.zeros(0, np.float32), found)
        return Heard(np.concatenate(rows), np.concatenate(amounts), found)

    def places(self, asked: npt.NDArray[np.uint64]) -> Rows:
        """Return where pieces stand among the known, by their numbers; -1 for those that are not known."""
        return self._find(asked) if len(self.numbers) else np.full(len(asked), -1, dtype=np.int64)

    def _find(self, asked: npt.NDArray[np.uint64]) -> Rows:
        """Return where each number stands among the known (or -1): a shelf by first bits, then in turn."""
        starts, deepest = self._shelves
        at = starts[(asked >> np.uint64(64 - _BITS)).astype(np.int64)]
        found = np.full(len(asked), -1, dtype=np.int64)
        for step in range(deepest):
            here = np.minimum(at + step, len(self.numbers) - 1)
            hit = self.numbers[here] == asked
            found[hit] = here[hit]
        return found

    @cached_property
    def _shelves(self) -> tuple[Rows, int]:
        """Return where the numbers with each first bits begin, and how many there are of one at most."""
        firsts = np.arange(2**_BITS, dtype=np.uint64) << np.uint64(64 - _BITS)
        starts = np.searchsorted(self.numbers, firsts).astype(np.int64)
        ends = np.append(starts[1:], len(self.numbers))
        return starts, int((ends - starts).max())
