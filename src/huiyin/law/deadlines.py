"""The duties and rights that a matter's state gives rise to, each with its last day and how it was counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from huiyin.base.citation import Citation
from huiyin.base.messages import Message
from huiyin.law.calendar import Calendar
from huiyin.law.conduct import handling_count
from huiyin.law.counting import Count, count
from huiyin.law.parameters import Law, Parameter
from huiyin.law.state import Flaw, Leg, MatterState, Step

RIGHTS = frozenset({"ask_review", "ask_rereview"})
UNFINISHED = frozenset({"open", "overdue"})


@dataclass(frozen=True, slots=True)
class Deadline:
    """One duty or right: whose, its last day (None where the law sets none), its article, and how it stands."""

    duty: str
    owed_by: str
    due: date | None
    unrolled: date | None
    unit: str | None
    citation: Citation
    provisional: bool
    state: str
    why: tuple[Message, ...]
    changes: tuple[Message, ...] = ()
    started_on: date | None = None
    discharged_on: date | None = None
    discharged_by: int | None = None


def due(state: MatterState, law: Law, calendar: Calendar, *, as_of: date) -> tuple[Deadline, ...]:
    """Return every duty and right that the acts have given rise to, as they stand on a day."""
    found: list[Deadline] = []
    for leg in state.legs:
        found.extend(_first_duties(state, leg, law, calendar, as_of))
    found.extend(_handling(state, law, calendar, as_of))
    found.extend(_reviews(state, law, calendar, as_of))
    found.extend(_unlimited(state, law, calendar, as_of))
    return tuple(found)


def next_due(deadlines: Sequence[Deadline]) -> Deadline | None:
    """Return the office's unfinished duty whose last day comes first, or None when there is none."""
    waiting = [d for d in deadlines if d.state in UNFINISHED and d.due and d.duty not in RIGHTS]
    return min(waiting, key=lambda d: d.due or date.max, default=None)


def late_flaws(state: MatterState, deadlines: Sequence[Deadline]) -> tuple[Flaw, ...]:
    """Return a flaw for each act that discharged its duty, or used its right, after the last day."""
    flaws = []
    for deadline in deadlines:
        if deadline.state == "late" and deadline.discharged_by is not None:
            act = state.acts[deadline.discharged_by]
            params = {"due": deadline.due, "day": deadline.discharged_on}
            reason = Message(f"law.flaw.late-{deadline.duty}", params)
            effect = Message(f"law.effect.late-{deadline.duty}", params)
            flaws.append(
                Flaw(
                    act.kind,
                    deadline.discharged_by,
                    f"late-{deadline.duty}",
                    reason,
                    deadline.citation,
                    effect,
                )
            )
    return tuple(flaws)


def _stand(due_on: date | None, done: Step | None, as_of: date, duty: str) -> str:
    if done is not None:
        return "late" if due_on is not None and done.day > due_on else "met"
    if due_on is None or as_of <= due_on:
        return "open"
    return "lapsed" if duty in RIGHTS else "overdue"


def _deadline(
    duty: str,
    owed_by: str,
    counted: Count | None,
    found: Parameter,
    started: Step,
    done: Step | None,
    as_of: date,
    *,
    why: tuple[Message, ...] = (),
    changes: tuple[Message, ...] = (),
) -> Deadline:
    last = counted.due if counted else None
    provisional = counted.provisional if counted else False
    if provisional:
        changes = (*changes, Message("law.change.calendar", {"year": last.year if last else ""}))
    return Deadline(
        duty=duty,
        owed_by=owed_by,
        due=last,
        unrolled=counted.unrolled if counted else None,
        unit=counted.unit if counted else None,
        citation=found.citation,
        provisional=provisional,
        state=_stand(last, done, as_of, duty),
        why=(*(counted.why if counted else ()), *why),
        changes=changes,
        started_on=started.day,
        discharged_on=done.day if done else None,
        discharged_by=done.index if done else None,
    )


def _ended(ended_on: date | None, last: date | None) -> bool:
    """Return whether a duty fell away before its last day, so that it is not owed at all."""
    return ended_on is not None and (last is None or ended_on <= last)


def _first_duties(
    state: MatterState, leg: Leg, law: Law, calendar: Calendar, as_of: date
) -> Iterator[Deadline]:
    start = leg.received
    withdrawn = state.day_of("withdrawn")
    counted_from = "law.event.received"
    if leg.office == "petition-office":
        name, duty, done = "forwarding_days", "forward", leg.forwarded
        owed = law.find(name, start.day)
    else:
        name, duty, done = "telling_days", "tell", leg.told
        if leg.transferred_in:
            name, counted_from = "telling_days_transferred", "law.event.received-transferred"
        owed = law.find(name, start.day) if leg.contactable and not state.imported else None
    if owed is not None:
        counted = count(start.day, owed.value, owed.unit, calendar, event=counted_from)
        upheld = leg.upheld.day if leg.upheld else withdrawn
        if done is not None or not _ended(upheld, counted.due):
            yield _deadline(duty, "office", counted, owed, start, done, as_of)
    if leg.transferred_in and leg.office == "hrss" and not state.imported:
        yield from _objecting(leg, law, calendar, as_of)


