"""The course a series would have taken, and the columns by which a change departs from it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
YEAR = 365.25 / 7  # weeks
LEAST_BEFORE, LEAST_AFTER = 26, 8  # weeks with a count; with fewer nothing is said
MOST_BEFORE, MOST_AFTER = 156, 104  # further away a straight course is no longer one
TWO_YEARS = 104  # before the date, or the course of the year is not known
_BESIDE = 4  # weeks on each side
_FAR, _TIMES = 6.0, 3.0  # robust deviations, and times as many, from which one week is a burst


@dataclass(frozen=True, slots=True)
class Weeks:
    """What was counted, week by week: the series, its control, exposure; nan where it is not known."""

    counts: Floats
    control: Floats | None
    exposure: Floats
    codes_changed: tuple[int, ...] = ()

    @property
    def used(self) -> NDArray[np.bool_]:
        """Return the weeks that say something: counted, with an exposure and, if any, a control."""
        known = np.isfinite(self.counts) & np.isfinite(self.exposure) & (self.exposure > 0)
        if self.control is not None:
            known &= np.isfinite(self.control) & (self.counts + self.control > 0)
        return np.asarray(known)


@dataclass(frozen=True, slots=True)
class Span:
    """Weeks from `first` up to `last`, a change at `at`; `transition` weeks from there are left out."""

    first: int
    at: int
    last: int
    transition: int = 0


def bursts(counts: Floats) -> NDArray[np.bool_]:
    """Return the weeks that alone stand far above those beside them, as by one person's fifty letters.

    Far is six robust deviations, on the scale 2·sqrt(count + 3/8) where chance alone has deviation one
    (Anscombe, Biometrika 1948), above the median of four weeks on each side, and three times as many. A
    lasting change is none.
    """
    height = 2 * np.sqrt(counts + 0.375)
    padded = np.pad(height, _BESIDE, constant_values=np.nan)
    around = np.lib.stride_tricks.sliding_window_view(padded, 2 * _BESIDE + 1).copy()
    around[:, _BESIDE] = np.nan
    some = np.isfinite(around).any(axis=1) & np.isfinite(height)
    usual_height = np.full(counts.size, np.inf)
    usual_height[some] = np.nanmedian(around[some], axis=1)
    above = np.where(some, height - usual_height, 0.0)
    usual = max(1.0, 1.4826 * float(np.median(np.abs(above[some])))) if some.any() else 1.0
    return np.asarray(some & (above > _FAR * usual) & (height**2 > _TIMES * usual_height**2))


def columns(weeks: Weeks, spans: Sequence[Span], *, season: bool, slope: bool) -> Floats:
    """Return a design [span, week, column] for each span; weeks outside it or not known are nought.

    Columns: the level after the change (the first, what is asked for), its drift a year around the middle
    of the weeks after, where asked; then a constant, a straight course, the year's course as one harmonic,
    and a step for each change of codes.
    """
    week = np.arange(weeks.counts.size, dtype=float)
    parts: list[Floats] = [np.ones_like(week), week / YEAR]
    if season:
        parts += [np.cos(2 * np.pi * week / YEAR), np.sin(2 * np.pi * week / YEAR)]
    parts += [np.where(week >= changed, 1.0, 0.0) for changed in weeks.codes_changed]
    found = []
    for span in spans:
        inside = weeks.used & (week >= span.first) & (week < span.last)
        inside &= (week < span.at) | (week >= span.at + span.transition)
        after = np.where(week >= span.at, 1.0, 0.0)
        middle = (span.at + span.transition + span.last - 1) / 2
        course = np.array(parts)
        course[1] -= (span.at - 1) / YEAR
        asked = [after, after * (week - middle) / YEAR] if slope else [after]
        found.append(np.concatenate([asked, course]).T * inside[:, None])
    return np.array(found)


def placebo_spans(true: Span, *, every: int, apart: int, codes_changed: Sequence[int]) -> list[Span]:
    """Return the earlier dates at which the same is asked, each with the weeks up to the true one."""
    length = true.last - true.at
    least = true.transition + LEAST_AFTER
    dates = range(true.first + LEAST_BEFORE, true.at - least + 1)
    free = [at for at in dates if all(abs(at - changed) >= apart for changed in codes_changed)]
    step = max(1, len(free) // every)
    return [Span(true.first, at, min(at + length, true.at), true.transition) for at in free[::step]]
