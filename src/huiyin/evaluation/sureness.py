"""Whether the reading is as often right as it says, and how much it gets wrong when it may leave some out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.evaluation.figures import share
from huiyin.evaluation.messages import Message

_BINS = 10
_COVERED = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Choice:
    """One reader's choice against the kind offered first: how sure the system was, and whether right."""

    sure: float
    right: bool


def choices(messages: Sequence[Message]) -> list[Choice]:
    """Return a choice for each message and reader, of the kind."""
    return [
        Choice(m.seen.kinds[0].p if m.seen.kinds else 0.0, bool(m.seen.kinds) and m.seen.kinds[0].code == k)
        for m in messages
        for k in m.kinds
    ]


def reliability(made: Sequence[Choice]) -> list[dict[str, Any]]:
    """Return for each tenth of sureness how sure the system was, how often right, with the interval."""
    tenths: list[list[Choice]] = [[] for _ in range(_BINS)]
    for one in made:
        tenths[min(int(one.sure * _BINS), _BINS - 1)].append(one)
    return [
        {
            "from": n / _BINS,
            "sure": round(sum(c.sure for c in tenth) / len(tenth), 4),
            "right": share(sum(c.right for c in tenth), len(tenth)),
        }
        for n, tenth in enumerate(tenths)
        if tenth
    ]


def calibration_error(made: Sequence[Choice]) -> float:
    """Return the expected calibration error over ten equal bins (Naeini et al. 2015)."""
    apart: float = sum(abs(t["sure"] - t["right"]["value"]) * t["right"]["n"] for t in reliability(made))
    return round(apart / max(len(made), 1), 4)


def risk(made: Sequence[Choice]) -> list[dict[str, Any]]:
    """Return how many of the surest tenths are wrong (the risk-coverage curve, Geifman and El-Yaniv 2017)."""
    ordered = sorted(made, key=lambda c: -c.sure)
    kept = [(covered, ordered[: round(covered * len(ordered))]) for covered in _COVERED]
    return [
        {
            "covered": covered,
            "from": surest[-1].sure,
            "wrong": share(sum(not c.right for c in surest), len(surest)),
        }
        for covered, surest in kept
        if surest
    ]
