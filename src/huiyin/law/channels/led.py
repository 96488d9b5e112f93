"""Which clock runs in the procedure a matter was led into, once the other body has taken it up."""

from collections.abc import Mapping
from datetime import date

from huiyin.law.calendar import Calendar
from huiyin.law.channels.clock import Clock, clock
from huiyin.law.channels.facts import Facts
from huiyin.law.channels.rules import CHANNELS
from huiyin.law.parameters import Law

_ARBITRATION_PATH = 2
# Paths 1 and 3 lead into procedures that differ too much from matter to matter to name one clock for them.
OF_KIND: Mapping[str, tuple[str, str]] = {
    "I1": ("injury-decision", "accepted"),
    "I4": ("injury-decision", "accepted"),
    "I2": ("capacity-assessment", "applied"),
    "P3": ("pension-claim", "applied"),
    "P4": ("pension-claim", "applied"),
    "U1": ("unemployment-claim", "applied"),
    "S2": ("insurance-change", "applied"),
    "W1": ("inspection-close", "filed"),
    "W2": ("inspection-close", "filed"),
    "W3": ("inspection-close", "filed"),
    "W4": ("inspection-close", "filed"),
    "E1": ("inspection-close", "filed"),
    "E2": ("inspection-close", "filed"),
}


def channel_of(path: int | None, kind: str) -> tuple[str, str] | None:
    """Return the channel and event a path leads into for a kind of demand, or None when there is no one."""
    if path == _ARBITRATION_PATH:
        return "arbitration-award", "accepted"
    return OF_KIND.get(kind) if path in (4, 5) else None


def led_clock(
    path: int | None, kind: str, accepted_there: date, *, as_of: date, law: Law, calendar: Calendar
) -> Clock | None:
    """Return the limit of the other body since it took the matter up, or None where none is known."""
    found = channel_of(path, kind)
    if found is None or accepted_there > as_of:
        return None
    name, event = found
    if law.find(CHANNELS[name][event].limits[0], accepted_there) is None:
        return None
    return clock(name, event, Facts(accepted_there, as_of), law, calendar)
