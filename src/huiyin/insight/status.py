"""How the lake stands: whole or not, since when, how much, and what waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from huiyin.base.clock import LOCAL
from huiyin.cases.queries import facts
from huiyin.foundation import outbox
from huiyin.foundation.whole import alone
from huiyin.insight import store
from huiyin.insight.refresh import left_over, reason_for_all, refresh
from huiyin.insight.tables import FACTS

NIGHT = range(1, 6)  # o'clock, local time
_LONGEST = timedelta(hours=26)
_SHORTEST = timedelta(hours=12)


@dataclass(frozen=True)
class Standing:
    """How the lake stands.

    `state`: missing, being_written, unfinished, owed (all is to be written anew, `owes` says why), damaged,
    behind or whole. `broken` are months or tables that are not as they were written; `waiting` matters
    changed since.
    """

    state: str
    at: datetime | None
    months: int
    rows: Mapping[str, int]
    bytes: int
    waiting: int
    owes: str
    broken: Sequence[str]


def standing(home: Path, *, check: bool = False) -> Standing:
    """Return how the lake stands; with `check` every file is read and compared with its digest."""
    lake = store.place(home)
    with alone(lake, store.LOCK, wait=False) as mine:
        at_work = not mine
    now = store.read(lake)
    owes = "" if now is None else reason_for_all(now)
    broken = store.broken(lake, now) if now and check else store.missing(lake, now) if now else []
    waiting = facts.waiting()
    states = {
        "being_written": at_work,
        "unfinished": left_over(lake),
        "missing": now is None,
        "owed": bool(owes),
        "damaged": bool(broken),
        "behind": waiting > 0,
    }
    state = next((name for name, so in states.items() if so), "whole")
    rows = {table: sum(kept.rows for kept in now.files(table)) for table in FACTS} if now else {}
    size = sum(kept.size for kept in now.every()) if now else 0
    months = len(now.months) if now else 0
    return Standing(state, now.at if now else None, months, rows, size, waiting, owes, broken)


def refresh_at_night(home: Path, *, at: datetime) -> int:
    """Bring the lake in step at night, or at once where there is none or it is old; return matters read.

    At night it waits until what came in was compared with what came before: neighbours who sign one text
    would be counted as voices of their own.
    """
    now = store.read(store.place(home))
    age = at - now.at if now else _LONGEST
    night = at.astimezone(LOCAL).hour in NIGHT
    if timedelta() <= age < (_SHORTEST if night else _LONGEST):
        return 0
    if timedelta() <= age < _LONGEST and outbox.unheard("petition"):
        return 0
    read = 0
    for step in refresh(home, at=at):
        read = step.total if step.stage == "reading" else read
    return read
