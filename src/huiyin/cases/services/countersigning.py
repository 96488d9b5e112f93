"""Countersigning (会签): colleagues or units are asked before a letter is signed; each agrees or dissents.

Nothing is signed while somebody is still asked. A dissent stays on file, the signer reads it, and decides.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound
from huiyin.cases import spine, telling
from huiyin.cases.models import Countersign, Letter, Matter
from huiyin.cases.queries.countersigning import ANSWERED, SIGN_ALONG, asked_of, choices
from huiyin.cases.queries.scope import recused_from, visible
from huiyin.cases.rules.given import plain
from huiyin.cases.rules.steps import STEPS
from huiyin.foundation import audit, crypto
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor

LONGEST_WORDS = 2_000


@transaction.atomic
def ask(letter_id: int, who: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Ask colleagues or units (`staff:3`, `office:2`) to sign a draft along. Raises Invalid, NotAllowed."""
    letter, matter = _draft(letter_id, by)
    _may_ask(by, letter)
    known = {code for code, _name, _unit in choices(letter.office_id, restricted=matter.restricted)}
    wanted = [code for code in dict.fromkeys(who) if code]
    if not wanted:
        raise Invalid("cases.countersign_nobody", field="who")
    if set(wanted) - known or f"staff:{by.staff}" in wanted:
        raise Invalid("cases.countersign_unknown", field="who")
    for code in wanted:
        kind, _, key = code.partition(":")
        staff = int(key) if kind == "staff" else None
        if staff is not None and recused_from(matter.pk, [staff]):
            raise Invalid("cases.recused", field="who")
        _ask_one(letter, matter, staff=staff, office=_unit(code, letter), by=by.staff or 0, at=at)
    audit.record("countersign.ask", actor=by.label, about=f"letter:{letter.pk}", at=at)


def _unit(code: str, letter: Letter) -> int:
    kind, _, key = code.partition(":")
    if kind == "office":
        return int(key)
    own = orgs.actor(int(key)).office
    return own or letter.office_id


def _ask_one(
    letter: Letter, matter: Matter, *, staff: int | None, office: int, by: int, at: datetime
) -> None:
    asked_one = Q(staff__isnull=True) if staff is None else Q(staff_id=staff)
    pending = Countersign.objects.filter(asked_one, letter=letter, office_id=office, answer="")
    if pending.exists():
        return  # asked already
    row = Countersign.objects.create(
        letter=letter, version=letter.version, staff_id=staff, office_id=office, asked_by_id=by, asked_at=at
    )
    told = [staff] if staff is not None else telling.with_roles(office, SIGN_ALONG)
    telling.tell(matter, told, "countersign", at=at, countersign=row.pk)


@transaction.atomic
def answer(countersign: int, said: str, text: str, *, version: int, by: Actor, at: datetime) -> None:
    """Agree with a draft, or dissent with words. Raises Conflict when the draft changed since it was read."""
    row = asked_of(by, countersign)
    letter = Letter.objects.select_for_update(of=("self",)).get(pk=row.letter_id)
    matter = spine.locked(letter.matter_id)
    fresh = Countersign.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if fresh.answer or letter.number is not None or letter.discarded:
        raise Conflict("cases.countersign_over")
    if fresh.asked_by_id == by.staff:  # as somebody's stand-in, or in a unit that was asked
        raise NotAllowed("cases.countersign_own")
    if letter.version != version:
        raise Conflict("cases.changed_meanwhile")
    text = plain(text)
    if said not in ANSWERED:
        raise Invalid("cases.countersign_unsaid", field="said")
    if said == "dissent" and not text:
        raise Invalid("cases.countersign_words", field="words")
    if len(text) > LONGEST_WORDS:
        raise Invalid("cases.text_too_long", field="words", length=len(text), limit=LONGEST_WORDS)
    sealed = crypto.seal_text(crypto.open_key(matter.key), text, about="countersign")
    Countersign.objects.filter(pk=row.pk).update(
        answer=said, words_sealed=sealed, answered_by_id=by.staff, answered_at=at, version=letter.version
    )
    why = by.behalf("letter.countersign", fresh.office_id)
    audit.record(f"countersign.{said}", actor=by.label, about=f"letter:{letter.pk}", at=at, reason=why)
    telling.tell(matter, [fresh.asked_by_id], "countersign_answered", at=at, letter=letter.pk)


@transaction.atomic
def withdraw(countersign: int, *, by: Actor, at: datetime) -> int:
    """Take a request to sign along back, on record, for whoever may sign the letter; return the letter."""
    row = Countersign.objects.filter(pk=countersign).first()
    if row is None:
        raise NotFound("cases.no_countersign")
    letter, _matter = _draft(row.letter_id, by)
    step = STEPS.get(letter.act)
    if step is None or letter.office_id not in by.offices(step.sign):
        raise NotAllowed("cases.not_your_part")
    if Countersign.objects.filter(pk=row.pk, answer="").update(
        answer="withdrawn", answered_by_id=by.staff, answered_at=at
    ):
        audit.record("countersign.withdraw", actor=by.label, about=f"letter:{letter.pk}", at=at)
    return letter.pk


def _draft(letter_id: int, by: Actor) -> tuple[Letter, Matter]:
    letter = Letter.objects.select_for_update(of=("self",)).filter(pk=letter_id, discarded=False).first()
    if letter is None or not visible(by).filter(pk=letter.matter_id).exists():
        raise NotFound("cases.no_letter")
    if letter.number is not None:
        raise NotAllowed("cases.letter_signed", number=letter.number)
    return letter, spine.locked(letter.matter_id)


def _may_ask(by: Actor, letter: Letter) -> None:
    step = STEPS.get(letter.act)
    needed = {"letter.draft", step.sign if step else ""}
    if not any(letter.office_id in by.offices(permission) for permission in needed):
        raise NotAllowed("cases.not_your_part")


def refuse_pending(letter: Letter) -> None:
    """Raise NotAllowed while somebody is still asked to sign a letter along."""
    rows = Countersign.objects.filter(letter=letter, answer="").select_related("staff", "office")
    names = [c.staff.name if c.staff else c.office.name for c in rows]
    if names:
        raise NotAllowed("cases.countersign_pending", names=names)


def ask_again(letter: Letter, matter: Matter, *, at: datetime) -> None:
    """Ask everybody again who answered about words that have changed since; their answers stay on file."""
    answered = Countersign.objects.filter(letter=letter, answer__in=ANSWERED, replaced=False)
    rows = list(answered.order_by("id"))
    letter.refresh_from_db(fields=["version"])
    answered.update(replaced=True)
    for row in rows:
        if row.staff_id is not None and recused_from(matter.pk, [row.staff_id]):
            continue
        _ask_one(letter, matter, staff=row.staff_id, office=row.office_id, by=row.asked_by_id, at=at)


def let_go(letter: Letter, *, by: Actor, at: datetime) -> None:
    """Ask nobody any more about a draft that is thrown away."""
    Countersign.objects.filter(letter=letter, answer="").update(
        answer="withdrawn", answered_by_id=by.staff, answered_at=at
    )


def let_go_of(matter: Matter, staff: int, *, by: Actor, at: datetime) -> None:
    """Ask somebody who keeps out of a matter nothing more about its drafts."""
    rows = Countersign.objects.filter(letter__matter=matter, staff_id=staff, answer="")
    rows.update(answer="withdrawn", answered_by_id=by.staff, answered_at=at)
