"""Which areas lie together: each with its nearest ones, by distance or by steps to neighbours."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from huiyin.base.errors import Invalid

MOST = 12  # areas of the largest zone, unless said


@dataclass(frozen=True)
class Zones:
    """Each area (row) with its nearest ones, itself first and -1 after the last.

    A zone is the first so many of a row; so each area lies in zones of one, two, three … areas around it.
    """

    nearest: NDArray[np.int64]

    def __post_init__(self) -> None:
        """Refuse rows that do not begin with their own area, or name areas that are not there."""
        rows = self.nearest
        if rows.ndim != 2 or not np.array_equal(rows[:, 0], np.arange(len(rows))):  # noqa: PLR2004
            raise Invalid("stats.no_zones", field="zones")
        if rows.min() < -1 or rows.max() >= len(rows):
            raise Invalid("stats.no_zones", field="zones")

    @cached_property
    def mark(self) -> str:
        """Return a mark by which the same zones are known again."""
        return hashlib.sha256(np.ascontiguousarray(self.nearest).tobytes()).hexdigest()[:16]


def nearest(x: ArrayLike, y: ArrayLike, *, most: int = MOST, within: float = np.inf) -> Zones:
    """Return zones of up to `most` areas by the distance of their middles, none farther than `within`."""
    from scipy.spatial import cKDTree

    middle = np.column_stack([np.asarray(x, float), np.asarray(y, float)])
    if not np.all(np.isfinite(middle)):
        raise Invalid("stats.no_zones", field="zones")
    areas = len(middle)
    far, which = cKDTree(middle).query(middle, k=np.arange(1, min(most, areas) + 1))
    rows = np.where(far <= within, which, -1)
    for area in np.flatnonzero(rows[:, 0] != np.arange(areas)):  # two areas with one middle
        others = rows[area][rows[area] != area][: rows.shape[1] - 1]
        rows[area] = np.concatenate([[area], others, np.full(rows.shape[1] - 1 - len(others), -1)])
    return Zones(rows.astype(np.int64))


def by_steps(neighbours: Sequence[Sequence[int]], *, most: int = MOST) -> Zones:
    """Return zones of up to `most` areas by steps from neighbour to neighbour: no map is needed.

    Among areas as many steps away those come first that are named first.
    """
    rows = np.full((len(neighbours), most), -1, np.int64)
    for area in range(len(neighbours)):
        row, seen, at = [area], {area}, 0
        while at < len(row) and len(row) < most:
            for other in neighbours[row[at]]:
                if other not in seen and len(row) < most:
                    seen.add(other)
                    row.append(other)
            at += 1
        rows[area, : len(row)] = row
    return Zones(rows)
