"""Which act may follow which: one table, with a reason, an article and an effect for each refusal."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from huiyin.base.citation import Citation
from huiyin.base.messages import Message
from huiyin.law.acts import KINDS, PETITION_PATH, PETITIONERS_ACTS
from huiyin.law.parameters import Law
from huiyin.law.state import Course


@dataclass(frozen=True, slots=True)
class Rule:
    """What must not be the case when an act is done, where that stands, and whether the act still counts."""

    code: str
    provision: str
    broken: Callable[[Course], bool]
    counts: bool = False
    waived_for_history: bool = False

    @property
    def reason(self) -> Message:
        """Return why the act is refused, or what is wrong with it when it happened all the same."""
        return Message(f"law.flaw.{self.code}")

    @property
    def effect(self) -> Message:
        """Return what the law makes of the act when it happened all the same."""
        return Message(f"law.effect.{self.code}")


def _other_path(course: Course) -> bool:
    return course.path is not None and course.path != PETITION_PATH


def _no_clock(course: Course) -> bool:
    return not course.has_handling_limit


def _accepted_for_opinion(course: Course) -> bool:
    clocked = course.accepted and course.nature == "claim" and not _other_path(course)
    return clocked and course.legs[-1].office == "hrss"


def _hearing_has_place(course: Course) -> bool:
    handling = course.has_handling_limit and not course.concluded
    return handling or course.stage in ("review", "rereview")


def _declined_wrongly(course: Course) -> bool:
    return course.accepted and not course.concluded


def _awaits_the_sender(course: Course) -> bool:
    return course.legs[-1].objected is not None and course.legs[-1].upheld is None


def _nobody_sent_it(course: Course) -> bool:
    """Return whether nobody transferred the petition, neither to this body nor from it to the next."""
    return not course.legs[-1].transferred_in and not course.passed_on


FINAL = Rule("matter-final", "finality", lambda c: c.stage == "final")
WITHDRAWN = Rule("matter-withdrawn", "telling", lambda c: c.stage == "withdrawn")
CONCLUDED = Rule("already-concluded", "opinion", lambda c: c.concluded)
OVER = (FINAL, WITHDRAWN, CONCLUDED)
UNACCEPTED_OPINION = Rule(
    "opinion-before-acceptance", "telling", lambda c: not c.accepted, counts=True, waived_for_history=True
)

OUTSIDE_REVIEW = Rule("outside-review", "reviewing", lambda c: c.stage not in ("review", "rereview"))

FOLLOWS: Mapping[str, tuple[Rule, ...]] = {
    "received": (),
    "told": (WITHDRAWN,),
    "transferred": (*OVER, Rule("accepted-stays", "no_delay", _accepted_for_opinion)),
    "objected": (
        Rule("came-back", "objecting", lambda c: c.legs[-1].came_back and not c.passed_on),
        Rule("not-transferred-here", "objecting", _nobody_sent_it),
        Rule("objected-already", "objecting", _awaits_the_sender),
        Rule("objection-settled", "objecting", lambda c: c.legs[-1].upheld is not None),
        Rule("objection-after-acceptance", "objecting", lambda c: c.accepted),
        *OVER,
    ),
    "objection_upheld": (
        Rule("no-objection", "objecting", lambda c: c.legs[-1].objected is None or bool(c.legs[-1].upheld)),
    ),
    "accepted": (*OVER, Rule("already-accepted", "telling", lambda c: c.accepted)),
    "declined": (
        WITHDRAWN,
        Rule("declined-after-acceptance", "no_refusal", _declined_wrongly),
        Rule("already-concluded", "opinion", lambda c: c.concluded and c.stage != "final"),
    ),
    "guided": (WITHDRAWN, CONCLUDED),
    "extended": (
        Rule("already-concluded", "extending", lambda c: c.concluded),
        Rule("nothing-to-extend", "extending", _no_clock),
        Rule("simple-not-extended", "simple_handling_days", lambda c: c.simple),
    ),
    "hearing_opened": (
        Rule("hearing-out-of-place", "hearings", lambda c: not _hearing_has_place(c)),
        Rule("hearing-already-open", "hearings", lambda c: c.hearing_open),
    ),
    "hearing_closed": (Rule("no-hearing-open", "hearings", lambda c: not c.hearing_open),),
    "mediated": (WITHDRAWN,),
    "opinion_issued": (
        FINAL,
        WITHDRAWN,
        Rule("opinion-for-claims-only", "opinion", lambda c: c.nature != "claim", counts=True),
        Rule("wrong-path", "paths", _other_path, counts=True),
        Rule("opinion-twice", "opinion", lambda c: c.concluded and not c.reopened),
        UNACCEPTED_OPINION,
    ),
    "answered": (
        FINAL,
        WITHDRAWN,
        Rule("answer-needs-opinion", "paths", _accepted_for_opinion, waived_for_history=True),
        Rule(
            "answer-before-acceptance",
            "telling",
            lambda c: c.nature == "claim" and not c.accepted,
            counts=True,
            waived_for_history=True,
        ),
    ),
    "served": (Rule("nothing-to-serve", "service", lambda c: not (c.letters.keys() - c.served.keys())),),
    "review_asked": (
        Rule("review-already-asked", "reviewing", lambda c: "review_asked" in c.steps),
        Rule("nothing-to-review", "reviewing", lambda c: "opinion" not in c.steps),
        Rule("review-not-the-remedy", "paths", lambda c: not c.opinion_reviewable, counts=True),
    ),
    "review_accepted": (
        Rule("no-review-pending", "reviewing", lambda c: c.stage != "review"),
        Rule("review-accepted-already", "reviewing", lambda c: "review_accepted" in c.steps),
    ),
    "review_decided": (Rule("no-review-pending", "reviewing", lambda c: c.stage != "review"),),
    "rereview_asked": (
        Rule("rereview-already-asked", "rereviewing", lambda c: "rereview_asked" in c.steps),
        Rule("rereview-before-review", "rereviewing", lambda c: "review_decided" not in c.steps),
    ),
    "rereview_accepted": (
        Rule("no-rereview-pending", "rereviewing", lambda c: c.stage != "rereview"),
        Rule("rereview-accepted-already", "rereviewing", lambda c: "rereview_accepted" in c.steps),
    ),
    "rereview_decided": (Rule("no-rereview-pending", "rereviewing", lambda c: c.stage != "rereview"),),
    "papers_asked": (
        OUTSIDE_REVIEW,
        Rule("papers-asked-already", "reviewing", lambda c: c.pausing("papers")),
    ),
    "papers_made_up": (Rule("no-papers-asked", "reviewing", lambda c: not c.pausing("papers")),),
    "experts_asked": (
        OUTSIDE_REVIEW,
        Rule("experts-asked-already", "reviewing", lambda c: c.pausing("experts")),
    ),
    "experts_answered": (Rule("no-experts-asked", "reviewing", lambda c: not c.pausing("experts")),),
    "urgent_reported": (),
    "proposal_received": (),
    "proposal_answered": (Rule("no-proposal", "proposals", lambda c: all(p.answered for p in c.proposals)),),
    "executed": (
        Rule("nothing-to-execute", "opinion", lambda c: c.result not in (None, "support")),
        Rule("executed-before-opinion", "opinion", lambda c: "opinion" not in c.steps),
    ),
    "withdrawn": (),
    "corrected": (),
}


def broken_rule(kind: str, course: Course) -> Rule | None:
    """Return the first rule that an act of this kind would break now, or None when it may follow."""
    for rule in FOLLOWS[kind]:
        if rule.broken(course) and not (course.imported and rule.waived_for_history):
            return rule
    return None


def next_acts(course: Course, law: Law, on: date) -> tuple[tuple[str, ...], dict[str, Message]]:
    """Return the acts that may follow now, and the reason with its article for each that may not.

    What a petitioner does is never blocked: it is recorded, late or not.
    """
    allowed: list[str] = []
    blocked: dict[str, Message] = {}
    for kind in KINDS:
        rule = None if kind in PETITIONERS_ACTS else broken_rule(kind, course)
        if rule is None:
            allowed.append(kind)
        else:
            blocked[kind] = _refusal(rule, law.cite(rule.provision, on))
    return tuple(allowed), blocked


@cache
def _refusal(rule: Rule, citation: Citation) -> Message:
    return refusal(rule.reason, citation)


def refusal(reason: Message, citation: Citation) -> Message:
    """Return why an act is refused, followed by where that stands."""
    where = Message("law.where", {"instrument": citation.instrument, "article": citation.article})
    return Message("law.blocked", {"reason": reason, "where": where})
