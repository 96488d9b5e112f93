"""What is held about a person, and what waits to be erased: as an officer or the person asks for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from huiyin.base.clock import local_day
from huiyin.base.errors import NotFound
from huiyin.base.messages import Message
from huiyin.cases import keeping, persons
from huiyin.cases.models import Act, Erasure, Letter, Matter, Petition
from huiyin.cases.queries.scope import visible
from huiyin.cases.rules.given import number_given
from huiyin.cases.services.personal import CONFIRM, PROPOSE
from huiyin.foundation import audit
from huiyin.foundation.models import AuditEntry
from huiyin.orgs.rules import SYSTEM, Actor

PAGE = 50


@dataclass(frozen=True)
class ContactRow:
    """One contact of a person, with what stands in the way of erasing it."""

    petition: int
    number: str
    name: str
    same_name: bool
    headline: str
    office: str
    received_on: date
    erased: bool
    in_the_way: Sequence[Message]
    may_propose: bool

    @property
    def free(self) -> bool:
        """Return whether the actor may propose to erase it now."""
        return self.may_propose and not self.erased and not self.in_the_way


@dataclass(frozen=True)
class ErasureRow:
    """A proposal that waits: why, since when, by whom, which petitions."""

    id: int
    ground: str
    numbers: Sequence[str]
    due_on: date | None
    proposed_by: str
    proposed_at: datetime
    own: bool
    may_confirm: bool


def petition_numbered(actor: Actor, number: str) -> int:
    """Return the petition with a number, if the actor may see its matter. Raises NotFound."""
    found = Petition.objects.filter(number=number_given(number), matter__in=visible(actor)).first()
    if found is None:
        raise NotFound("personal.no_petition")
    return found.pk


def kept_at(actor: Actor, number: str) -> tuple[int, str]:
    """Return the office that has the matter of a petition in sight: its key and its name. Raises NotFound."""
    found = Petition.objects.select_related("matter__office").get(pk=petition_numbered(actor, number))
    return found.matter.office_id, found.matter.office.name


def contacts(actor: Actor, petition: int, *, at: datetime) -> Sequence[ContactRow]:
    """Return every contact of the same person that the actor may see, and record that it was looked for."""
    found = Petition.objects.select_related("person").filter(pk=petition, matter__in=visible(actor)).first()
    if found is None:
        raise NotFound("personal.no_petition")
    audit.record("person.contacts", actor=actor.label, about=f"petition:{petition}", at=at)
    said = persons.opened(found.person).name
    own = keeping.own_contacts(found.person).filter(matter__in=visible(actor))
    rows = Petition.objects.filter(pk__in=own.values("pk"))
    rows = rows.select_related("person", "matter__office").order_by("-pk")[:PAGE]
    return [_contact(p, said, actor, local_day(at)) for p in rows]


def _contact(p: Petition, said: str, actor: Actor, on: date) -> ContactRow:
    given = persons.opened(p.person)
    return ContactRow(
        petition=p.pk,
        number=p.number,
        name=persons.masked(given).name,
        same_name=given.name == said,
        headline=p.matter.headline,
        office=p.matter.office.name,
        received_on=p.received_on,
        erased=persons.is_erased(p.person),
        in_the_way=keeping.in_the_way(p.matter, on=on),
        may_propose=p.matter.office_id in actor.offices(PROPOSE),
    )


def waiting(actor: Actor, *, after: int = 0, size: int = PAGE) -> Sequence[ErasureRow]:
    """Return the proposals the actor may decide about or made, the oldest first, after a proposal's id."""
    reach = actor.offices(CONFIRM) | actor.offices(PROPOSE)
    out_of_reach = Petition.objects.exclude(matter__in=visible(actor).filter(office_id__in=reach))
    rows = Erasure.objects.filter(confirmed_at=None, withdrawn_at=None, pk__gt=after)
    rows = rows.exclude(petitions__in=out_of_reach).select_related("proposed_by")
    return [_waiting(e, actor) for e in rows.prefetch_related("petitions__matter").order_by("pk")[:size]]


def _waiting(e: Erasure, actor: Actor) -> ErasureRow:
    own = e.proposed_by_id is not None and e.proposed_by_id == actor.staff
    offices = {p.matter.office_id for p in e.petitions.all()}
    return ErasureRow(
        id=e.pk,
        ground=e.ground,
        numbers=sorted(p.number for p in e.petitions.all()),
        due_on=e.due_on,
        proposed_by=e.proposed_by.name if e.proposed_by else "",
        proposed_at=e.proposed_at,
        own=own,
        may_confirm=not own and offices <= actor.offices(CONFIRM),
    )


def listed() -> Sequence[ErasureRow]:
    """Return everything a rule listed that nobody decided about yet, for whoever runs the installation."""
    rows = Erasure.objects.filter(ground="rule", confirmed_at=None, withdrawn_at=None).order_by("pk")
    return [
        _waiting(e, SYSTEM) for e in rows.select_related("proposed_by").prefetch_related("petitions__matter")
    ]


def counts() -> dict[str, int]:
    """Return how much there is of what a backup has to hold."""
    tables = {"matters": Matter, "petitions": Petition, "acts": Act, "letters": Letter, "entries": AuditEntry}
    return {name: table._default_manager.count() for name, table in tables.items()}
