"""Early warning: how likely each cell sees trouble within four weeks, learned from this house's own weeks."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huiyin.base.errors import Invalid
from huiyin.insight import queries
from huiyin.insight.expressions import Chosen
from huiyin.insight.models import Reckoned
from huiyin.insight.reckoning.signs import Signs, signs
from huiyin.insight.reckoning.weeks import LEARNED_FROM, Floats, Table
from huiyin.stats.disclosure import SMALL
from huiyin.stats.surges.usual import YEAR
from huiyin.stats.warning import (
    LEAST_EVENTS,
    NAMES,
    Model,
    Signals,
    State,
    bars,
    begins,
    in_four_weeks,
    learn,
    standing_out,
    to_learn_from,
    warn,
    weeks_needed,
    within_weeks,
)

LEARN_EVERY = timedelta(weeks=5)
_RECENT = 8  # weeks: what is looked back on after four, and what four before it doubled
_TOO_FEW: Mapping[str, Any] = {"known": "too_few_events", "cells": []}
LIKELY = 0.2  # chance from which a warning is looked back on
_WITHIN = timedelta(weeks=4)
_LONGEST_LIST = 300  # cells that are kept of a week, the likeliest


def standing(given: Table, home: Path, over: list[float]) -> Mapping[str, Any]:
    """Return what stands out of the last week beside bars that were learned before."""
    return {"standing": _standing(given, home, signs(given, home, weeks=_RECENT), np.array(over))}


def warned(given: Table, home: Path, *, model: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Return the warnings of the last week with the model they come from, or why there are none.

    A model that was learned within five weeks is used again. Where too little came to learn from, it is said
    how much, and cells are told with what stands out of them, without a probability. Nothing is said of under
    five persons.
    """
    kept = None if model is None else _model(model)
    weeks = min(LEARNED_FROM, len(given.weeks) - YEAR) if kept is None else _RECENT
    if weeks < _RECENT:
        return {"known": "too_short", "cells": []}
    found = signs(given, home, weeks=weeks)
    events = within_weeks(found.surges, found.breaches, found.doubles)
    learned: dict[str, Any] = {"borne": _borne_out(given, events)}
    if kept is None:
        came = _came(found, events)
        try:
            kept, calibration = _learned(found.values, events)
        except Invalid:
            over = bars(found.values)
            stands = _standing(given, home, found, over)
            return {**_TOO_FEW, "standing": stands, "bars": over.tolist(), "came": came}
        learned |= {"came": came, "calibration": calibration}
    now = found.values.at(-1)
    return {"known": "", "cells": _cells(given, home, kept, now), "model": _plain(kept), **learned}


def _came(found: Signs, events: Floats) -> dict[str, Any]:
    """Return how often trouble came in the weeks looked at, each sort, and what there is to learn from."""
    sorts = {"surges": found.surges, "breaches": found.breaches, "doubles": found.doubles}
    begun = {name: begins(sort) for name, sort in sorts.items()}
    first, later = to_learn_from(found.values, events)
    return {
        **{name: int(sort.sum()) for name, sort in begun.items()},
        "weeks": events.shape[1],
        "first": first,
        "later": later,
        "least": LEAST_EVENTS,
        "usual": [round(n, 1) for n in in_four_weeks(*begun.values())],
        "needed": weeks_needed(first + later, events.shape[1]),
    }


def _learned(values: Signals, events: Floats) -> tuple[Model, list[dict[str, float]]]:
    model = learn(values, events)
    weeks = np.flatnonzero(~np.isnan(events).all(axis=0))[-model.weeks[1] :]
    chance = np.concatenate([model.chance(values.at(int(week))) for week in weeks])
    came = events[:, weeks].T.ravel()
    return model, _bins(chance[~np.isnan(came)], came[~np.isnan(came)])


