"""Where matters wait longer than the same step takes with the same kind elsewhere.

For each step and kind, the hazard of going on at each length of wait is taken from all offices together
(Nelson 1972; Aalen 1978). An office's matters would so have gone on `expected` times; open cases count for
as long as they waited. The pace is what went on against what was expected, here and elsewhere, within step
and kind (Pike, in Peto et al., Br J Cancer 1977), drawn together over offices, with few false alarms
(FDR). Nothing here counts how much an office has to do, and results stand in the order of codes.
"""

from dataclasses import dataclass

import numpy as np

from huiyin.stats.compiled import compiled
from huiyin.stats.false_discovery import adjusted
from huiyin.stats.pooling import pooled
from huiyin.stats.process_mining.grouped import Flags, Floats, Ints, groups
from huiyin.stats.process_mining.log import Log

MATTERLY = 0.8  # a pace under this is worth a look; closer to 1 it may be real and does not matter
FEWEST = 5  # waits of a step at an office; of fewer nothing is said
_SURE = 0.05


@dataclass(frozen=True, slots=True)
class Paces:
    """Pace of each step at each office: 1 as elsewhere, .5 half as fast; interval; whether to look into it.

    nan where there are too few waits, or nobody to compare with.
    """

    office: Ints
    step: Ints
    pace: Floats
    low: Floats
    high: Floats
    slow: Flags


def paces(log: Log) -> Paces:
    """Return how fast each step goes at each office, kind for kind, against all offices together."""
    stays = log.stays
    found = groups([stays.step, stays.kind, stays.office], stays.lasted.size)
    step, kind, office = found.codes.T
    strata, cells = groups([step, kind], found.count), groups([office, step], found.count)
    stratum, cell = strata.of, cells.of
    met = strata.size[stratum] > 1
    own, rest = [], []
    lasted, of, group = stays.lasted.astype(np.int64), found.of.astype(np.int32), stratum.astype(np.int32)
    for mine in _went_on(lasted, stays.still, of, group, found.size, strata.count):
        others = np.bincount(stratum, weights=mine, minlength=strata.count)[stratum] - mine
        own.append(np.bincount(cell, weights=mine * met, minlength=cells.count))
        rest.append(np.bincount(cell, weights=others * met, minlength=cells.count))
    size = np.bincount(cell, weights=found.size, minlength=cells.count)
    told = (size >= FEWEST) & (own[1] >= 1) & (rest[1] >= 1)
    expected, elsewhere = (np.where(told, which, 1.0) for which in (own[1], rest[1]))
    estimate = np.log((own[0] + 0.5) / (expected + 0.5)) - np.log((rest[0] + 0.5) / (elsewhere + 0.5))
    variance = np.where(told, 1 / expected + 1 / elsewhere, np.nan)
    drawn = pooled(np.where(told, estimate, np.nan), variance)
    middle, low, high = (np.where(told, np.exp(a), np.nan) for a in (drawn.middle, drawn.low, drawn.high))
    sure = adjusted(_under((estimate - np.log(MATTERLY)) / np.sqrt(variance))) <= _SURE
    return Paces(cells.codes[:, 0], cells.codes[:, 1], middle, low, high, sure & (middle < MATTERLY))


def _under(away: Floats) -> Floats:
    """Return the chance of a standard normal value under each one."""
    from scipy.special import ndtr

    return np.asarray(ndtr(away))


@compiled
def _went_on(
    lasted: Ints, still: Flags, of: Ints, stratum: Ints, size: Ints, strata: int
) -> tuple[Floats, Floats]:
    """Return by group how many waits ended, and how many would have by the hazard of its stratum.

    Rows stand by length. What is equally long ends together: the hazard of a length counts for all of it.
    """
    ended, expected = np.zeros(size.size), np.zeros(size.size)
    risk, gathered = np.zeros(strata), np.zeros(strata)
    for group in range(size.size):
        risk[stratum[group]] += size[group]
    ending, leaving = np.zeros(strata), np.zeros(strata)
    begin = 0
    for row in range(of.size):
        here = stratum[of[row]]
        ending[here] += not still[row]
        leaving[here] += 1
        ended[of[row]] += not still[row]
        if row + 1 < of.size and lasted[row + 1] == lasted[row]:
            continue
        for one in range(begin, row + 1):
            here = stratum[of[one]]
            if leaving[here]:
                gathered[here] += ending[here] / risk[here]
                risk[here] -= leaving[here]
                ending[here] = leaving[here] = 0
            expected[of[one]] += gathered[here]
        begin = row + 1
    return ended, expected
