"""One contact of a matter: its words and its people, masked; in clear for a reason that is put on record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huiyin.base.errors import Invalid, NotAllowed, NotFound
from huiyin.cases import persons
from huiyin.cases.models import Attachment, Petition
from huiyin.cases.queries.attached import FileRow, file_row
from huiyin.cases.queries.scope import holds, seen
from huiyin.cases.rules.given import PersonGiven
from huiyin.foundation import audit, crypto
from huiyin.orgs.rules import Actor

# Codes, not sentences: a free text would carry personal data into the audit log.
UNMASK_REASONS = ("contact", "identity", "letter", "same-person", "asked-by-person")


@dataclass(frozen=True)
class BehalfRow:
    """Whom a petition concerns when another handed it in (masked), how they are related, and the paper."""

    person: PersonGiven
    relation: str
    paper: str


@dataclass(frozen=True)
class PetitionRow:
    """One contact of the matter, with its words; the person is masked."""

    id: int
    number: str
    channel: str
    received_on: date
    title: str
    text: str
    person: PersonGiven
    companions: int
    persons: int
    anonymous: bool
    behalf: BehalfRow | None
    proposed: Mapping[str, Any]
    files: Sequence[FileRow]
    erased: bool = False


def petition_row(p: Petition, files: Sequence[Attachment]) -> PetitionRow:
    """Return a petition with its words and files; everybody in it is masked."""
    words = persons.words_of(p)
    return PetitionRow(
        id=p.pk,
        number=p.number,
        channel=p.channel,
        received_on=p.received_on,
        title=words.title,
        text=words.text,
        person=persons.masked(persons.opened(p.person)),
        companions=p.persons - 1,
        persons=p.persons,
        anonymous=p.anonymous,
        behalf=_behalf(p),
        proposed=p.proposed,
        files=[file_row(f) for f in files],
        erased=persons.is_erased(p.person),
    )


def _behalf(p: Petition) -> BehalfRow | None:
    if p.behalf_of is None:
        return None
    return BehalfRow(persons.masked(persons.opened(p.behalf_of)), p.behalf_relation, p.behalf_paper)


@dataclass(frozen=True)
class Unmasked(PersonGiven):
    """Somebody of a petition in clear, and the part they have in it: petitioner, concerned, companion."""

    part: str = "petitioner"


def unmasked(actor: Actor, petition_id: int, *, reason: str, at: datetime) -> tuple[Unmasked, ...]:
    """Return the petitioner and companions in clear, for a reason (a code) put on record."""
    petition = Petition.objects.select_related("person", "behalf_of").filter(pk=petition_id).first()
    matter = seen(actor, petition.matter_id) if petition else None
    if petition is None or matter is None:
        raise NotFound("cases.no_matter")
    if not holds(actor, matter, "person.unmask"):
        raise NotAllowed("cases.not_your_part")
    if reason not in UNMASK_REASONS:
        raise Invalid("cases.reason_missing", field="reason")
    if persons.is_erased(petition.person):
        raise crypto.Erased("crypto.erased")
    audit.record("person.unmask", actor=actor.label, about=f"petition:{petition.pk}", at=at, reason=reason)
    people = [(petition.person, "petitioner")]
    people += [(petition.behalf_of, "concerned")] if petition.behalf_of else []
    people += [(other, "companion") for other in petition.companions.order_by("id")]
    return tuple(Unmasked(**vars(persons.opened(person)), part=part) for person, part in people)
