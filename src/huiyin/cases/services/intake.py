"""A petition comes in: number, query code, first reading, matter, receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction

from huiyin.base.clock import local_day
from huiyin.base.errors import NotAllowed
from huiyin.base.ids import new_query_code
from huiyin.cases import accusations, attachments, persons, spine
from huiyin.cases.models import Draft, Matter, Petition
from huiyin.cases.reading import headline, read_petition
from huiyin.cases.rules.given import PetitionGiven, checked
from huiyin.foundation import audit, crypto, numbers, outbox
from huiyin.orgs import queries as orgs
from huiyin.orgs.queries import OfficeRow
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


def register(given: PetitionGiven, *, by: Actor, at: datetime) -> Registered:
    """Register a petition as a new matter and return its number and query code.

    The same submission sent twice (a double click, a retried request) is registered once.
    Raises Invalid with the field to mend, NotAllowed when a member of staff may not register.
    """
    if by.staff is not None and not by.offices("petition.register"):
        raise NotAllowed("cases.may_not_register")
    given = checked(given, today=local_day(at))
    known = _known(given.submission)
    if known:
        return known
    try:
        with transaction.atomic():
            return _register(given, office=_receiving_office(given, by), by=by, at=at)
    except IntegrityError:
        known = _known(given.submission)  # the other click of a double click was quicker
        if known:
            return known
        raise


def send_draft(token: str, given: PetitionGiven, *, at: datetime) -> Registered:
    """Register what was written on the portal, with its files, and let the draft go.

    Sending the same draft twice gives the same receipt. Raises Invalid with the field to mend.
    """
    with transaction.atomic():
        done = register(given, by=PETITIONER, at=at)
        draft = Draft.objects.filter(token_index__in=crypto.blind_indexes(token, about="draft")).first()
        if draft is not None:
            sent = Petition.objects.select_related("person", "matter").get(pk=done.petition)
            attachments.hand_over(draft, sent)
            draft.delete()
    return done


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


def _receiving_office(given: PetitionGiven, by: Actor) -> OfficeRow:
    if by.office is not None:
        return orgs.office(by.office)
    return orgs.office_by_code(given.office) if given.office else orgs.intake_office()


def _known(submission: str) -> Registered | None:
    petition = Petition.objects.filter(submission=submission).first() if submission else None
    if petition is None:
        return None
    code = crypto.house_unseal(petition.code_sealed).decode()
    return Registered(
        petition.pk, petition.matter_id, petition.number, code, petition.received_on.isoformat(), True
    )


def _register(given: PetitionGiven, *, office: OfficeRow, by: Actor, at: datetime) -> Registered:
    year = local_day(at).year
    running = numbers.allocate(f"petition:{office.id}:{year}")
    number = f"{office.short}访〔{year}〕{running}号"
    whole = given.whole_text
    seen = read_petition(whole, given.title, home=settings.HUIYIN_HOME)
    matter = Matter(
        key=crypto.new_wrapped_key(),
        number=number,
        headline=headline(given),
        office_id=accusations.resting_place(office.id, f"{given.title}\n{whole}")
        if seen.possible_accusation
        else office.id,
        registered_at_id=office.id,
        division=given.place or seen.division,
        restricted=seen.possible_accusation,
        urgent_until=at + URGENT_FOR if seen.urgent else None,
        created=at,
        received_on=given.received_on,
        stage="registered",
    )
    matter.save(force_insert=True)
    petition, code = add_petition(
        given, matter, number=number, office=office.id, by=by, at=at, proposed=seen.proposed
    )
    facts: dict[str, object] = {"channel": given.channel}
    if given.anonymous or not (given.person.phone or given.person.address or given.channel == "web"):
        facts["contactable"] = False
    if given.channel == "visit" and given.persons > 1:
        facts["spokespersons"] = min(given.persons, 1 + len(given.companions))
    spine.append(matter, "received", on=given.received_on, fields=facts, by=by, at=at)
    audit.record("petition.register", actor=by.label, about=f"petition:{petition.pk}", at=at)
    outbox.tell("petition", about=f"petition:{petition.pk}", at=at, matter=matter.pk)
    return Registered(petition.pk, matter.pk, number, code, given.received_on.isoformat())


def add_petition(
    given: PetitionGiven,
    matter: Matter,
    *,
    number: str,
    office: int,
    by: Actor,
    at: datetime,
    proposed: dict[str, object],
) -> tuple[Petition, str]:
    """Store one contact under a matter; return it with its query code."""
    person = persons.add_person(given.person)
    code = new_query_code()
    petition = Petition(
        matter=matter,
        person=person,
        number=number,
        code_index=crypto.blind_index(code, about="code"),
        code_sealed=crypto.house_seal(code.encode()),
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
        proposed=proposed,
        **persons.seal_words(person, persons.Words(given.title, given.whole_text)),
    )
    petition.save(force_insert=True)
    if given.companions:
        petition.companions.set([persons.add_person(companion) for companion in given.companions])
    return petition, code


def forget_urgency(*, at: datetime) -> int:
    """Forget the hints of danger that were shown for 72 hours; return how many.

    One set under a clock that was ahead is shown for 72 hours from now, and no longer.
    """
    longest = at + URGENT_FOR
    Matter.objects.filter(urgent_until__gt=longest).update(urgent_until=longest)
    return Matter.objects.filter(urgent_until__lt=at).update(urgent_until=None)
