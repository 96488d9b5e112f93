"""Who keeps out of which matter, and who could be ordered to (回避)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huiyin.cases.models import Recusal
from huiyin.cases.queries.scope import one
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import SEES_CASES, Actor


@dataclass(frozen=True)
class RecusalRow:
    """Who keeps out of a matter, why, and since when."""

    id: int
    matter: int
    number: str
    headline: str
    staff: int
    name: str
    reason: str
    at: datetime


def of_actor(actor: Actor) -> Sequence[RecusalRow]:
    """Return what the actor keeps out of; of possible accusations nothing: one may accuse them (art 30)."""
    mine = Recusal.objects.filter(staff_id=actor.staff or 0, lifted_at__isnull=True)
    rows = mine.filter(matter__restricted=False)
    return [_row(r) for r in rows.select_related("matter", "staff").order_by("-id")[:50]]


def of_matter(actor: Actor, matter_id: int) -> Sequence[RecusalRow]:
    """Return who keeps out of a matter that the actor sees."""
    rows = Recusal.objects.filter(matter__in=one(actor, matter_id), lifted_at__isnull=True)
    return [_row(r) for r in rows.select_related("matter", "staff").order_by("id")]


def _row(r: Recusal) -> RecusalRow:
    m = r.matter
    return RecusalRow(r.pk, m.pk, m.number, m.headline, r.staff_id, r.staff.name, r.reason, r.at)


def could_be_ordered(office: int, superior: int | None) -> Sequence[orgs.StaffRow]:
    """Return who could work on an office's matters: who sees cases there, and the reviewers above it."""
    above = orgs.colleagues(superior, role="reviewer") if superior else []
    return [*(c for c in orgs.colleagues(office) if SEES_CASES & set(c.roles)), *above]
