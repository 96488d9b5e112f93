"""Parts of first drafts that are worked out from the file: what was done, asked and decided, and by when."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from huiyin.base.messages import Message
from huiyin.cases.models import Act, Attachment, Matter
from huiyin.cases.standing import law_act, law_office, the_law
from huiyin.foundation.documents import chinese_day
from huiyin.foundation.wording import say
from huiyin.law import acts as law_acts
from huiyin.law.deadlines import due
from huiyin.law.grounds import LAWFUL_GROUNDS
from huiyin.law.lifecycle import fold
from huiyin.text.taxonomy import kinds

_ENDS = "。.；; \n"
# The duty whose last day a letter names, and what it says where the law sets none.
_NAMED_DUTY: Mapping[str, str] = {
    "acceptance": "conclude",
    "extension": "conclude",
    "review_acceptance": "decide_review",
    "rereview_acceptance": "decide_rereview",
}
# How whoever takes down a call or a visit calls the person that a letter speaks to.
_RECORDED = re.compile(r"(?:来电|来访|来信|信访)(?:人(?!员|数|次|口|士|们)|群众|者)(?:本人|自己)?")
_LOOKED_INTO = ("hearing_opened", "mediated", "experts_answered", "papers_made_up")


def named(matter: Matter, *, titled: bool) -> dict[str, str]:
    """Return how a letter names a matter: by its title in quotes, else by its kind, else not at all.

    A headline that was cut out of the words, with people masked in it, is nothing to quote.
    """
    if titled:
        return {"headline": matter.headline, "about": f"“{matter.headline}”"}
    known = kinds().get(matter.kind)
    plain = known.name("zh") if known else ""
    return {"headline": plain or matter.headline, "about": plain}


def said_to(recorded: str) -> str:
    """Return what was taken down of somebody's words, as a letter to that person says it: 来电人 is 您."""
    return _RECORDED.sub("您", recorded)


def due_day(
    matter: Matter, acts: Sequence[Act], kind: str, act: str, facts: Mapping[str, Any], *, on: date
) -> date | None:
    """Return the last day a letter has to name, as it stands once the letter is signed on a day."""
    found = _deadline(matter, acts, kind, act, facts, on=on)
    return found[0] if found else None


def due_words(
    matter: Matter, acts: Sequence[Act], kind: str, act: str, facts: Mapping[str, Any], *, on: date
) -> str:
    """Return the day by which the matter must be concluded, or decided, once this letter's act counts."""
    found = _deadline(matter, acts, kind, act, facts, on=on)
    if found is None:
        no_claim = matter.nature not in {"", "claim"}
        return say("letter.draft.no_limit" if no_claim else "letter.draft.no_due_day", "zh")
    day, provisional = found
    reviewed = "review_day" if kind in {"review_acceptance", "rereview_acceptance"} else "due_day"
    code = "letter.draft.provisional_day" if provisional else f"letter.draft.{reviewed}"
    return say(Message(code, {"day": chinese_day(day)}), "zh")


def _deadline(
    matter: Matter, acts: Sequence[Act], kind: str, act: str, facts: Mapping[str, Any], *, on: date
) -> tuple[date, bool] | None:
    law, calendar = the_law()
    planned = law_acts.Act(act, on, {k: v for k, v in facts.items() if k in {"days", "path"}})
    state = fold(
        [*(law_act(a) for a in acts), planned],
        office=law_office(matter.office.kind),
        nature=matter.nature or "claim",
        law=law,
        calendar=calendar,
    )
    wanted = _NAMED_DUTY.get(kind, "conclude")
    limits = [d for d in due(state, law, calendar, as_of=on) if d.duty == wanted and d.due]
    if not limits or limits[-1].due is None:
        return None
    return limits[-1].due, limits[-1].provisional


def government(matter: Matter) -> str:
    """Return the people's government of the office's own area, where the tree of offices holds it."""
    office = matter.office
    above = office.superior
    while above is not None and not (above.kind == "government" and above.division_id == office.division_id):
        above = above.superior
    return above.name if above else ""


def asked_again(acts: Sequence[Act]) -> dict[str, str]:
    """Return when review, or re-examination, was asked for last."""
    asked = [a for a in acts if a.kind in {"review_asked", "rereview_asked"}]
    return {"asked_day": chinese_day(asked[-1].day)} if asked else {}


def looked_into(acts: Sequence[Act]) -> str:
    """Return what the record knows of the investigation; empty where it knows nothing but dates."""
    sentences = [
        say(Message(f"letter.draft.done.{a.kind}", {"day": chinese_day(a.day)}), "zh")
        for a in acts
        if a.kind in _LOOKED_INTO
    ]
    return "".join(sentences)


def decided(facts: Mapping[str, Any]) -> str:
    """Return the view of a supporting opinion; any other has to be given its reasons by whoever writes it."""
    if facts.get("result") != "support":
        return ""
    said = say("letter.draft.supported", "zh")
    by = str(facts.get("execute_by") or "")
    return said + (
        say(Message("letter.draft.carried_out_by", {"day": chinese_day(date.fromisoformat(by))}), "zh")
        if by
        else ""
    )


def ground_words(facts: Mapping[str, Any], *, on: date) -> dict[str, str]:
    """Return a refusal's ground with the officer's reason, and the article in which the ground stands."""
    code = str(facts.get("ground", ""))
    if code not in LAWFUL_GROUNDS:
        return {}
    law, _ = the_law()
    where = law.cite(LAWFUL_GROUNDS[code], on)
    reason = str(facts.get("reason", "")).rstrip(_ENDS)
    told = (
        f"{say(f'step.ground.{code}', 'zh')}。{reason}。"
        if reason
        else f"{say(f'step.ground.{code}', 'zh')}。"
    )
    return {"ground": told, "ground_article": f"《{where.instrument}》{where.article}"}


def report_words(facts: Mapping[str, Any]) -> str:
    """Return by when an assignment asks for a report."""
    day = str(facts.get("report_by") or "")
    if not day:
        return ""
    return say(Message("letter.draft.report", {"day": chinese_day(date.fromisoformat(day))}), "zh")


def papers_words(matter: Matter) -> str:
    """Return which papers go along with a letter between offices."""
    count = Attachment.objects.filter(matter=matter).count()
    code = "letter.draft.papers_with" if count else "letter.draft.papers_alone"
    return say(Message(code, {"count": count}), "zh")
