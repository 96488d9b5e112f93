"""Whose surge it is: of many people, or of a few who write much.

Petitions and persons are counted apart and judged apart. Nothing is said of a single person here: only how
many.
"""

from dataclasses import dataclass

import numpy as np

from huiyin.stats.surges.counts import Array, Bits
from huiyin.stats.surges.verdicts import Verdicts


@dataclass(frozen=True)
class Voices:
    """Where people rise, where only their petitions do, and petitions per person (NaN without any)."""

    people: Bits
    repeats_only: Bits
    per_person: Array


def whose(
    petitions: Array,
    persons: Array,
    said: Verdicts,
    said_of_persons: Verdicts,
    *,
    false_alarm_rate: float = 0.005,
) -> Voices:
    """Say of each week whether people surge or only petitions: counts of both, and what `judge` said of both.

    `repeats_only`: petitions are told and persons are not, as when one person hands in fifty.
    """
    people = said_of_persons.alarms(false_alarm_rate)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(persons > 0, petitions / persons, np.nan)
    return Voices(people, said.alarms(false_alarm_rate) & ~people, ratio)
