"""How often the reading offers the kind, the nature and the owner that people chose for a message."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from huiyin.evaluation.figures import share
from huiyin.evaluation.messages import Message, read_by_hand

FIRST_THREE = 3


def measure(file: Path) -> dict[str, Any]:
    """Return the figures of a file of messages that people read by hand. Raises a refusal."""
    return figures(read_by_hand(file))


def figures(messages: Sequence[Message]) -> dict[str, Any]:
    """Return shares with intervals: each message counts once for each of its readers."""
    own = [m for m in messages if m.own]
    return {
        "read": len(messages),
        "top_1": offered(messages, 1),
        "top_3": offered(messages, FIRST_THREE),
        "own_top_1": offered(own, 1),
        "own_top_3": offered(own, FIRST_THREE),
        "nature": _choices([m.seen.nature.value == nature for m in messages for nature in m.natures]),
        "own": _choices([m.seen.own == m.own for m in messages]),
        "left_to_a_person": _choices([m.seen.abstain for m in messages]),
        "right_when_not_left": offered([m for m in messages if not m.seen.abstain], 1),
        "version": messages[0].seen.version if messages else "",
    }


def offered(messages: Iterable[Message], most: int) -> dict[str, float | int]:
    """Return how often a chosen kind is among the first that are offered."""
    return _choices([kind in [k.code for k in m.seen.kinds[:most]] for m in messages for kind in m.kinds])


def _choices(hits: list[bool]) -> dict[str, float | int]:
    return share(sum(hits), len(hits))
