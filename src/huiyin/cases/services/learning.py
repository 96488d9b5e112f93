"""The agency's reading learns from what its registrars confirm: at once from each, at night from all.

At once: what was confirmed is kept in mind for petitions like it, by the process that recorded it (the worker
makes up for one that died). At night: models are made anew, and used only when they read better.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.db import transaction

from huiyin.base.clock import LOCAL, local_day
from huiyin.base.errors import Conflict, NotAllowed, NotFound
from huiyin.cases import shelf
from huiyin.cases.queries.confirmed import Case, confirmed, kinds_of, newest
from huiyin.foundation import audit, whole
from huiyin.foundation.outbox import Told
from huiyin.orgs.rules import SYSTEM, Actor
from huiyin.text.learned import lessons, memory, teaching
from huiyin.text.learned.shipped import VERSION, shipped

AT_LEAST = 50  # confirmed petitions; from fewer nothing is learned
NEW = 50  # confirmed since models were last made, for them to be made again at night
NIGHT = range(1, 5)  # hours of the clock in which that begins
KEPT = 12  # versions beside the one in use
log = logging.getLogger("huiyin.worker")
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Trained:
    """What came of a training: the version it made, whether it is in use now, and why or why not."""

    version: str
    switched: bool
    why: Mapping[str, str]
    confirmed: int
    needed: int = AT_LEAST


def train(home: Path, *, by: Actor, at: datetime, told: Progress | None = None) -> Trained:
    """Make models from the invented examples and what was confirmed; use them if they read better.

    Raises Conflict while another training runs, NotAllowed where the product's own models are damaged.
    """
    with whole.alone(shelf.place(home), "training", wait=False) as mine:
        if not mine:
            raise Conflict("learning.busy")
        if shipped().kinds is None or shipped().nature is None:
            raise NotAllowed("learning.product_damaged")
        shelf.sweep(home, most=KEPT)
        cases = list(confirmed(newest()))
        if len(cases) < AT_LEAST:
            return Trained("", False, {"kinds": "too-few", "nature": "too-few"}, len(cases))
        return _train(home, cases, by=by, at=at, told=told)


def _train(home: Path, cases: Sequence[Case], *, by: Actor, at: datetime, told: Progress | None) -> Trained:
    present = shelf.bare(home)
    seen = shelf.learned_from(home, present.version)
    given = [case.confirmed for case in cases]
    fresh = np.array([one.matter not in seen for one in given])
    taught = {name: teaching.teach(name, given, present, fresh=fresh, told=told) for name in shelf.PARTS}
    better = any(one.better for one in taught.values())
    version = shelf.next_version(home, local_day(at))
    parts = {name: one.model if one.better else getattr(present, name) for name, one in taught.items()}
    card = _card(cases, taught, present.version, int(fresh.sum()), better=better, at=at, by=by)
    shelf.put(home, version, card, parts if better else {}, [one.matter for one in given])
    why = {name: one.why for name, one in taught.items()}
    with transaction.atomic():
        audit.record("model.train", actor=by.label, about=f"model:{version}", at=at, reason=_said(why))
    if better:
        use(home, version, by=by, at=at)
    return Trained(version, better, why, len(cases))


def _said(why: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {code}" for name, code in why.items())


def _card(
    cases: Sequence[Case],
    taught: Mapping[str, teaching.Taught],
    present: str,
    fresh: int,
    *,
    better: bool,
    at: datetime,
    by: Actor,
) -> dict[str, Any]:
    """Return what is to be known of a version: counts, days, figures, settings; no word of a petition."""
    received = [case.received_on for case in cases]
    said = [case.at for case in cases if case.at]
    given = [case.confirmed for case in cases]
    return {
        "made_at": at.isoformat(timespec="seconds"),
        "made_by": by.label,
        "switched": better,
        "confirmed": len(cases),
        "fresh": fresh,
        "received": [min(received).isoformat(), max(received).isoformat()],
        "confirmed_on": [f(map(local_day, said)).isoformat() for f in (min, max)] if said else [],
        "kinds": dict(sorted(Counter(one.kind for one in given).items())),
        "natures": dict(sorted(Counter(one.nature for one in given).items())),
        "compared_with": present,
        "parts": {
            name: {"better": one.better, "why": one.why, "pieces": len(one.model.numbers), **one.figures}
            for name, one in taught.items()
        },
        "settings": {
            "product": VERSION,
            "invented": len(lessons.invented("nature").pieces),
            "counts": lessons.COUNTS,
            "persons": lessons.PERSONS,
            "folds": teaching.FOLDS,
            "least_compared": teaching.LEAST,
            "forgotten": teaching.FORGOTTEN,
            "samples": teaching.SAMPLES,
            "seed": teaching.SEED,
        },
    }


def use(home: Path, version: str, *, by: Actor, at: datetime) -> None:
    """Let a version read from now on: one of the agency's own, or the product's.

    Raises NotFound for one that is not there, NotAllowed for one that is damaged or was never better.
    """
    if version != VERSION:
        found = next((one for one in shelf.versions(home) if one.version == version), None)
        if found is None:
            raise NotFound("learning.no_version", version=version)
        if not found.usable:
            raise NotAllowed("learning.damaged" if found.damaged else "learning.not_better", version=version)
    before = shelf.chosen(home)
    with transaction.atomic():  # without the entry there is no switch
        audit.record("model.use", actor=by.label, about=f"model:{version}", at=at, reason=f"after {before}")
        shelf.use(home, version, at=at.isoformat(timespec="seconds"), by=by.label)
    bring_in_line(home, fill=False, anew=True)


def learn_at_night(home: Path, *, at: datetime) -> int:
    """Make models anew, at night and once enough was confirmed since; return from how many petitions."""
    if at.astimezone(LOCAL).hour not in NIGHT:
        return 0
    keys = newest()
    made = shelf.versions(home)
    learned = shelf.learned_from(home, made[0].version) if made else frozenset()
    if len(keys) < AT_LEAST or len(set(keys) - learned) < NEW:
        return 0
    try:
        done = train(home, by=SYSTEM, at=at)
    except Conflict:
        return 0
    log.info("model %s: %s", done.version, _said(done.why))
    return done.confirmed


def remember(told: Told, at: datetime) -> Iterator[None]:
    """Make up for what was not kept in mind when a matter was sorted, should that process have died."""
    home = settings.HUIYIN_HOME
    found = _entries(home, [told.key])
    yield
    _put(home, told.key, found)


def keep_in_mind(matter: int) -> None:
    """Keep in mind what was just confirmed of a matter; what was confirmed of it before is forgotten."""
    home = settings.HUIYIN_HOME
    _put(home, matter, _entries(home, [matter]))


def _put(home: Path, matter: int, found: Sequence[memory.Entry]) -> None:
    with whole.alone(shelf.place(home), "remembering"):
        before = shelf.remembered(home)
        known = [one.kind for one in before if one.matter == matter]
        if known != [one.kind for one in found]:
            shelf.remember(home, [*(one for one in before if one.matter != matter), *found])


def forget(told: Told, at: datetime) -> None:
    """Forget at once what was confirmed of a matter of which somebody was erased."""
    home, matter = settings.HUIYIN_HOME, int(told.params.get("matter", 0))
    with whole.alone(shelf.place(home), "remembering"):
        before = shelf.remembered(home)
        after = [one for one in before if one.matter != matter]
        if len(after) != len(before):
            shelf.remember(home, after)


def bring_in_line(home: Path, *, fill: bool = True, anew: bool = False) -> int:
    """Let what is remembered follow the records, and say in the log when a model is damaged.

    Returns how many petitions were newly looked at. Without `fill` none from before is taken up; `anew` lays
    all of them out for the model now in use.
    """
    if shelf.damaged(home):
        log.error("model %s is damaged: the product's models read instead", shelf.chosen(home))
    before = shelf.remembered(home)
    recent = newest(most=memory.MOST) if fill else []
    now = kinds_of([*{*recent, *(one.matter for one in before)}])
    looked_at = {one.matter for one in before}
    stays = {one.matter for one in before if not anew and now.get(one.matter) == one.kind}
    again = [one.matter for one in before if one.matter in now and one.matter not in stays]
    missing = [*sorted(set(recent) - looked_at), *again]
    if not missing and len(stays) == len(before):
        return 0
    found = _entries(home, missing)
    with whole.alone(shelf.place(home), "remembering"):
        late = [one for one in shelf.remembered(home) if one.matter in stays or one.matter not in looked_at]
        there = {one.matter for one in late}
        shelf.remember(home, [*(one for one in found if one.matter not in there), *late])
    return len(missing)


def _entries(home: Path, matters: Sequence[int]) -> list[memory.Entry]:
    """Return what is kept of confirmed matters, for the model in use; of some nothing is to be learned."""
    model = shelf.bare(home).kinds
    if model is None:
        return []
    cases = (case.confirmed for case in confirmed(matters))
    laid_out = ((one, lessons.laid(one.title, one.text).pieces) for one in cases)
    return [memory.entry(model, pieces, matter=one.matter, kind=one.kind) for one, pieces in laid_out]
