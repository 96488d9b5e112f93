"""Countersigning (会签): colleagues or units are asked before a letter is signed; each agrees or dissents.

Nothing is signed while somebody is still asked. A dissent stays on file, the signer reads it, and decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound
from huiyin.cases import letters as words
from huiyin.cases import spine, telling
from huiyin.cases.models import Countersign, Letter, Matter, Recusal
from huiyin.cases.queries.scope import recused_from, visible
from huiyin.cases.rules.given import plain
from huiyin.cases.rules.steps import STEPS
from huiyin.foundation import audit, crypto
from huiyin.foundation.documents import OfficialLetter
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor

LONGEST_WORDS = 2_000
ANSWERED = ("agree", "dissent")

_SIGN_ALONG = frozenset({"registrar", "handler", "head", "reviewer"})


@dataclass(frozen=True)
class CountersignRow:
    """Who was asked to sign along, about which version, and what they said."""

    id: int
    letter: int
    kind: str
    number: str
    headline: str
    office: str
    staff: str
    asked_by: str
    asked_at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None
    words: str
    replaced: bool


@dataclass(frozen=True)
class Asked:
    """What those who are asked to sign along see: the draft and nothing else of the matter."""

    row: CountersignRow
    page: OfficialLetter
    version: int


def _row(c: Countersign, *, read: bool) -> CountersignRow:
    matter = c.letter.matter
    held = read and matter.key  # the words of an erased matter are gone
    said = crypto.unseal_text(crypto.open_key(held), c.words_sealed, about="countersign") if held else ""
    return CountersignRow(
        id=c.pk,
        letter=c.letter_id,
        kind=c.letter.kind,
        number=matter.number,
        headline=matter.headline,
        office=c.office.name,
        staff=c.staff.name if c.staff else "",
        asked_by=c.asked_by.name,
        asked_at=c.asked_at,
        answer=c.answer,
        answered_by=c.answered_by.name if c.answered_by else "",
        answered_at=c.answered_at,
        words=said,
        replaced=c.replaced,
    )


_WITH = ("letter__matter", "office", "staff", "asked_by", "answered_by")


def of_letter(letter: int) -> Sequence[CountersignRow]:
    """Return everything that was asked and said about a letter. The caller has shown the letter already."""
    rows = Countersign.objects.filter(letter_id=letter).select_related(*_WITH).order_by("id")
    return [_row(c, read=True) for c in rows]


def waiting(actor: Actor) -> Sequence[CountersignRow]:
    """Return the drafts that the actor, or the actor's unit, is asked to sign along."""
    rows = Countersign.objects.filter(_asked_of(actor), answer="", letter__number__isnull=True)
    rows = rows.filter(_open_to(actor)).select_related(*_WITH).order_by("asked_at", "id")
    return [_row(c, read=False) for c in rows[:50]]


def _asked_of(actor: Actor) -> Q:
    units = actor.offices("letter.countersign")
    return Q(staff_id__in=actor.people) | Q(staff__isnull=True, office_id__in=units)


def _open_to(actor: Actor) -> Q:
    """Restricted matters only for the named at the office that has them; the recused are asked nothing."""
    named = actor.offices("matter.read_restricted")
    open_to_all = Q(letter__matter__restricted=False) | Q(letter__matter__office_id__in=named)
    recused = Recusal.objects.filter(staff_id__in=actor.people, lifted_at__isnull=True)
    return open_to_all & ~Q(letter__matter__in=recused.values("matter"))


def _found(actor: Actor, countersign: int) -> Countersign:
    rows = Countersign.objects.filter(_asked_of(actor), pk=countersign, letter__discarded=False)
    found = rows.filter(_open_to(actor)).select_related(*_WITH, "letter__office").first()
    if found is None:
        raise NotFound("cases.no_countersign")
    return found


def asked(actor: Actor, countersign: int, *, at: datetime) -> Asked:
    """Return a draft somebody is asked to sign along, and record that it was read. Raises NotFound."""
    found = _found(actor, countersign)
    if found.answer or found.letter.number is not None:
        raise NotFound("cases.no_countersign")
    audit.record("letter.read", actor=actor.label, about=f"letter:{found.letter_id}", at=at)
    matter = Matter.objects.select_related("office").get(pk=found.letter.matter_id)
    return Asked(_row(found, read=False), words.official(found.letter, matter), found.letter.version)


def choices(letter_office: int, *, restricted: bool) -> Sequence[tuple[str, str, str]]:
    """Return who can be asked as (code, name, unit): colleagues of the authority, and its units."""
    every = {o.id: o for o in orgs.offices()}
    own = every[letter_office]
    near = [own, *(o for o in every.values() if o.id != own.id and orgs.one_authority(own, o))]
    staff = orgs.colleagues_by_office([own.id] if restricted else [o.id for o in near])
    able = {place: [c for c in those if _SIGN_ALONG & set(c.roles)] for place, those in staff.items()}
    if restricted:
        named = [c for c in able[own.id] if "accusation-officer" in c.roles]
        return [(f"staff:{c.id}", c.name, own.name) for c in named]
    people = [(f"staff:{c.id}", c.name, o.name) for o in near for c in able[o.id]]
    return [(f"office:{o.id}", "", o.name) for o in near if o.id != own.id and able[o.id]] + people


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
    told = (
        [staff]
        if staff is not None
        else [c.id for c in orgs.colleagues(office) if _SIGN_ALONG & set(c.roles)]
    )
    telling.tell(matter, told, "countersign", at=at, countersign=row.pk)


@transaction.atomic
def answer(countersign: int, said: str, text: str, *, version: int, by: Actor, at: datetime) -> None:
    """Agree with a draft, or dissent with words. Raises Conflict when the draft changed since it was read."""
    row = _found(by, countersign)
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
