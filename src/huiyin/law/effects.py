"""What each act changes in the course of a matter, once it counts."""

from collections.abc import Callable, Mapping, Sequence

from huiyin.law.acts import PETITION_PATH, Act
from huiyin.law.state import Course, Leg, Pause, Proposal, Step

_DECISIONS = ("opinion_issued", "answered", "review_decided", "rereview_decided")
_NEW_LEG_FORGETS = ("accepted", "withdrawn")
_NEW_ROUND_FORGETS = (
    "opinion_served",
    "review_asked",
    "review_accepted",
    "review_decided",
    "review_served",
    "rereview_asked",
    "rereview_accepted",
    "rereview_decided",
    "rereview_served",
)


def _comes_back(legs: Sequence[Leg]) -> bool:
    """Return whether a body gets back what it passed on itself, since it upheld the objection to that."""
    return len(legs) > 1 and legs[-1].upheld is not None and legs[-2].forwarded is not None


def _received(course: Course, act: Act, step: Step) -> None:
    if course.legs and not course.passed_on and course.stage != "withdrawn":
        return  # a repeat of the same petition: registered, and the first receipt keeps its clock
    channel = act.get("channel")
    office = act.get("by") or course.office
    back = _comes_back(course.legs)
    course.legs.append(Leg(step, channel, act.get("contactable", True), office, came_back=back))
    course.accused = act.get("accused") or course.accused
    course.passed_on = False
    course.stage = "registered"
    for name in _NEW_LEG_FORGETS:
        course.steps.pop(name, None)
    course.handling_ended_on = None


def _tell(course: Course, step: Step) -> None:
    leg = course.legs[-1]
    leg.told = leg.told or step


def _told(course: Course, act: Act, step: Step) -> None:
    _tell(course, step)
    course.path = act.get("path") or course.path
    if course.stage in ("registered", "objected", "declined", "guided"):
        course.stage = "told"
        course.told_elsewhere = bool(act.get("to")) and not act.get("path")


def _transferred(course: Course, act: Act, step: Step) -> None:
    _tell(course, step)
    leg = course.legs[-1]
    leg.forwarded = leg.forwarded or step
    if not leg.transferred_in:  # whoever has it next may object anew
        leg.objected = leg.upheld = None
    course.stage, course.passed_on = "transferred", True
    course.handling_ended_on = step.day


def _objected(course: Course, act: Act, step: Step) -> None:
    leg = course.legs[-1]
    leg.objected = leg.objected or step
    course.stage = "objected"


def _objection_upheld(course: Course, act: Act, step: Step) -> None:
    course.legs[-1].upheld = step
    course.stage, course.passed_on = "objected", True


def _accepted(course: Course, act: Act, step: Step) -> None:
    _tell(course, step)
    course.steps["accepted"] = step
    course.path = act.get("path") or course.path
    course.simple = bool(act.get("simple"))
    course.stage = "accepted"
    course.handling_ended_on = None


def _dealt_with(course: Course, step: Step) -> None:
    """Note that a petition office which declines, or shows the way to the courts, has nothing to pass on."""
    leg = course.legs[-1]
    if leg.office == "petition-office":
        leg.forwarded = leg.forwarded or step


def _declined(course: Course, act: Act, step: Step) -> None:
    _tell(course, step)
    _dealt_with(course, step)
    if course.stage != "final":
        course.stage = "declined"


def _guided(course: Course, act: Act, step: Step) -> None:
    _tell(course, step)
    _dealt_with(course, step)
    if course.stage != "final":
        course.stage = "guided"
    course.handling_ended_on = act.day_said("accepted_there") or course.handling_ended_on


def _hearing_opened(course: Course, act: Act, step: Step) -> None:
    course.hearings.append((step, None))


def _hearing_closed(course: Course, act: Act, step: Step) -> None:
    if course.hearings:
        course.hearings[-1] = (course.hearings[-1][0], step.day)


def _opinion_issued(course: Course, act: Act, step: Step) -> None:
    if course.reopened:
        for name in _NEW_ROUND_FORGETS:
            course.steps.pop(name, None)
        course.reopened = False
    course.steps["opinion"] = step
    course.steps.setdefault("concluded", step)
    course.result, course.execute_by = act.get("result"), act.day_said("execute_by")
    course.opinion_reviewable = course.nature == "claim" and course.path in (None, PETITION_PATH)
    course.stage = "opinion"


