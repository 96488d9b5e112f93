"""By when what a drafted opinion supports is to be carried out: goes on record when it is signed."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from huiyin.base.clock import local_day
from huiyin.base.errors import Invalid
from huiyin.cases import spine
from huiyin.cases.models import Letter
from huiyin.cases.queries.scope import require_at
from huiyin.cases.rules.steps import STEPS, checked_fields
from huiyin.cases.services.versions import unsigned
from huiyin.foundation import audit
from huiyin.orgs.rules import Actor


@transaction.atomic
def promise_by(letter_id: int, day: str, *, version: int, by: Actor, at: datetime) -> None:
    """Note the day until which a draft promises to carry out what it supports; an empty one takes it back.

    Raises Invalid for a day that is over or none, Conflict when the draft changed since it was read.
    """
    letter = unsigned(letter_id, version)
    matter = spine.locked(letter.matter_id)
    require_at(by, matter, "letter.draft", letter.office_id)
    given = {**letter.act_fields, "execute_by": day}
    facts = checked_fields(STEPS[letter.act], given, nature=matter.nature)
    if str(facts.get("execute_by") or "9") < local_day(at).isoformat():
        raise Invalid("cases.execute_by_past", field="execute_by")
    Letter.objects.filter(pk=letter.pk).update(act_fields=facts, version=F("version") + 1, changed=at)
    audit.record("letter.revise", actor=by.label, about=f"letter:{letter.pk}", at=at)
