"""Where the facts of the lake are read from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.cases.counted import Facts
from huiyin.cases.queries import facts
from huiyin.cases.services import changes
from huiyin.orgs import queries as orgs


def _areas() -> Mapping[str, str]:
    return {division.code: division.parent or "" for division in orgs.divisions()}


@dataclass(frozen=True)
class Records:
    """Where facts are read from: the records of the installation, or invented ones to measure with."""

    keys_after: Callable[..., list[int]] = facts.keys_after
    keys_received: Callable[[date, date], list[int]] = facts.keys_received
    facts_of: Callable[[Sequence[int]], Facts] = facts.facts_of
    with_joined: Callable[[Sequence[int]], list[int]] = facts.with_joined
    changed: Callable[[], Mapping[int, int]] = facts.changed
    settle: Callable[[Mapping[int, int]], int] = changes.settle
    settle_all: Callable[[], int] = changes.settle_all
    matters: Callable[[], int] = facts.matters
    areas: Callable[[], Mapping[str, str]] = _areas


RECORDS = Records()
