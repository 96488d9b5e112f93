"""Matters that may be one, those of the same petitioner, those raised more than once: as far as one sees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from huiyin.base.errors import Invalid
from huiyin.cases.models import Matter, Person, Petition, SameProposal
from huiyin.cases.queries.lists import PAGE
from huiyin.cases.queries.scope import one, visible
from huiyin.cases.rules.given import number_given
from huiyin.cases.rules.same import CONFIDENCES, Mark, Side, joining_refused, merged
from huiyin.orgs.rules import Actor

SHOWN = 20
_LOOKED_AT = 500  # of the newest matters, before it is asked which of them are in sight
_LONGEST_NUMBER = 60


@dataclass(frozen=True)
class Glance:
    """A matter at a glance: nothing of the person, a redacted headline."""

    id: int
    number: str
    headline: str
    office: str
    stage: str
    received_on: date


@dataclass(frozen=True)
class Candidate:
    """A matter that may be the same, what speaks for it and how much; `refused` says why not to join now."""

    matter: Glance
    marks: Sequence[Mark]
    confidence: str
    refused: str


@dataclass(frozen=True)
class Repeated:
    """A matter with the number of petitions that are answered at it."""

    matter: Glance
    petitions: int


@dataclass(frozen=True)
class RepeatedPage:
    """One page of matters raised more than once; `after` is the key of the next, empty on the last."""

    rows: Sequence[Repeated]
    after: str


def glance(m: Matter) -> Glance:
    """Return a matter at a glance. `office` must be loaded."""
    return Glance(m.pk, m.number, m.headline, m.office.name, m.stage, m.received_on)


def candidates(actor: Actor, matter_id: int) -> Sequence[Candidate]:
    """Return the matters that may be the same as a leading one and wait for a decision, the surest first.

    Only those in the actor's sight, and possible accusations only beside each other.
    """
    matter = one(actor, matter_id).first()
    if matter is None:
        return []
    own = {matter.pk, *Matter.objects.filter(joined_to=matter).values_list("pk", flat=True)}
    found: dict[int, tuple[Mark, ...]] = {}
    sure: dict[int, str] = {}
    apart: set[int] = set()
    for p in _proposals(own):
        other = p.candidate if p.matter_id in own else p.matter
        head = other.joined_to_id or other.pk
        if p.state == "different":
            apart.add(head)
        elif p.state == "open":
            found[head] = merged(found.get(head, ()), [Mark(**mark) for mark in p.marks])
            sure[head] = min(p.confidence, sure.get(head, "weak"), key=CONFIDENCES.index)
    seen = visible(actor).filter(pk__in=found.keys() - apart - own, restricted=matter.restricted)
    rows = [
        Candidate(glance(m), found[m.pk], sure[m.pk], _refused(matter, m))
        for m in seen.select_related("office").order_by("-pk")[:SHOWN]
    ]
    return sorted(rows, key=lambda row: CONFIDENCES.index(row.confidence))


def _proposals(own: set[int]) -> QuerySet[SameProposal]:
    mine = Q(matter__in=own) | Q(candidate__in=own)
    return SameProposal.objects.filter(mine).select_related("matter", "candidate")


def _refused(one: Matter, other: Matter) -> str:
    earlier, later = sorted((one, other), key=lambda m: m.pk)
    return joining_refused(_side(later), _side(earlier))


def _side(m: Matter) -> Side:
    return Side(m.pk, m.office_id, m.restricted, m.joined_to_id)


def by_number(actor: Actor, typed: str) -> int:
    """Return the matter in the actor's sight with a number, its own or a petition's. Raises Invalid."""
    number = number_given(typed[:_LONGEST_NUMBER])
    found = visible(actor).filter(Q(number=number) | Q(petitions__number=number)).values_list("pk", flat=True)
    key = found.first() if number else None
    if key is None:
        raise Invalid("same.number_unknown", field="number")
    return key


def leads_to(actor: Actor, matter_id: int) -> Glance | None:
    """Return the matter that leads the one with this key, when it was joined and is in the actor's sight."""
    found = visible(actor).filter(members=matter_id).select_related("office").first()
    return glance(found) if found else None


def others_of_the_petitioner(actor: Actor, matter_id: int) -> Sequence[Glance]:
    """Return other matters of the same petitioner in the actor's sight, the newest first, without a count."""
    matter = one(actor, matter_id).first()
    if matter is None:
        return []
    known = list(Person.objects.filter(petitions__matter=matter).values_list("phone_index", "id_index"))
    phones, numbers = ({row[place] for row in known if row[place]} for place in (0, 1))
    marks = Q(phone_index__in=phones) | Q(id_index__in=numbers)
    theirs = Petition.objects.filter(person__in=Person.objects.filter(marks).values("pk"))
    theirs = theirs.exclude(matter__in=[matter.pk, matter.joined_to_id or 0])
    keys = list(theirs.order_by("-matter").values_list("matter", flat=True).distinct()[:_LOOKED_AT])
    if not keys:
        return []
    rows = visible(actor).filter(pk__in=keys, restricted=matter.restricted).exclude(joined_to=matter.pk)
    return [glance(m) for m in rows.select_related("office").order_by("-pk")[:SHOWN]]


def repeated(actor: Actor, *, after: str = "", size: int = PAGE) -> RepeatedPage:
    """Return the matters with more than one petition in the actor's sight, the newest first.

    By matter, never by person: what is counted are petitions about one claim.
    """
    joined = visible(actor).filter(joined_to__isnull=False)
    rows = visible(actor).filter(pk__in=joined.values("joined_to")).select_related("office").order_by("-pk")
    if after.isdecimal() and len(after) <= len(str(2**62)):
        rows = rows.filter(pk__lt=int(after))
    found = list(rows[: size + 1])
    counted = _petitions(actor, [m.pk for m in found[:size]])
    return RepeatedPage(
        [Repeated(glance(m), counted.get(m.pk, 1)) for m in found[:size]],
        str(found[size - 1].pk) if len(found) > size else "",
    )


def _petitions(actor: Actor, heads: Sequence[int]) -> Mapping[int, int]:
    theirs = Petition.objects.filter(Q(matter__in=heads) | Q(matter__joined_to__in=heads))
    rows = theirs.filter(matter__in=visible(actor)).values(head=Coalesce("matter__joined_to", "matter"))
    return dict(rows.annotate(petitions=Count("pk")).values_list("head", "petitions"))


def members(actor: Actor, matter_id: int, *, size: int = SHOWN) -> Sequence[Petition]:
    """Return the newest petitions joined to a matter, in the actor's sight."""
    joined = Matter.objects.filter(joined_to=matter_id).order_by("-pk").values_list("pk", flat=True)
    keys = list(joined[:_LOOKED_AT])
    if not keys:
        return []
    there = Petition.objects.filter(matter__in=visible(actor).filter(pk__in=keys))
    return list(there.select_related("matter").order_by("-pk")[:size])
