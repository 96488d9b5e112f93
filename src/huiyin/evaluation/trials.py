"""What a method told of a scenario's series, and what that is worth at a bar."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.bool_]


@dataclass(frozen=True)
class Told:
    """Scores of the judged weeks of a scenario, and which of them are before the surge, which within."""

    number: int
    score: NDArray[np.float64]
    quiet: Bits
    surge: Bits


def bar_for(tries: Sequence[Told], rate: float) -> float:
    """Return the bar over which at most that share of all quiet weeks lies."""
    quiet = np.concatenate([one.score[one.quiet] for one in tries])
    return float(np.quantile(quiet, 1 - rate, method="higher"))


def at_bar(tries: Sequence[Told], bars: Sequence[float]) -> dict[str, float]:
    """Return POD with its standard error, FPR over all and of the worst scenario, mean delay in weeks."""
    found, delays, rates, told, quiet = [], [], [], 0, 0
    for one, bar in zip(tries, bars, strict=True):
        alarm = one.score > bar
        there = one.surge.any(axis=1)
        hit = (alarm & one.surge)[there]
        found.append(hit.any(axis=1))
        first = hit.argmax(axis=1) - one.quiet.sum(axis=1)[there]  # quiet weeks come before its first week
        delays.append(first[hit.any(axis=1)])
        told += int((alarm & one.quiet).sum())
        quiet += int(one.quiet.sum())
        rates.append((alarm & one.quiet).sum() / max(one.quiet.sum(), 1))
    hits, late = np.concatenate(found), np.concatenate(delays)
    share = float(hits.mean())
    return {
        "pod": round(share, 4),
        "pod_error": round(float(np.sqrt(share * (1 - share) / len(hits))), 4),
        "fpr": round(told / max(quiet, 1), 5),
        "worst_fpr": round(float(max(rates)), 5),
        "delay": round(float(late.mean()), 3) if len(late) else 0.0,
    }
