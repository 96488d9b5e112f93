"""A petition's course put the way its writer needs it: what happened, what comes next, until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from huiyin.base.messages import Message
from huiyin.cases.elsewhere import OTHER_PATHS
from huiyin.cases.queries.follow import Progress, Step
from huiyin.cases.queries.underway import Underway
from huiyin.foundation.wording import has, say
from huiyin.foundation.wording.cited import cited
from huiyin.law.deadlines import RIGHTS, Deadline
from huiyin.orgs import queries as orgs
from huiyin.web.portal.set_right import set_right
from huiyin.web.templatetags.wording import coded, day, lang

# What is said of these steps belongs to the answer: it is shown once the answer may be read.
_INSIDE_THE_ANSWER = frozenset(
    {"opinion_issued", "answered", "review_decided", "rereview_decided", "declined"}
)


@dataclass(frozen=True)
class ShownStep:
    """One dated step in plain words; `set_right` says what stood there before it was set right."""

    kind: str
    day: date
    title: str
    more: str
    office: str
    letter: int | None
    letter_name: str
    set_right: Sequence[str] = ()


@dataclass(frozen=True)
class ShownDeadline:
    """What happens next: who does what, until when, on which article, and how that day was counted."""

    words: str
    due: date
    days: int
    state: str
    article: str
    provisional: bool
    why: Sequence[str]


@dataclass(frozen=True)
class Shown:
    """Everything the page of progress says."""

    stage: str
    steps: Sequence[ShownStep]
    next: Sequence[ShownDeadline]
    right: ShownDeadline | None
    letters: Sequence[ShownStep]
    asks_late: bool
    no_limit: str
    path_name: str = ""
    path_plain: str = ""
    marks: Sequence[str] = ()


def shown(standing: Progress, *, readable: bool, today: date) -> Shown:
    """Return a petition's progress in plain words of the visitor's language."""
    english = lang() == "en"
    offices = {o.code: (english and o.name_en) or o.name for o in orgs.offices()}
    steps = [
        _step(s, i, offices, readable=readable, underway=standing.underway)
        for i, s in enumerate(standing.steps)
    ]
    dated = [d for d in standing.deadlines if d.due and d.duty not in {"object"}]
    rights = [_deadline(d, today) for d in dated if d.duty in RIGHTS]
    path = standing.underway.path
    return Shown(
        stage=_stage(standing, offices),
        steps=steps,
        next=[_deadline(d, today) for d in dated if d.duty not in RIGHTS],
        right=rights[-1] if rights and standing.may_ask else None,
        letters=[s for s in steps if s.letter],
        asks_late=bool(standing.may_ask and not rights),
        no_limit=_no_limit(standing, offices),
        marks=[say(f"rating.{n}", lang()) for n in standing.marks or ()] if readable else (),
        path_name=say(f"law.path_name.{path}", lang()) if path in OTHER_PATHS else "",
        path_plain=say(f"portal.path_plain.{path}", lang()) if path in OTHER_PATHS else "",
    )


def _stage(standing: Progress, offices: dict[str, str]) -> str:
    """Return where it stands in a sentence; a request that is only passed on from here says so."""
    found = standing.underway
    if not found.passed_on:
        return say(f"portal.stage.{standing.stage}", lang())
    if found.forwarded:
        params = {"body": _named(found.forwarded.body, offices), "day": day(found.forwarded.day)}
        return _say(f"portal.stage.{standing.stage}_forwarded", **params)
    body = _named(found.deciding, offices) if found.deciding else Message("law.party.next-higher")
    return _say(f"portal.stage.{standing.stage}_to_forward", body=body)


def _named(name: str, offices: dict[str, str]) -> str:
    """Return the name of an office in the visitor's language; of a body that is none of ours as it is."""
    names = {o.name: offices[o.code] for o in orgs.offices()}
    return names.get(name, name)


def _no_limit(standing: Progress, offices: dict[str, str]) -> str:
    """Return who does what next where no common limit runs for an accepted matter, or nothing."""
    found = standing.underway
    if not found.no_common_limit:
        return ""
    to = _named(standing.office, offices)
    if found.path in OTHER_PATHS:
        return _say("portal.no_limit.path", to=to, path=Message(f"law.path_name.{found.path}"))
    return _say("portal.no_limit.other", to=to)


def _step(
    step: Step, place: int, offices: dict[str, str], *, readable: bool, underway: Underway
) -> ShownStep:
    code = step.kind
    if code == "received" and place and step.fields.get("channel") == "transferred":
        code = "arrived"
    more = f"portal.step_more.{code}"
    title = f"portal.step.{code}" if has(f"portal.step.{code}") else f"law.act.{step.kind}"
    return ShownStep(
        kind=step.kind,
        day=step.day,
        title=say(title, lang()),
        more=_facts(step, offices, readable=readable)
        or _own_way(step, underway)
        or (say(more, lang()) if has(more) else ""),
        office=_asked_of(step, underway) or step.office,
        letter=step.letter,
        letter_name=coded(step.letter_kind, "law.letter") if step.letter else "",
        set_right=set_right(step, facts=lambda said: _facts(said, offices, readable=readable)),
    )


def _asked_of(step: Step, underway: Underway) -> str:
    """Return the body that a request for review went to: the office before it has no part in it."""
    return {"review_asked": underway.review_by, "rereview_asked": underway.rereview_by}.get(step.kind, "")


def _own_way(step: Step, underway: Underway) -> str:
    """Return what is said of an acceptance whose way counts by a law of its own."""
    path = step.fields.get("path") or underway.path
    if step.kind != "accepted" or path not in OTHER_PATHS:
        return ""
    return _say("portal.step_fact.own_way", path=Message(f"law.path_name.{path}"))


def _facts(step: Step, offices: dict[str, str], *, readable: bool) -> str:
    to = offices.get(str(step.fields.get("to", "")), str(step.fields.get("to", "")))
    if step.kind in {"transferred", "told", "guided"} and to:
        return _say(f"portal.step_fact.{step.kind}", to=to)
    if step.kind == "extended" and step.fields.get("days"):
        return _say("portal.step_fact.extended", days=step.fields["days"])
    if step.kind == "served" and step.fields.get("how"):
        return _say("portal.step_fact.served", how=Message(f"service.how.{step.fields['how']}"))
    result = step.fields.get("result")
    if readable and step.kind in _INSIDE_THE_ANSWER and result:
        return _say("portal.step_fact.result", result=Message(f"step.result.{result}"))
    return ""


def _say(code: str, **params: Any) -> str:
    return say(Message(code, params), lang())


def _deadline(found: Deadline, today: date) -> ShownDeadline:
    due = found.due or today
    return ShownDeadline(
        words=say(f"portal.duty.{found.duty}", lang()),
        due=due,
        days=abs((due - today).days),
        state=found.state,
        article=cited(found.citation.instrument, found.citation.article, lang()),
        provisional=found.provisional,
        why=[say(step, lang()) for step in found.why],
    )
