"""Early warning: how likely each cell sees trouble within four weeks, learned from this house's own weeks."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huiyin.base.errors import Invalid
from huiyin.insight import queries
from huiyin.insight.cells import cells
from huiyin.insight.expressions import Chosen
from huiyin.insight.reckoning.weeks import Floats, Table, room
from huiyin.stats.surges import judge
from huiyin.stats.surges.usual import YEAR
from huiyin.stats.warning import (
    NAMES,
    Model,
    Signals,
    State,
    breaches_above_usual,
    learn,
    signals,
    warn,
    within_weeks,
)

LEARN_EVERY = timedelta(weeks=5)
LEARNED_FROM = 156  # weeks
_RECENT = 5  # weeks that this week's signals look at
_HALF_YEAR = 26
_TOLD = 0.005
_LONGEST_LIST = 300  # cells that are kept of a week, the likeliest


@dataclass(frozen=True)
class _Weeks:
    """Tables [cells, weeks] of the weeks that are looked at."""

    petitions: Floats
    again: Floats
    missed: Floats
    still: Floats
    past_half: Floats
    past_limit: Floats


def warned(given: Table, home: Path, *, model: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Return the warnings of the last week with the model they come from, or why there are none.

    A model that was learned within five weeks is used again. Trouble is a surge, or limits of the law that
    ran out above the usual; of repeats only the share is known. Nothing is said of under five persons.
    """
    kept = None if model is None else _model(model)
    weeks = min(LEARNED_FROM, len(given.weeks) - YEAR) if kept is None else _RECENT
    if weeks < _RECENT:
        return {"known": "too_short", "cells": []}
    shape = (len(given.areas) * len(given.kinds), len(given.weeks))
    said = judge(given.petitions.reshape(shape), weeks=weeks, holds=room(given.weeks), least_history=YEAR)
    tables = _tables(given, home, weeks)
    values = signals(
        petitions=tables.petitions,
        expected=said.expected,
        dispersion=said.dispersion,
        surge_score=np.where(said.judged, said.score, np.nan),
        open_matters=tables.still,
        past_half=tables.past_half,
        past_limit=tables.past_limit,
        open_repeats=tables.still * tables.again,
        weeks_since_policy=np.full(tables.still.shape, np.nan),
    )
    learned: dict[str, Any] = {}
    if kept is None:
        surges = said.alarms(_TOLD)
        try:
            kept, learned = _learned(values, surges, tables.missed)
        except Invalid:
            return {"known": "too_few_events", "cells": [], "events": int(surges.sum())}
    return {"known": "", "cells": _cells(given, home, kept, values.at(-1)), "model": _plain(kept), **learned}


def _tables(given: Table, home: Path, weeks: int) -> _Weeks:
    first = given.weeks[0]
    found = cells(first, given.last + timedelta(days=7), measures=("again", "missed"), home=home)
    place = {name: n for n, name in enumerate(found.cells)}
    order = [place.get((area, kind), -1) for area in given.areas for kind in given.kinds]
    there = np.array(order) >= 0
    again, missed = (
        np.where(there[:, None], found.of[name][order], 0).astype(float) for name in ("again", "missed")
    )
    petitions = given.petitions.reshape(len(order), -1)
    shares = _shares(again, np.nan_to_num(petitions))
    stocks = [_stock(given, home, week + timedelta(days=6)) for week in given.weeks[-weeks:]]
    still, half, past = (np.stack([stock[n] for stock in stocks], axis=1) for n in range(3))
    last = slice(-weeks, None)
    return _Weeks(petitions[:, last], shares[:, last], missed, still, half, past)


def _shares(again: Floats, petitions: Floats) -> Floats:
    """Return the share of those who came again among all who came in half a year."""
    sums = [np.cumsum(table, axis=1) for table in (again, petitions)]
    back = [np.pad(one, ((0, 0), (_HALF_YEAR, 0)))[:, : one.shape[1]] for one in sums]
    part, whole = (one - before for one, before in zip(sums, back, strict=True))
    return np.asarray(np.divide(part, whole, out=np.zeros_like(part), where=whole > 0))


def _stock(given: Table, home: Path, on: date) -> tuple[Floats, Floats, Floats]:
    """Return the matters open at the end of a day, those older than 30 days and those older than 60."""
    rows = queries.open_by_age(by=("area", "kind"), on=on, home=home)
    table = np.zeros((3, len(given.areas), len(given.kinds)))
    at = {area: n for n, area in enumerate(given.areas)}
    what = {kind: n for n, kind in enumerate(given.kinds)}
    for row in rows.rows():
        if row["area"] in at and row["kind"] in what:
            past = row["to_90"] + row["older"]
            table[:, at[row["area"]], what[row["kind"]]] = (row["open"], row["to_60"] + past, past)
    still, half, past_limit = table.reshape(3, -1)
    return still, half, past_limit


def _learned(values: Signals, surges: NDArray[np.bool_], missed: Floats) -> tuple[Model, dict[str, Any]]:
    breaches = breaches_above_usual(missed)[:, -surges.shape[1] :]
    events = within_weeks(surges, breaches, np.zeros(surges.shape, bool))
    model = learn(values, events)
    weeks = np.flatnonzero(~np.isnan(events).all(axis=0))[-model.weeks[1] :]
    chance = np.concatenate([model.chance(values.at(int(week))) for week in weeks])
    came = events[:, weeks].T.ravel()
    return model, {"calibration": _bins(chance[~np.isnan(came)], came[~np.isnan(came)])}


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
    areas, kinds = len(given.areas), len(given.kinds)
    at, what = np.repeat(np.arange(areas), kinds), np.tile(np.arange(kinds), areas)
    since = given.last - timedelta(days=364)
    rows = queries.contacts(Chosen(since, given.last + timedelta(days=7)), ("area", "kind"), home=home)
    stand = {(r["area"], r["kind"]): r["persons"] for r in rows.rows()}
    persons = np.array([stand.get((a, k), 0) for a in given.areas for k in given.kinds], np.int64)
    said = warn(model, values, areas=at, kinds=what, persons=persons)
    judged = np.flatnonzero(said.state == State.JUDGED)
    likeliest = judged[np.argsort(-said.chance[judged], kind="stable")][:_LONGEST_LIST]
    return [
        {
            "area": given.areas[at[cell]],
            "kind": given.kinds[what[cell]],
            "chance": round(float(said.chance[cell]), 4),
            "parts": {
                name: round(float(part), 3) for name, part in zip(NAMES, said.parts[cell], strict=True)
            },
        }
        for cell in likeliest.tolist()
    ]


def _plain(model: Model) -> dict[str, Any]:
    return {n: v.tolist() if isinstance(v, np.ndarray) else v for n, v in asdict(model).items()}


def _model(kept: Mapping[str, Any]) -> Model:
    arrays = ("low", "high", "bends", "middle", "weights", "odds", "chances")
    read = {**kept, **{name: np.array(kept[name]) for name in arrays}, "weeks": tuple(kept["weeks"])}
    return Model(**read)
