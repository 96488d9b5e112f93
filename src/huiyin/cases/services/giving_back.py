"""A draft that is not signed goes back to whoever drafted it, with words."""

from datetime import datetime

from django.db import transaction

from huiyin.base.errors import Invalid
from huiyin.cases import spine, telling
from huiyin.cases.models import Letter, Note
from huiyin.cases.queries.scope import require_at
from huiyin.cases.rules.given import plain
from huiyin.cases.rules.steps import STEPS
from huiyin.cases.services.versions import unsigned
from huiyin.foundation import audit, crypto
from huiyin.orgs.rules import Actor

LONGEST = 2_000


@transaction.atomic
def give_back(letter_id: int, words: str, *, by: Actor, at: datetime) -> None:
    """Give a draft back unsigned, for whoever may sign it; the words stand with the notes of the matter.

    It waits for no signature until it is changed. Raises NotFound, NotAllowed, Invalid without words.
    """
    letter = unsigned(letter_id)
    matter, sign = spine.locked(letter.matter_id), STEPS[letter.act].sign
    require_at(by, matter, sign, letter.office_id)
    said = plain(words)[:LONGEST]
    if not said:
        raise Invalid("cases.give_back_words", field="words")
    sealed = crypto.seal_text(crypto.open_key(matter.key), said, about="note")
    Note.objects.create(matter=matter, by_id=by.staff, at=at, text_sealed=sealed)
    Letter.objects.filter(pk=letter.pk).update(given_back=at)
    why = by.behalf(sign, letter.office_id)
    audit.record("letter.give_back", actor=by.label, about=f"letter:{letter.pk}", at=at, reason=why)
    if letter.drafted_by_id and letter.drafted_by_id != by.staff:
        telling.tell(matter, [letter.drafted_by_id], "given_back", at=at, name=by.name)
