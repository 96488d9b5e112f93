"""How well surges are found, how often chance is taken for one, and how late: invented and real series.

FPR: share of weeks told before the surge began. POD: share of surges told at least once from their first to
their last week. Delay: weeks from the beginning to the first telling, of those found. `empirical` moves
each method's bar so that it tells exactly that share of quiet weeks over all scenarios: only so are methods
comparable. `nominal` takes the bar as the method gives it: only so does one know what an office will meet.
"""

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huiyin.base.errors import Refused
from huiyin.evaluation.detectors import METHODS
from huiyin.evaluation.scenarios import JUDGED, WEEKS, Series, simulated
from huiyin.evaluation.trials import Told, at_bar, bar_for
from huiyin.stats.surges import judge, threshold

RATES = (0.005, 0.01)
SEED = 20261126  # for the figures; constants were chosen on seeds 1 and 2
_HISTORY = 104
_TIMED = 312
Score = NDArray[np.float64]


def evaluate(
    *, replicates: int, seed: int, timed: int, data: Path | None, told: Callable[[str], None]
) -> dict[str, Any]:
    """Return the figures of every method over the scenarios, times, and of the default on real series."""
    trials: dict[str, list[Told]] = {name: [] for name in METHODS}
    for series in simulated(replicates, seed):
        for name, method in METHODS.items():
            trials[name].append(_told(series, method(series.counts, series.scenario, JUDGED)))
        told(f"{series.scenario.number + 1} / 42")
    found: dict[str, Any] = {
        "seed": seed,
        "replicates": replicates,
        "methods": {name: _figures(tries, name) for name, tries in trials.items()},
        "scenarios": {tries.number + 1: _one(tries) for tries in trials["default"]},
    }
    if timed:
        found["seconds_per_100000"] = _times(timed)
    found["real"] = real(data) if data else "no folder was given (--data)"
    return found


def _told(series: Series, score: Score) -> Told:
    week = np.arange(WEEKS - JUDGED, WEEKS)[None]
    start, last = series.start[:, None], series.last[:, None]
    return Told(series.scenario.number, score, week < start, (week >= start) & (week <= last))


def _figures(tries: list[Told], name: str) -> dict[str, Any]:
    """Return a method's figures at each rate: bar moved over all, bar moved per scenario, bar as given."""
    found: dict[str, Any] = {}
    for rate in RATES:
        moved = at_bar(tries, [bar_for(tries, rate)] * len(tries))
        own = at_bar(tries, [bar_for([one], rate) for one in tries])
        found[f"{rate:.1%}"] = {"empirical": moved, "empirical_per_scenario": {"pod": own["pod"]}}
        if name in {"default", "reference", "ewma", "spike", "true_model"}:
            found[f"{rate:.1%}"]["nominal"] = at_bar(tries, [threshold(rate)] * len(tries))
    return found


def _one(tries: Told) -> Mapping[str, float]:
    return at_bar([tries], [threshold(RATES[0])])


def _times(series: int) -> dict[str, Any]:
    """Return processor seconds per 100,000 series for one week, with six and with twelve years before it."""
    found: dict[str, Any] = {"series": series}
    counts = np.concatenate([s.counts for s in simulated(-(-series // 42), 1)])[:series]
    for name in ("default", "reference"):
        for columns in (_TIMED, WEEKS):
            part = counts[:, -columns:]
            METHODS[name](part[:4], None, 1)
            began = process_time()
            METHODS[name](part, None, 1)
            found[f"{name}, {columns} weeks"] = round((process_time() - began) / series * 100_000, 1)
    return found


def real(folder: Path) -> dict[str, Any]:
    """Return on labelled series how many quiet weeks are told at nominal bars, how many surges found."""
    files = sorted((folder / "outbreaks").glob("*.csv"))
    if not files:
        raise Refused("evaluate.no_file", file="outbreaks/*.csv")
    quiet, surges, found = 0, 0, 0
    false = dict.fromkeys(RATES, 0)
    for file in files:
        counts, states = labelled(file)
        weeks = counts.shape[1] - _HISTORY
        said, state = judge(counts, weeks=weeks), states[:, -weeks:]
        quiet += int((~state).sum())
        for rate in RATES:
            false[rate] += int((said.alarms(rate) & ~state).sum())
        alarm = said.alarms(RATES[0])
        for row, first, last in _stretches(state):
            surges += 1
            found += bool(alarm[row, first:last].any())
    return {
        "series": len(files),
        "quiet_weeks": quiet,
        "told_of_quiet": {f"{rate:.1%}": round(false[rate] / quiet, 4) for rate in RATES},
        "surges": surges,
        "found": found,
    }


def labelled(file: Path) -> tuple[Score, NDArray[np.bool_]]:
    """Return counts and labels of a file with columns obs0, obs1 … and state0, state1 …, a week a row."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    many = sum(name.startswith("obs") for name in rows[0])
    counts = np.array([[float(row[f"obs{n}"]) for row in rows] for n in range(many)])
    return counts, np.array([[float(row[f"state{n}"]) > 0 for row in rows] for n in range(many)])


def _stretches(state: NDArray[np.bool_]) -> list[tuple[int, int, int]]:
    """Return row, first and end of each run of labelled weeks."""
    found = []
    for row, labels in enumerate(state):
        edges = np.flatnonzero(np.diff(np.concatenate([[0], labels.astype(int), [0]])))
        found += [(row, int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return found
