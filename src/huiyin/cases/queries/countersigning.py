"""Countersigning (会签) as pages show it: what was asked and said, the draft, who could be asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from huiyin.base.errors import NotFound
from huiyin.cases import letters as words
from huiyin.cases.models import Countersign, Matter, Recusal
from huiyin.cases.queries.scope import recused_from
from huiyin.foundation import audit, crypto
from huiyin.foundation.documents import OfficialLetter
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor, roles_with

SIGN_ALONG = roles_with("letter.countersign")
ANSWERED = ("agree", "dissent")


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
    rows = Countersign.objects.filter(_put_to(actor), answer="", letter__number__isnull=True)
    rows = rows.filter(_open_to(actor)).select_related(*_WITH).order_by("asked_at", "id")
    return [_row(c, read=False) for c in rows[:50]]


def put_to(actor: Actor, letter: int) -> CountersignRow | None:
    """Return the request to sign a draft along that the actor may answer, or None. Nobody answers the own."""
    rows = Countersign.objects.filter(_put_to(actor), _open_to(actor), letter_id=letter, answer="")
    row = rows.exclude(asked_by_id=actor.staff).select_related(*_WITH).order_by("id").first()
    return _row(row, read=False) if row and row.letter.number is None else None


def _put_to(actor: Actor) -> Q:
    units = actor.offices("letter.countersign")
    return Q(staff_id__in=actor.people) | Q(staff__isnull=True, office_id__in=units)


def _open_to(actor: Actor) -> Q:
    """Restricted matters only for the named at the office that has them; the recused are asked nothing."""
    named = actor.offices("matter.read_restricted")
    open_to_all = Q(letter__matter__restricted=False) | Q(letter__matter__office_id__in=named)
    recused = Recusal.objects.filter(staff_id__in=actor.people, lifted_at__isnull=True)
    return open_to_all & ~Q(letter__matter__in=recused.values("matter"))


# Why a request can no longer be answered, by what became of it.
_OVER = {
    "withdrawn": "cases.countersign_withdrawn",
    "agree": "cases.countersign_answered",
    "dissent": "cases.countersign_answered",
}


def asked_of(actor: Actor, countersign: int) -> Countersign:
    """Return what the actor is, or was, asked to sign along. Raises NotFound."""
    rows = Countersign.objects.filter(_put_to(actor), pk=countersign, letter__discarded=False)
    found = rows.filter(_open_to(actor)).select_related(*_WITH, "letter__office").first()
    if found is None:
        raise NotFound("cases.no_countersign")
    return found


def asked(actor: Actor, countersign: int, *, at: datetime) -> Asked:
    """Return a draft somebody is asked to sign along, and record that it was read. Raises NotFound."""
    found = asked_of(actor, countersign)
    if found.answer or found.letter.number is not None:
        raise NotFound(_OVER.get(found.answer, "cases.countersign_signed"))
    audit.record("letter.read", actor=actor.label, about=f"letter:{found.letter_id}", at=at)
    matter = Matter.objects.select_related("office").get(pk=found.letter.matter_id)
    return Asked(_row(found, read=False), words.official(found.letter, matter), found.letter.version)


def choices(
    letter_office: int, *, restricted: bool, matter: int | None = None
) -> Sequence[tuple[str, str, str]]:
    """Return who can be asked as (code, name, unit): colleagues of the authority, and its units.

    Without those who keep out of the `matter`, where one is named.
    """
    every = {o.id: o for o in orgs.offices()}
    own = every[letter_office]
    near = [own, *(o for o in every.values() if o.id != own.id and orgs.one_authority(own, o))]
    staff = orgs.colleagues_by_office([own.id] if restricted else [o.id for o in near])
    away = recused_from(matter, [c.id for those in staff.values() for c in those]) if matter else ()
    able = {
        place: [c for c in those if SIGN_ALONG & set(c.roles) and c.id not in away]
        for place, those in staff.items()
    }
    if restricted:
        named = [c for c in able[own.id] if "accusation-officer" in c.roles]
        return [(f"staff:{c.id}", c.name, own.name) for c in named]
    people = [(f"staff:{c.id}", c.name, o.name) for o in near for c in able[o.id]]
    return [(f"office:{o.id}", "", o.name) for o in near if o.id != own.id and able[o.id]] + people
