"""Work done again, and matters going back and forth between offices."""

from dataclasses import dataclass

import numpy as np

from huiyin.stats.process_mining.grouped import Floats, Groups, Ints, by_matter, groups, narrow, quantiles
from huiyin.stats.process_mining.log import Log


@dataclass(frozen=True, slots=True)
class Rework:
    """By step: how often it was taken, by how many matters, and by how many of them more than once."""

    times: Ints
    matters: Ints
    repeating: Ints


@dataclass(frozen=True, slots=True)
class BackAndForth:
    """Matters that left an office and came back.

    Pairs of offices in the order of their codes: how often a matter went from one to the other and straight
    back, how many matters did, and the median time away. `handovers[n]` counts matters handed over n times,
    `returned` those that came back to an office at all, by whatever way.
    """

    one: Ints
    other: Ints
    times: Ints
    matters: Ints
    away: Floats
    handovers: Ints
    returned: int


def rework(log: Log) -> Rework:
    """Return how often each step is taken again within a matter."""
    matters, repeating, _ = by_matter(log.matter, log.step, log.steps)
    return Rework(np.bincount(log.step, minlength=log.steps), matters, repeating)


def back_and_forth(log: Log) -> BackAndForth:
    """Return how matters go back and forth between offices."""
    comes = np.ones(log.office.size, bool)
    comes[1:] = log.last[:-1] | (log.office[1:] != log.office[:-1])
    at = np.flatnonzero(comes)
    matter, office, time = log.matter[at], log.office[at], log.time[at]
    back = np.flatnonzero((matter[2:] == matter[:-2]) & (office[2:] == office[:-2]))
    here, there, away = office[back], office[back + 1], time[back + 2] - time[back + 1]
    ways = groups([np.minimum(here, there), np.maximum(here, there)], back.size)
    shortest = np.argsort(away, kind="stable")
    shorter = Groups(ways.of[shortest], ways.codes, ways.size)
    return BackAndForth(
        one=ways.codes[:, 0],
        other=ways.codes[:, 1],
        times=ways.size,
        matters=by_matter(matter[back], ways.of, ways.count)[0],
        away=quantiles(shorter, narrow(away[shortest]), (0.5,))[:, 0],
        handovers=np.bincount(np.bincount(matter) - 1) if matter.size else np.zeros(0, np.int64),
        returned=by_matter(matter, office, int(office.max(initial=0)) + 1)[2],
    )
