"""What the rules of keeping say of matters on record: what stands in the way of erasing, what is due."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.base.messages import Message
from huiyin.cases import persons
from huiyin.cases.models import Act, Erasure, Matter, Person, Petition
from huiyin.cases.rules.keeping import Kept, barriers, kept_until
from huiyin.cases.standing import standing, the_law
from huiyin.foundation import crypto

_SHORTEST = 10  # years; only narrows the search, what is due is decided by the rules
BATCH = 200


def kept(matter: Matter, *, on: date) -> Kept:
    """Return a matter as the rules of keeping look at it. `matter.office` must be loaded."""
    acts = list(Act.objects.filter(matter=matter))
    now = standing(matter, acts, as_of=on)
    return Kept(matter.number, now.state.open, [(a.kind, a.day) for a in acts], now.deadlines)


def in_the_way(matter: Matter, *, on: date) -> tuple[Message, ...]:
    """Return what stands in the way of erasing a matter's personal data on a day."""
    return barriers(kept(matter, on=on), the_law()[0], on=on)


def due(*, on: date) -> Iterator[tuple[Matter, date]]:
    """Yield the matters that were kept as long as the rules say, with the first day they are due.

    Those that are listed already, or erased, are left out.
    """
    unerased = Petition.objects.filter(matter=OuterRef("pk")).exclude(person__key=b"")
    listed = Erasure.objects.filter(petitions__matter=OuterRef("pk"), withdrawn_at=None, confirmed_at=None)
    rows = Matter.objects.select_related("office").filter(
        Exists(unerased), ~Exists(listed), active=False, received_on__lt=date(on.year - _SHORTEST, 1, 1)
    )
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        for matter in batch:
            looked_at = kept(matter, on=on)
            law, _calendar = the_law()
            if not barriers(looked_at, law, on=on):
                yield matter, kept_until(looked_at, law).day
        last = batch[-1].pk


def held() -> QuerySet[Matter]:
    """Return the matters in which somebody is left who was not erased.

    The key of a matter does not say so: what is written after an erasure gets a key of its own.
    """
    return Matter.objects.filter(
        Exists(Petition.objects.filter(matter=OuterRef("pk")).exclude(person__key=b""))
    )


def own_contacts(person: Person) -> QuerySet[Petition]:
    """Return every petition of the same person, found by telephone or identity number; at least this one."""
    given = persons.opened(person)
    same = Q(person=person)
    if given.phone:
        same |= Q(person__phone_index__in=crypto.blind_indexes(given.phone, about="phone"))
    if given.id_number:
        same |= Q(person__id_index__in=crypto.blind_indexes(given.id_number, about="id"))
    return Petition.objects.filter(same)
