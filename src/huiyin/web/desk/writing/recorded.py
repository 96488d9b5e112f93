"""What goes on record with a draft once it is signed, as the editor lets it be changed."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from huiyin.base.clock import now
from huiyin.cases.queries import papers
from huiyin.cases.queries.papers import LetterView
from huiyin.cases.rules.steps import STEPS
from huiyin.cases.services.promising import decide_anew
from huiyin.foundation.wording import say
from huiyin.orgs import queries as orgs
from huiyin.web.desk.acts import act_facts
from huiyin.web.desk.asked import actor_of
from huiyin.web.desk.places import office_name
from huiyin.web.templatetags.wording import lang

_CHANGEABLE = ("result", "execute_by")


def keep(request: HttpRequest, letter_id: int, version: int) -> int:
    """Keep the result, and the day of a promise, where they were changed; return the draft's version."""
    before = papers.facts(actor_of(request), letter_id)
    typed = {name: request.POST[name].strip() for name in _CHANGEABLE if name in request.POST}
    changed = {name: said for name, said in typed.items() if said != str(before.get(name) or "")}
    if not changed:
        return version
    decide_anew(letter_id, changed, version=version, by=actor_of(request), at=now())
    return version + 1


def shown(view: LetterView, typed: Mapping[str, str]) -> dict[str, Any]:
    """Return what goes on record in words, with what of it can still be changed."""
    names = {o.code: office_name(o) for o in orgs.offices()}
    asked = {field.name: field for field in STEPS[view.act].fields} if view.act in STEPS else {}
    may = not view.number and view.may_draft
    result = asked.get("result") if may else None
    promises = may and view.facts.get("result") == "support" and "execute_by" in asked
    said = {
        name: value
        for name, value in view.facts.items()
        if not (name == "result" and result) and not (name == "execute_by" and promises)
    }
    return {
        "facts": act_facts(said, names),
        "results": [(code, say(f"step.result.{code}", lang())) for code in result.choices] if result else [],
        "result": typed.get("result", str(view.facts.get("result") or "")),
        "promises": {"day": typed.get("execute_by", str(view.facts.get("execute_by") or ""))}
        if promises
        else {},
    }
