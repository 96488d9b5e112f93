"""What a draft decides, and by when it is to be carried out: goes on record when the letter is signed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from huiyin.base.clock import local_day
from huiyin.base.errors import Invalid
from huiyin.cases import drafted_words, spine
from huiyin.cases import letters as words
from huiyin.cases.models import Letter, Matter
from huiyin.cases.queries.scope import require_at
from huiyin.cases.rules.given import plain
from huiyin.cases.rules.letters import act_fields
from huiyin.cases.rules.steps import STEPS, checked_fields
from huiyin.cases.services import checking, countersigning, versions
from huiyin.cases.services.versions import unsigned
from huiyin.foundation import audit
from huiyin.orgs.rules import Actor


@transaction.atomic
def decide_anew(letter_id: int, given: Mapping[str, str], *, version: int, by: Actor, at: datetime) -> None:
    """Note another result of a draft, or the day until which it promises to carry out what it supports.

    An empty day takes the promise back, and so does a result that supports nothing. Whoever had signed along
    is asked again about another result. Raises Invalid for a result the step does not know, for a day that is
    over or none, Conflict when the draft changed since it was read.
    """
    letter = unsigned(letter_id, version)
    matter = spine.locked(letter.matter_id)
    require_at(by, matter, "letter.draft", letter.office_id)
    step, before = STEPS[letter.act], dict(letter.act_fields)
    facts = act_fields(step, checked_fields(step, {**before, **given}, nature=matter.nature))
    decided = facts.get("result") != before.get("result")
    if decided and facts.get("result") != "support":
        facts.pop("execute_by", None)
    if str(facts.get("execute_by") or "9") < local_day(at).isoformat():
        raise Invalid("cases.execute_by_past", field="execute_by")
    content = _with_view(letter, matter, before, facts)
    letter.act_fields = facts
    kept = {"act_fields": facts, "version": F("version") + 1, "changed": at}
    if decided:
        sealed = words.sealed(matter, content)
        kept |= {"content_sealed": sealed, "given_back": None}
        versions.keep(letter, letter.version + 1, sealed, by=by, at=at)
    Letter.objects.filter(pk=letter.pk).update(**kept)
    checking.count(letter, matter, content, on=local_day(at))
    why = by.behalf("letter.draft", letter.office_id)
    audit.record("letter.revise", actor=by.label, about=f"letter:{letter.pk}", at=at, reason=why)
    if decided:
        countersigning.ask_again(letter, matter, at=at)


def _with_view(
    letter: Letter, matter: Matter, before: Mapping[str, Any], facts: Mapping[str, Any]
) -> dict[str, str]:
    """Return a draft's words; a view that nobody has touched says what is decided now."""
    content = words.content_of(letter, matter)
    untouched = plain(content.get("view", "")) == plain(drafted_words.decided(before))
    if letter.kind == "opinion" and untouched and before.get("result") != facts.get("result"):
        content["view"] = drafted_words.decided(facts)
    return content
