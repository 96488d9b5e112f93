"""The reference: the improved Farrington algorithm (Noufaily et al. 2013), as public health services run it.

Written anew from A. Noufaily et al., "An improved algorithm for outbreak detection in multiple surveillance
systems", Statistics in Medicine 32 (2013) 1206-1222, and C. P. Farrington et al. (1996). It is here to
compare with and to fall back on, and gives the alarms of `farringtonFlexible` of the R package surveillance
(1.20.3); tests/stats/reference holds that program's numbers.

Log-linear quasi-Poisson regression log m = level(part of the year) + β·week on the last `years` years
without the newest weeks; Anscombe residuals s = 3/2 (y^⅔ m^-⅙ - m^½) / √(φ(1 - h)) over `weight_from` give
the weight s^-2; fitted once more; the week is told when its count exceeds the upper bound and `few`
petitions came in `of_weeks`.
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from huiyin.stats.chance import z_of
from huiyin.stats.surges.counts import Array, Bits, chunks, known_counts
from huiyin.stats.surges.reference_fit import judge_rows

WEEKS_OF_YEAR = 52
_BOUNDS = ("quantile", "widened", "delta")


@dataclass(frozen=True)
class Settings:
    """What the reference is run with; as Noufaily et al. recommend unless said otherwise.

    `bound`: "quantile" of the negative binomial at the fitted mean (R: nbPlugin), "widened" at the upper
    end of the mean's interval (muan), or "delta", the ⅔-power of 1996. `trend_p`: a trend counts when its
    p-value is less.
    """

    years: int = 5
    half_window: int = 3
    parts: int = 10
    left_out: int = 26
    weight_from: float = 2.58
    bound: Literal["quantile", "widened", "delta"] = "quantile"
    trend_p: float = 1.0
    few: int = 5
    of_weeks: int = 4
    rate: float = 0.005

    @property
    def history(self) -> int:
        """Return how many weeks before the judged one are needed."""
        return WEEKS_OF_YEAR * self.years + self.half_window


@dataclass(frozen=True)
class Judged:
    """What the reference says of each series and week; NaN where history was too short, and no alarm."""

    alarm: Bits
    upper: Array
    expected: Array
    dispersion: Array


def judge(counts: object, *, weeks: int, settings: Settings | None = None) -> Judged:
    """Return alarm, upper bound, expected count and dispersion of the last `weeks` weeks of each series.

    Each week is judged from earlier weeks only. A week without a count is left out of the history and not
    judged.
    """
    chosen = settings or Settings()
    rows = known_counts(counts, weeks)
    back, part = _calendar(chosen)
    bar = _students_bar(chosen.trend_p, len(back) - chosen.parts - 1)
    bound, few = float(_BOUNDS.index(chosen.bound)), float(chosen.few)
    out = np.empty((4, rows.shape[0], weeks))
    for at, chunk in chunks(rows, weeks + chosen.history):
        judge_rows(
            chunk, weeks, back, part, chosen.parts, chosen.years, chosen.history, chosen.weight_from,
            bar, bound, chosen.rate, few, chosen.of_weeks, out[:, at : at + len(chunk)],
        )  # fmt: skip
    return Judged(out[0] > 0, out[1], out[2], out[3])


def _calendar(settings: Settings) -> tuple[Array, Array]:
    """Return of each week of history how far back it lies and which part of the year it belongs to.

    The weeks around the same time of earlier years are the last part; those between are cut in equal parts,
    longer ones first.
    """
    width, last = settings.half_window, settings.parts - 1
    back, part = [], []
    between = WEEKS_OF_YEAR - 2 * width - 1
    lengths = [between // max(last, 1) + (i < between % max(last, 1)) for i in range(last)]
    starts = np.cumsum([0, *lengths])
    for ago in range(settings.history, settings.left_out, -1):
        into = (WEEKS_OF_YEAR - ago + width) % WEEKS_OF_YEAR  # 0 .. 2·width around the same time of year
        if into <= 2 * width and ago > width:
            level = last
        elif last:
            level = int(np.searchsorted(starts, into - 2 * width - 1, side="right")) - 1
        else:
            continue
        back.append(ago)
        part.append(level)
    return np.array(back, dtype=float), np.array(part, dtype=float)


def _students_bar(p: float, freedom: int) -> float:
    """Return the |t| over which a two-sided p-value is less than `p` (Abramowitz and Stegun 26.7.5)."""
    if p >= 1:
        return -1.0
    z = z_of(math.log(p / 2))
    n = float(freedom)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / n ** (i + 1) for i, term in enumerate(terms))
