"""How long it takes to find out how matters go: millions of generated events, one core.

Generated, not real: matters walk through ten steps with waits of some days, half of them slower at one
office in ten, some turned back, the last ones still open. Rows come in the order of time, as a lake keeps
them.
"""

from collections.abc import Callable
from resource import RUSAGE_SELF, getrusage
from time import perf_counter, process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huiyin.stats import process_mining as mining

SEED = 20_261_126
STEPS, OFFICES, KINDS, DAYS = 10, 200, 67, 5 * 365
TURNED_BACK, HANDED_OVER = 0.12, 0.2  # chance at each event
EACH = 12.3  # events of a matter, about
END = STEPS - 1
_MINUTES = 24 * 60
_MEAN_DAYS = np.array([1, 3, 5, 9, 12, 6, 15, 4, 8, 1], float)
Ints = NDArray[np.int64]


def evaluate(events: int = 10_000_000, *, seed: int = SEED) -> dict[str, Any]:
    """Return what was found, the processor time of each part, and memory."""
    # What is compiled at its first use is compiled before the clock runs.
    _asked(generated(1_000, np.random.default_rng(seed)), lambda _name, work: work())
    table = generated(events, np.random.default_rng(seed))
    before = getrusage(RUSAGE_SELF).ru_maxrss
    seconds: dict[str, float] = {}
    began, spent = perf_counter(), process_time()

    def timed(name: str, work: Callable[[], Any]) -> Any:
        start = process_time()
        found = work()
        seconds[name] = round(process_time() - start, 2)
        return found

    found = _asked(table, timed)
    return found | {
        "cpu_seconds": seconds | {"all": round(process_time() - spent, 2)},
        "seconds": round(perf_counter() - began, 2),
        "memory_mb": getrusage(RUSAGE_SELF).ru_maxrss // 1024,
        "of_that_before_mb": before // 1024,
        "seed": seed,
    }


def _asked(table: tuple[Ints, ...], timed: Callable[[str, Callable[[], Any]], Any]) -> dict[str, Any]:
    """Ask everything of a table, each question through `timed`; return what is told of the answers."""
    log = timed("order", lambda: mining.ordered(*table, as_of=DAYS * _MINUTES, ends={END}))
    timed("waits put in order", lambda: log.stays)
    arrows = timed("directly follows", lambda: mining.paths(log))
    timed("waits by step", lambda: mining.waits(log, by=("step",)))
    every = timed("waits by office, step and kind", lambda: mining.waits(log, by=("office", "step", "kind")))
    paces = timed("paces", lambda: mining.paces(log))
    timed("rework", lambda: mining.rework(log))
    turns = timed("back and forth", lambda: mining.back_and_forth(log))
    return {
        "events": int(log.step.size),
        "matters": log.matters,
        "arrows": int(arrows.source.size),
        "groups of waits": int(every.codes.shape[0]),
        "still waiting": int(every.waiting.sum()),
        "slow steps of offices": int(paces.slow.sum()),
        "matters that came back": turns.returned,
    }


def generated(events: int, chance: np.random.Generator) -> tuple[Ints, ...]:
    """Return matter, step, time in minutes, office and kind of about so many events, by time."""
    matters = max(round(events / EACH), 1)
    kind, office = chance.integers(KINDS, size=matters), chance.integers(OFFICES, size=matters)
    time = chance.integers(DAYS * _MINUTES, size=matters)
    step, going = np.zeros(matters, np.int64), np.arange(matters)
    rows: list[tuple[Ints, ...]] = []
    while going.size:
        at = time[going] <= DAYS * _MINUTES
        going = going[at]
        rows.append((going, step[going].copy(), time[going].copy(), office[going].copy(), kind[going]))
        going = going[step[going] != END]
        slow = np.where(office[going] % 10 == 0, 2.0, 1.0)
        wait = chance.exponential(_MEAN_DAYS[step[going]] * slow * _MINUTES)
        time[going] += wait.astype(np.int64) + 1
        luck = chance.random(going.size)
        step[going] = np.where(
            luck < TURNED_BACK, np.maximum(step[going] - 1, 0), np.minimum(step[going] + 1, END)
        )
        move = chance.random(going.size) < HANDED_OVER
        office[going[move]] ^= 1
    columns = [np.concatenate(column) for column in zip(*rows, strict=True)]
    order = np.argsort(columns[2], kind="stable")
    matter, step, time, where, kind = (column[order] for column in columns)
    return matter, step.astype(np.int16), time, where.astype(np.int16), kind.astype(np.int16)
