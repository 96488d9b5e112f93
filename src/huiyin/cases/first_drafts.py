"""The first draft of a letter, written from the facts on record."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings

from huiyin.base.errors import NotFound
from huiyin.base.messages import Message
from huiyin.cases import drafted_words, elsewhere, persons, reading
from huiyin.cases.elsewhere import OTHER_PATHS
from huiyin.cases.letters import answered
from huiyin.cases.models import Act, Matter, Petition
from huiyin.cases.reviewing import reviewer_of
from huiyin.cases.rules.letters import parts
from huiyin.cases.rules.wording import filled_in
from huiyin.cases.standing import the_law
from huiyin.foundation.documents import chinese_day
from huiyin.foundation.own import words_on
from huiyin.foundation.wording import has, say
from huiyin.law import letters as law_letters
from huiyin.law.acts import DUTY_PATH
from huiyin.orgs import queries as orgs

# A question that asks back, with no word in it that asks for something.
_ASKED_BACK = re.compile(r"(?:(?!请|求|希望|盼|诉求|想问|咨询|能否|可否).)*[?？]+[”\"」]?", re.DOTALL)
_ENDS = "。.；; \n"  # what somebody ends a sentence with that goes into another one


def first_draft(
    matter: Matter,
    acts: Sequence[Act],
    kind: str,
    facts: Mapping[str, Any],
    *,
    act: str,
    on: date,
    petition: Petition | None = None,
) -> dict[str, str]:
    """Return every element of a letter, filled in as far as the record knows it; the rest is empty.

    Whoever drafts several letters of a matter gives the `petition` that they answer.
    """
    known = _known(matter, petition or answered(matter), acts, kind, facts, act=act, on=on)
    return {element: _element(kind, element, known, on) for element in parts(kind)}


def _element(kind: str, element: str, known: Mapping[str, Any], on: date) -> str:
    if words := words_on(settings.HUIYIN_HOME, kind, element, on):
        return filled_in(words, known)  # the agency's own words
    own, usual = f"letter.draft.{kind}.{element}", f"letter.draft.any.{element}"
    if has(own, "zh"):
        return say(Message(own, known), "zh")
    if element in known:
        return str(known[element])
    return say(Message(usual, known), "zh") if has(usual, "zh") else ""


def _known(
    matter: Matter,
    petition: Petition,
    acts: Sequence[Act],
    kind: str,
    facts: Mapping[str, Any],
    *,
    act: str,
    on: date,
) -> dict[str, Any]:
    words, person = persons.words_of(petition), persons.opened(petition.person)
    law, _ = the_law()
    basis = law_letters.basis(kind, law, on)
    known: dict[str, Any] = {
        "addressee": person.name or say("letter.draft.nameless", "zh"),
        "law": f"《{basis.instrument}》{basis.article}",
        "basis": f"《{basis.instrument}》{basis.article}",
        "ground_article": f"《{basis.instrument}》{basis.article}",
        "asked_day": "",
        "papers_sent": drafted_words.papers_words(matter) if "papers" in parts(kind) else "",
        **drafted_words.named(matter, titled=bool(words.title.strip())),
        "petition_number": petition.number,
        "received_day": chinese_day(petition.received_on),
        "channel_name": say(f"channel.{petition.channel}", "zh"),
        "claim": _claim(words, asks_back=matter.nature != "inquiry"),
        "for_whom": _for_whom(petition),
        "whom": _place(str(facts.get("to", ""))),
        "procedure": facts.get("procedure", ""),
        "path_name": _path_name(matter, facts),
        "way": _way(matter, facts),
        "days_added": facts.get("days", ""),
        "office_name": matter.office.name,
    }
    if not known["for_whom"] and law_letters.LETTER_KINDS[kind].to_petitioner:
        known["claim"] = drafted_words.said_to(known["claim"])
    if known["for_whom"]:
        known["claim"] = f"{known['addressee']}{known['for_whom']}提出：{known['claim']}"
    known["why_sent"] = f"转送理由：{str(facts['reason']).rstrip(_ENDS)}。" if facts.get("reason") else ""
    for name in ("reason", "ground"):  # history gives some grounds in its own words
        if facts.get(name):
            known[name] = str(facts[name])
    known |= drafted_words.ground_words(facts, on=on) | drafted_words.asked_again(acts)
    known["report_by"] = drafted_words.report_words(facts)
    known["view"] = drafted_words.decided(facts) if kind == "opinion" else ""
    known["investigation"] = drafted_words.looked_into(acts)
    if kind in {"transfer", "assign", "objection"}:
        known["addressee"] = known["whom"] or _sender(acts)
        known["to"] = known["addressee"]
    if "limits" in parts(kind):
        known["limits"] = _limits(matter, petition, facts, on=on)
    if "due_day" in parts(kind):
        known["due_day"] = drafted_words.due_words(matter, acts, kind, act, facts, on=on)
    known |= _earlier(acts) | _remedy(matter, kind, facts, on=on)
    return known


def _path_name(matter: Matter, facts: Mapping[str, Any]) -> str:
    """Return the way a matter takes: one of the six paths, or for what is no claim how it is dealt with."""
    path = facts.get("path") or matter.path
    if path is None and _no_claim(matter):
        return say(f"letter.draft.apart.{matter.nature}", "zh")
    return say(f"law.path_name.{path or 6}", "zh")


def _way(matter: Matter, facts: Mapping[str, Any]) -> str:
    """Return which way other than petitioning a claim takes; nothing where nobody has said so."""
    named = (facts.get("path") or matter.path) in OTHER_PATHS
    return say(Message("letter.draft.way", {"path_name": _path_name(matter, facts)}), "zh") if named else ""


def _no_claim(matter: Matter) -> bool:
    return matter.nature not in {"", "claim"}


def _for_whom(petition: Petition) -> str:
    """Return whom the petitioner speaks for, as letters say it; they still go to the petitioner."""
    if petition.behalf_of is None:
        return ""
    return f"代{persons.opened(petition.behalf_of).name}"


def _claim(words: persons.Words, *, asks_back: bool) -> str:
    """Return what is asked for; a question asked back (跟数控有什么关系？) asks for nothing."""
    asked = reading.read_text(words.text, words.title, home=settings.HUIYIN_HOME).requests
    if asks_back and asked:
        asked = tuple(span for span in asked if not _ASKED_BACK.fullmatch(span.text.strip()))
        if not asked:
            return ""  # left for the officer, who has the letter beside it
    return (
        "\n".join(words.text[span.start : span.end].strip().removeprefix("诉求：") for span in asked[:5])
        or words.text[:200]
    )


def _place(code_or_name: str) -> str:
    try:
        return orgs.office_by_code(code_or_name).name if code_or_name else ""
    except NotFound:
        return code_or_name


def _sender(acts: Sequence[Act]) -> str:
    sent = [a for a in acts if a.kind == "transferred"]
    return sent[-1].office.name if sent else ""


def _limits(matter: Matter, petition: Petition, facts: Mapping[str, Any], *, on: date) -> str:
    """Return what the letter says of the clocks of other procedures; nothing where none concerns it."""
    told = elsewhere.told(
        matter, petition.received_on, today=on, proposed=petition.proposed, path=facts.get("path")
    )
    clauses = [Message(c.code, {k: _written(v) for k, v in c.params.items()}) for c in told]
    head = [say("letter.draft.limits_head", "zh")] if clauses else []
    return "\n".join([*head, *(say(clause, "zh") for clause in clauses)])


def _written(value: Any) -> Any:
    return chinese_day(value) if isinstance(value, date) else value


def _earlier(acts: Sequence[Act]) -> dict[str, Any]:
    earlier = [a for a in acts if a.kind in {"opinion_issued", "review_decided"}]
    decided = [a for a in earlier if a.letter_id or a.fields.get("body")]
    if not decided:
        return {}
    last = decided[-1]
    said = {
        "earlier_number": (last.letter.number or "") if last.letter else last.fields.get("number", ""),
        "earlier_day": chinese_day(last.day),
        "earlier_office": last.fields.get("body") or last.office.name,
    }
    return {"earlier_opinion": say(Message("letter.draft.earlier", said), "zh")}


def _remedy(matter: Matter, kind: str, facts: Mapping[str, Any], *, on: date) -> dict[str, str]:
    law, _ = the_law()
    path = facts.get("path") or matter.path
    clause = law_letters.remedy(
        kind,
        law=law,
        on=on,
        path=path,
        reviewer=next_higher(matter, kind),
        reconsideration_at=drafted_words.government(matter) if path == DUTY_PATH else "",
    )
    if clause is None:
        return {}
    return {"finality" if kind == "rereview_opinion" else "remedy": say(clause, "zh")}


def next_higher(matter: Matter, kind: str) -> str:
    """Return who would review what a letter of this kind decides: the next higher body, where it is known."""
    above = reviewer_of(matter.office, again=kind == "review_opinion")
    return above.name if above else ""
