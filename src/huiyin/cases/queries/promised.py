"""What the signed answers of a matter promise by a day, where nothing of it went on record with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huiyin.cases import letters as words
from huiyin.cases.models import Letter
from huiyin.cases.queries.scope import readable_letters
from huiyin.cases.rules.checks.promises import ANSWERS, dated
from huiyin.foundation import audit
from huiyin.orgs.rules import Actor

REMINDED_FOR = timedelta(days=60)  # after its day; a promise so old is looked for by nobody


@dataclass(frozen=True)
class Promised:
    """A day until which a signed letter promises something."""

    letter: int
    kind: str
    number: str
    signed_on: date
    day: date


def promised(actor: Actor, matter_id: int, *, today: date) -> Sequence[Promised]:
    """Return the days that signed answers of a matter promise, the first one of each letter, oldest first."""
    found = []
    for letter in _letters(actor, matter_id):
        said = _dated(letter)
        if said and said[0][0] >= today - REMINDED_FOR and letter.signed_on:
            found.append(Promised(letter.pk, letter.kind, letter.number or "", letter.signed_on, said[0][0]))
    return found


def words_of(actor: Actor, matter_id: int, letter_id: int, *, at: datetime) -> tuple[str, date] | None:
    """Return what a signed letter of the matter promises and until when, and record that it was read."""
    letter = next((one for one in _letters(actor, matter_id) if one.pk == letter_id), None)
    said = _dated(letter) if letter else ()
    if not said:
        return None
    audit.record("letter.read", actor=actor.label, about=f"letter:{letter_id}", at=at)
    return said[0][1], said[0][0]


def _letters(actor: Actor, matter_id: int) -> Sequence[Letter]:
    rows = readable_letters(actor, matter_id).filter(number__isnull=False, kind__in=ANSWERS)
    rows = rows.select_related("matter").exclude(content_sealed=b"").order_by("id")
    return [one for one in rows if one.matter.key and not one.act_fields.get("execute_by")]


def _dated(letter: Letter) -> Sequence[tuple[date, str]]:
    view = words.content_of(letter, letter.matter).get("view", "")
    return dated(view, letter.signed_on) if letter.signed_on else ()
