"""What other systems call a matter, and the honest count of matters that several systems know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from huiyin.cases.models import Petition
from huiyin.cases.queries.scope import one, visible
from huiyin.exchange import links
from huiyin.exchange.models import Link
from huiyin.orgs.rules import Actor


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


def _links(by: Actor) -> QuerySet[Link]:
    return Link.objects.filter(state="linked", matter__in=visible(by))


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
