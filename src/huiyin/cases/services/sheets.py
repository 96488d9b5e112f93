"""Keeping the answer sheet of a matter: what can be done, what cannot, how."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from huiyin.base.errors import Conflict, Invalid
from huiyin.cases import spine
from huiyin.cases.models import AnswerSheet
from huiyin.cases.queries.scope import behalf, require
from huiyin.cases.rules.given import plain
from huiyin.cases.rules.sheet import SECTIONS
from huiyin.cases.sheet_words import LONGEST
from huiyin.foundation import audit, crypto
from huiyin.orgs.rules import Actor


@transaction.atomic
def keep(matter_id: int, typed: Mapping[str, str], *, version: int, by: Actor, at: datetime) -> int:
    """Keep a sheet as an officer wrote it, sealed with the matter's key; return its version.

    `version` is the one that was edited, nought for the first. Raises Conflict when somebody kept another
    meanwhile, Invalid when nothing stands in it or a section is too long.
    """
    matter = spine.locked(matter_id)
    require(by, matter, "letter.draft")
    spine.takes_papers(matter)
    content = {name: plain(typed.get(name, "")) for name in SECTIONS}
    if not any(content.values()):
        raise Invalid("sheet.empty", field="can")
    for name, text in content.items():
        if len(text) > LONGEST:
            raise Invalid("cases.text_too_long", field=name, length=len(text), limit=LONGEST)
    kept = AnswerSheet.objects.select_for_update(of=("self",)).filter(matter=matter).first()
    if version != (kept.version if kept else 0):
        raise Conflict("cases.changed_meanwhile")
    words = json.dumps(content, ensure_ascii=False)
    AnswerSheet.objects.update_or_create(
        matter=matter,
        defaults={
            "version": version + 1,
            "content_sealed": crypto.seal_text(crypto.open_key(matter.key), words, about="sheet"),
            "office_id": matter.office_id,
            "changed_by_id": by.staff,
            "changed": at,
        },
    )
    why = behalf(by, matter, "letter.draft")
    audit.record("sheet.keep", actor=by.label, about=f"matter:{matter.pk}", at=at, reason=why)
    return version + 1


@transaction.atomic
def discard(matter_id: int, *, by: Actor, at: datetime) -> None:
    """Throw a kept sheet away, so that the next one begins with what is known now."""
    matter = spine.locked(matter_id)
    require(by, matter, "letter.draft")
    spine.takes_papers(matter)
    if AnswerSheet.objects.filter(matter=matter).delete()[0]:
        why = behalf(by, matter, "letter.draft")
        audit.record("sheet.discard", actor=by.label, about=f"matter:{matter.pk}", at=at, reason=why)
