"""Days that do not count in a limit: a hearing in re-examination, and what a province's rules add to that."""

from dataclasses import dataclass
from datetime import date, timedelta

from huiyin.base.citation import Status
from huiyin.base.messages import Message
from huiyin.law.calendar import Calendar
from huiyin.law.counting import count
from huiyin.law.parameters import Law, Parameter
from huiyin.law.state import MatterState, Step

_HEARING = "hearing"
NOTHING: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The days not counted in a limit, the code of the step that says so, and each cause explained."""

    days: frozenset[date] = NOTHING
    step: str = "law.step.left-out"
    why: tuple[Message, ...] = ()
    unconfirmed: bool = False


ALL_COUNT = LeftOut()


def left_out(state: MatterState, duty: str, since: Step, law: Law, calendar: Calendar) -> LeftOut:
    """Return the days that do not count in the limit of a duty that began on a day.

    While the end of a hearing or of a suspension is not recorded, only its first day is left out.
    """
    days = _hearing_days(state, since) if duty == "decide_rereview" else NOTHING
    local = law.suspensions(duty, since.day)
    if not local:
        return LeftOut(days)
    why: list[Message] = []
    unconfirmed = False
    for rule in local:
        for began, ended in _spans(state, rule, since):
            taken = _capped(began, ended, rule, calendar)
            days |= taken
            why.append(_because(rule, began, max(taken)))
            unconfirmed = unconfirmed or rule.citation.status is Status.UNCONFIRMED
    step = "law.step.left-out-local" if why else "law.step.left-out"
    return LeftOut(days, step, tuple(why), unconfirmed)


def _hearing_days(state: MatterState, since: Step) -> frozenset[date]:
    spans = [
        (opened.day, closed or opened.day) for opened, closed in state.hearings if opened.day >= since.day
    ]
    return frozenset(day for began, ended in spans for day in _from_to(began, ended))


def _spans(state: MatterState, rule: Parameter, since: Step) -> list[tuple[date, date]]:
    kind = rule.name.removeprefix("suspension_")
    if kind == _HEARING:
        spans = [(opened.day, closed or opened.day) for opened, closed in state.hearings]
    else:
        spans = [
            (p.began.day, p.ended.day if p.ended else p.began.day) for p in state.pauses if p.kind == kind
        ]
    return [(began, ended) for began, ended in spans if began >= since.day]


def _capped(began: date, ended: date, rule: Parameter, calendar: Calendar) -> frozenset[date]:
    if rule.unit == "working-day":  # so long the petitioner has to hand the papers in
        last = count(began, rule.value, rule.unit, calendar).unrolled
    else:  # so many days at most, the first included
        last = began + timedelta(days=rule.value - 1)
    return frozenset(_from_to(began, min(ended, last)))


def _from_to(began: date, ended: date) -> list[date]:
    return [began + timedelta(days=n) for n in range((ended - began).days + 1)]


def _because(rule: Parameter, began: date, last: date) -> Message:
    where = Message("law.where", {"instrument": rule.citation.instrument, "article": rule.citation.article})
    kind = rule.name.removeprefix("suspension_")
    return Message(f"law.step.pause-{kind}", {"began": began, "last": last, "where": where})
