"""Steps that take longer at an office than the same step with the same kind elsewhere.

Reckoned over the whole house, for an office by itself has nothing to be compared with; told of an office to
who sees its matters. How much an office has to do is counted nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from huiyin.insight.logs import Events
from huiyin.stats import process_mining as mining


@dataclass(frozen=True)
class Slow:
    """A step that goes slower at an office: days there for ten elsewhere, with their 95 % interval.

    `persons` stand behind its waits.
    """

    office: int
    step: str
    days: float
    low: float
    high: float
    persons: int


def slow(found: Events) -> Sequence[Slow]:
    """Return the steps that are slower somewhere, hardly by chance and by what matters, in order of codes."""
    log = found.log
    if not log.matters:
        return ()
    made = mining.paces(log)
    begins = ~log.done
    rows = []
    for n in np.flatnonzero(made.slow).tolist():
        office, step = int(made.office[n]), int(made.step[n])
        there = np.flatnonzero(begins & (log.office == office) & (log.step == step))
        persons = int(found.behind(there, np.zeros_like(there), 1)[0])
        days, low, high = (10 / float(pace[n]) for pace in (made.pace, made.high, made.low))
        rows.append(Slow(found.offices[office], found.steps[step], days, low, high, persons))
    return rows
