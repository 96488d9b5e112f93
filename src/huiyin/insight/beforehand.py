"""What pages usually ask is answered at night, for each sight that somebody has, and kept beside the lake.

Who sees most waits longest without it, so the widest sights come first. A run takes no longer than it is
allowed to, and the next one goes on with what is missing; what no page asks unless told to is not asked.
"""

import hashlib
import time
from collections import deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from huiyin.base.clock import local_day
from huiyin.base.errors import Conflict, Refused
from huiyin.foundation import whole
from huiyin.insight import ahead, brief, found, policies, profile, queries, shown, store, usual
from huiyin.insight.alike import alike
from huiyin.insight.answers import form, kept
from huiyin.insight.brief import findings
from huiyin.insight.expressions import Chosen
from huiyin.insight.models import Finding
from huiyin.insight.reckoning import reckoned
from huiyin.insight.remembered import keeping
from huiyin.insight.shown import Sight
from huiyin.insight.spoken import spoken
from huiyin.insight.ways import Steps, ways
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor
from huiyin.text.taxonomy import fields, kinds

LOCK = "answers"
LONGEST = timedelta(minutes=30)
WORTH = 50_000  # petitions: a guess between the demo (3,200, a quarter of a second) and a million (2.3 s)
_LATEST = {"month": 2, "quarter": 1}  # periods of which briefs are made ready
Part = tuple[str, Callable[[], Any]]


@dataclass(frozen=True)
class Progress:
    """How far a run is: the page whose questions were answered last, how many parts of how many are done."""

    page: str
    done: int
    total: int
    kept: int


def answer(home: Path, *, at: datetime, longest: timedelta = LONGEST) -> Iterator[Progress]:
    """Answer what pages usually ask of the lake as it is and keep it; yield how far it is, part by part.

    Raises Conflict while another run is at it, Refused without a lake, OSError where the disk is full.
    """
    lake = store.place(home)
    manifest = store.read(lake)
    if manifest is None:
        raise Refused("insight.no_lake")
    with whole.alone(lake, LOCK, wait=False) as mine:
        if not mine:
            raise Conflict("insight.answering_at_work")
        kept.forget_others(lake, manifest)
        folder, until = kept.place(lake, manifest), time.monotonic() + longest.total_seconds()
        keeper = _Keeper(folder)
        actors = by_sight(local_day(at))
        parts = deque(_parts(home, manifest.on, actors))
        total = len(parts)
        while parts:
            page, ask = parts.popleft()  # with it goes what it has read
            if time.monotonic() >= until or keeper.full:
                return
            with keeping(keeper), suppress(Refused):  # why, the page says at once
                ask()
            yield Progress(page, total - len(parts), total, keeper.kept)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        whole.replace(folder / kept.DONE, _about(actors).encode())


def answer_at_night(home: Path, *, at: datetime) -> int:
    """Answer what pages usually ask, once the lake was reckoned with; return how many answers are new."""
    lake = store.place(home)
    manifest = store.read(lake)
    if manifest is None or manifest.owes or not reckoned(manifest):
        return 0
    if sum(file.rows for file in manifest.files("petition")) < WORTH:
        return 0
    if done(home, at=at):
        return 0
    new = 0
    try:
        for step in answer(home, at=at):
            new = step.kept
    except Conflict:
        return 0
    return new


def done(home: Path, *, at: datetime) -> bool:
    """Return whether everything that is usually asked of the lake as it is was answered, for all sights."""
    lake = store.place(home)
    manifest = store.read(lake)
    try:
        known = (kept.place(lake, manifest) / kept.DONE).read_text() if manifest else ""
    except OSError:
        return False
    return known == _about(by_sight(local_day(at)))


def by_sight(on: date) -> Sequence[Actor]:
    """Return one of those who have each sight that somebody has who reads insight, the widest first."""
    seen: dict[Sight, Actor] = {}
    for row in orgs.staff_list():
        actor = orgs.actor(row.id, on=on)
        if "insight.read" in actor.may:
            seen.setdefault(shown.sight(actor), actor)
    order = sorted(seen, key=lambda one: (-len(one.offices or ()), one.hides, sorted(one.offices or ())))
    return [seen[one] for one in order]


def _about(actors: Sequence[Actor]) -> str:
    """Return by what it is recognised whether somebody came to see something else, or more was found."""
    newest = Finding.objects.order_by("-pk").values_list("pk", flat=True).first()
    return hashlib.sha256(form.text([newest, *map(shown.sight, actors)]).encode()).hexdigest()


