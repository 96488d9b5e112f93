"""A petition comes in: number, query code, first reading, matter, receipt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction

from huiyin.base.clock import local_day
from huiyin.base.errors import Invalid, NotAllowed
from huiyin.cases import accusations, attachments, persons, spine
from huiyin.cases.incoming import Incoming, incoming
from huiyin.cases.models import Act, Draft, Matter, Person, Petition
from huiyin.cases.rules.given import PetitionGiven, checked
from huiyin.cases.services import same
from huiyin.foundation import audit, crypto, numbers, outbox
from huiyin.foundation.insertion import insert, together
from huiyin.foundation.models import AuditEntry, Event
from huiyin.foundation.turns import turn
from huiyin.orgs import queries as orgs
from huiyin.orgs.queries import Receiver
from huiyin.orgs.rules import PETITIONER, Actor

URGENT_FOR = timedelta(hours=72)


@dataclass(frozen=True)
class Registered:
    """What the receipt shows. `again` is true when this very submission was registered before."""

    petition: int
    matter: int
    number: str
    code: str
    received_on: str
    again: bool = False


@dataclass(frozen=True)
class Taken:
    """A petition just taken in (its matter and person with it), the act that begins it, and its receipt."""

    petition: Petition
    act: Act
    receipt: Registered


def register(given: PetitionGiven, *, by: Actor, at: datetime) -> Registered:
    """Register a petition as a new matter and return its number and query code.

    The same submission sent twice (a double click, a retried request) is registered once.
    Raises Invalid with the field to mend, NotAllowed when a member of staff may not register.
    """
    given = _checked(given, by, at)
    return _known(given.submission) or _write(incoming(given, home=settings.HUIYIN_HOME), by=by, at=at)


def send_draft(token: str, given: PetitionGiven, *, at: datetime) -> Registered:
    """Register what was written on the portal, with its files, and let the draft go.

    Sending the same draft twice gives the same receipt. Raises Invalid with the field to mend.
    """
    given = _checked(given, PETITIONER, at)
    ready = incoming(given, home=settings.HUIYIN_HOME)
    with turn(), transaction.atomic():
        done = _known(given.submission) or _write(ready, by=PETITIONER, at=at)
        draft = Draft.objects.filter(token_index__in=crypto.blind_indexes(token, about="draft")).first()
        if draft is not None:
            sent = Petition.objects.select_related("person", "matter").get(pk=done.petition)
            attachments.hand_over(draft, sent)
            draft.delete()
    return done


def _checked(given: PetitionGiven, by: Actor, at: datetime) -> PetitionGiven:
    if by.staff is not None and not by.offices("petition.register"):
        raise NotAllowed("cases.may_not_register")
    return checked(given, today=local_day(at))


def _write(ready: Incoming, *, by: Actor, at: datetime) -> Registered:
    office = _receiver(ready.given, by)
    rests = _resting(ready, office)
    try:
        with turn(), transaction.atomic():
            return _register(ready, office=office, rests=rests, by=by, at=at).receipt
    except IntegrityError:
        known = _known(ready.given.submission)  # the other click of a double click was quicker
        if known:
            return known
        raise


def take_in(given: PetitionGiven, *, office: Receiver, by: Actor, at: datetime) -> Taken:
    """Register a petition at an office. Call it inside a transaction, for one that is not `known` yet.

    Raises Invalid with the field to mend, NotAllowed when a member of staff may not register.
    """
    given = _checked(given, by, at)
    ready = incoming(given, home=settings.HUIYIN_HOME)
    return _register(ready, office=office, rests=_resting(ready, office), by=by, at=at)


def take_part(given: PetitionGiven, *, office: Receiver, by: Actor, at: datetime) -> Taken:
    """Register a part of a petition that is here already. Call it inside a transaction, once.

    Raises Invalid with the field to mend: also while its words may still accuse an official.
    """
    ready = incoming(checked(given, today=local_day(at)), home=settings.HUIYIN_HOME)
    if ready.seen.possible_accusation:
        raise Invalid("same.still_accuses", field="text")
    return _register(ready, office=office, rests=office, by=by, at=at)


@transaction.atomic
def register_at_desk(
    given: PetitionGiven, files: Sequence[tuple[str, BinaryIO]], *, by: Actor, at: datetime
) -> Registered:
    """Register what an officer enters, with the papers that came along: all of it or nothing.

    Raises Invalid with the field to mend.
    """
    done = register(given, by=by, at=at)
    if not done.again:
        petition = Petition.objects.select_related("matter", "person").get(pk=done.petition)
        for name, stream in files:
            attachments.keep(stream, name=name, matter=petition.matter, petition=petition, by=by, at=at)
    return done


def _receiver(given: PetitionGiven, by: Actor) -> Receiver:
    return orgs.receiver(office=by.office) if by.office is not None else orgs.receiver(code=given.office)


def _known(submission: str) -> Registered | None:
    return known([submission]).get(submission)


def known(submissions: Iterable[str]) -> dict[str, Registered]:
    """Return the receipts of the submissions that were registered before."""
    wanted = [submission for submission in submissions if submission]
    columns = ("submission", "pk", "matter_id", "number", "code_sealed", "received_on")
    rows = Petition.objects.filter(submission__in=wanted).values_list(*columns) if wanted else ()
    return {
        submission: Registered(key, matter, number, crypto.house_unseal(code).decode(), day.isoformat(), True)
        for submission, key, matter, number, code, day in rows
        if submission
    }


def _resting(ready: Incoming, office: Receiver) -> Receiver:
    """Return the office where the matter rests: another than it came to only for a possible accusation."""
    if not ready.seen.possible_accusation:
        return office
    rests = accusations.resting_place(office.id, _all_words(ready.given))
    return office if rests == office.id else orgs.receiver(office=rests)


def _register(ready: Incoming, *, office: Receiver, rests: Receiver, by: Actor, at: datetime) -> Taken:
    given, seen = ready.given, ready.seen
    matter = new_matter(ready, office=office, year=local_day(at).year, at=at)
    matter.office_id = rests.id
    matter.restricted = seen.possible_accusation
    matter.urgent_until = at + URGENT_FOR if seen.urgent else None
    matter.division = given.place or seen.division
    with together(Matter, Act, Person, Petition, AuditEntry, Event):
        act = spine.begin(matter, _facts(given), office_kind=rests.kind, on=given.received_on, by=by, at=at)
        petition = add_petition(ready, matter, office=office.id, by=by, at=at)
        audit.record("petition.register", actor=by.label, about=f"petition:{petition.pk}", at=at)
        alarm = seen.possible_accusation or seen.urgent
        outbox.tell("petition", about=f"petition:{petition.pk}", at=at, matter=matter.pk, alarm=alarm)
    same.notice(petition, matter, at=at)
    receipt = Registered(petition.pk, matter.pk, matter.number, ready.code, given.received_on.isoformat())
    return Taken(petition, act, receipt)


def _all_words(given: PetitionGiven) -> str:
    return f"{given.title}\n{given.whole_text}"


def _facts(given: PetitionGiven) -> dict[str, object]:
    facts: dict[str, object] = {"channel": given.channel}
    if given.anonymous or not (given.person.phone or given.person.address or given.channel == "web"):
        facts["contactable"] = False
    if given.channel == "visit" and given.persons > 1:
        facts["spokespersons"] = min(given.persons, 1 + len(given.companions))
    return facts


def new_matter(ready: Incoming, *, office: Receiver, year: int, at: datetime) -> Matter:
    """Return a matter for a petition at the office that registers it, numbered but not stored yet."""
    running = numbers.allocate(f"petition:{office.id}:{year}")
    return Matter(
        key=ready.matter_key,
        number=f"{office.short}访〔{year}〕{running}号",
        headline=ready.headline,
        office_id=office.id,
        registered_at_id=office.id,
        division=ready.seen.division,
        restricted=ready.seen.possible_accusation,
        created=at,
    )


def add_petition(
    ready: Incoming, matter: Matter, *, office: int, by: Actor, at: datetime, number: str = ""
) -> Petition:
    """Store one contact under a matter; return it. The first one has the number of the matter."""
    given = ready.given
    for someone in (ready.person, *ready.companions, *filter(None, [ready.behalf_of])):
        insert(someone)
    petition = Petition(
        matter=matter,
        person=ready.person,
        number=number or matter.number,
        code_index=ready.code_index,
        code_sealed=ready.code_sealed,
        submission=given.submission or None,
        source=given.source,
        source_id=given.source_id,
        channel=given.channel,
        received_on=given.received_on,
        entered=at,
        entered_by_id=by.staff,
        office_id=office,
        text_index=persons.text_index(given.whole_text),
        persons=given.persons,
        anonymous=given.anonymous,
        proposed=ready.seen.proposed,
        behalf_of=ready.behalf_of,
        behalf_relation=given.behalf.relation if given.behalf else "",
        behalf_paper=given.behalf.paper if given.behalf else "",
        **ready.words,
    )
    insert(petition)
    if ready.companions:
        petition.companions.set(ready.companions)
    return petition


def forget_urgency(*, at: datetime) -> int:
    """Forget the hints of danger that were shown for 72 hours; return how many.

    One set under a clock that was ahead is shown for 72 hours from now, and no longer.
    """
    longest = at + URGENT_FOR
    Matter.objects.filter(urgent_until__gt=longest).update(urgent_until=longest)
    return Matter.objects.filter(urgent_until__lt=at).update(urgent_until=None)
