"""Surges: which series of weekly counts are higher than season, trend and chance explain.

`score` and `alarms` are the contract; `judge` says beside them what is known of each week. `reference` is the
method public health services run, to compare with. `together` holds what follows for many series at once.
A caller counts petitions *and* persons: fifty petitions of one person are no surge of the people.
"""

from huiyin.stats.surges.verdicts import Known, Verdicts, alarms, judge, score, threshold, varies

__all__ = ["Known", "Verdicts", "alarms", "judge", "score", "threshold", "varies"]