def _objecting(leg: Leg, law: Law, calendar: Calendar, as_of: date) -> Iterator[Deadline]:
    owed = law.find("objection_days", leg.received.day)
    if owed is None:
        return
    event = "law.event.received-transferred"
    counted = count(leg.received.day, owed.value, owed.unit, calendar, event=event)
    found = _deadline("object", "office", counted, owed, leg.received, leg.objected or leg.upheld, as_of)
    if found.state == "overdue" and leg.told is not None:
        # The office took the petition as its own, so there was nothing to object to: not a neglected duty.
        found = replace(found, state="lapsed", why=(*found.why, Message("law.step.taken-as-own")))
    yield found


def _handling(state: MatterState, law: Law, calendar: Calendar, as_of: date) -> Iterator[Deadline]:
    counted = handling_count(state, law, calendar)
    if counted is None:
        return
    start, done = state.steps["accepted"], state.steps.get("concluded")
    ended = state.handling_ended_on or state.day_of("withdrawn")
    if done is None and _ended(ended, counted.due):
        return
    found = law.parameter("simple_handling_days" if state.simple else "handling_days", start.day)
    changes: tuple[Message, ...] = ()
    most = law.find("extension_days", start.day)
    if done is None and not state.simple and not state.extension_days and most is not None:
        changes = (Message("law.change.extension", {"most": most.value}),)
    why = (Message("law.step.unconfirmed"),) if state.simple else ()
    yield _deadline("conclude", "office", counted, found, start, done, as_of, why=why, changes=changes)


def _reviews(state: MatterState, law: Law, calendar: Calendar, as_of: date) -> Iterator[Deadline]:
    steps = state.steps
    served, asked = steps.get("opinion_served"), steps.get("review_asked")
    decided, review_served = steps.get("review_decided"), steps.get("review_served")
    again, settled = steps.get("rereview_asked"), steps.get("rereview_decided")
    over = "withdrawn" in steps
    if served and "opinion" in steps and state.opinion_reviewable and not (over and asked is None):
        yield from _one("ask_review", "petitioner", "opinion-served", served, asked, law, calendar, as_of)
    if asked and not (over and decided is None):
        yield from _one("decide_review", "reviewer", "review-asked", asked, decided, law, calendar, as_of)
    if review_served and not (over and again is None):
        yield from _one(
            "ask_rereview", "petitioner", "review-served", review_served, again, law, calendar, as_of
        )
    if again and not (over and settled is None):
        heard = _hearing_days(state, again.day)
        yield from _one(
            "decide_rereview", "rereviewer", "rereview-asked", again, settled, law, calendar, as_of, heard
        )


_REVIEW_LIMITS = {
    "ask_review": "review_asking_days",
    "decide_review": "review_deciding_days",
    "ask_rereview": "rereview_asking_days",
    "decide_rereview": "rereview_deciding_days",
}


def _one(
    duty: str,
    owed_by: str,
    event: str,
    start: Step,
    done: Step | None,
    law: Law,
    calendar: Calendar,
    as_of: date,
    left_out: frozenset[date] = frozenset(),
) -> Iterator[Deadline]:
    owed = law.find(_REVIEW_LIMITS[duty], start.day)
    if owed is None:
        return
    counted = count(start.day, owed.value, owed.unit, calendar, event=f"law.event.{event}", left_out=left_out)
    changes = (Message("law.change.hearing"),) if duty == "decide_rereview" and done is None else ()
    yield _deadline(duty, owed_by, counted, owed, start, done, as_of, changes=changes)


def _hearing_days(state: MatterState, since: date) -> frozenset[date]:
    days: set[date] = set()
    for opened, closed in state.hearings:
        if opened.day >= since:
            last = closed or opened.day
            days.update(opened.day + timedelta(days=n) for n in range((last - opened.day).days + 1))
    return frozenset(days)


def _unlimited(state: MatterState, law: Law, calendar: Calendar, as_of: date) -> Iterator[Deadline]:
    for proposal in state.proposals:
        owed = law.find("proposal_answer_days", proposal.received.day)
        if owed is not None:
            counted, why = _own_limit(owed, proposal.received, proposal.answer_by, calendar, "proposal")
            yield _deadline(
                "answer_proposal",
                "office",
                counted,
                owed,
                proposal.received,
                proposal.answered,
                as_of,
                why=why,
            )
    opinion = state.steps.get("opinion")
    if opinion and state.result == "support":
        owed = law.find("executing_days", opinion.day)
        if owed is not None:
            counted, why = _own_limit(owed, opinion, state.execute_by, calendar, "opinion")
            done = state.steps.get("executed")
            yield _deadline("execute", "office", counted, owed, opinion, done, as_of, why=why)


def _own_limit(
    owed: Parameter, start: Step, named: date | None, calendar: Calendar, source: str
) -> tuple[Count | None, tuple[Message, ...]]:
    if owed.value is not None:
        event = f"law.event.{source}-received"
        return count(start.day, owed.value, owed.unit, calendar, event=event), ()
    if named is not None:
        step = Message(f"law.step.named-by-{source}", {"day": named})
        return Count(named, named, owed.unit, False, (step,)), ()
    return None, (Message("law.step.no-limit"),)