def _answered(course: Course, act: Act, step: Step) -> None:
    course.steps.setdefault("concluded", step)
    course.stage = "answered"


def _letter_served(course: Course, act: Act) -> int | None:
    waiting = [index for index in course.letters if index not in course.served]
    named = act.get("of")
    if named is not None:
        return named if named in waiting else None
    decisions = [index for index in waiting if course.letters[index] in _DECISIONS]
    return decisions[-1] if decisions else waiting[-1] if waiting else None


def _served(course: Course, act: Act, step: Step) -> None:
    place = _letter_served(course, act)
    if place is None:
        return
    course.served[place] = step
    kind = course.letters[place]
    if kind in ("opinion_issued", "answered"):
        course.steps.setdefault("opinion_served", step)
        if course.stage in ("opinion", "answered"):
            course.stage = "served"
    elif kind in ("review_decided", "rereview_decided"):
        course.steps.setdefault(kind.replace("decided", "served"), step)


def _asked(kind: str, stage: str, served: str = "") -> Callable[[Course, Act, Step], None]:
    def apply(course: Course, act: Act, step: Step) -> None:
        if (own := act.day_said("served_on")) and served in course.steps:
            course.steps[served] = Step(own, course.steps[served].index)
        course.steps[kind] = step
        course.stage = stage

    return apply


def _noted(kind: str) -> Callable[[Course, Act, Step], None]:
    def apply(course: Course, act: Act, step: Step) -> None:
        course.steps[kind] = step

    return apply


def _review_decided(course: Course, act: Act, step: Step) -> None:
    course.steps["review_decided"] = step
    course.stage = "reviewed"
    course.reopened = act.get("result") == "revoke"


def _proposal_received(course: Course, act: Act, step: Step) -> None:
    course.proposals.append(Proposal(step, act.day_said("answer_by")))


def _proposal_answered(course: Course, act: Act, step: Step) -> None:
    for proposal in course.proposals:
        if proposal.answered is None:
            proposal.answered = step
            return


def _paused(kind: str) -> Callable[[Course, Act, Step], None]:
    def apply(course: Course, act: Act, step: Step) -> None:
        course.pauses.append(Pause(kind, step))

    return apply


def _resumed(kind: str) -> Callable[[Course, Act, Step], None]:
    def apply(course: Course, act: Act, step: Step) -> None:
        for pause in course.pauses:
            if pause.kind == kind and pause.ended is None:
                pause.ended = step

    return apply


def _executed(course: Course, act: Act, step: Step) -> None:
    course.steps.setdefault("executed", step)


def _withdrawn(course: Course, act: Act, step: Step) -> None:
    if not act.get("confirmed"):
        course.withdrawal_unconfirmed = True
        return
    course.withdrawal_unconfirmed = False
    course.steps["withdrawn"] = step
    if course.stage != "final":
        course.stage = "withdrawn"


EFFECTS: Mapping[str, Callable[[Course, Act, Step], None]] = {
    "received": _received,
    "told": _told,
    "transferred": _transferred,
    "objected": _objected,
    "objection_upheld": _objection_upheld,
    "accepted": _accepted,
    "declined": _declined,
    "guided": _guided,
    "hearing_opened": _hearing_opened,
    "hearing_closed": _hearing_closed,
    "opinion_issued": _opinion_issued,
    "answered": _answered,
    "served": _served,
    "review_asked": _asked("review_asked", "review", "opinion_served"),
    "review_accepted": _noted("review_accepted"),
    "review_decided": _review_decided,
    "rereview_asked": _asked("rereview_asked", "rereview", "review_served"),
    "rereview_accepted": _noted("rereview_accepted"),
    "rereview_decided": _asked("rereview_decided", "final"),
    "proposal_received": _proposal_received,
    "proposal_answered": _proposal_answered,
    "papers_asked": _paused("papers"),
    "papers_made_up": _resumed("papers"),
    "experts_asked": _paused("experts"),
    "experts_answered": _resumed("experts"),
    "executed": _executed,
    "withdrawn": _withdrawn,
}
