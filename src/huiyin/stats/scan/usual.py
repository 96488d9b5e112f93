"""What is usual in each area: its own share of what comes in of a kind everywhere.

    m(area, day) = rate(area) · f(weekday) · holds(day) · q(week)

f is what a weekday brings beside others, `holds` what a day can hold (working days), q what the whole region
had in that week beside its usual, (C + 3)/(E + 3): so a season or a wave that is everywhere is no hotspot
(as in the space-time permutation scan, Kulldorff and others, PLoS Medicine 2005). The rate of an area is
drawn towards its share of all kinds (gamma prior of strength κ, by moments: Clayton and Kaldor, Biometrics
1987), the more the less is known of it; its own error widens the spread:

    variance of a window = φm + m²·φ/(rate·days + κ)

φ is the mean square of weeks over their mean.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from huiyin.base.errors import Invalid
from huiyin.stats.scan.course import WEEK, course_of
from huiyin.stats.surges.counts import Array

WINDOWS = (1, 2, 3, 5, 7, 10, 14, 21, 28)
LONGEST = 364
LEAST_DAYS = 56  # known days before the longest window
_STRENGTHS = (0.5, 20.0)
_CUBE = 3
_FEW_KINDS = 5  # with so few, none is left out


class Known(IntEnum):
    """What can be said of a kind."""

    JUDGED = 0
    TOO_SHORT = 1
    """Fewer than 56 known days before the longest window, or since its code was changed; not judged."""
    SILENT = 2
    """Nothing was ever counted before: judged as if half a petition had come in all that time."""
    UNKNOWN = 3
    """No day of the windows is known; not judged."""


@dataclass(frozen=True)
class Usual:
    """What a kind has and should have, by area and window, and by area how that is known.

    rates: petitions of a usual day. days: usual days they were counted on. strength: petitions that the
    guess is worth beside. dispersion: variance over mean.
    """

    known: Known
    counts: Array
    means: Array
    variances: Array
    rates: Array
    days: Array
    strength: float
    dispersion: float

    @property
    def judged(self) -> bool:
        """Return whether anything can be said."""
        return self.known in {Known.JUDGED, Known.SILENT}


def usual_of(
    counts: object, *, windows: tuple[int, ...] = WINDOWS, holds: object = None, since: object = None
) -> list[Usual]:
    """Return of each kind of `counts[areas, kinds, days]` what is usual in its last days, by window.

    Days are consecutive, the last is today; NaN in floating counts says that a day of an area is not known.
    `since[kinds]`: the first day on which the kind's code means what it means now.
    """
    cube = _checked(counts, windows)
    room = np.ones(cube.shape[2]) if holds is None else np.asarray(holds, float)
    if room.shape != (cube.shape[2],) or not np.all(room >= 0):
        raise Invalid("stats.one_for_each_week", field="holds", name="holds", columns=cube.shape[2])
    begin = np.zeros(cube.shape[1], int) if since is None else np.asarray(since, int)
    cut = max(cube.shape[2] - LONGEST - max(windows), 0)
    volume = _volume(cube[:, :, cut:])
    return [
        _of_kind(cube[:, kind, cut:], room[cut:], windows, volume, int(begin[kind]) - cut)
        for kind in range(cube.shape[1])
    ]


def _checked(counts: object, windows: tuple[int, ...]) -> NDArray[np.generic]:
    cube = np.asarray(counts)
    if cube.ndim != _CUBE:
        raise Invalid("stats.not_areas_by_kinds", field="counts", dimensions=cube.ndim)
    if cube.dtype.kind not in "iuf":
        raise Invalid("stats.not_counts", field="counts", type=str(cube.dtype))
    least = np.fmin.reduce(cube, axis=None, initial=0)
    if least < 0:
        raise Invalid("stats.negative_count", field="counts", count=float(least))
    if not windows or min(windows) < 1 or list(windows) != sorted(set(windows)):
        raise Invalid("stats.no_windows", field="windows")
    return cube


def _volume(cube: NDArray[np.generic]) -> Array:
    """Return what comes in of all kinds by area, frequent kinds counting by their root.

    The kind in which an area stands out most is left out: one pen must not move what is usual of others.
    """
    whole = np.nansum(cube, axis=2, dtype=float)
    weighed = whole / np.sqrt(np.maximum(whole.sum(axis=0), 1.0))
    if weighed.shape[1] > _FEW_KINDS:
        weighed[np.arange(len(weighed)), weighed.argmax(axis=1)] = 0.0
    volume = weighed.sum(axis=1)
    return np.asarray(volume + max(volume.sum(), 1.0) / (100 * len(volume)))


def _of_kind(
    rows: NDArray[np.generic], room: Array, windows: tuple[int, ...], volume: Array, since: int
) -> Usual:
    first = rows.shape[1] % WEEK
    y = rows[:, first:].astype(np.float64)
    y[:, : max(since - first, 0)] = np.nan
    room = room[first:]
    known = ~np.isnan(y) & (room > 0)
    np.copyto(y, 0.0, where=~known)
    before = y.shape[1] - max(windows)
    if before < WEEK or known[:, :before].any(axis=0).sum() < LEAST_DAYS:
        return _unjudged(Known.TOO_SHORT, len(y), len(windows))
    if not known[:, before:].any():
        return _unjudged(Known.UNKNOWN, len(y), len(windows))
    weeks = (len(y), -1, WEEK)
    course = course_of(
        y.reshape(weeks), known.reshape(weeks), room.reshape(-1, WEEK), before // WEEK, volume / volume.sum()
    )
    day, seen = course.day.ravel(), course.seen
    strength = _strength(seen, course.days * course.prior, course.dispersion)
    rates = (seen + strength) / (course.days + strength / course.prior)
    ends = [y.shape[1] - window for window in windows]
    many = np.stack([y[:, end:].sum(axis=1) for end in ends], axis=1)
    means = rates[:, None] * np.stack([known[:, end:] @ day[end:] for end in ends], axis=1)
    variances = course.dispersion * means * (1 + means / (rates * course.days + strength)[:, None])
    state = Known.JUDGED if seen.any() else Known.SILENT
    return Usual(state, many, means, variances, rates, course.days, strength, course.dispersion)


def _unjudged(why: Known, areas: int, windows: int) -> Usual:
    nothing, none = np.zeros((areas, windows)), np.zeros(areas)
    return Usual(why, nothing, nothing, nothing, none, none, 1.0, 1.0)


def _strength(seen: Array, usual: Array, dispersion: float) -> float:
    """Return how many petitions the share of all kinds is worth as a guess of an area's rate.

    Half of what the moments say: too firm a guess makes hotspots of areas that are always above it.
    """
    varies = ((seen - usual) ** 2 - dispersion * usual).sum() / max(float((usual**2).sum()), 1e-9)
    return float(np.clip(0.5 * dispersion / max(varies, 1e-9), *_STRENGTHS))
