"""Talk records: written, read back, signed, added to; and from there to a petition."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from huiyin.base.clock import local_day
from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound
from huiyin.base.messages import Message
from huiyin.cases.models import Matter
from huiyin.cases.queries.scope import visible
from huiyin.cases.rules.given import (
    LONGEST_TEXT,
    PersonGiven,
    PetitionGiven,
    number_given,
    plain,
    whole_mobile,
)
from huiyin.cases.services import intake, work
from huiyin.cases.standing import the_law
from huiyin.foundation import audit, crypto, numbers
from huiyin.foundation.wording import say
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor
from huiyin.reception.models import Talk, TalkEntry, Ticket
from huiyin.reception.queries.sight import receiving, talks_seen
from huiyin.reception.rules import desk
from huiyin.reception.words import added_to, sealed, told_in


@transaction.atomic
def begin(*, ticket_id: int | None, by: Actor, at: datetime) -> int:
    """Begin a talk record, for a called ticket or without one; the same ticket leads to the same record."""
    office, ticket = receiving(by), None
    if ticket_id is not None:
        ticket = Ticket.objects.select_for_update(of=("self",)).filter(pk=ticket_id, office_id=office).first()
        if ticket is None:
            raise NotFound("reception.no_ticket")
        known = Talk.objects.filter(ticket=ticket).first()
        if known is not None:
            return known.pk
        if ticket.state not in {desk.CALLED, desk.SERVED}:
            raise Conflict("reception.ticket_elsewhere", number=ticket.number)
    year, place = local_day(at).year, orgs.office(office)
    running = numbers.allocate(f"talk:{office}:{year}")
    talk = Talk(
        key=crypto.new_wrapped_key(),
        number=f"{place.short}谈〔{year}〕{running}号",
        office_id=office,
        ticket=ticket,
        day=local_day(at),
        begun_at=at,
        by_id=by.staff or 0,
        persons=ticket.persons if ticket else 1,
    )
    if ticket is not None and ticket.name_sealed:
        key = crypto.open_key(ticket.key)
        name = crypto.unseal_text(key, ticket.name_sealed, about="ticket.name")
        given = desk.TalkGiven(person=PersonGiven(name=name), persons=ticket.persons)
        talk.content_sealed = sealed(talk, given)
    talk.save(force_insert=True)
    audit.record("talk.begin", actor=by.label, about=f"talk:{talk.pk}", at=at)
    return talk.pk


def _locked(talk_id: int, by: Actor) -> Talk:
    """Return a record the actor sees and may write at its desk, locked. Raises NotFound, NotAllowed."""
    if not talks_seen(by).filter(pk=talk_id).exists():
        raise NotFound("reception.no_talk")
    talk = Talk.objects.select_for_update(of=("self",)).get(pk=talk_id)
    if talk.office_id not in by.offices("petition.register"):
        raise NotAllowed("cases.not_your_part")
    if not talk.key:
        raise NotAllowed("reception.talk_erased")
    return talk


@transaction.atomic
def write(
    talk_id: int, given: desk.TalkGiven, *, version: int, read_back: bool = False, by: Actor, at: datetime
) -> None:
    """Keep what was written; with `read_back`, close the record: from then on only additions.

    Raises Conflict when it changed in between, NotAllowed once it was read back.
    """
    talk = _locked(talk_id, by)
    if talk.read_back_at is not None:
        raise NotAllowed("reception.read_back_stays")
    if talk.version != version:
        raise Conflict("cases.changed_meanwhile")
    law, _ = the_law()
    given = desk.checked_talk(given, law=law, on=talk.day)
    if not given.anonymous:
        whole_mobile(given.person.phone)
    if read_back:
        desk.ready_to_read_back(given)
    Talk.objects.filter(pk=talk.pk).update(
        content_sealed=sealed(talk, given),
        persons=given.persons,
        version=F("version") + 1,
        read_back_at=at if read_back else None,
    )
    action = "talk.read_back" if read_back else "talk.write"
    audit.record(action, actor=by.label, about=f"talk:{talk.pk}", at=at)


@transaction.atomic
def sign(talk_id: int, how: str, *, reason: str = "", by: Actor, at: datetime) -> None:
    """Note how the record was signed: on paper, by fingerprint, or refused with the reason given."""
    talk = _locked(talk_id, by)
    reason = desk.signing(how, reason, read_back=talk.read_back_at is not None, signed=talk.signed)
    key = crypto.open_key(talk.key)
    Talk.objects.filter(pk=talk.pk).update(
        signed=how, signed_at=at, refusal_sealed=crypto.seal_text(key, reason, about="talk.refusal")
    )
    audit.record("talk.sign", actor=by.label, about=f"talk:{talk.pk}", at=at, reason=how)


@transaction.atomic
def add(talk_id: int, text: str, *, by: Actor, at: datetime) -> None:
    """Add what is to be set right or was left out, after the record was read back."""
    talk = _locked(talk_id, by)
    if talk.read_back_at is None:
        raise NotAllowed("reception.still_written")
    text = plain(text)
    if not text:
        raise Invalid("reception.entry_missing", field="entry")
    if len(text) > LONGEST_TEXT:
        raise Invalid("cases.text_too_long", field="entry", length=len(text), limit=LONGEST_TEXT)
    key = crypto.open_key(talk.key)
    TalkEntry.objects.create(
        talk=talk, at=at, by_id=by.staff or 0, text_sealed=crypto.seal_text(key, text, about="talk.entry")
    )
    audit.record("talk.add", actor=by.label, about=f"talk:{talk.pk}", at=at)


@transaction.atomic
def register(talk_id: int, *, earlier: str = "", by: Actor, at: datetime) -> int:
    """Register what was said as a petition; return the petition. Twice gives the same one.

    `earlier` is the number of a matter the visitor says it is about again. The petition still becomes a
    matter of its own with a note naming the other: joining them is a decision of its own.
    """
    talk = _locked(talk_id, by)
    if talk.petition_id is not None:
        return talk.petition_id
    if talk.read_back_at is None:
        raise NotAllowed("reception.read_back_first")
    before = _earlier(earlier, by)
    given = told_in(talk)
    petition = PetitionGiven(
        text=added_to(talk, given.said),
        asked=given.asked,
        channel="visit",
        received_on=talk.day,
        person=given.person,
        companions=tuple(PersonGiven(name=name) for name in given.companions),
        persons=given.persons,
        anonymous=given.anonymous,
        submission=f"talk:{talk.pk}",
    )
    done = intake.register_at_desk(petition, [], by=by, at=at)
    Talk.objects.filter(pk=talk.pk).update(matter=done.matter, petition=done.petition, earlier=before)
    if before is not None and visible(by).filter(pk=done.matter).exists():
        said = Message("reception.earlier_said", {"number": before.number})
        work.note(done.matter, say(said, "zh"), by=by, at=at)
    if talk.ticket_id is not None:
        Ticket.objects.filter(pk=talk.ticket_id, state=desk.CALLED).update(state=desk.SERVED, ended_at=at)
    audit.record("talk.register", actor=by.label, about=f"talk:{talk.pk}", at=at)
    return done.petition


def _earlier(number: str, by: Actor) -> Matter | None:
    number = number_given(number)
    if not number:
        return None
    found = visible(by).filter(number=number).first()
    if found is None:
        raise Invalid("reception.no_earlier_matter", field="earlier")
    return found
