"""The duties and rights that a matter gives rise to, each with its last day and how it was counted."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from huiyin.base.messages import Message
from huiyin.law.calendar import Calendar
from huiyin.law.changes import changes_of
from huiyin.law.conduct import handling_count
from huiyin.law.counting import Count, count
from huiyin.law.limits import (
    RIGHTS,
    UNFINISHED,
    Deadline,
    Duty,
    View,
    counted,
    deadline,
    fell_away,
)
from huiyin.law.parameters import Law, Parameter
from huiyin.law.pauses import left_out
from huiyin.law.state import Flaw, Leg, MatterState, Step

__all__ = ["RIGHTS", "UNFINISHED", "Deadline", "due", "late_flaws", "next_due"]


def due(state: MatterState, law: Law, calendar: Calendar, *, as_of: date) -> tuple[Deadline, ...]:
    """Return every duty and right that the acts have given rise to, as they stand on a day."""
    view = View(law, calendar, as_of)
    found: list[Deadline] = []
    for leg in state.legs:
        found.extend(_first_duties(state, leg, view))
    found.extend(_handling(state, view))
    found.extend(_reviews(state, view))
    found.extend(_answers_and_execution(state, view))
    return tuple(found)


def next_due(deadlines: Sequence[Deadline]) -> Deadline | None:
    """Return the body's unfinished duty whose last day comes first, or None when there is none."""
    waiting = [d for d in deadlines if d.state in UNFINISHED and d.due and d.duty not in RIGHTS]
    return min(waiting, key=lambda d: d.due or date.max, default=None)


def late_flaws(state: MatterState, deadlines: Sequence[Deadline]) -> tuple[Flaw, ...]:
    """Return a flaw for each act that discharged its duty, or used its right, after the last day."""
    return tuple(
        _late(state.acts[d.discharged_by].kind, d.discharged_by, d)
        for d in deadlines
        if d.state == "late" and d.discharged_by is not None
    )


def _late(act: str, index: int, found: Deadline) -> Flaw:
    code = f"late-{found.duty}"
    params = {"due": found.due, "day": found.discharged_on}
    reason, effect = Message(f"law.flaw.{code}", params), Message(f"law.effect.{code}", params)
    return Flaw(act, index, code, reason, found.citation, effect)


def _first_duties(state: MatterState, leg: Leg, view: View) -> Iterator[Deadline]:
    if state.imported:
        return  # history is judged by its answer only: its notices were not handed over with it
    start = leg.received
    event = "received-transferred" if leg.transferred_in else "received"
    if leg.office == "petition-office":
        name, duty = "forwarding_days", Duty("forward", "office", event, start, leg.forwarded)
    else:
        name = "telling_days_transferred" if leg.transferred_in else "telling_days"
        duty = Duty("tell", "office", event, start, leg.told)
    found = view.law.find(name, start.day)
    if found is not None and (leg.contactable or duty.name == "forward"):
        last = counted(duty, found, view)
        # An upheld objection says that it never was this body's to tell.
        owed = leg.upheld is None and not fell_away(state.day_of("withdrawn"), last.due)
        if duty.done is not None or owed:
            spot = (
                (Message("law.step.on-the-spot"),) if duty.name == "tell" and leg.channel == "visit" else ()
            )
            yield deadline(duty, found, last, view, why=spot, changes=changes_of(duty, view))
    if leg.transferred_in and leg.office == "hrss":
        yield from _objecting(leg, event, view)


def _objecting(leg: Leg, event: str, view: View) -> Iterator[Deadline]:
    found = view.law.find("objection_days", leg.received.day)
    if found is None:
        return
    duty = Duty("object", "office", event, leg.received, leg.objected or leg.upheld)
    made = deadline(duty, found, counted(duty, found, view), view)
    if made.state == "overdue" and leg.told is not None:
        # The office took the petition as its own, so there was nothing to object to: not a neglected duty.
        made = replace(made, state="lapsed", why=(*made.why, Message("law.step.taken-as-own")))
    yield made


def _handling(state: MatterState, view: View) -> Iterator[Deadline]:
    last = handling_count(state, view.law, view.calendar)
    if last is None:
        return
    start, done = state.steps["accepted"], state.steps.get("concluded")
    ended = state.handling_ended_on or state.day_of("withdrawn")
    if done is None and fell_away(ended, last.due):
        return
    name = "simple_handling_days" if state.simple else "handling_days"
    why = (Message("law.step.unconfirmed"),) if state.simple else ()
    duty = Duty("conclude", "office", "accepted", start, done)
    changes = changes_of(duty, view, extendable=not state.simple and not state.extension_days)
    yield deadline(duty, view.law.parameter(name, start.day), last, view, why=why, changes=changes)


def _reviews(state: MatterState, view: View) -> Iterator[Deadline]:
    withdrawn = state.day_of("withdrawn")
    for duty, parameter in _review_duties(state):
        found = view.law.find(parameter, duty.start.day)
        if found is None:
            continue
        out = left_out(state, duty.name, duty.start, view.law, view.calendar)
        last = counted(duty, found, view, out=out)
        if duty.done is None and fell_away(withdrawn, last.due):
            continue
        made = deadline(duty, found, last, view, why=out.why, changes=changes_of(duty, view))
        yield replace(made, days_unconfirmed=True) if out.unconfirmed else made


def _review_duties(state: MatterState) -> Iterator[tuple[Duty, str]]:
    step = state.steps.get
    served, asked = step("opinion_served"), step("review_asked")
    if served and step("opinion") and state.opinion_reviewable:
        yield Duty("ask_review", "petitioner", "opinion-served", served, asked), "review_asking_days"
    if asked:
        duty = Duty("decide_review", "reviewer", "review-asked", asked, step("review_decided"))
        yield duty, "review_deciding_days"
    review_served, again = step("review_served"), step("rereview_asked")
    if review_served:
        yield (
            Duty("ask_rereview", "petitioner", "review-served", review_served, again),
            "rereview_asking_days",
        )
    if again:
        duty = Duty("decide_rereview", "rereviewer", "rereview-asked", again, step("rereview_decided"))
        yield duty, "rereview_deciding_days"


def _answers_and_execution(state: MatterState, view: View) -> Iterator[Deadline]:
    for proposal in state.proposals:
        duty = Duty("answer_proposal", "office", "proposal-received", proposal.received, proposal.answered)
        yield from _perhaps_unlimited(duty, "proposal_answer_days", proposal.answer_by, view)
    opinion: Step | None = state.steps.get("opinion")
    if opinion and state.result == "support":
        duty = Duty("execute", "office", "opinion-issued", opinion, state.steps.get("executed"))
        yield from _perhaps_unlimited(duty, "executing_days", state.execute_by, view)


def _perhaps_unlimited(duty: Duty, name: str, named: date | None, view: View) -> Iterator[Deadline]:
    found: Parameter | None = view.law.find(name, duty.start.day)
    if found is None:
        return
    last: Count | None = None
    why: tuple[Message, ...] = ()
    changes = changes_of(duty, view)
    if found.value is not None:
        last = count(duty.start.day, found.value, found.unit, view.calendar, event=f"law.event.{duty.event}")
    elif named is not None:
        last = Count(named, named, found.unit, False, (Message("law.step.named", {"day": named}),))
    else:
        why = (Message("law.step.no-limit"),)
        changes = (Message("law.change.named"),) if duty.done is None else ()
    yield deadline(duty, found, last, view, why=why, changes=changes)
