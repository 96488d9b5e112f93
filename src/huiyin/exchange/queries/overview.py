"""Systems, batches, what waits for a decision, codes to be mapped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from huiyin.cases.queries.scope import visible
from huiyin.exchange import links
from huiyin.exchange.access import system_of
from huiyin.exchange.models import Batch, ConnectedSystem, Link, UnmappedCode
from huiyin.foundation import audit
from huiyin.foundation.crypto import house_unseal
from huiyin.orgs.rules import SYSTEM, Actor

PAGE = 50
_SHOWN = Q(differences__closed_at=None) & ~Q(differences__link__matter__restricted=True)
_UNDECIDED = Q(links__state="waiting") & ~Q(links__proposed__restricted=True)


@dataclass(frozen=True)
class SystemRow:
    """A connected system with what is open about it."""

    id: int
    code: str
    name: str
    office: str
    office_name: str
    map: str
    links: int
    waiting: int
    differences: int
    unmapped: int


@dataclass(frozen=True)
class BatchRow:
    """A file in or out."""

    number: int
    what: str
    at: datetime
    by: str
    counts: Mapping[str, int]
    delivered_at: datetime | None


@dataclass(frozen=True)
class WaitingRow:
    """A record of theirs that is perhaps about a matter here: why, and which."""

    id: int
    number: str
    received_on: date | None
    proposed: int
    proposed_number: str
    proposed_headline: str
    because: str
    text: str


def systems(by: Actor) -> Sequence[SystemRow]:
    """Return the open systems within reach: of the actor's offices, or all for who administers them."""
    rows = ConnectedSystem.objects.filter(closed_at=None).select_related("office").order_by("code")
    if by != SYSTEM and "office.edit" not in by.may:
        rows = rows.filter(office_id__in=by.offices("exchange.run") | by.offices("exchange.read"))
    counted = rows.annotate(
        linked=Count("links", filter=Q(links__state="linked"), distinct=True),
        undecided=Count("links", filter=_UNDECIDED, distinct=True),
        different=Count("differences", filter=_SHOWN, distinct=True),
        strange=Count("unmapped", distinct=True),
    )
    return [
        SystemRow(
            s.pk,
            s.code,
            s.name,
            s.office.code,
            s.office.name,
            s.map,
            s.linked,
            s.undecided,
            s.different,
            s.strange,
        )
        for s in counted
    ]


def system(code: str, by: Actor) -> SystemRow:
    """Return one system within reach. Raises NotFound."""
    known = system_of(code, by, permission="exchange.read")
    return next(row for row in systems(by) if row.id == known.pk)


def batches(code: str, by: Actor, *, before: int = 0, size: int = PAGE) -> Sequence[BatchRow]:
    """Return a system's files in and out, the newest first."""
    rows = Batch.objects.filter(system=system_of(code, by, permission="exchange.read")).select_related("by")
    if before:
        rows = rows.filter(number__lt=before)
    return [
        BatchRow(b.number, b.what, b.at, b.by.name if b.by else "", b.counts, b.delivered_at)
        for b in rows.order_by("-number")[:size]
    ]


def waiting(code: str, by: Actor, *, at: datetime, size: int = PAGE) -> Sequence[WaitingRow]:
    """Return the records that wait for a decision, oldest first, with their words; looking is on record."""
    rows = Link.objects.filter(system=system_of(code, by), state="waiting", proposed__in=visible(by))
    found = list(rows.select_related("proposed", "petition", "matter").order_by("id")[:size])
    for link in found:
        audit.record("link.read", actor=by.label, about=f"link:{link.pk}", at=at)
    return [_waiting(link) for link in found]


def _waiting(link: Link) -> WaitingRow:
    about, said = link.proposed, links.kept(link)
    return WaitingRow(
        id=link.pk,
        number=link.number,
        received_on=link.received_on,
        proposed=about.pk if about else 0,
        proposed_number=about.number if about else "",
        proposed_headline=about.headline if about else "",
        because=link.proposed_by,
        text=said.get("text", "")[:300],
    )


def unmapped(code: str, by: Actor) -> Sequence[tuple[str, str, int]]:
    """Return the codes no map knows: field, code as they wrote it, how often."""
    rows = UnmappedCode.objects.filter(system=system_of(code, by, permission="exchange.read"))
    return [
        (u.field, house_unseal(u.code_sealed).decode(), u.times) for u in rows.order_by("field", "id")[:200]
    ]
