"""Talk records as pages show them: the list, one record, its paper."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from huiyin.base.errors import NotAllowed, NotFound
from huiyin.cases import persons
from huiyin.cases.queries.scope import visible
from huiyin.cases.rules.given import PersonGiven
from huiyin.foundation import audit
from huiyin.foundation.documents import OfficialLetter
from huiyin.orgs.rules import Actor
from huiyin.reception import words
from huiyin.reception.models import Talk, TalkEntry
from huiyin.reception.queries.sight import talks_seen
from huiyin.reception.rules import desk

PAGE = 50
_LONGEST_KEY = 18


@dataclass(frozen=True)
class TalkRow:
    """A talk record in a list: nothing of what was said."""

    id: int
    number: str
    day: date
    by: str
    persons: int
    read_back: bool
    signed: str
    matter: int | None
    matter_number: str


@dataclass(frozen=True)
class TalkPage:
    """One page of talk records; `after` is the key of the next."""

    rows: Sequence[TalkRow]
    after: str


def talks(actor: Actor, *, after: str = "") -> TalkPage:
    """Return the talk records an actor may open, newest first."""
    rows = talks_seen(actor).select_related("by", "matter").order_by("-id")
    if after.isdecimal() and len(after) <= _LONGEST_KEY:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows[: PAGE + 1])
    more = str(found[PAGE - 1].pk) if len(found) > PAGE else ""
    return TalkPage([talk_row(t) for t in found[:PAGE]], more)


def talk_row(t: Talk) -> TalkRow:
    """Return a talk record as a line of a list."""
    return TalkRow(
        id=t.pk,
        number=t.number,
        day=t.day,
        by=t.by.name,
        persons=t.persons,
        read_back=t.read_back_at is not None,
        signed=t.signed,
        matter=t.matter_id,
        matter_number=t.matter.number if t.matter else "",
    )


@dataclass(frozen=True)
class EntryRow:
    """What was added to a record after it had been read back."""

    at: datetime
    by: str
    text: str


@dataclass(frozen=True)
class TalkView:
    """A talk record as its page shows it; `sees_matter` says whether the reader may open what came of it."""

    id: int
    number: str
    version: int
    day: date
    begun_at: datetime
    by: str
    ticket: int | None
    given: desk.TalkGiven
    read_back_at: datetime | None
    signed: str
    signed_at: datetime | None
    refusal: str
    entries: Sequence[EntryRow]
    petition: int | None
    petition_number: str
    matter: int | None
    sees_matter: bool
    earlier_number: str
    notice: int | None
    may_write: bool
    erased: bool
    erasing: str  # what the reader can do about erasing it: propose, confirm, waits for another, or nothing


def _talk(actor: Actor, talk_id: int) -> Talk:
    rows = talks_seen(actor).select_related(
        "by", "ticket", "petition", "matter", "earlier", "office", "notice"
    )
    found = rows.filter(pk=talk_id).first()
    if found is None:
        raise NotFound("reception.no_talk")
    return found


def talk(actor: Actor, talk_id: int, *, at: datetime) -> TalkView:
    """Return a talk record with its words and record that it was read. Raises NotFound."""
    t = _talk(actor, talk_id)
    audit.record("talk.read", actor=actor.label, about=f"talk:{t.pk}", at=at)
    return TalkView(
        id=t.pk,
        number=t.number,
        version=t.version,
        day=t.day,
        begun_at=t.begun_at,
        by=t.by.name,
        ticket=t.ticket.number if t.ticket else None,
        given=_shown(t, actor),
        read_back_at=t.read_back_at,
        signed=t.signed,
        signed_at=t.signed_at,
        refusal=words.refusal_reason(t),
        entries=[
            EntryRow(e.at, e.by.name, words.entry_text(t, e))
            for e in TalkEntry.objects.filter(talk=t).select_related("by").order_by("id")
        ],
        petition=t.petition_id,
        petition_number=t.petition.number if t.petition else "",
        matter=t.matter_id,
        sees_matter=visible(actor).filter(pk=t.matter_id or 0).exists(),
        earlier_number=t.earlier.number if t.earlier else "",
        notice=None if t.notice is None or t.notice.discarded else t.notice_id,  # or void
        may_write=bool(t.key) and t.office_id in actor.offices("petition.register"),
        erased=not t.key,
        erasing=_erasing(t, actor),
    )


def _erasing(t: Talk, actor: Actor) -> str:
    if t.petition_id is not None or not t.key:
        return ""
    if t.erasing_by_id is None:
        return "propose" if t.office_id in actor.offices("person.unmask") else ""
    second = t.erasing_by_id != actor.staff and t.office_id in actor.offices("person.confirm_erasure")
    return "confirm" if second else "waits"


def _shown(t: Talk, actor: Actor) -> desk.TalkGiven:
    """Return what a record says; once it is registered, others than its author see the people masked."""
    given = words.told_in(t)
    if t.petition_id is None or t.by_id == actor.staff:
        return given
    names = tuple(persons.masked(PersonGiven(name=name)).name for name in given.companions)
    return replace(given, person=persons.masked(given.person), companions=names)


def talks_of(actor: Actor, matter: int) -> Sequence[tuple[int, str]]:
    """Return the talk records a matter came from: key and number."""
    return list(talks_seen(actor, matter).order_by("pk").values_list("pk", "number"))


def talk_document(actor: Actor, talk_id: int, *, at: datetime) -> tuple[OfficialLetter, str]:
    """Return a record as an official page, with its file's name, and record the download.

    Raises NotFound, and NotAllowed for who may not see people in clear.
    """
    found = _talk(actor, talk_id)
    mine = found.by_id == actor.staff
    if not mine and found.office_id not in actor.offices("person.unmask"):  # the paper names people in clear
        raise NotAllowed("cases.not_your_part")
    audit.record("talk.download", actor=actor.label, about=f"talk:{found.pk}", at=at)
    return words.talk_page(found), found.number
