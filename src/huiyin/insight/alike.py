"""Like matters that ended unlike: files to be read again together, never offices or persons to be ranked.

Alike are matters of one nature, kind and path, written by one, by a few, or by five and more. Which office
is right, if any, no number says: a fact may be missing from a file, or a rule is read in two ways.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from huiyin.cases.queries.among import Traced, among
from huiyin.insight import expressions, logs, queries
from huiyin.insight.expressions import Chosen
from huiyin.insight.queries import Figures, ask
from huiyin.insight.remembered import remembered
from huiyin.insight.shown import Sight, within
from huiyin.orgs.rules import Actor
from huiyin.stats.consistency import UNKNOWN, Differences, coarse, differences
from huiyin.stats.disclosure import SMALL

# An end that an office gave; what was withdrawn or handed elsewhere was not decided.
DECIDED = ("support", "explain", "reject", "answered", "declined", "guided", "told")
_JOINT = (2, 5)  # persons from which on a matter is one of a few, and of many
_SHOWN = 20  # groups, the surest first
_FEW_OFFICES = 2
_BOTH = 2  # sides of a group
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class File:
    """A file of a group, how it ended."""

    matter: Traced
    outcome: str


@dataclass(frozen=True)
class Group:
    """Like matters that ended unlike: so many, some to begin with, and a page of all that may be opened.

    `outcome` is the end that some of them have unusually often or seldom, `ended_so` how many have it;
    `chance` the share of such groups that chance alone would make.
    """

    kind: str
    nature: str
    path: int
    outcome: str
    chance: float
    many: int
    ended_so: int
    begin: Sequence[File]
    files: Sequence[File]


@dataclass(frozen=True)
class Spread:
    """By what factor offices typically differ in how often like matters end so, with its 95 % interval."""

    outcome: str
    factor: float
    low: float
    high: float


@dataclass(frozen=True)
class Alike:
    """What like matters show. Numbers are None where fewer than five persons stand behind them.

    `compared` had like ones elsewhere, `alone` had none, `undecided` no end that an office gave.
    """

    on: date
    compared: int | None
    alone: int | None
    undecided: int | None
    spreads: Sequence[Spread]
    groups: Sequence[Group]


Ended = tuple[int, str]  # the key of a matter, how it ended


@dataclass(frozen=True)
class Unlike:
    """A group of like matters that ended unlike, by their keys, whoever may open them."""

    kind: str
    nature: str
    path: int
    outcome: str
    chance: float
    many: int
    ended_so: int
    begin: Sequence[Ended]
    files: Sequence[Ended]


@dataclass(frozen=True)
class Cases:
    """What like cases show in all: numbers of matters, of persons behind them, spreads, groups."""

    compared: int
    alone: int
    undecided: int
    persons: int
    spreads: Sequence[Spread]
    groups: Sequence[Unlike]


def alike(actor: Actor, chosen: Chosen, seen: Sight, *, home: Path | None = None) -> Alike:
    """Return where like matters ended unlike, of those that ended in a time and are in sight."""
    asked = within(chosen, seen)
    cases = remembered(("alike", asked), lambda: _compared(asked, home), home=home)
    few = seen.hides and cases.persons < SMALL
    compared, alone, undecided = (
        None if seen.hides and (few or 0 < n < SMALL) else n
        for n in (cases.compared, cases.alone, cases.undecided)
    )
    groups = () if seen.hides else _groups(actor, cases.groups)
    return Alike(queries.as_of(home), compared, alone, undecided, () if few else cases.spreads, groups)


def _compared(asked: Chosen, home: Path | None) -> Cases:
    rows = ask(expressions.ended_cases(asked), home=home)
    facts = [logs.coded(rows[name])[1] for name in ("nature", "kind")]
    facts += [rows["path"], coarse(rows["persons"], _JOINT)]
    found = differences(facts, rows["office"], _outcomes(rows))
    persons = len(np.unique(rows["person"]))
    return Cases(found.compared, found.alone, found.unknown, persons, _spreads(found), _unlike(rows, found))


def _outcomes(rows: Figures) -> Ints:
    places = {name: n for n, name in enumerate(DECIDED)}
    return np.array([places.get(one, UNKNOWN) for one in rows["outcome"].tolist()], np.int64)


def _spreads(found: Differences) -> Sequence[Spread]:
    """Return how far offices differ, outcome by outcome, where there are enough of them to tell."""
    return [
        Spread(DECIDED[one.outcome], *one.spread)
        for one in found.effects
        if len(one.office) > _FEW_OFFICES and np.isfinite(one.spread).all()
    ]


def _unlike(rows: Figures, found: Differences) -> Sequence[Unlike]:
    """Return the groups, the surest first.

    Of one group the end that tells most is enough: where more are supported, fewer are not.
    """
    once = {one.files: one for one in reversed(found.together)}
    together = sorted(once.values(), key=lambda one: one.q)[:_SHOWN]
    outcomes = rows["outcome"]
    made = []
    for one in together:
        first, outcome = one.files[0], DECIDED[one.outcome]
        made.append(
            Unlike(
                str(rows["kind"][first]),
                str(rows["nature"][first]),
                int(rows["path"][first]),
                outcome,
                float(one.q),
                len(one.files),
                sum(str(outcomes[place]) == outcome for place in {*one.files}),
                _ended(rows, one.begin),
                _ended(rows, one.files[: queries.PAGE]),
            )
        )
    return made


def _ended(rows: Figures, places: Sequence[int]) -> Sequence[Ended]:
    return [(int(rows["matter"][place]), str(rows["outcome"][place])) for place in places]


def _groups(actor: Actor, together: Sequence[Unlike]) -> Sequence[Group]:
    """Return the groups of which the actor may open both: some that ended so, and some that did not."""
    wanted = {key for one in together for key, _outcome in (*one.begin, *one.files)}
    seen = {one.id: one for one in among(actor, sorted(wanted))}
    made = []
    for one in together:
        begin = _files(one.begin, seen)
        if len({file.outcome == one.outcome for file in begin}) < _BOTH:
            continue
        said = (one.kind, one.nature, one.path, one.outcome, one.chance, one.many, one.ended_so)
        made.append(Group(*said, begin, _files(one.files, seen)))
    return made


def _files(ended: Sequence[Ended], seen: Mapping[int, Traced]) -> Sequence[File]:
    """Return the files that the actor may open, in order."""
    return [File(seen[key], outcome) for key, outcome in ended if key in seen]
