"""Early warning: how likely an area × kind sees trouble within four weeks, and what speaks for it.

Trouble is a surge, a breach of statutory deadlines above its usual level, or a doubling of repeats that are
not resolved (`events`). There is no way to ask about a person: what comes in are counts of cells, and a cell
with fewer than five persons behind it is withheld.
"""

from huiyin.stats.warning.events import WITHIN, breaches_above_usual, confirmed, doubled, within_weeks
from huiyin.stats.warning.model import LEAST_EVENTS, Model, learn, to_learn_from
from huiyin.stats.warning.signals import NAMES, Signals, policy_weeks, signals
from huiyin.stats.warning.standing import bars, begins, in_four_weeks, standing_out, weeks_needed
from huiyin.stats.warning.warnings import State, Warnings, warn

__all__ = [
    "LEAST_EVENTS",
    "NAMES",
    "WITHIN",
    "Model",
    "Signals",
    "State",
    "Warnings",
    "bars",
    "begins",
    "breaches_above_usual",
    "confirmed",
    "doubled",
    "in_four_weeks",
    "learn",
    "policy_weeks",
    "signals",
    "standing_out",
    "to_learn_from",
    "warn",
    "weeks_needed",
    "within_weeks",
]
