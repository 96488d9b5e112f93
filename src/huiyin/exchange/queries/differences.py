"""Differences between our records and those of another system."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from huiyin.exchange.access import system_of
from huiyin.exchange.models import Difference
from huiyin.orgs.rules import Actor

PAGE = 50
# A matter that became a possible accusation after a difference was found: nobody else's to see (art 30).
HIDDEN = Q(link__matter__restricted=True)


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


def page(code: str, by: Actor, *, closed: bool = False, after: str = "", size: int = PAGE) -> DifferencePage:
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
