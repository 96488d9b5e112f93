"""What is wrong with an act by what it says: too many days, no lawful ground, shown to the accused, …"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from huiyin.base.messages import Message
from huiyin.law.acts import Act
from huiyin.law.calendar import Calendar
from huiyin.law.counting import Count, count
from huiyin.law.grounds import lawful_ground
from huiyin.law.parameters import Law
from huiyin.law.state import Course, Flaw, MatterState


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an act: its code, its parameters and the provision it breaks."""

    code: str
    provision: str
    params: Mapping[str, Any]


def flaw_of(act: Act, index: int, code: str, provision: str, law: Law, **params: Any) -> Flaw | None:
    """Return the flaw, or None when the law of the act's day did not have the rule yet."""
    rule = law.find(provision, act.day)
    if rule is None:
        return None
    reason, effect = Message(f"law.flaw.{code}", params), Message(f"law.effect.{code}", params)
    return Flaw(act.kind, index, code, reason, rule.citation, effect)


def faults(act: Act, course: Course, law: Law) -> list[Fault]:
    """Return what is wrong with an act by its own words."""
    check = _CHECKS.get(act.kind)
    return check(act, course, law) if check else []


def _received(act: Act, course: Course, law: Law) -> list[Fault]:
    most = law.find("spokespersons", act.day)
    present = act.get("spokespersons") or 0
    if act.get("channel") == "visit" and most and present > most.value:
        return [Fault("too-many-spokespersons", "spokespersons", {"present": present, "most": most.value})]
    return []


def _transferred(act: Act, course: Course, law: Law) -> list[Fault]:
    to = str(act.get("to") or "").strip()
    if course.nature == "accusation" and course.accused and to == str(course.accused).strip():
        return [Fault("shown-to-accused", "no_disclosure", {"to": to})]
    return []


def _objected(act: Act, course: Course, law: Law) -> list[Fault]:
    if "reason" in act.fields and not str(act.get("reason") or "").strip():
        return [Fault("objection-without-reason", "objecting", {})]
    return []


def _declined(act: Act, course: Course, law: Law) -> list[Fault]:
    ground, leg = lawful_ground(act.get("ground"), law, act.day), course.legs[-1]
    if ground is None:
        return [Fault("declined-without-ground", "no_refusal", {})]
    if ground == "not-own-powers" and leg.transferred_in and leg.office == "hrss":
        return [Fault("declined-not-objected", "objecting", {})]
    return []


_CHECKS: Mapping[str, Callable[[Act, Course, Law], list[Fault]]] = {
    "received": _received,
    "transferred": _transferred,
    "objected": _objected,
    "declined": _declined,
}


def handling_count(state: Course | MatterState, law: Law, calendar: Calendar) -> Count | None:
    """Return the last day to conclude the accepted claim with its extension, or None without a limit."""
    if not state.has_handling_limit:
        return None
    accepted = state.steps["accepted"]
    found = law.find("simple_handling_days" if state.simple else "handling_days", accepted.day)
    if found is None:
        return None
    event = "law.event.asked" if accepted.index is None else "law.event.accepted"
    return count(accepted.day, found.value, found.unit, calendar, event=event, added=state.extension_days)


def extend(act: Act, course: Course, law: Law, calendar: Calendar) -> list[Fault]:
    """Add an extension to the course as far as the law lets it count, and return what is wrong with it."""
    most = law.find("extension_days", act.day)
    if most is None or not course.has_handling_limit:
        return []
    fault = extension_fault(course, law, calendar, act.day)
    if fault is not None:
        return [fault]
    if act.get("approved") is False:
        return [Fault("extended-without-approval", "extending", {})]
    course.extensions += 1
    days: int = act.get("days")
    course.extension_days = min(days, most.value)
    if days > most.value:
        return [Fault("extended-too-long", "extension_days", {"days": days, "most": most.value})]
    return []


def extension_fault(course: Course, law: Law, calendar: Calendar, on: date) -> Fault | None:
    """Return why the handling can be extended no more on a day, or None when it still can."""
    often, limit = law.find("extension_times", on), handling_count(course, law, calendar)
    if often is not None and course.extensions >= often.value:
        return Fault("extended-again", "extension_times", {"times": often.value})
    if limit is not None and on > limit.due:
        return Fault("extended-too-late", "extending", {"due": limit.due})
    return None


def open_hearing(course: Course, as_of: date | None) -> bool:
    """Return whether the end of a hearing should have been recorded by now."""
    return course.hearing_open and as_of is not None and as_of > course.hearings[-1][0].day
