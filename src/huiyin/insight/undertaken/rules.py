"""What may be undertaken on a finding, what an entry needs, and which may follow: pure decisions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.insight.lacking import Fault

SORTS = ("visit", "clinic", "policy", "process", "look", "other")
"""As `rules.suggested` proposes them, or what somebody names in own words."""
STATES = ("planned", "done", "dropped")
ENTRIES = ("planned", "moved", "done", "dropped")
LONGEST_WORDS = 200
LONGEST_AHEAD = timedelta(days=366)
_FOLLOWS = {"moved": ("planned",), "done": ("planned", "done"), "dropped": ("planned",)}


@dataclass(frozen=True)
class Planned:
    """What is planned: what, in which words, by whom (`office:2`, `staff:3`), until when."""

    sort: str
    words: str
    who: str
    due: date | None


@dataclass(frozen=True)
class Told:
    """What is told of an undertaking: `done` on a day, with what was found and what came of it; `moved` to
    another day, or `dropped`, with why.
    """

    sort: str
    day: date | None = None
    cause: str = ""
    words: str = ""


def may_follow(state: str, sort: str) -> bool:
    """Return whether an entry may follow. What is done may be told again: the last counts."""
    return state in _FOLLOWS.get(sort, ())


def state_after(state: str, sort: str) -> str:
    """Return the state an undertaking is in after an entry."""
    return sort if sort in STATES else state


def lacking_in_plan(given: Planned, *, today: date) -> Iterator[Fault]:
    """Yield what is wrong with a plan; who may be given it is not asked here."""
    if given.sort not in SORTS:
        yield Fault("sort", "insight.undertaken_sort")
    if given.sort == "other" and not given.words:
        yield Fault("words", "insight.undertaken_words")
    yield from _too_long("words", given.words)
    if given.due is None:
        yield Fault("due", "insight.undertaken_due")
    elif abs(given.due - today) > LONGEST_AHEAD:
        yield Fault("due", "insight.undertaken_far")


def lacking_in_entry(told: Told, *, today: date, since: date) -> Iterator[Fault]:
    """Yield what is wrong with an entry; `since` is the first day of the finding."""
    if told.sort == "done":
        if told.day is None:
            yield Fault("done_on", "insight.undertaken_done_on")
        elif not since <= told.day <= today:
            yield Fault("done_on", "insight.undertaken_not_then")
        yield from _missing("cause", told.cause, "insight.undertaken_cause")
        yield from _missing("outcome", told.words, "insight.undertaken_outcome")
    elif told.sort == "moved":
        if told.day is None:
            yield Fault("due", "insight.undertaken_due")
        elif not today <= told.day <= today + LONGEST_AHEAD:
            yield Fault("due", "insight.undertaken_moved_past")
        yield from _missing("moved_why", told.words, "insight.undertaken_why")
    else:
        yield from _missing("dropped_why", told.words, "insight.undertaken_why")


def _missing(field: str, words: str, code: str) -> Iterator[Fault]:
    if not words:
        yield Fault(field, code)
    yield from _too_long(field, words)


def _too_long(field: str, words: str) -> Iterator[Fault]:
    if len(words) > LONGEST_WORDS:
        yield Fault(field, "insight.undertaken_long", {"most": LONGEST_WORDS})


def overdue(state: str, due: date, *, today: date) -> bool:
    """Return whether something planned should have been done by now."""
    return state == "planned" and due < today
