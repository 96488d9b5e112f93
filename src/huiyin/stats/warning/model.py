"""From signals to a probability: parts that add up, then a correction learned on later time.

    log odds = a + Σ_s g_s(signal s),   g_s straight between the quantiles 0, .5, .8, .95 of its signal

A logistic additive model with a ridge (Hastie and Tibshirani, Generalized Additive Models 1990); what its
log odds mean is learned on weeks after those it was learned on, by isotonic regression (Zadrozny and Elkan,
KDD 2002), straight between the middles of its steps. The correction never changes which cell is likelier.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from huiyin.base.errors import Invalid
from huiyin.stats.surges.counts import Array
from huiyin.stats.warning.events import WITHIN
from huiyin.stats.warning.signals import NAMES, Signals

_BENDS = (0.5, 0.8, 0.95)
_RIDGE = 4.0
_STEPS, _LONGEST_STEP = 50, 1.0
LEAST_EVENTS = 50
CORRECTED_ON = 0.25  # of the weeks, the last ones
_LEAST_STEP = 200  # cell-weeks of a step of the correction
_COLUMNS = len(_BENDS) + 2


@dataclass(frozen=True)
class Model:
    """What was learned: limits and bends of each signal, weights, and the correction from log odds.

    weeks: how many it was learned on and corrected on. usual: share of cell-weeks with trouble.
    """

    low: Array
    high: Array
    bends: Array
    middle: Array
    weights: Array
    start: float
    odds: Array
    chances: Array
    weeks: tuple[int, int]
    usual: float

    def parts(self, values: Array) -> Array:
        """Return what each signal adds to the log odds [cells, signals], beside an average cell."""
        columns = (self._columns(values) - self.middle) * self.weights
        return np.asarray(columns.reshape(len(values), len(NAMES), _COLUMNS).sum(axis=2))

    def log_odds(self, values: Array) -> Array:
        """Return the log odds before the correction."""
        return np.asarray(self.start + self.parts(values).sum(axis=1))

    def chance(self, values: Array) -> Array:
        """Return the probability of trouble within four weeks."""
        return np.interp(self.log_odds(values), self.odds, self.chances)

    def _columns(self, values: Array) -> Array:
        return _columns(values, self.low, self.high, self.bends)


def learn(given: Signals, events: Array) -> Model:
    """Return what past weeks teach: signals [cells, weeks, signals], events [cells, weeks], NaN unknown.

    The first weeks teach the parts, the last the correction; four between belong to neither, since their
    events are those of both. Raises Invalid with fewer than 50 events, or cell-weeks without, in either.
    """
    first, later = _parts(given, events)
    x, y = _rows(given, events, first)
    then, came = _rows(given, events, later)
    if min(y.sum(), came.sum(), (1 - y).sum(), (1 - came).sum()) < LEAST_EVENTS:
        raise Invalid("stats.too_few_events", field="events", least=LEAST_EVENTS)
    low, high = np.nanquantile(x, (0.005, 0.995), axis=0)
    bends = np.nanquantile(x, _BENDS, axis=0).T
    columns = _columns(x, low, high, bends)
    middle = columns.mean(axis=0)
    theta = _logistic(columns - middle, y)
    model = Model(
        low, high, bends, middle, theta[1:], float(theta[0]), np.zeros(1), np.zeros(1),
        (len(first), len(later)), float(np.concatenate([y, came]).mean()),
    )  # fmt: skip
    odds, chances = _corrected(model.log_odds(then), came)
    return replace(model, odds=odds, chances=chances)


def to_learn_from(given: Signals, events: Array) -> tuple[int, int]:
    """Return how many cell-weeks with trouble the weeks hold that teach, and those that correct."""
    first, later = (_rows(given, events, weeks)[1] for weeks in _parts(given, events))
    return int(first.sum()), int(later.sum())


def _parts(given: Signals, events: Array) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    weeks = np.flatnonzero(~np.isnan(events).all(axis=0) & ~np.isnan(given.values[:, :, 1]).all(axis=0))
    first = weeks[: int(len(weeks) * (1 - CORRECTED_ON))]
    return first, weeks[len(first) + WITHIN :]


def _rows(given: Signals, events: Array, weeks: NDArray[np.int64]) -> tuple[Array, Array]:
    y = events[:, weeks].ravel()
    x = given.values[:, weeks].reshape(-1, len(NAMES))
    return x[~np.isnan(y)], y[~np.isnan(y)]


def _columns(values: Array, low: Array, high: Array, bends: Array) -> Array:
    """Return for each signal itself, its bends, and whether it is unknown (then the others are nought)."""
    unknown = np.isnan(values)
    held = np.clip(np.where(unknown, low, values), low, high)
    reach = np.where(high > low, high - low, 1.0)
    straight = [(held - low) / reach]
    bent = [np.maximum(held - np.maximum(bends[:, at], low), 0.0) / reach for at in range(len(_BENDS))]
    found = np.stack([*straight, *bent, unknown.astype(float)], axis=2)
    return found.reshape(len(values), -1)


def _logistic(x: Array, y: Array) -> Array:
    """Return the weights of a logistic regression with a ridge, the constant first (Newton's rule)."""
    design = np.column_stack([np.ones(len(x)), x])
    ridge = np.diag([0.0, *[_RIDGE] * x.shape[1]])
    theta = np.zeros(design.shape[1])
    theta[0] = np.log(y.mean() / (1 - y.mean()))
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(design @ theta, -30, 30)))
        score = design.T @ (y - chance) - ridge @ theta
        move = np.linalg.solve((design.T * (chance * (1 - chance))) @ design + ridge, score)
        largest = float(np.abs(move).max())
        theta = theta + move * min(1.0, _LONGEST_STEP / max(largest, 1e-12))
        if largest < 1e-6:  # noqa: PLR2004
            break
    return np.asarray(theta)


def _corrected(odds: Array, came: Array) -> tuple[Array, Array]:
    """Return points of the correction: log odds and the share with trouble, both growing."""
    order = np.argsort(odds, kind="stable")
    pieces = np.array_split(order, max(len(order) // _LEAST_STEP, 1))
    steps: list[list[float]] = []
    for piece in pieces:  # pool adjacent violators (Barlow and others 1972)
        steps.append([float(odds[piece].mean()), float(came[piece].mean()), float(len(piece))])
        while len(steps) > 1 and steps[-2][1] >= steps[-1][1]:
            (x, p, n), (x2, p2, n2) = steps[-2:]
            steps[-2:] = [[(x * n + x2 * n2) / (n + n2), (p * n + p2 * n2) / (n + n2), n + n2]]
    table = np.array(steps)
    return table[:, 0], table[:, 1]
