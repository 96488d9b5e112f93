"""An invented petition whose answer has just come, so that a visitor can follow one as its petitioner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.demo.world import World

_JUST_ANSWERED = ("opinion_issued", "served")  # not rated, no review asked for: both are still to be tried


@dataclass(frozen=True, slots=True)
class Answered:
    """What its petitioner holds: the query code of the receipt and the last four digits of the telephone."""

    code: str
    phone_end: str


def just_answered(world: World, codes: Sequence[str]) -> Answered | None:
    """Return the petition whose opinion was served last, or None; `codes` are those of the matters."""
    found = [
        (served_on, place)
        for place, matter in enumerate(world.matters)
        if (served_on := _served_on(matter)) is not None
    ]
    if not found:
        return None
    _day, place = max(found)
    return Answered(codes[place], world.matters[place]["petitioner"]["phone"][-4:])


def _served_on(matter: Mapping[str, Any]) -> int | None:
    """Return days from today to the service of the opinion, zero or less, if nothing followed it yet."""
    begun = int(matter["day"])
    steps = [step for step in matter["steps"] if begun + int(step["day"]) <= 0]
    acts = tuple(step["act"] for step in steps[-2:])
    phone = (matter.get("petitioner") or {}).get("phone")
    if acts != _JUST_ANSWERED or not phone or matter.get("rating") or matter["nature"] != "claim":
        return None
    return begun + int(steps[-1]["day"])
