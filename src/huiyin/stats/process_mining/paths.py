"""Which step follows which: the directly-follows graph, with how often and how long between.

Source: van der Aalst, Process Mining, 2016, chapter 5; a practitioner's guide to its limits: van der Aalst
2019.
"""

from dataclasses import dataclass

import numpy as np

from huiyin.stats.process_mining.grouped import Floats, Ints, by_matter, groups, quantiles
from huiyin.stats.process_mining.log import Log


@dataclass(frozen=True, slots=True)
class Paths:
    """Each arrow of the graph: from step, to step, times taken, matters that took it, and its waits.

    `waits` [arrow, 2] are median and ninth decile of those who went that way: the wait of a matter that
    has not gone on yet is in none of them (see `waiting`). `begun` and `ended` count matters by first and
    last step, `standing` those whose last step is not an end.
    """

    source: Ints
    target: Ints
    times: Ints
    matters: Ints
    waits: Floats
    begun: Ints
    ended: Ints
    standing: Ints


def paths(log: Log) -> Paths:
    """Return the directly-follows graph of a log, arrows in the order of their codes."""
    goes = np.flatnonzero(~log.last)
    taken = groups([log.step[goes], log.step[goes + 1]], goes.size)
    stays, ended = log.stays, np.flatnonzero(~log.stays.still)
    waited = groups([stays.step[ended], stays.target[ended]], ended.size)
    first = np.ones(log.last.size, bool)
    first[1:] = log.last[:-1]
    steps = log.steps
    return Paths(
        source=taken.codes[:, 0],
        target=taken.codes[:, 1],
        times=taken.size,
        matters=by_matter(log.matter[goes], taken.of, taken.count)[0],
        waits=quantiles(waited, stays.lasted[ended], (0.5, 0.9)),
        begun=np.bincount(log.step[first], minlength=steps),
        ended=np.bincount(log.step[log.done], minlength=steps),
        standing=np.bincount(log.step[log.last & ~log.done], minlength=steps),
    )
