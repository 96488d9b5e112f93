"""The steps of matters as a log, for `huiyin.stats.process_mining`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huiyin.base.clock import local_day
from huiyin.insight import expressions
from huiyin.insight.expressions import Chosen
from huiyin.insight.queries import ALL, Figures, ask
from huiyin.stats.process_mining import Log, ordered


@dataclass(frozen=True)
class Events:
    """The log of the steps for `huiyin.stats.process_mining`, with what its codes stand for.

    `matters` and `persons` are keys and pseudonyms of who petitioned, by the log's number of a matter.
    """

    log: Log
    steps: Sequence[str]
    offices: Sequence[int]
    kinds: Sequence[str]
    matters: NDArray[np.int64]
    persons: NDArray[np.int64]

    def behind(self, at: NDArray[Any], group: NDArray[Any], groups: int) -> NDArray[np.int64]:
        """Return how many persons stand behind each group of events, `at` their places in the log."""
        pairs = np.column_stack([group, self.persons[self.log.matter[at]]])
        return np.bincount(np.unique(pairs, axis=0)[:, 0], minlength=groups)


def events(chosen: Chosen = ALL, *, home: Path | None = None) -> Events:
    """Return the steps of the matters received in a time: time in days, office is who took the step."""
    return log_of(steps_of(chosen, home=home))


def steps_of(chosen: Chosen = ALL, *, home: Path | None = None) -> Figures:
    """Return the steps of the matters received in a time as rows, to make several logs of."""
    return ask(expressions.events(chosen), home=home)


def log_of(rows: Figures, offices: frozenset[int] | None = None) -> Events:
    """Return steps as a log; with offices those of matters that are at, or were registered by, one."""
    if offices is not None:
        there = sorted(offices)
        seen = np.isin(rows["office"], there) | np.isin(rows["registered_at"], there)
        rows = Figures({name: column[seen] for name, column in rows.columns.items()}, rows.at)
    steps, step = coded(rows["step"])
    kinds, kind = coded(rows["kind"])
    takers, taker = np.unique(rows["taken_at"], return_inverse=True)
    as_of_day = int(np.datetime64(local_day(rows.at), "D").astype(np.int64))
    days, matter = rows["day"].astype(np.int64), rows["matter"]
    lasts = np.flatnonzero(np.append(matter[1:] != matter[:-1], len(rows) > 0))
    over = np.repeat(~rows["open"][lasts], np.diff(lasts, prepend=-1))
    log = ordered(matter, step, days, taker, kind, as_of=as_of_day, closed=over)
    matters, first = np.unique(np.where(days <= as_of_day, matter, -1), return_index=True)
    known = matters >= 0
    persons = rows["person"][first[known]]
    return Events(log, steps, takers.tolist(), kinds, matters[known], persons)


def coded(words: NDArray[Any]) -> tuple[list[str], NDArray[np.int64]]:
    """Return the different words in order, and the place of each row's word: quicker than sorting them."""
    said = words.tolist()
    places = {word: n for n, word in enumerate(sorted({*said}))}
    return [*places], np.fromiter(map(places.__getitem__, said), np.int64, len(said))
