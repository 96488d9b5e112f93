"""The answer of `huiyin law channel`: a channel's clock in words that other programs can read too."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from huiyin.base.messages import Message
from huiyin.law.calendar import Calendar
from huiyin.law.channels.clock import Clock, clock
from huiyin.law.channels.facts import read_case
from huiyin.law.parameters import Law

Say = Callable[[Message], str]


def channel_report(
    channel: str, typed: Mapping[str, Any], *, say: Say, today: date, law: Law, calendar: Calendar
) -> dict[str, Any]:
    """Return the last day of a channel's limit with all that belongs to it. Raises Invalid for bad input."""
    name, event, facts = read_case(channel, typed, today=today)
    return in_words(clock(name, event, facts, law, calendar), say)


def in_words(found: Clock, say: Say) -> dict[str, Any]:
    """Return a clock as plain values, its reasons in words."""
    return {
        "channel": found.channel,
        "event": found.event,
        "due": _iso(found.due),
        "unrolled": _iso(found.unrolled),
        "unit": found.unit,
        "instrument": found.citation.instrument,
        "article": found.citation.article,
        "status": found.citation.status.value,
        "provisional": found.provisional,
        "remaining": found.remaining,
        "state": found.state,
        "owed_by": found.owed_by,
        "goes_to": say(Message(f"clock.body.{found.goes_to}")),
        "why": [say(step) for step in found.why],
        "notes": [say(note) for note in found.notes],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
