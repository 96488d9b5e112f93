"""Notices: what a member of staff should know; a record's number, never its content."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from huiyin.orgs.models import Notice

PAGE = 50
MOST_COUNTED = 99
KEPT_FOR = timedelta(days=180)
KINDS = (
    "given",
    "task",
    "task_done",
    "countersign",
    "countersign_answered",
    "handover",
    "items_handed_over",
    "overdue",
    "objection",
    "review_asked",
    "review_to_forward",
    "directive",
    "given_back",
    "urgent",
    "accusation",
    "correction",
    "taken_back",
    "recusal",
    "stand_in",
    "locked_out",
    "work_left",
    "access_asked",
    "access_about",
    "access_confirmed",
    "access_declined",
    "access_done",
    "break_glass",
    "batch",
)


@dataclass(frozen=True)
class NoticeRow:
    """One notice as the inbox shows it."""

    id: int
    kind: str
    about: str
    params: Mapping[str, Any]
    at: datetime
    seen: bool


def notify(
    staff: Iterable[int], kind: str, *, about: str, at: datetime, once: str = "", **params: Any
) -> None:
    """Leave a notice for each of the staff; `once` makes a repeated notice harmless.

    `params` are numbers, codes and colleagues' names: nothing of a petitioner.
    """
    if kind not in KINDS:
        raise ValueError(kind)
    Notice.objects.bulk_create(
        [
            Notice(staff_id=one, kind=kind, about=about, params=params, at=at, once=once)
            for one in sorted(set(staff))
        ],
        ignore_conflicts=bool(once),
    )


def inbox(
    staff: int, *, before: int | None = None, size: int = PAGE
) -> tuple[Sequence[NoticeRow], int | None]:
    """Return somebody's notices, newest first, and the key from which the next page goes on.

    By the instant they tell of: what was found out late, or played in, is not newer for that.
    """
    rows = Notice.objects.filter(staff_id=staff).order_by("-at", "-id")
    if before:
        last = rows.filter(pk=before).first()
        older = Q(at__lt=last.at) | Q(at=last.at, pk__lt=before) if last else Q(pk__lt=before)
        rows = rows.filter(older)
    found = [
        NoticeRow(n.pk, n.kind, n.about, n.params, n.at, n.seen_at is not None) for n in rows[: size + 1]
    ]
    return found[:size], found[size - 1].id if len(found) > size else None


def unseen(staff: int) -> int:
    """Return how many notices somebody has not seen, counted up to a limit."""
    return Notice.objects.filter(staff_id=staff, seen_at__isnull=True)[: MOST_COUNTED + 1].count()


def see(staff: int, *, at: datetime, only: int | None = None, before: datetime | None = None) -> int:
    """Mark somebody's notices as seen: all, one, or those left before an instant; return how many."""
    rows = Notice.objects.filter(staff_id=staff, seen_at__isnull=True)
    if only is not None:
        rows = rows.filter(pk=only)
    if before is not None:
        rows = rows.filter(at__lt=before)
    return rows.update(seen_at=at)


def forget_old(*, at: datetime) -> int:
    """Forget notices that were seen a good while ago; return how many."""
    return Notice.objects.filter(seen_at__lt=at - KEPT_FOR).delete()[0]
