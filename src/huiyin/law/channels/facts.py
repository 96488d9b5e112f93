"""What is known of a case in another channel, read from what people typed; refused where it cannot be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from huiyin.base.errors import Invalid
from huiyin.base.messages import Message
from huiyin.law.channels.rule import MARKS, Rule
from huiyin.law.channels.rules import CHANNELS, rule_of
from huiyin.law.entries import EARLIEST, LATEST

# Limits end at most some years after the event: the last years an engine can name are left to them.
_LAST = LATEST.replace(year=LATEST.year - 20)
_PARTIES = ("employer", "worker")


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which a limit did not run, both ends included; without a last day it stands still yet."""

    since: date
    until: date | None = None

    def days(self, as_of: date) -> frozenset[date]:
        """Return its days, up to the day looked from where it has not ended."""
        last = as_of if self.until is None else self.until
        return frozenset(self.since + timedelta(days=n) for n in range((last - self.since).days + 1))


@dataclass(frozen=True, slots=True)
class Facts:
    """The day of the event, the day looked from, and whatever moves the limit."""

    on: date
    as_of: date
    marks: frozenset[str] = frozenset()
    interrupted: tuple[date, ...] = ()
    paused: tuple[Pause, ...] = ()
    extended: int = 0
    made: date | None = None
    told: date | None = None
    reported: date | None = None
    given: frozenset[str] = field(default=frozenset())


def read_channel(channel: Any, event: Any) -> tuple[str, str]:
    """Return a channel and one of its events by name; Invalid lists those there are."""
    name, happened = str(channel or "").strip(), str(event or "").strip()
    if name not in CHANNELS:
        code = "unknown-channel" if name else "no-channel"
        raise Invalid(f"clock.refused.{code}", field="channel", channel=_short(name), known=tuple(CHANNELS))
    if happened not in CHANNELS[name]:
        known = tuple(CHANNELS[name])
        code = "unknown-event" if happened else "no-event"
        raise Invalid(
            f"clock.refused.{code}", field="event", channel=name, event=_short(happened), known=known
        )
    return name, happened


def read_day(value: Any, name: str) -> date:
    """Return a day written as 2026-03-02; Invalid names the field when there is no such day."""
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value or "").strip())
    except ValueError:
        raise Invalid("clock.refused.bad-day", field=name, name=name, value=_short(value)) from None
    if not EARLIEST <= day <= _LAST:
        raise Invalid("clock.refused.day-out-of-range", field=name, name=name, value=day)
    return day


def read_facts(typed: Mapping[str, Any], rule: Rule, *, today: date) -> Facts:
    """Return the facts that were typed; Invalid names what is no day, out of order or means nothing here.

    Without a day to look from it is today, or the event's own day where that is still to come.
    """
    if not typed.get("on"):
        raise Invalid("clock.refused.no-day", field="on")
    on = read_day(typed["on"], "on")
    as_of = read_day(typed["as_of"], "as_of") if typed.get("as_of") else max(today, on)
    if on > as_of:
        raise Invalid("clock.refused.future", field="on", day=on, as_of=as_of)
    marks = _marks(typed)
    days = {name: _optional(typed, name) for name in ("made", "told", "reported")}
    interrupted = tuple(sorted(read_day(day, "interrupted") for day in _several(typed, "interrupted")))
    paused = tuple(_pause(text, as_of) for text in _several(typed, "paused"))
    extended = _extended(typed.get("extended"))
    given = marks | {name for name, day in days.items() if day}
    given |= {n for n, v in (("interrupted", interrupted), ("paused", paused), ("extended", extended)) if v}
    _belong(given, rule)
    for name, day in (*days.items(), *(("interrupted", d) for d in interrupted)):
        _in_order(name, day, on, as_of)
    return Facts(on, as_of, marks, interrupted, paused, extended, **days, given=frozenset(given))


def _marks(typed: Mapping[str, Any]) -> frozenset[str]:
    by = typed.get("by") or ""
    if by and by not in _PARTIES:
        raise Invalid("clock.refused.by", field="by", value=_short(by), known=_PARTIES)
    flags = {mark for mark in MARKS if mark not in _PARTIES and typed.get(mark)}
    if typed.get("told"):  # whoever learned of the remedy later was not told of it with the act
        flags.add("not-told")
    return frozenset(flags | {by} - {""})


def _optional(typed: Mapping[str, Any], name: str) -> date | None:
    return read_day(typed[name], name) if typed.get(name) else None


def _several(typed: Mapping[str, Any], name: str) -> Sequence[Any]:
    value = typed.get(name) or ()
    return value if isinstance(value, list | tuple) else (value,)


def _pause(text: Any, as_of: date) -> Pause:
    first, dots, last = str(text).partition("..")
    if not dots:
        raise Invalid("clock.refused.pause", field="paused", value=_short(text))
    since = read_day(first, "paused")
    until = read_day(last, "paused") if last.strip() else None
    if since > (until or as_of):
        raise Invalid("clock.refused.pause", field="paused", value=_short(text))
    return Pause(since, until)


def _extended(value: Any) -> int:
    if value in (None, "", 0):
        return 0
    words = str(value).strip()
    if not words.isdecimal() or len(words) > 4 or not int(words):  # noqa: PLR2004 - no limit has five digits
        raise Invalid("clock.refused.extended", field="extended", value=_short(value))
    return int(words)


def _belong(given: frozenset[str], rule: Rule) -> None:
    stray = sorted(given - rule.takes)
    if stray:
        known = tuple(sorted(rule.takes)) or (Message("clock.no-option"),)
        raise Invalid("clock.refused.option-elsewhere", field=stray[0], name=stray[0], known=known)


def _in_order(name: str, day: date | None, on: date, as_of: date) -> None:
    if day is None:
        return
    if day > as_of:
        raise Invalid("clock.refused.future", field=name, day=day, as_of=as_of)
    if name == "made" and day > on:
        raise Invalid("clock.refused.made-after", field=name, day=day, on=on)
    if name != "made" and day < on:
        raise Invalid("clock.refused.before-event", field=name, name=name, day=day, on=on)


def read_case(channel: Any, typed: Mapping[str, Any], *, today: date) -> tuple[str, str, Facts]:
    """Return channel, event and facts as somebody typed them; Invalid says what to mend."""
    name, event = read_channel(channel, typed.get("event"))
    facts = read_facts(typed, CHANNELS[name][event], today=today)
    _belong(facts.given & _MOVERS, rule_of(name, event, facts.marks))
    return name, event, facts


# A variant may do without what the usual limit knows: the simple procedure has no extension.
_MOVERS = frozenset({"extended", "interrupted", "paused", "made", "told", "reported"})


def _short(value: Any) -> str:
    words = str(value)
    return words if len(words) <= 60 else f"{words[:60]}…"  # noqa: PLR2004
