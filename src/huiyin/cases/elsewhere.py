"""The clocks beside a petition: what its letters and receipt tell of them, and the other procedure's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from huiyin.base.messages import Message
from huiyin.cases.standing import the_law
from huiyin.law.acts import DUTY_PATH, PATHS, PETITION_PATH
from huiyin.law.channels.clock import Clock, clock
from huiyin.law.channels.facts import Facts
from huiyin.law.channels.led import channel_of, led_clock
from huiyin.law.channels.notice import notice
from huiyin.law.state import MatterState

# What somebody's words may be about, as it is shown beside the form: the two likeliest kinds, and how likely.
OFFERED, SURE = 2, 0.3
OTHER_PATHS = frozenset(PATHS) - {PETITION_PATH}
INSPECTION = ("inspection-close", "filed")


class Sorted(Protocol):
    """What has been confirmed of a matter so far; empty where nobody has yet."""

    @property
    def nature(self) -> str:
        """Return whether it is a claim, a suggestion, an accusation."""

    @property
    def kind(self) -> str:
        """Return the kind of demand."""

    @property
    def path(self) -> int | None:
        """Return the path of article 31."""


@dataclass(frozen=True)
class LedInto:
    """The procedure a matter was led into: with whom, since when it was taken up there, and its clock."""

    to: str
    accepted_there: date | None
    clock: Clock | None


def told(
    matter: Sorted,
    received: date,
    *,
    today: date,
    proposed: Mapping[str, Any] | None = None,
    path: int | None = None,
    on_paper: bool = True,
) -> tuple[Message, ...]:
    """Return what the petitioner is told of the other clocks; nothing once the matter is a path-6 claim.

    What was only read in the text (`proposed`) adds to it and takes nothing away: nobody misses a limit
    because a machine read the words wrong.
    """
    law, calendar = the_law()
    read = proposed or {}
    likely = () if read.get("abstain") else offered([(k["code"], k["p"]) for k in read.get("kinds", ())])
    return notice(
        law=law,
        calendar=calendar,
        today=today,
        received=received,
        nature=matter.nature,
        path=path or matter.path,
        kinds=(matter.kind,) if matter.kind else (),
        guessed=likely,
        on_paper=on_paper,
    )


def offered(kinds: Sequence[tuple[str, float]]) -> tuple[str, ...]:
    """Return the kinds, best first, that words are likely enough to be about to speak of their clocks."""
    return tuple(code for code, p in kinds[:OFFERED] if p >= SURE)


def everybody(today: date) -> tuple[Message, ...]:
    """Return what anybody is told of the other clocks, whatever the petition is about."""
    law, calendar = the_law()
    return notice(law=law, calendar=calendar, today=today)


def own_clock(state: MatterState, kind: str, path: int | None, *, today: date) -> Clock | None:
    """Return the limit of labour inspection for an accepted request that it looks into, or None.

    Counted as if the case was filed on the day of acceptance, which the page says beside it.
    """
    accepted = state.accepted_on
    if state.stage != "accepted" or accepted is None or path != DUTY_PATH:
        return None
    if channel_of(path, kind) != INSPECTION:
        return None
    law, calendar = the_law()
    return led_clock(path, kind, accepted, as_of=today, law=law, calendar=calendar)


@dataclass(frozen=True)
class Remedies:
    """What can be done against an answer on another path than petitioning, with the days where known.

    `clocks` is empty before the answer was served, and on paths whose remedies differ from case to case.
    """

    path: int
    served_on: date | None
    clocks: tuple[Clock, ...]


def remedies(state: MatterState, path: int | None, *, today: date) -> Remedies | None:
    """Return what can be done against an answer that no review is for, or None without such an answer."""
    if state.stage not in {"answered", "served"} or path not in OTHER_PATHS:
        return None
    if not any(act.kind == "answered" for act in state.in_force.values()):
        return None
    served = state.served_on
    clocks: tuple[Clock, ...] = ()
    if path == DUTY_PATH and served is not None and served <= today:
        law, calendar = the_law()
        facts = Facts(served, today)
        clocks = tuple(
            clock(name, "knew", facts, law, calendar) for name in ("reconsideration", "litigation")
        )
    return Remedies(path, served, clocks)


def led_into(state: MatterState, kind: str, path: int | None, *, today: date) -> LedInto | None:
    """Return the procedure a matter stands in now, or None where it was not led into one."""
    if state.stage != "guided":
        return None
    guided = [act for act in state.in_force.values() if act.kind == "guided"]
    if not guided:
        return None
    law, calendar = the_law()
    accepted = state.handling_ended_on  # said with the guidance, or put on record by a correction
    clock = None
    if accepted is not None:
        clock = led_clock(path, kind, accepted, as_of=today, law=law, calendar=calendar)
    return LedInto(str(guided[-1].get("to") or ""), accepted, clock)
