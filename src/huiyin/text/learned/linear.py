"""Weights for labels: a petition's pieces are weighed, summed, and turned into honest probabilities."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from huiyin.text.learned.pieces import Pieces

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]


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
        known, amounts, _ = self.heard(pieces)
        return self.weighed(known, amounts)

    def weighed(self, known: Rows, amounts: Floats) -> Floats:
        """Return how strongly pieces that were heard speak for each label."""
        return amounts @ self.weights[known].astype(np.float32) + self.offset if len(known) else self.offset

    def chances(self, scores: Floats) -> Floats:
        """Return probabilities that sum to 1."""
        raised = np.exp(self.sharpness * (scores - scores.max()))
        chances: Floats = raised / raised.sum()
        return chances

    def heard(self, pieces: Pieces) -> tuple[Rows, Floats, Sequence[Rows]]:
        """Return the known pieces, how much of each, and for each channel which stands where (or -1)."""
        rows, amounts, found = [], [], []
        for channel in pieces.channels:
            at = np.searchsorted(self.numbers, channel.numbers)
            at[at == len(self.numbers)] = 0
            is_known = self.numbers[at] == channel.numbers
            found.append(np.where(is_known, at, -1))
            row, times = np.unique(at[is_known], return_counts=True)
            if not len(row):
                continue
            amount = (1 + np.log(times)) * self.rarity[row]
            rows.append(row)
            amounts.append((amount / np.sqrt(np.sum(amount**2))).astype(np.float32))
        if not rows:
            return np.zeros(0, np.int64), np.zeros(0, np.float32), found
        return np.concatenate(rows), np.concatenate(amounts), found
