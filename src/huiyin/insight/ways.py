"""How matters go through the steps, as far as somebody may see it: which follows which, waits, to and fro.

Counted are the matters received in a time. Officers see those at the offices in reach, bare. From who sees
aggregates, and in what leaves the house, ways of fewer than five persons are hidden, with what would tell of
them; sums by step are left out there, for with them every hidden way could be worked out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huiyin.insight import logs, queries
from huiyin.insight.expressions import ENDED, STILL, Chosen
from huiyin.insight.handing import ToAndFro, to_and_fro
from huiyin.insight.logs import Events
from huiyin.insight.queries import Figures
from huiyin.insight.remembered import remembered
from huiyin.insight.shown import Sight, within
from huiyin.insight.slower import Slow, slow
from huiyin.stats import process_mining as mining
from huiyin.stats.disclosure import SMALL
from huiyin.stats.flows import hidden_flows
from huiyin.stats.process_mining.waiting import Column

EVERYWHERE = Sight(None, hides=False)
LONGEST = 10  # places where most time goes
_USUAL = ("received", "served", "urgent_reported")  # each office receives, each letter is served


@dataclass(frozen=True)
class Arrow:
    """A step and what followed, another step, `still` or `ended`: matters, days of half and nine in ten.

    `matters` is None where hidden, days are None where nothing followed.
    """

    step: str
    following: str
    matters: int | None
    median: float | None
    ninth: float | None


@dataclass(frozen=True)
class Wait:
    """How long a step waits for the next, open matters among them; with a kind where asked by kind.

    `median`, its interval and `ninth` are None where too many still wait to tell: more than `longest` days.
    `left` and `waiting` are None for who sees aggregates. `share` is the part of all days waited.
    """

    step: str
    kind: str
    left: int | None
    waiting: int | None
    median: float | None
    low: float | None
    high: float | None
    ninth: float | None
    longest: int
    share: float


@dataclass(frozen=True)
class Again:
    """A step that some matters took more than once; `matters` and `repeating` are None where hidden."""

    step: str
    matters: int | None
    repeating: int | None
    share: float


@dataclass(frozen=True)
class Ways:
    """The ways of the matters received in a time; sequences stand in the order of codes."""

    on: date
    matters: int
    arrows: Sequence[Arrow]
    waits: Sequence[Wait]
    longest: Sequence[Wait]
    again: Sequence[Again]
    to_and_fro: Sequence[ToAndFro]
    slow: Sequence[Slow]


class Steps:
    """The steps of the matters received in a time, read once and only where somebody asks: for all sights."""

    def __init__(self, chosen: Chosen, home: Path | None) -> None:
        self.chosen, self._home = within(chosen, EVERYWHERE), home

    @cached_property
    def _rows(self) -> Figures:
        return logs.steps_of(self.chosen, home=self._home)

    @cached_property
    def _whole(self) -> Events:
        return logs.log_of(self._rows)

    def events(self, offices: frozenset[int] | None = None) -> Events:
        """Return the steps of the matters at, or registered by, one of some offices, or of all."""
        return self._whole if offices is None else logs.log_of(self._rows, offices)


def ways(chosen: Chosen, seen: Sight, *, home: Path | None = None, steps: Steps | None = None) -> Ways:
    """Return how the matters received in a time went, of those in sight. Raises Refused without a lake.

    `steps` may be those of the same time, read before.
    """
    asked, steps = within(chosen, seen), steps or Steps(chosen, home)
    question = ("ways", asked, seen.hides)
    own = remembered(question, lambda: _ways(steps.events(asked.offices), seen), home=home)
    everywhere = remembered(("slow", steps.chosen), lambda: slow(steps.events()), home=home)
    mine = [one for one in everywhere if _told(one, seen)]
    return Ways(queries.as_of(home), **own, slow=mine)


def _told(one: Slow, seen: Sight) -> bool:
    return (seen.offices is None or one.office in seen.offices) and (not seen.hides or one.persons >= SMALL)


def _ways(found: Events, seen: Sight) -> dict[str, Any]:
    few = seen.hides and len(np.unique(found.persons)) < SMALL
    if few or not found.log.matters:
        return {"matters": 0, **dict.fromkeys(_PARTS, ())}
    return {"matters": found.log.matters, **{n: part(found, seen.hides) for n, part in _PARTS.items()}}


def _arrows(found: Events, hides: bool) -> Sequence[Arrow]:
    log, steps = found.log, found.steps
    taken = mining.paths(log)
    over, last = np.flatnonzero(log.done), np.flatnonzero(log.last & ~log.done)
    goes = np.flatnonzero(~log.last)
    n, outside = len(steps), len(steps)
    source = [*taken.source.tolist(), *np.flatnonzero(taken.ended), *np.flatnonzero(taken.standing)]
    ends = np.array([int((taken.ended > 0).sum()), int((taken.standing > 0).sum())])
    target = [*taken.target.tolist(), *[outside] * int(ends.sum())]
    amounts = [taken.matters, taken.ended[taken.ended > 0], taken.standing[taken.standing > 0]]
    amount = np.concatenate(amounts)
    if hides:
        where = log.step.astype(np.int64)
        pair = found.behind(goes, where[goes] * n + where[goes + 1], n * n)
        persons = np.concatenate(
            [
                pair[taken.source * n + taken.target],
                found.behind(over, where[over], n)[taken.ended > 0],
                found.behind(last, where[last], n)[taken.standing > 0],
            ]
        )
        hidden = hidden_flows(source, target, amount, persons=persons)
    else:
        hidden = np.zeros(amount.size, bool)
    follows = [steps[one] for one in taken.target] + [ENDED] * int(ends[0]) + [STILL] * int(ends[1])
    days = [*taken.waits.tolist(), *[[None, None]] * int(ends.sum())]
    rows = zip(source, follows, amount.tolist(), days, hidden.tolist(), strict=True)
    made = [
        Arrow(steps[one], to, None if hid else many, *((None, None) if hid else half))
        for one, to, many, half, hid in rows
    ]
    return sorted(made, key=lambda one: (one.step, one.following in {ENDED, STILL}, one.following))


def _known(number: float) -> float | None:
    return None if np.isnan(number) else float(number)


def _waits_by(found: Events, hides: bool, by: Sequence[Column]) -> list[Wait]:
    log = found.log
    made = mining.waits(log, by=by)
    begins = np.flatnonzero(~log.done)
    names = {"step": found.steps, "kind": found.kinds}
    if hides:
        codes = np.column_stack([getattr(log, name)[begins] for name in by])
        group = np.unique(np.vstack([made.codes, codes]), axis=0, return_inverse=True)[1].ravel()
        persons = found.behind(begins, group[len(made.codes) :], len(made.codes))
    rows = []
    for n, code in enumerate(made.codes.tolist()):
        if hides and persons[n] < SMALL:
            continue
        said = {name: names[name][one] for name, one in zip(by, code, strict=True)}
        rows.append(
            Wait(
                said["step"],
                said.get("kind", ""),
                left=None if hides else int(made.left[n]),
                waiting=None if hides else int(made.waiting[n]),
                median=_known(made.median[n]),
                low=_known(made.low[n]),
                high=_known(made.high[n]),
                ninth=_known(made.ninth[n]),
                longest=int(made.longest[n]),
                share=float(made.share[n]),
            )
        )
    return rows


def _waits(found: Events, hides: bool) -> Sequence[Wait]:
    return _waits_by(found, hides, ("step",))


def _longest(found: Events, hides: bool) -> Sequence[Wait]:
    rows = [one for one in _waits_by(found, hides, ("step", "kind")) if one.kind]
    return sorted(rows, key=lambda one: -one.share)[:LONGEST]


def _again(found: Events, hides: bool) -> Sequence[Again]:
    done = mining.rework(found.log)
    persons = _repeating(found)
    rows = []
    for code, (matters, many) in enumerate(zip(done.matters.tolist(), done.repeating.tolist(), strict=True)):
        few = persons[code] < SMALL or 0 < matters - many < SMALL
        if not many or found.steps[code] in _USUAL or (hides and few):
            continue
        shown = Again(found.steps[code], matters, many, many / matters)
        rows.append(replace(shown, matters=None, repeating=None) if hides else shown)
    return rows


def _repeating(found: Events) -> NDArray[np.int64]:
    """Return by step how many persons stand behind the matters that took it more than once."""
    steps = len(found.steps)
    taken, times = np.unique(found.log.matter.astype(np.int64) * steps + found.log.step, return_counts=True)
    who = np.column_stack([taken % steps, found.persons[taken // steps]])[times > 1]
    return np.bincount(np.unique(who, axis=0)[:, 0], minlength=steps)


_PARTS: dict[str, Callable[[Events, bool], Sequence[Any]]] = {
    "arrows": _arrows,
    "waits": _waits,
    "longest": _longest,
    "again": _again,
    "to_and_fro": to_and_fro,
}
