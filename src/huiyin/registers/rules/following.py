"""What the acts of a matter mean for the registers: what was guided away, promised, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.law.acts import PETITION_PATH, Act
from huiyin.law.state import MatterState
from huiyin.registers.rules.moves import MOVES

# With any of these the office takes the next step itself, so what had come back is being dealt with.
_TAKEN_UP = frozenset(
    {"accepted", "told", "guided", "transferred", "declined", "answered", "opinion_issued", "withdrawn"}
)
# Ends that no entry gives.
_ENDED_BY_ACTS = frozenset({"dealt", "void"})


@dataclass(frozen=True)
class Wanted:
    """An item the acts call for: the register, the place of the act, its day and the day it is due."""

    register: str
    place: int
    day: date
    due: date | None


def leads_elsewhere(act: Act) -> bool:
    """Return whether an act sends the petitioner to another procedure or body."""
    if act.kind == "guided":
        return True
    path = act.get("path")
    return act.kind == "told" and (bool(act.get("to")) or (path is not None and path != PETITION_PATH))


def wanted(state: MatterState, *, guidance_days: int, help_days: int) -> tuple[Wanted, ...]:
    """Return the items that a matter's acts call for; an act that was corrected away calls for none."""
    found = [
        Wanted("guidance", place, act.day, act.day + timedelta(days=guidance_days))
        for place, act in state.in_force.items()
        if leads_elsewhere(act)
    ]
    opinion = state.steps.get("opinion")
    if opinion is not None and opinion.index is not None and state.result == "support":
        found.append(Wanted("execution", opinion.index, opinion.day, state.execute_by))
    if state.final:
        end = state.steps["rereview_decided"]
        found.append(Wanted("continued", end.index or 0, end.day, end.day + timedelta(days=help_days)))
    return tuple(found)


def taken_up_after(state: MatterState, place: int) -> bool:
    """Return whether the office took a next step after the act that led elsewhere."""
    return any(later > place and act.kind in _TAKEN_UP for later, act in state.in_force.items())


def stands_again(register: str, state: str, entered: Sequence[str], *, unsettled: bool) -> str:
    """Return where an item stands again that ended by an act and is called for anew, or nothing.

    An end that an entry gave stays; of an opinion carried out it does not when the act saying so was taken
    back (`unsettled`). `entered` are the kinds of the entries made on it.
    """
    if register == "execution" and state == "done" and unsettled:
        return "open"
    if state not in _ENDED_BY_ACTS:
        return ""
    reached = [move.to for kind in entered for move in MOVES[register] if move.kind == kind and move.to]
    return reached[-1] if reached else "open"


def due_again(known: date | None, before: Wanted | None, after: Wanted) -> date | None:
    """Return the last day of an item whose act was set right: one that somebody chose by hand stays."""
    by_the_act = before is None or known == before.due
    return after.due if by_the_act else known


def what_to_do(state: MatterState) -> tuple[str, ...]:
    """Return the acts the law allows for a matter that came back from another procedure."""
    return tuple(act for act in ("accepted", "guided", "answered", "told") if act in state.allowed)


def months_before(day: date, months: int) -> date:
    """Return the day some months before another; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
