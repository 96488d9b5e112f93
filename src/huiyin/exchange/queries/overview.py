"""Systems, batches, what waits for a decision, codes to be mapped, differences; and the honest count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from huiyin.cases.models import Petition
from huiyin.cases.queries.scope import one, visible
from huiyin.exchange import links
from huiyin.exchange.access import system_of
from huiyin.exchange.models import Batch, ConnectedSystem, Difference, Link, UnmappedCode
from huiyin.foundation import audit
from huiyin.foundation.crypto import house_unseal
from huiyin.orgs.rules import SYSTEM, Actor

PAGE = 50
# A matter that became a possible accusation after a difference was found: nobody else's to see (art 30).
HIDDEN = Q(link__matter__restricted=True)
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


@dataclass(frozen=True)
class DifferenceRow:
    """A difference between our records and theirs."""

    id: int
    kind: str
    number: str
    what: str
    ours: str
    theirs: str
    proposed: str
    found_at: datetime
    gone: bool
    matter: int | None
    closed_at: datetime | None
    closed_by: str
    outcome: str


@dataclass(frozen=True)
class DifferencePage:
    """One page of differences; `after` is the key of the next one, empty on the last."""

    rows: Sequence[DifferenceRow]
    after: str


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


def differences(
    code: str, by: Actor, *, closed: bool = False, after: str = "", size: int = PAGE
) -> DifferencePage:
    """Return a system's differences, the newest first."""
    rows = Difference.objects.filter(system=system_of(code, by, permission="exchange.read"))
    rows = rows.filter(~HIDDEN, closed_at__isnull=not closed).select_related("link", "closed_by")
    rows = rows.order_by("-id")
    if after.isdecimal() and len(after) <= len(str(2**62)):
        rows = rows.filter(pk__lt=int(after))
    found = list(rows[: size + 1])
    return DifferencePage(
        [_difference(d) for d in found[:size]], str(found[size - 1].pk) if len(found) > size else ""
    )


def _difference(d: Difference) -> DifferenceRow:
    return DifferenceRow(
        d.pk, d.kind, d.number, d.what, d.ours, d.theirs, d.proposed, d.found_at, d.gone_at is not None,
        d.link.matter_id if d.link else None, d.closed_at, d.closed_by.name if d.closed_by else "", d.outcome,
    )  # fmt: skip


@dataclass(frozen=True)
class LinkRow:
    """Another system's record of a matter; its clocks are that system's own, not the law's."""

    system: str
    system_name: str
    number: str
    status: str
    stage: str
    kind: str
    nature: str
    received_on: date | None
    concluded_on: date | None
    returned_on: date | None
    returns: int
    clocks: Mapping[str, date]
    kept: Mapping[str, str]
    petition: int | None


def of_matter(by: Actor, matter: int, *, with_kept: bool = True) -> Sequence[LinkRow]:
    """Return what other systems call a matter, for who may see it."""
    if not one(by, matter).exists():
        return []
    # By the petition where there is one: joining matters moves petitions, and looking writes nothing.
    there = Q(petition__matter=matter) | Q(petition__isnull=True, matter=matter)
    rows = Link.objects.filter(there, state="linked").select_related("system", "petition__person", "matter")
    return [_link(link, with_kept) for link in rows.order_by("id")]


def _links(by: Actor) -> QuerySet[Link]:
    return Link.objects.filter(state="linked", matter__in=visible(by))


def _link(link: Link, with_kept: bool) -> LinkRow:
    said: Mapping[str, Any] = links.kept(link) if with_kept else {}
    return LinkRow(
        system=link.system.code,
        system_name=link.system.name,
        number=link.number,
        status=link.status or said.get("status", ""),
        stage=link.stage,
        kind=link.kind,
        nature=link.nature,
        received_on=link.received_on,
        concluded_on=link.concluded_on,
        returned_on=link.returned_on,
        returns=link.returns,
        clocks={name: date.fromisoformat(day) for name, day in link.clocks.items()},
        kept=said,
        petition=link.petition_id,
    )


@dataclass(frozen=True)
class Counted:
    """An honest count. `by_system` says how many matters each system knows: these may be the same ones."""

    matters: int
    petitions: int
    by_system: Mapping[str, int]
    waiting: int


def counted(by: Actor) -> Counted:
    """Return how many matters and petitions an actor may see: each once, however many systems know it.

    A work order linked to a matter adds no matter and no petition; one that waits is counted apart.
    """
    seen = visible(by)
    known = _links(by).values("system__code").annotate(matters=Count("matter_id", distinct=True))
    return Counted(
        matters=seen.count(),
        petitions=Petition.objects.filter(matter__in=seen).count(),
        by_system={row["system__code"]: row["matters"] for row in known.order_by("system__code")},
        waiting=Link.objects.filter(state="waiting", proposed__in=seen).count(),
    )
