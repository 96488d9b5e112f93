"""Reads a matter's acts in order of entry and says what they add up to."""

from collections.abc import Mapping, Sequence
from datetime import date

from huiyin.base.messages import Message
from huiyin.law.acts import Act
from huiyin.law.calendar import Calendar
from huiyin.law.conduct import extend, extension_fault, faults, flaw_of, open_hearing
from huiyin.law.corrections import as_corrected
from huiyin.law.effects import EFFECTS
from huiyin.law.follows import broken_rule, next_acts, refusal
from huiyin.law.letters import SERVED_ACTS
from huiyin.law.parameters import Law
from huiyin.law.state import Course, Flaw, MatterState, Step

_NextActs = tuple[tuple[str, ...], dict[str, Message]]
_NOT_ASKED: _NextActs = ((), {})
_ENDS_A_HEARING = frozenset({"opinion_issued", "review_decided", "rereview_decided"})


def fold(
    acts: Sequence[Act],
    *,
    office: str,
    nature: str,
    law: Law,
    calendar: Calendar,
    as_of: date | None = None,
    imported: bool = False,
    following: bool = True,
) -> MatterState:
    """Return what a matter's acts add up to, with a flaw for each act that broke the law of its day.

    `office` is what kind of body receives the petition: hrss or petition-office. `imported` history waives
    letters and proofs and takes acceptance as the day it was asked. `as_of` is the day looked from. Who does
    not ask what may follow leaves `following` out and is answered sooner.
    Raises Refused for what cannot have happened: an unknown act, one before the receipt, days out of order.
    """
    standing = as_corrected(acts).standing
    course = Course(office=office, nature=nature, imported=imported)
    for index, act in standing.items():
        _read(course, act, index, law, calendar)
    if imported and "accepted" not in course.steps:
        course.steps["accepted"] = Step(course.legs[0].received.day, None)
        course.stage = "accepted" if course.stage == "registered" else course.stage
    if open_hearing(course, as_of):
        _flag_open_hearing(course, law)
    looked_from = as_of or max(act.day for act in acts)
    after = _next_acts(course, law, calendar, looked_from) if following else _NOT_ASKED
    return _freeze(course, tuple(acts), standing, after)


def _read(course: Course, act: Act, index: int, law: Law, calendar: Calendar) -> None:
    rule = broken_rule(act.kind, course) if course.legs else None
    if rule is not None:
        flaw = flaw_of(act, index, rule.code, rule.provision, law)
        if flaw is not None:
            course.flaws.append(flaw)
            if not rule.counts:
                return
    if course.hearing_open and act.kind in _ENDS_A_HEARING:
        _flag_open_hearing(course, law)
        course.hearings[-1] = (course.hearings[-1][0], course.hearings[-1][0].day)
    found = extend(act, course, law, calendar) if act.kind == "extended" else faults(act, course, law)
    for fault in found:
        flaw = flaw_of(act, index, fault.code, fault.provision, law, **fault.params)
        if flaw is not None:
            course.flaws.append(flaw)
    if act.kind in SERVED_ACTS:
        course.letters[index] = act.kind
    effect = EFFECTS.get(act.kind)
    if effect is not None:
        effect(course, act, Step(act.day, index))


def _flag_open_hearing(course: Course, law: Law) -> None:
    opened = course.hearings[-1][0]
    act = Act("hearing_opened", opened.day)
    again = course.steps.get("rereview_asked")
    rule = "rereview_hearings" if again and opened.day >= again.day else "hearings"
    flaw = flaw_of(act, opened.index or 0, "hearing-not-closed", rule, law)
    if flaw is not None:
        course.flaws.append(flaw)


def new_flaws(
    acts: Sequence[Act],
    act: Act,
    *,
    office: str,
    nature: str,
    law: Law,
    calendar: Calendar,
    imported: bool = False,
) -> tuple[Flaw, ...]:
    """Return the flaws that one more act would have: an office's new act with any is to be refused."""
    more = [*acts, act]
    after = fold(
        more, office=office, nature=nature, law=law, calendar=calendar, imported=imported, following=False
    )
    return tuple(flaw for flaw in after.flaws if flaw.index == len(acts))


def _next_acts(course: Course, law: Law, calendar: Calendar, on: date) -> _NextActs:
    allowed, blocked = next_acts(course, law, on)
    fault = extension_fault(course, law, calendar, on) if "extended" in allowed else None
    if fault is None:
        return allowed, blocked
    reason = Message(f"law.flaw.{fault.code}", fault.params)
    blocked["extended"] = refusal(reason, law.cite(fault.provision, on))
    return tuple(kind for kind in allowed if kind != "extended"), blocked


def _freeze(
    course: Course, acts: tuple[Act, ...], in_force: Mapping[int, Act], following: _NextActs
) -> MatterState:
    allowed, blocked = following
    return MatterState(
        office=course.office,
        nature=course.nature,
        imported=course.imported,
        acts=acts,
        in_force=in_force,
        stage=course.stage,
        path=course.path,
        simple=course.simple,
        result=course.result,
        execute_by=course.execute_by,
        extension_days=course.extension_days,
        handling_ended_on=course.handling_ended_on,
        has_handling_limit=course.has_handling_limit,
        opinion_reviewable=course.opinion_reviewable,
        told_elsewhere=course.told_elsewhere,
        withdrawal_unconfirmed=course.withdrawal_unconfirmed,
        legs=tuple(course.legs),
        steps=course.steps,
        letters=course.letters,
        served=course.served,
        hearings=tuple(course.hearings),
        proposals=tuple(course.proposals),
        pauses=tuple(course.pauses),
        flaws=tuple(course.flaws),
        allowed=allowed,
        blocked=blocked,
    )
