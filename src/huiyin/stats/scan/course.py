"""What each day brings beside a usual one, and how much weeks vary: all areas of one kind together.

Days lie in weeks that end today. Weeks of an area that are far above what is usual there (score over 4)
count neither for the usual nor for its spread: one pen, or the hotspot itself, must not become the usual.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from huiyin.stats.scan.excess import far_above
from huiyin.stats.surges.counts import Array, Bits

WEEK = 7
_FAR = 4.0
_FLOOD = 3.0  # so many times the middle week, and so many petitions more, begins as far above
_WEEKDAYS_FIRM, _WEEKS_FIRM = 20.0, 3.0  # petitions by which weekdays, and weeks, are drawn to the usual
_AREA_FIRM = 5.0  # the same for an area, before it is known how much areas differ
_ROUNDS = 3


@dataclass(frozen=True)
class Course:
    """What a day brings beside a usual one [week, weekday]; by area what came in, and on how many days."""

    day: Array
    seen: Array
    days: Array
    prior: Array
    dispersion: float


def course_of(y: Array, known: Bits, room: Array, past: int, share: Array) -> Course:
    """Return the course of `y[area, week, weekday]`, from the first `past` weeks and, by week, from all.

    share: of each area in all that comes in. room: what a day can hold.
    """
    had = y.sum(axis=2)
    far = (had > _FLOOD * (np.median(had, axis=1, keepdims=True) + _FLOOD)).astype(float)
    dispersion = 1.0
    whole = bool(known.all())
    for last in (False, True):
        day = _days(y, known, room, past, share, far > 0)
        held = np.broadcast_to(day.sum(1), had.shape) if whole else np.einsum("awd,wd->aw", known, day)
        calm = 1 - far[:, :past]
        days, seen = (held[:, :past] * calm).sum(axis=1), (had[:, :past] * calm).sum(axis=1)
        prior = max(float(seen.sum()), 0.5) * share / max(float(share @ days), 1e-9)
        if not last:
            rates = (seen + _AREA_FIRM) / (days + _AREA_FIRM / prior)
            dispersion = _spread(had, rates[:, None] * held, past, far)
    return Course(day, seen, days, prior, dispersion)


def _days(y: Array, known: Bits, room: Array, past: int, share: Array, far: NDArray[np.bool_]) -> Array:
    """Return room · weekday · week: what came in over what could, without what is far above the usual."""
    came, there = y.sum(axis=0), np.einsum("a,awd->wd", share, known)
    area, week = np.nonzero(far)
    np.subtract.at(came, week, y[area, week])
    np.subtract.at(there, week, share[area, None] * known[area, week])
    there = np.maximum(there, 0.0)
    seen, could = came[:past].sum(axis=0), (there * room)[:past].sum(axis=0)
    mean = max(float(seen.sum()), 0.5) / max(float(could.sum()), 1e-9)
    day = room * (seen + _WEEKDAYS_FIRM) / (could * mean + _WEEKDAYS_FIRM)
    usual = mean * (there * day).sum(axis=1)
    return np.asarray(day * ((came.sum(axis=1) + _WEEKS_FIRM) / (usual + _WEEKS_FIRM))[:, None])


def _spread(had: Array, usual: Array, past: int, far: Array) -> float:
    """Return variance over mean of the past weeks, and mark in `far` those far above the usual."""
    found = 1.0
    usual = np.ascontiguousarray(usual)
    for _ in range(_ROUNDS):
        far_above(had, usual, found, _FAR, far)
        calm = 1 - far[:, :past]
        squares = (((had - usual) ** 2)[:, :past] * calm).sum() / max(
            float((usual[:, :past] * calm).sum()), 1e-9
        )
        found = max(float(squares) * past / max(past - 1, 1), 1.0)
    return found
