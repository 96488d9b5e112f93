"""What a connected system may read of its office: matters without persons, its register; no accusations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from huiyin.base.clock import local_day
from huiyin.cases import persons
from huiyin.cases.in_force import in_force
from huiyin.cases.models import Act, Letter, Petition
from huiyin.cases.queries.scope import readable_letters, seen, visible
from huiyin.cases.rules.given import PersonGiven
from huiyin.cases.standing import standing
from huiyin.foundation import audit
from huiyin.law.deadlines import UNFINISHED, Deadline
from huiyin.orgs.rules import Actor

PAGE = 50


@dataclass(frozen=True)
class PetitionTold:
    """One contact of a matter; `person`, `title` and `text` only for who may read persons."""

    number: str
    channel: str
    received_on: date
    persons: int
    anonymous: bool
    source: str
    source_id: str
    person: PersonGiven | None
    title: str | None
    text: str | None


@dataclass(frozen=True)
class MatterTold:
    """A matter as another system sees it."""

    id: int
    number: str
    headline: str
    office: str
    registered_at: str
    nature: str
    kind: str
    path: int | None
    division: str
    stage: str
    active: bool
    late: bool
    received_on: date
    concluded_on: date | None
    provenance: str
    version: int
    deadlines: Sequence[Deadline]
    petitions: Sequence[PetitionTold]


def matter(by: Actor, matter_id: int, *, with_persons: bool, at: datetime) -> MatterTold:
    """Return one matter and record that it was read. Raises NotFound, whether it is missing or hidden."""
    found = seen(by, matter_id)
    action = "api.person" if with_persons else "api.matter"
    audit.record(action, actor=by.label, about=f"matter:{found.pk}", at=at)
    acts = list(Act.objects.filter(matter=found).select_related("office"))
    now = standing(found, acts, as_of=local_day(at))
    rows = Petition.objects.filter(matter=found).select_related("person").order_by("id")
    return MatterTold(
        id=found.pk,
        number=found.number,
        headline=found.headline,
        office=found.office.code,
        registered_at=found.registered_at.code,
        nature=found.nature,
        kind=found.kind,
        path=found.path,
        division=found.division,
        stage=now.state.stage,
        active=found.active,
        late=found.late,
        received_on=found.received_on,
        concluded_on=found.concluded_on,
        provenance=found.provenance,
        version=found.version,
        deadlines=[d for d in now.deadlines if d.state in UNFINISHED],
        petitions=[_petition(p, with_persons) for p in rows],
    )


def _petition(p: Petition, with_persons: bool) -> PetitionTold:
    words = persons.words_of(p) if with_persons else None
    return PetitionTold(
        number=p.number,
        channel=p.channel,
        received_on=p.received_on,
        persons=p.persons,
        anonymous=p.anonymous,
        source=p.source,
        source_id=p.source_id,
        person=persons.opened(p.person) if with_persons else None,
        title=words.title if words else None,
        text=words.text if words else None,
    )


@dataclass(frozen=True)
class ActTold:
    """One act: which, when, by which office, with which letter.

    `corrects` is the position of the act that a correction sets right; `in_force` and `day_now` say what
    stands of an act after all corrections.
    """

    position: int
    kind: str
    day: date
    office: str
    letter: str
    corrects: int | None
    in_force: bool
    day_now: date | None


def acts(by: Actor, matter_id: int) -> Sequence[ActTold]:
    """Return the acts of a matter in order."""
    rows = list(Act.objects.filter(matter=seen(by, matter_id)).select_related("office", "letter"))
    now = {act.position: act.day for act in in_force(rows)}
    return [
        ActTold(
            a.position,
            a.kind,
            a.day,
            a.office.code,
            (a.letter.number or "") if a.letter else "",
            corrects(a),
            a.position in now,
            now.get(a.position),
        )
        for a in rows
    ]


def corrects(act: Act) -> int | None:
    """Return the position of the act that a correction sets right; None for any other act."""
    return int(act.fields["index"]) + 1 if act.kind == "corrected" else None


@dataclass(frozen=True)
class LetterTold:
    """A signed letter: its number, days and way of service; not its words."""

    number: str
    kind: str
    office: str
    signed_on: date
    served_how: str
    served_on: date | None


def letters(by: Actor, matter_id: int) -> Sequence[LetterTold]:
    """Return the signed letters of a matter."""
    rows = readable_letters(by, matter_id).filter(matter=seen(by, matter_id), number__isnull=False)
    return [
        _letter(letter)
        for letter in rows.select_related("office").prefetch_related("services").order_by("id")
    ]


def _letter(letter: Letter) -> LetterTold:
    service = next(iter(letter.services.all()), None)  # the first one handed over
    return LetterTold(
        number=letter.number or "",
        kind=letter.kind,
        office=letter.office.code,
        signed_on=letter.signed_on or letter.changed.date(),
        served_how=service.how if service else "",
        served_on=service.day if service else None,
    )


@dataclass(frozen=True)
class RegisterRow:
    """One line of an office's register; no person, no words."""

    key: int
    number: str
    received_on: date
    entered: datetime
    channel: str
    persons: int
    anonymous: bool
    matter: int
    matter_number: str
    stage: str
    kind: str
    source: str
    source_id: str


def register(
    by: Actor,
    *,
    at: datetime,
    first: date | None = None,
    last: date | None = None,
    after: int = 0,
    size: int = PAGE,
) -> tuple[Sequence[RegisterRow], int]:
    """Return the office's register by the order of entry, and the key of the next page (0 on the last)."""
    rows = Petition.objects.filter(office_id__in=by.offices("matter.read"), matter__in=visible(by))
    if first:
        rows = rows.filter(received_on__gte=first)
    if last:
        rows = rows.filter(received_on__lte=last)
    found = list(rows.filter(pk__gt=after).select_related("matter").order_by("id")[: size + 1])
    audit.record("api.register", actor=by.label, about=f"office:{by.office}", at=at)
    lines = [
        RegisterRow(
            key=p.pk,
            number=p.number,
            received_on=p.received_on,
            entered=p.entered,
            channel=p.channel,
            persons=p.persons,
            anonymous=p.anonymous,
            matter=p.matter_id,
            matter_number=p.matter.number,
            stage=p.matter.stage,
            kind=p.matter.kind,
            source=p.source,
            source_id=p.source_id,
        )
        for p in found[:size]
    ]
    return lines, lines[-1].key if len(found) > size else 0
