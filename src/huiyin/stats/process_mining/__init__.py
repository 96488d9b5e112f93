"""How matters go through the steps: which follows which, how long they wait, where they turn back."""

from huiyin.stats.process_mining.again import BackAndForth, Rework, back_and_forth, rework
from huiyin.stats.process_mining.log import NO_TIME, Log, ordered
from huiyin.stats.process_mining.paths import Paths, paths
from huiyin.stats.process_mining.slow import Paces, paces
from huiyin.stats.process_mining.waiting import Waits, waits

__all__ = [
    "NO_TIME",
    "BackAndForth",
    "Log",
    "Paces",
    "Paths",
    "Rework",
    "Waits",
    "back_and_forth",
    "ordered",
    "paces",
    "paths",
    "rework",
    "waits",
]