def _borne_out(given: Table, events: Floats) -> tuple[int, int]:
    """Return how many warnings there were four weeks ago, and in how many of them trouble came since."""
    week = given.last + timedelta(weeks=1) - _WITHIN
    before = Reckoned.objects.filter(step="warning", week=week).first()
    told = [one for one in before.said["cells"] if one["chance"] >= LIKELY] if before else []
    cells = [(one["area"], one["kind"]) for one in told]
    named = [(area, kind) for area in given.areas for kind in given.kinds]
    then = dict(zip(named, events[:, -1 - _WITHIN.days // 7] > 0, strict=True))
    return len(cells), sum(bool(then.get(cell)) for cell in cells)


def _bins(chance: Floats, came: Floats) -> list[dict[str, float]]:
    """Return for cell-weeks of about the same chance how many there were, and in how many trouble came."""
    edges = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 1.01)
    found = []
    for low, high in pairwise(edges):
        inside = (chance >= low) & (chance < high)
        if inside.any():
            said, real = float(chance[inside].mean()), float(came[inside].mean())
            found.append({"cells": int(inside.sum()), "said": round(said, 4), "came": round(real, 4)})
    return found


def _cells(given: Table, home: Path, model: Model, values: Floats) -> list[dict[str, Any]]:
    at, what, persons = _named(given, home)
    said = warn(model, values, areas=at, kinds=what, persons=persons)
    judged = np.flatnonzero(said.state == State.JUDGED)
    likeliest = judged[np.argsort(-said.chance[judged], kind="stable")][:_LONGEST_LIST]
    return [
        {
            "area": given.areas[at[cell]],
            "kind": given.kinds[what[cell]],
            "chance": round(float(said.chance[cell]), 4),
            "parts": _by_name(said.parts[cell]),
        }
        for cell in likeliest.tolist()
    ]


def _standing(given: Table, home: Path, found: Signs, over: Floats) -> list[dict[str, Any]]:
    """Return the cells out of which signs stand, those with the most first, each sign with what it is."""
    at, what, persons = _named(given, home)
    now = found.values.at(-1)
    out = standing_out(now, over)
    of_open = [NAMES.index(name) for name in ("old_backlog", "overdue", "repeats", "load")]
    out[:, of_open] &= (found.still >= SMALL)[:, None]  # a share of two matters speaks of two matters
    many = np.where((persons >= SMALL) & ~np.isnan(now[:, 0]), out.sum(axis=1), 0)
    order = np.lexsort((-np.nan_to_num(now[:, 0]), -many))[:_LONGEST_LIST]
    return [
        {
            "area": given.areas[at[cell]],
            "kind": given.kinds[what[cell]],
            "signs": {n: v for n, v in _by_name(now[cell]).items() if out[cell, NAMES.index(n)]},
        }
        for cell in order.tolist()
        if many[cell]
    ]


def _by_name(numbers: Floats) -> dict[str, float]:
    return {name: round(float(n), 3) for name, n in zip(NAMES, numbers, strict=True)}


def _named(given: Table, home: Path) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return area and kind of each cell, and how many persons stand behind it in the last year."""
    areas, kinds = len(given.areas), len(given.kinds)
    since = given.last - timedelta(days=364)
    rows = queries.contacts(Chosen(since, given.last + timedelta(days=7)), ("area", "kind"), home=home)
    stand = {(r["area"], r["kind"]): r["persons"] for r in rows.rows()}
    persons = np.array([stand.get((a, k), 0) for a in given.areas for k in given.kinds], np.int64)
    return np.repeat(np.arange(areas), kinds), np.tile(np.arange(kinds), areas), persons


def _plain(model: Model) -> dict[str, Any]:
    return {n: v.tolist() if isinstance(v, np.ndarray) else v for n, v in asdict(model).items()}


def _model(kept: Mapping[str, Any]) -> Model:
    arrays = ("low", "high", "bends", "middle", "weights", "odds", "chances")
    read = {**kept, **{name: np.array(kept[name]) for name in arrays}, "weeks": tuple(kept["weeks"])}
    return Model(**read)
