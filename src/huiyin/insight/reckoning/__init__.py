"""The reckoning of every night: surges, hotspots, forecasts, warnings, what followed changes of policy; kept.

Each step is kept as soon as it is done, so that a run that was stopped goes on with the next one; from the
same state of the lake nothing is reckoned twice. Memory grows with areas × kinds × weeks, not with petitions.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from huiyin.base.errors import Conflict, Refused
from huiyin.foundation.whole import alone
from huiyin.insight import store
from huiyin.insight.reckoning import kept
from huiyin.insight.reckoning.weeks import Table, table
from huiyin.insight.rules import Seen

STEPS = ("surges", "hotspots", "forecast", "warning", "policies")
FIRST = 52  # weeks that are looked at when nothing was reckoned before: so there is a record at once
AGAIN = 4  # weeks that are looked at again: kinds are often set right late
LOCK = "reckoning"
Said = tuple[Mapping[str, Any], Sequence[Seen]]


@dataclass(frozen=True)
class Progress:
    """A step that is done: how many findings are new; `skipped` where it was done before."""

    step: str
    new: int
    skipped: bool


@dataclass(frozen=True)
class _Now:
    home: Path
    on: date
    given: Table | None
    since: int


def reckon(home: Path, *, at: datetime) -> Iterator[Progress]:
    """Reckon what is not reckoned yet of the lake as it is, step by step; yield each step.

    Raises Conflict while another run is at it, Refused where there is no lake or it is damaged.
    """
    lake = store.place(home)
    manifest = store.read(lake)
    if manifest is None:
        raise Refused("insight.no_lake")
    with alone(lake, LOCK, wait=False) as mine:
        if not mine:
            raise Conflict("insight.reckoning_at_work")
        now: _Now | None = None
        for step in STEPS:
            week = manifest.on - timedelta(days=manifest.on.weekday())
            if kept.done(step, week, manifest.generation):
                yield Progress(step, 0, skipped=True)
                continue
            now = now or _Now(home, manifest.on, table(home), _weeks_since(week))
            said, seen = _METHODS[step](now)
            new = kept.keep(step, week, manifest.generation, said, seen, at=at)
            yield Progress(step, new, skipped=False)


def reckon_at_night(home: Path, *, at: datetime) -> int:
    """Reckon once the lake was brought in step; return how many findings are new."""
    manifest = store.read(store.place(home))
    if manifest is None or manifest.owes:
        return 0
    if reckoned(manifest):
        return 0
    try:
        return sum(one.new for one in reckon(home, at=at))
    except Conflict:
        return 0


def reckoned(manifest: store.Manifest) -> bool:
    """Return whether every step was reckoned of a state of the lake."""
    week = manifest.on - timedelta(days=manifest.on.weekday())
    return all(kept.done(step, week, manifest.generation) for step in STEPS)


def _weeks_since(week: date) -> int:
    before = kept.latest("surges")
    return FIRST if before is None else max(AGAIN, (week - before.week).days // 7 + AGAIN)


def _surges(now: _Now) -> Said:
    from huiyin.insight.reckoning.surging import surges

    if now.given is None:
        return {"judged": 0, "weeks": 0, "unsorted": 0}, ()
    seen, judged = surges(now.given, weeks=now.since)
    unsorted = int(now.given.unsorted[-AGAIN:].sum())
    return {"judged": judged, "weeks": len(now.given.weeks), "unsorted": unsorted}, seen


def _hotspots(now: _Now) -> Said:
    from huiyin.insight.reckoning.hot import hotspots

    nights = range(now.since if now.since > AGAIN else 1)
    return {"nights": len(nights)}, hotspots(now.home, [now.on - timedelta(weeks=back) for back in nights])


def _forecast(now: _Now) -> Said:
    from huiyin.insight.reckoning.foretold import foretold

    return ({"known": "too_short"} if now.given is None else foretold(now.given)), ()


def _warning(now: _Now) -> Said:
    from huiyin.insight.reckoning.warned import LEARN_EVERY, standing, warned

    if now.given is None:
        return {"known": "too_short", "cells": []}, ()
    before = kept.latest("warning")
    if before and before.version != kept.VERSION:
        before = None  # signals meant something else then
    tried = before.said.get("tried") if before else None
    if before and tried and now.given.last - date.fromisoformat(tried) < LEARN_EVERY:
        # There was too little to learn from, and next to nothing was added since.
        return {**before.said, **standing(now.given, now.home, before.said["bars"])}, ()
    learned = before.said.get("learned") if before else None
    model = None
    if before and learned and now.given.last - date.fromisoformat(learned) < LEARN_EVERY:
        model = before.said["model"]
    said = dict(warned(now.given, now.home, model=model))
    if said["known"] == "too_few_events":
        return {**said, "tried": now.given.last.isoformat()}, ()
    if said.get("model"):
        said["learned"] = learned if model is not None else now.given.last.isoformat()
    if model is not None and before:
        said |= {name: before.said[name] for name in ("calibration", "came") if name in before.said}
    return said, ()


def _policies(now: _Now) -> Said:
    from huiyin.insight.reckoning.changed import after_changes

    before = kept.latest("policies")
    earlier = before.said.get("notes", {}) if before else {}
    return {"notes": {} if now.given is None else after_changes(now.given, now.home, earlier)}, ()


_METHODS: Mapping[str, Callable[[_Now], Said]] = {
    "surges": _surges,
    "hotspots": _hotspots,
    "forecast": _forecast,
    "warning": _warning,
    "policies": _policies,
}
