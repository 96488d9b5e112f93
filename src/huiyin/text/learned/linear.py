"""Weights for labels: a petition's pieces are weighed, summed, and turned into honest probabilities."""

from collections.abc import Sequence
from dataclasses import dataclass, field
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
    adds to each label (pieces x labels, times `scale`), `offset` where each label starts, `sharpness` how far
    apart scores lie before they become probabilities, `words` what a point of the written terms counts.
    """

    labels: tuple[str, ...]
    numbers: npt.NDArray[np.uint64]
    rarity: Floats
    weights: npt.NDArray[np.float16] | npt.NDArray[np.int8]
    offset: Floats
    sharpness: float
    words: float = 0.0
    scale: Floats = field(default_factory=lambda: np.ones(1, np.float32))  # of each label's weights

    def scores(self, pieces: Pieces) -> Floats:
        """Return how strongly a petition speaks for each label."""
        return self.weighed(self.hear(pieces))

    def weighed(self, heard: Heard) -> Floats:
        """Return how strongly pieces that were heard speak for each label."""
        if not len(heard.known):
            return self.offset
        return heard.amounts @ self.pull(heard) + self.offset

    def pull(self, heard: Heard) -> Floats:
        """Return what each known piece of a petition adds to each label (pieces x labels)."""
        weights: Floats = self.weights[heard.known].astype(np.float32) * self.scale
        return weights

    def chances(self, scores: Floats) -> Floats:
        """Return probabilities that sum to 1."""
        raised = np.exp(self.sharpness * (scores - scores.max()))
        chances: Floats = raised / raised.sum()
        return chances

    def heard(self, pieces: Pieces) -> Heard:
        """Return which pieces are known and how much of each there is, kept for others of one vocabulary."""
        heard: Heard | None = pieces.known.get(self.vocabulary)
        if heard is None:
            heard = self.hear(pieces)
            pieces.known.clear()
            pieces.known[self.vocabulary] = heard
        return heard

    @cached_property
    def vocabulary(self) -> int:
        """Return a number for the known pieces: models with the same ones share what they hear."""
        return hash((self.numbers.tobytes(), self.rarity.tobytes()))

    def hear(self, pieces: Pieces) -> Heard:
        """Return which pieces of a petition are known and how much of each there is."""
        lengths = [len(channel.numbers) for channel in pieces.channels]
        every = self._find(np.concatenate([channel.numbers for channel in pieces.channels]))
        source = np.repeat(np.arange(len(lengths)), lengths)
        known = every >= 0
        heard, times = np.unique(source[known] * len(self.numbers) + every[known], return_counts=True)
        source, rows = np.divmod(heard, max(len(self.numbers), 1))
        amounts = (1 + np.log(times)) * self.rarity[rows]
        whole = np.sqrt(np.bincount(source, amounts**2, minlength=len(lengths)))
        loud = np.array(LOUD)[source] / whole[source]
        where = np.split(every, np.cumsum(lengths)[:-1])
        return Heard(rows, (loud * amounts).astype(np.float32), where)

    def places(self, asked: npt.NDArray[np.uint64]) -> Rows:
        """Return where pieces stand among the known, by their numbers; -1 for those that are not known."""
        return self._find(asked) if len(self.numbers) else np.full(len(asked), -1, dtype=np.int64)

    def _find(self, asked: npt.NDArray[np.uint64]) -> Rows:
        """Return where each number stands among the known (or -1): a shelf by first bits, then in turn."""
        shelf = (asked >> np.uint64(64 - _BITS)).astype(np.int64)
        at, end = self._shelves[shelf], self._shelves[shelf + 1]
        found = np.full(len(asked), -1, dtype=np.int64)
        sought = np.flatnonzero(at < end)
        while len(sought):
            here = at[sought]
            hit = self.numbers[here] == asked[sought]
            found[sought[hit]] = here[hit]
            at[sought] += 1
            sought = sought[~hit & (here + 1 < end[sought])]
        return found

    @cached_property
    def _shelves(self) -> Rows:
        """Return where the numbers with each first bits begin; the last is where all end."""
        firsts = np.arange(2**_BITS, dtype=np.uint64) << np.uint64(64 - _BITS)
        return np.append(np.searchsorted(self.numbers, firsts), len(self.numbers)).astype(np.int64)
