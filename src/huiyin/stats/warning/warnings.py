"""The warnings of a week: index, probability and parts of each cell, or why there are none."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from huiyin.base.errors import Invalid
from huiyin.stats.disclosure import SMALL
from huiyin.stats.surges.counts import Array
from huiyin.stats.warning.model import Model
from huiyin.stats.warning.signals import NAMES

_NEEDED = NAMES.index("surge")


class State(IntEnum):
    """What can be said of a cell."""

    JUDGED = 0
    WITHHELD = 1
    """Fewer than five persons stand behind it in the last year: it would speak of persons."""
    TOO_SHORT = 2
    """Its surge score is not known, for want of two years or of this week; the rest would mislead."""


@dataclass(frozen=True)
class Warnings:
    """Of each cell its area and kind, state, probability of trouble within four weeks, and parts of it.

    parts [cells, signals], in the order of `NAMES`: what each signal adds to the log odds beside an average
    cell. All NaN where a cell is not judged.
    """

    areas: NDArray[np.int64]
    kinds: NDArray[np.int64]
    state: NDArray[np.int8]
    chance: Array
    parts: Array

    @property
    def index(self) -> Array:
        """Return the warning index, 0 to 100: the probability in hundredths, and nothing else."""
        return np.round(100 * self.chance)


def warn(
    model: Model,
    values: Array,
    *,
    areas: NDArray[np.int64],
    kinds: NDArray[np.int64],
    persons: NDArray[np.int64],
) -> Warnings:
    """Return the warnings of cells of area × kind from their signals of this week [cells, signals].

    `persons`: how many different persons stand behind each cell in the last year. Each area × kind comes
    once: something finer than that is refused.
    """
    cells = len(values)
    given = [np.asarray(one) for one in (areas, kinds, persons)]
    if np.shape(values) != (cells, len(NAMES)) or any(one.shape != (cells,) for one in given):
        raise Invalid("stats.not_the_same_cells", field="values")
    if (
        any(one.dtype.kind not in "iu" for one in given)
        or len({*zip(given[0], given[1], strict=True)}) != cells
    ):
        raise Invalid("stats.finer_than_cells", field="areas")
    state = np.where(np.isnan(values[:, _NEEDED]), State.TOO_SHORT, State.JUDGED)
    state = np.where(given[2] < SMALL, State.WITHHELD, state).astype(np.int8)
    said = state == State.JUDGED
    chance = np.where(said, model.chance(values), np.nan)
    parts = np.where(said[:, None], model.parts(values), np.nan)
    return Warnings(given[0], given[1], state, chance, parts)
