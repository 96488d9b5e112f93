"""How fast the lake is: a day's change to a large one, and what pages ask of a middling one."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from huiyin.base.clock import local_day
from huiyin.cases.queries import facts
from huiyin.evaluation import invented_lake
from huiyin.insight import queries, remembered, shown, store
from huiyin.insight.cells import cells
from huiyin.insight.engines import duck
from huiyin.insight.expressions import Chosen
from huiyin.insight.records import Records
from huiyin.insight.refresh import refresh
from huiyin.text.taxonomy import kinds

SEED = 20261126
MONTHS = 60
_TIMES = 24
_READ = 2_000  # matters of the installation's own records


def evaluate(
    petitions: int,
    queried: int,
    *,
    at: datetime,
    told: Callable[[str], None],
    seed: int = SEED,
    times: int = _TIMES,
    months: int = MONTHS,
) -> dict[str, Any]:
    """Measure a day's change at `petitions` and the questions at `queried`; nought leaves a part out."""
    found: dict[str, Any] = {"read_per_second": _reading()}
    if petitions:
        told(f"a lake of {petitions:,} petitions")
        found["refresh"] = _refreshing(petitions, at, seed, months)
    if queried:
        told(f"a lake of {queried:,} petitions")
        with _written(queried, at, seed, months) as home:
            found["questions"] = _asking(home, local_day(at), seed, times)
    return found


def _reading() -> int | None:
    """Return how many matters a second are read from the records here, where there are enough of them."""
    keys = facts.keys_after(0, limit=_READ)
    if len(keys) < _READ:
        return None
    begun = time.process_time()
    facts.facts_of(keys)
    return round(_READ / (time.process_time() - begun))


@contextmanager
def _written(petitions: int, at: datetime, seed: int, months: int) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="huiyin-lake-") as name:
        invented_lake.write(Path(name), petitions, at=at, months=months, seed=seed)
        yield Path(name)


def _refreshing(petitions: int, at: datetime, seed: int, months: int) -> dict[str, Any]:
    begun = time.perf_counter()
    with _written(petitions, at, seed, months) as home:
        found: dict[str, Any] = {"petitions": petitions, "written_in": round(time.perf_counter() - begun, 1)}
        found["megabytes"] = round(sum(kept.size for kept in _manifest(home).every()) / 1e6)
        days = {"as_others": invented_lake.AS_OTHERS, "every_month": invented_lake.EVERY_MONTH}
        for n, (name, reach) in enumerate(days.items()):
            changed = invented_lake.day_of_change(petitions, at=at, months=months, seed=seed + n, reach=reach)
            found[name] = _day(home, at + timedelta(days=n + 1), changed)
        begun = time.perf_counter()
        found["broken"] = store.broken(store.place(home), _manifest(home))
        return found | {"checked_in": round(time.perf_counter() - begun, 1)}


def _day(home: Path, at: datetime, changed: Records) -> dict[str, Any]:
    begun, used, months = time.perf_counter(), time.process_time(), 0
    for step in refresh(home, at=at, records=changed):
        months = step.total if step.stage == "writing" else months
    return {
        "changed_matters": len(changed.changed()),
        "months": months,
        "seconds": round(time.perf_counter() - begun, 1),
        "processor_seconds": round(time.process_time() - used, 1),
    }


def _manifest(home: Path) -> store.Manifest:
    found = store.read(store.place(home))
    if found is None:
        raise FileNotFoundError(store.MANIFEST)
    return found


_SPANS = {"a_year": (28, 91, 365), "five_years": (1825,)}  # days back


def _asking(home: Path, on: date, seed: int, times: int) -> dict[str, Any]:
    """Return for each question milliseconds by the clock and of processor, with other choices each time.

    Every second time it is of one kind only. Nothing is remembered from one time to the next.
    """
    chance = np.random.default_rng(seed)
    here = duck.over(store.place(home), _manifest(home))
    found: dict[str, Any] = {}
    for name, ask in _questions(home, on).items():
        ask(Chosen())  # the first time also opens the files
        found[name] = {}
        for span, days in _SPANS.items():
            spent, used = list[float](), time.process_time()
            for n in range(times):
                kind = (str(chance.choice([*kinds()])),) if n % 2 else ()
                chosen = Chosen(since=on - timedelta(days=int(chance.choice(days))), kinds=kind)
                here.forget()
                remembered.forget()
                begun = time.perf_counter()
                ask(chosen)
                spent.append((time.perf_counter() - begun) * 1000)
            found[name][span] = {
                "median": round(float(np.median(spent))),
                "p95": round(float(np.quantile(spent, 0.95))),
                "processor": round((time.process_time() - used) * 1000 / times),
            }
    return found


def _questions(home: Path, on: date) -> dict[str, Callable[[Chosen], Any]]:
    half = shown.Sight(frozenset(range(2, 62)), hides=False)
    return {
        "contacts, area × kind": lambda c: queries.contacts(c, ("area", "kind"), home=home),
        "contacts, area × kind × week": lambda c: queries.contacts(c, ("area", "kind", "week"), home=home),
        "contacts, week": lambda c: queries.contacts(c, ("week",), home=home),
        "matters received, month": lambda c: queries.received(c, ("month",), home=home),
        "open by age, area": lambda _c: queries.open_by_age(by=("area",), on=on, home=home),
        "duties, area × kind": lambda c: queries.duties(c, ("area", "kind"), on=on, home=home),
        "endings, kind": lambda c: queries.endings(c, ("kind",), home=home),
        "ratings, area": lambda c: queries.ratings(c, ("area",), home=home),
        "rateable, area": lambda c: queries.rateable(c, ("area",), home=home),
        "waits": lambda c: queries.waits(c, home=home),
        "heat matrix, an officer's": lambda c: shown.grid(c, half, home=home),
        "heat matrix, published": lambda c: shown.grid(c, shown.PUBLISHED, home=home),
        "series, published": lambda c: shown.series(c, shown.PUBLISHED, home=home),
        "cells, all weeks": lambda _c: cells(home=home),
        "findings, forty": lambda c: queries.several(_forty(c, half), home=home),
        "matters behind a cell": lambda c: queries.behind(c, after=0, limit=50, home=home),
    }


def _forty(chosen: Chosen, seen: shown.Sight) -> list[Chosen]:
    """Return what a page asks of forty findings: in sight and in all."""
    codes = [*kinds()]
    found = [replace(chosen, kinds=(codes[n % len(codes)],)) for n in range(40)]
    return [*(shown.within(one, seen) for one in found), *found]
