"""Matters that go to and fro between offices: handed over, handed back, handed over again."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from huiyin.base.errors import NotAllowed
from huiyin.cases.queries.among import Traced, among
from huiyin.insight import logs, queries
from huiyin.insight.expressions import Chosen
from huiyin.insight.logs import Events
from huiyin.orgs.rules import Actor
from huiyin.stats import process_mining as mining
from huiyin.stats.disclosure import SMALL
from huiyin.stats.process_mining import Log

# In whose hands a matter is, these tell; what petitioners send in meanwhile moves it nowhere.
_HANDED = ("transferred", "objected", "objection_upheld", "told", "accepted", "declined", "guided")


@dataclass(frozen=True)
class ToAndFro:
    """Two offices between which matters went and came straight back, and the median days away."""

    one: int
    other: int
    matters: int
    away: float


def _handed(found: Events) -> tuple[Log, NDArray[np.int64]]:
    """Return the log of the steps that tell in whose hands a matter is, and the key of each one's matter."""
    log = found.log
    there = np.isin(log.step, [n for n, step in enumerate(found.steps) if step in _HANDED])
    columns = (log.matter, log.step, log.time, log.office, log.kind)
    part = mining.ordered(*(column[there] for column in columns), as_of=log.as_of)
    return part, found.matters[np.unique(log.matter[there])[part.matter]]


def to_and_fro(found: Events, hides: bool) -> Sequence[ToAndFro]:
    """Return the pairs of offices between which matters went to and fro, in the order of codes."""
    back = mining.back_and_forth(_handed(found)[0])
    rows = []
    for n, many in enumerate(back.matters.tolist()):
        one, other = found.offices[back.one[n]], found.offices[back.other[n]]
        if not hides or _persons(found, between(found, one, other)) >= SMALL:
            rows.append(ToAndFro(one, other, many, float(back.away[n])))
    return rows


def _persons(found: Events, keys: Sequence[int]) -> int:
    return len(np.unique(found.persons[np.isin(found.matters, keys)]))


def between(found: Events, one: int, other: int) -> list[int]:
    """Return the keys of the matters that went from one of two offices to the other and straight back."""
    log, keys = _handed(found)
    comes = np.ones(log.office.size, bool)
    comes[1:] = log.last[:-1] | (log.office[1:] != log.office[:-1])
    matter, office = keys[comes], np.array(found.offices, np.int64)[log.office[comes]]
    back = (matter[2:] == matter[:-2]) & (office[2:] == office[:-2])
    ends = np.sort(np.column_stack([office[:-2], office[1:-1]])[back], axis=1)
    pair = (ends == sorted((one, other))).all(axis=1)
    return sorted({*matter[:-2][back][pair].tolist()})


def traced_between(
    actor: Actor, chosen: Chosen, one: int, other: int, *, after: int = 0, home: Path | None = None
) -> Sequence[Traced]:
    """Return the matters that went to and fro between two offices, of those the actor may open."""
    if not actor.offices("matter.read"):
        raise NotAllowed("insight.not_traced")
    keys = [key for key in between(logs.events(chosen, home=home), one, other) if key > after]
    return among(actor, keys)[: queries.PAGE]
