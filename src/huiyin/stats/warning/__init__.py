"""Early warning: how likely an area × kind sees trouble within four weeks, and what speaks for it.

Trouble is a surge, a breach of statutory deadlines above its usual level, or a doubling of repeats that are
not resolved (`events`). There is no way to ask about a person: what comes in are counts of cells, and a cell
with fewer than five persons behind it is withheld.
"""

from huiyin.stats.warning.events import WITHIN, breaches_above_usual, doubled, within_weeks
from huiyin.stats.warning.model import Model, learn
from huiyin.stats.warning.signals import NAMES, Signals, signals
from huiyin.stats.warning.warnings import State, Warnings, warn

__all__ = [
    "NAMES",
    "WITHIN",
    "Model",
    "Signals",
    "State",
    "Warnings",
    "breaches_above_usual",
    "doubled",
    "learn",
    "signals",
    "warn",
    "within_weeks",
]
