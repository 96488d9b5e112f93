"""What may have happened to somebody, as the public calculator asks it, and which clocks run from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from huiyin.base.errors import Invalid
from huiyin.law.calendar import Calendar
from huiyin.law.channels.clock import Clock, clock
from huiyin.law.channels.facts import read_case, read_day
from huiyin.law.parameters import Law

Typed = Mapping[str, str]
_Case = tuple[str, dict[str, Any]]
# What the rules call a fact, and what the page calls the field in which to mend it.
_FIELDS = {"interrupted": "asked"}
_WAGES_FIELDS = {**_FIELDS, "on": "ended"}


@dataclass(frozen=True, slots=True)
class Happening:
    """One choice: the days and the yes-or-no facts it asks for besides the day itself."""

    days: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()


HAPPENED: Mapping[str, Happening] = {
    "wages": Happening(days=("ended", "asked")),
    "dismissed": Happening(days=("asked",)),
    "unlawful": Happening(days=("reported",)),
    "injured": Happening(),
    "assessed": Happening(),
    "award": Happening(answers=("final",)),
    "decision": Happening(answers=("told",)),
    "reconsidered": Happening(),
}


def clocks_of(what: str, typed: Typed, *, today: date, law: Law, calendar: Calendar) -> tuple[Clock, ...]:
    """Return the clocks that run from what happened. Invalid names the field of the page to mend."""
    asked = HAPPENED[what]
    for name in asked.answers:
        if typed.get(name) not in ("yes", "no"):
            raise Invalid("clock.refused.no-answer", field=name)
    if not typed.get("on"):
        raise Invalid("clock.refused.no-day", field="on")
    if read_day(typed["on"], "on") > today:
        raise Invalid("clock.refused.future", field="on", day=read_day(typed["on"], "on"), as_of=today)
    found = []
    for channel, facts in _cases(what, typed, today):
        try:
            name, event, known = read_case(channel, {**facts, "as_of": today}, today=today)
        except Invalid as wrong:
            names = _WAGES_FIELDS if facts["event"] == "employment-ended" else _FIELDS
            field = names.get(wrong.field, wrong.field)
            raise Invalid(wrong.message.code, field=field, **wrong.message.params) from None
        found.append(clock(name, event, known, law, calendar))
    return tuple(found)


def _cases(what: str, typed: Typed, today: date) -> Iterator[_Case]:
    on = typed["on"]
    if what == "wages":
        yield from _wages(typed)
    elif what == "dismissed":
        yield "labour-arbitration", {"event": "knew", "on": on, "interrupted": typed.get("asked")}
    elif what == "unlawful":
        yield "labour-inspection", {"event": "act-ended", "on": on, "reported": typed.get("reported")}
        yield "labour-arbitration", {"event": "knew", "on": on, "interrupted": typed.get("reported")}
    elif what == "injured":
        yield "injury-application", {"event": "injury", "on": on, "by": "worker"}
        yield "injury-application", {"event": "injury", "on": on, "by": "employer"}
    elif what == "assessed":
        yield "capacity-reassessment", {"event": "received", "on": on}
    elif what == "award":
        yield "arbitration-suit", {"event": "award-received", "on": on, "final": typed["final"] == "yes"}
    elif what == "decision":
        # Whoever was not told learns of it here and now at the latest.
        told = today if typed["told"] == "no" else None
        yield "reconsideration", {"event": "knew", "on": on, "told": told}
        yield "litigation", {"event": "knew", "on": on, "told": told}
    else:
        yield "litigation", {"event": "after-reconsideration", "on": on}


def _wages(typed: Typed) -> Iterator[_Case]:
    """While somebody is employed no limit runs; once the employment has ended there is a year."""
    on, ended, asked = typed["on"], typed.get("ended"), typed.get("asked")
    if not ended:
        yield "labour-arbitration", {"event": "knew", "on": on, "wages": True}
    else:
        # Asking while still employed interrupted nothing, because nothing ran yet.
        since = read_day(ended, "ended")
        later = asked if asked and read_day(asked, "asked") >= since else None
        yield "labour-arbitration", {"event": "employment-ended", "on": ended, "interrupted": later}
    yield "labour-inspection", {"event": "act-ended", "on": on}