class _Keeper:
    """Keeps what it is handed unless it is kept, as long as there is room for all answers together."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._bytes, self.kept = folder, kept.taken(folder), 0

    @property
    def full(self) -> bool:
        return self._bytes >= kept.MOST_BYTES

    def __call__(self, question: Hashable, answer: Any) -> None:
        if not self.full and not kept.there(self._folder, question):
            self._bytes += kept.keep(self._folder, question, answer)
            self.kept += 1


def _parts(home: Path, on: date, actors: Sequence[Actor]) -> Iterator[Part]:
    """Yield what is asked, page by page: first what everybody opens first."""
    for actor in actors:
        yield "home", partial(_home, actor, on, home)
    for actor in actors:
        yield "ahead", partial(_ahead, actor, home)
    for actor in actors:
        yield "effect", partial(_effect, actor, on, home)
    yield from _of_back(usual.WAYS.usual, usual.ALIKE.usual, usual.PROFILE.usual, on, actors, home)
    for period in _periods(on):
        for actor in actors:
            yield "brief", partial(_brief, actor, period, home)
    for ways_, alike_, profile_ in zip(
        *(_others(of) for of in (usual.WAYS, usual.ALIKE, usual.PROFILE)), strict=True
    ):
        yield from _of_back(ways_, alike_, profile_, on, actors, home)
    for field in fields():
        yield from _ways_of(usual.back(on, usual.WAYS.usual, field), actors, home)


def _others(of: usual.Back) -> list[int]:
    return [weeks for weeks in of.offered if weeks != of.usual]


def _of_back(
    ways_: int, alike_: int, profile_: int, on: date, actors: Sequence[Actor], home: Path
) -> Iterator[Part]:
    """Yield what is asked of some weeks back on the pages that look furthest."""
    yield from _ways_of(usual.back(on, ways_), actors, home)
    for actor in actors:
        yield "profile", partial(_profiles, actor, usual.back(on, profile_), home)
    for actor in actors:
        yield "alike", partial(_alike, actor, usual.back(on, alike_), home)


def _ways_of(chosen: Chosen, actors: Sequence[Actor], home: Path) -> Iterator[Part]:
    steps = Steps(chosen, home)
    for actor in actors:
        yield "ways", partial(_ways, actor, steps, home)


def _effect(actor: Actor, on: date, home: Path) -> None:
    spoken(shown.within(Chosen(), shown.sight(actor)).offices, on, home=home)


def _home(actor: Actor, on: date, home: Path) -> None:
    seen, taken = shown.sight(actor), shown.sight(actor, exported=True)
    queries.first_day(home=home)
    found.unusual(actor, on=on, home=home)
    for weeks in usual.HOME.offered:
        shown.grid(usual.back(on, weeks), seen, levels=usual.FIELDS, home=home)
    for field in ("", *fields()):
        shown.series(usual.back(on, usual.TREND, field), seen, home=home)
        if field:
            shown.grid(usual.back(on, usual.HOME.usual, field), seen, levels=usual.KINDS, home=home)
    shown.grid(usual.back(on, usual.HOME.usual), taken, levels=usual.FIELDS, home=home)
    shown.series(usual.back(on, usual.TREND), taken, home=home)


def _ahead(actor: Actor, home: Path) -> None:
    for exported in (False, True):
        for measure in ahead.MEASURES[: 1 if exported else None]:
            ahead.foretold(actor, measure, exported=exported, home=home)
        ahead.warnings(actor, exported=exported, home=home)
    ahead.sees_all(shown.sight(actor), home)
    policies.followed(actor, home=home)


def _ways(actor: Actor, steps: Steps, home: Path) -> None:
    ways(steps.chosen, shown.sight(actor), home=home, steps=steps)


def _profiles(actor: Actor, chosen: Chosen, home: Path) -> None:
    for _one in profile.every_kind([*kinds()], chosen, shown.sight(actor), home=home):
        pass


def _alike(actor: Actor, chosen: Chosen, home: Path) -> None:
    alike(actor, chosen, shown.sight(actor), home=home)


def _periods(on: date) -> Sequence[brief.Period]:
    offered = brief.offered(on)
    latest = [[one for one in offered if one.step == step][:many] for step, many in _LATEST.items()]
    return [*(one for some in latest for one in some), *brief.years(on, on)]


def _brief(actor: Actor, period: brief.Period, home: Path) -> None:
    brief.of_period(actor, period, home=home)
    findings.between(actor, period.since, period.before, home=home)
