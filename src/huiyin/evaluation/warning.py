"""How good warnings are on later weeks of invented agencies: Brier score, calibration, and what they find.

Each agency has five years of weeks, of which the first two only make history. The last half year is judged:
every five weeks the model is learned anew from what is known then (events of the last four weeks are not),
and judged on the five weeks that follow. Beside it: everybody at the usual share, each cell at its own share
so far, and the surge score alone. Chosen on seeds 1 and 2.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huiyin.evaluation.agency_weeks import Weeks, simulated
from huiyin.evaluation.figures import table
from huiyin.stats.disclosure import SMALL
from huiyin.stats.forecast import Calendar, foretold_before
from huiyin.stats.surges import judge
from huiyin.stats.surges.usual import YEAR
from huiyin.stats.warning import (
    NAMES,
    Signals,
    breaches_above_usual,
    confirmed,
    doubled,
    learn,
    signals,
    within_weeks,
)

SEED = 20_261_128
AREAS, KINDS, WEEKS, HISTORY = 30, 12, 260, 104
LAST, STEP = 30, 5  # weeks judged, and between one learning and the next
_BINS, _FIRM = 10, 52.0
Floats = NDArray[np.float64]


def evaluate(agencies: int = 3, *, seed: int = SEED, told: Callable[[str], object] = str) -> dict[str, Any]:
    """Return the figures of each agency and their means."""
    found = []
    for one in range(agencies):
        told(f"{one + 1} / {agencies}")
        found.append(_measured(simulated(AREAS, KINDS, WEEKS, np.random.default_rng([seed, one]))))
    means = {
        name: round(float(np.mean([each[name] for each in found])), 4) for name in found[0] if name != "parts"
    }
    return {"seed": seed, "agencies": found, "means": means}


def in_tables(found: dict[str, Any]) -> str:
    """Return the figures, an agency a column, and what each signal is worth."""
    names = list(found["means"])
    rows = [[name, *(each[name] for each in found["agencies"]), found["means"][name]] for name in names]
    head = ["Figure", *(f"agency {n + 1}" for n in range(len(found["agencies"]))), "mean"]
    parts = [[name, *(each["parts"][name] for each in found["agencies"])] for name in NAMES]
    return f"{table(head, rows)}\n\n{table(['Signal left out', *head[1:-1]], parts)}"


def prepared(weeks: Weeks) -> tuple[Signals, Floats]:
    """Return the signals of all weeks and the events within four weeks after each."""
    judged = WEEKS - HISTORY
    said = judge(weeks.petitions, weeks=judged)
    score, expected, wide = (_padded(one) for one in (said.score, said.expected, said.dispersion))
    score[:, HISTORY:][~said.judged] = np.nan
    given = signals(
        petitions=weeks.petitions,
        foretold=_padded(_foretold(weeks, judged)),
        expected=expected,
        dispersion=wide,
        surge_score=score,
        open_matters=weeks.open_matters,
        past_half=weeks.past_half,
        past_limit=weeks.past_limit,
        open_repeats=weeks.open_repeats,
        weeks_since_policy=weeks.weeks_since_policy,
    )
    surges = np.zeros(weeks.petitions.shape, bool)
    surges[:, HISTORY:] = confirmed(np.where(said.judged, said.score, np.nan))
    events = within_weeks(surges, breaches_above_usual(weeks.breaches), doubled(weeks.open_repeats))
    events[:, : HISTORY + 4] = np.nan
    return given, events


def _foretold(weeks: Weeks, judged: int) -> Floats:
    every = np.arange(WEEKS)
    calendar = Calendar(np.ones(WEEKS), np.full(WEEKS, np.nan), every % YEAR / YEAR, YEAR)
    return foretold_before(weeks.petitions, calendar, ahead=4, columns=judged, kinds=weeks.kinds)


def _padded(table: Floats) -> Floats:
    return np.concatenate([np.full((len(table), HISTORY), np.nan), table], axis=1)


def _measured(weeks: Weeks) -> dict[str, Any]:
    given, events = prepared(weeks)
    shown = weeks.persons >= SMALL
    given, events = Signals(given.values[shown]), events[shown]
    begin, end = WEEKS - 4 - LAST, WEEKS - 4  # later events are not known yet
    usual_share, own_share, chances, odds, parts = [], [], [], [], []
    for week in range(begin, end, STEP):
        past, then = slice(0, week - 4), slice(week, week + STEP)  # four weeks back the events are known
        model = learn(Signals(given.values[:, past]), events[:, past])
        x = given.values[:, then].reshape(-1, len(NAMES))
        chances.append(model.chance(x))
        odds.append(model.log_odds(x))
        parts.append(model.parts(x))
        usual_share.append(np.full(len(x), np.nanmean(events[:, past])))
        own_share.append(_own(events[:, past]).repeat(STEP))
    chance, usual, own = (np.concatenate(each) for each in (chances, usual_share, own_share))
    y = np.concatenate([events[:, week : week + STEP].ravel() for week in range(begin, end, STEP)])
    score = np.concatenate(
        [given.values[:, week : week + STEP, 0].ravel() for week in range(begin, end, STEP)]
    )
    best = np.argsort(-chance, kind="stable")[: len(y) // 10]
    figures = {
        "share with trouble": round(float(y.mean()), 4),
        "Brier score": round(float(np.mean((chance - y) ** 2)), 4),
        "Brier skill beside the usual share": _skill(chance, usual, y),
        "Brier skill beside each cell's own share": _skill(chance, own, y),
        "expected calibration error": round(ece(chance, y), 4),
        "area under the curve": _auc(chance, y),
        "the surge score alone": _auc(np.nan_to_num(score, nan=-9), y),
        "trouble among the tenth with the highest index": round(float(y[best].mean()), 4),
        "of all trouble, found in that tenth": round(float(y[best].sum() / y.sum()), 4),
    }
    return figures | {"parts": _without(np.concatenate(odds), np.concatenate(parts), y)}


def _own(events: Floats) -> Floats:
    """Return the share of weeks with trouble of each cell, drawn to that of all."""
    usual = float(np.nanmean(events))
    return np.asarray((np.nansum(events, axis=1) + _FIRM * usual) / ((~np.isnan(events)).sum(axis=1) + _FIRM))


def _skill(chance: Floats, other: Floats, y: Floats) -> float:
    return round(1 - float(np.mean((chance - y) ** 2) / np.mean((other - y) ** 2)), 4)


def ece(chance: Floats, y: Floats) -> float:
    """Return how far foretold and true shares lie apart, over ten groups of equal size."""
    groups = np.array_split(np.argsort(chance, kind="stable"), _BINS)
    return float(sum(len(g) * abs(chance[g].mean() - y[g].mean()) for g in groups if len(g)) / len(y))


def _auc(score: Floats, y: Floats) -> float:
    from scipy.stats import rankdata

    ranks, hits = rankdata(score), y > 0
    pairs = hits.sum() * (~hits).sum()
    return round(float((ranks[hits].sum() - hits.sum() * (hits.sum() + 1) / 2) / pairs), 4)


def _without(odds: Floats, parts: Floats, y: Floats) -> dict[str, float]:
    """Return by how much the area under the curve falls when a part is left out."""
    full = _auc(odds, y)
    return {name: round(full - _auc(odds - parts[:, at], y), 4) for at, name in enumerate(NAMES)}
