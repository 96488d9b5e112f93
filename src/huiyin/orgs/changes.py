"""How the agency is set up, change by change (变更记录): never edited, undone by a further change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from huiyin.base.errors import Conflict, Invalid, NotFound
from huiyin.foundation import audit
from huiyin.orgs.models import AccessRequest, Change
from huiyin.orgs.rules import Actor

PAGE = 50
LONGEST_REASON = 200
KINDS = ("agency", "area", "office", "staff", "calendar", "threshold", "wording")


@dataclass(frozen=True)
class ChangeRow:
    """One change as pages show it; `before` and `after` hold only what differs."""

    id: int
    about: str
    version: int
    what: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    valid_from: date | None
    reason: str
    by: int | None
    name: str
    at: datetime
    asked_name: str = ""  # of what took two persons: who asked for it, who agreed
    agreed_name: str = ""

    @property
    def kind(self) -> str:
        """Return what sort of thing was changed: office, staff, calendar …"""
        return self.about.partition(":")[0]


@dataclass(frozen=True)
class Asked:
    """Which changes somebody looks for; what is empty means any."""

    kind: str = ""
    about: str = ""
    by: int = 0
    since: date | None = None
    until: date | None = None


def version_of(about: str) -> int:
    """Return how often something was changed: what a form says it has seen."""
    return (
        Change.objects.filter(about=about).order_by("-version").values_list("version", flat=True).first() or 0
    )


def refuse_stale(about: str, seen: int | None) -> None:
    """Raise Conflict when somebody else changed a thing since it was looked at. None looks at nothing."""
    if seen is not None and version_of(about) != seen:
        raise Conflict("orgs.changed_meanwhile")


def why(reason: str) -> str:
    """Return the reason somebody gives, in one line. Raises Invalid for one that is too long."""
    said = " ".join(reason.split())
    if len(said) > LONGEST_REASON:
        raise Invalid("orgs.reason_long", field="reason", most=LONGEST_REASON)
    return said


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return of two states only what differs."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}


def put(
    about: str,
    what: str,
    *,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    by: Actor,
    at: datetime,
    reason: str = "",
    valid_from: date | None = None,
    said: str = "",
) -> int:
    """Put a change on record, in the transaction that makes it; return its version.

    The audit log gets the action and the version, or what is `said`; never the reason, which is free text.
    """
    version = version_of(about) + 1
    Change.objects.create(
        about=about,
        version=version,
        what=what,
        before=dict(before),
        after=dict(after),
        valid_from=valid_from,
        reason=why(reason),
        by_id=by.staff,
        at=at,
    )
    audit.record(what, actor=by.label, about=about, at=at, reason=said or f"v{version}")
    return version


def one(change: int) -> ChangeRow:
    """Return one change. Raises NotFound."""
    for row in _rows(Change.objects.filter(pk=change)):
        return row
    raise NotFound("orgs.no_change")


def of(about: str, *, size: int = 5) -> Sequence[ChangeRow]:
    """Return the latest changes of one thing, the newest first."""
    return _rows(Change.objects.filter(about=about).order_by("-version")[:size])


def page(asked: Asked, *, before: int = 0, size: int = PAGE) -> tuple[Sequence[ChangeRow], int]:
    """Return a page of changes, the newest first, and before which one to look on, nought at the end."""
    rows = Change.objects.order_by("-id").filter(_narrowed(asked))
    if before:
        rows = rows.filter(pk__lt=before)
    found = _rows(rows[: size + 1])
    return found[:size], found[size - 1].id if len(found) > size else 0


def _narrowed(asked: Asked) -> Q:
    wanted = Q()
    if asked.kind:
        wanted &= Q(about__startswith=f"{asked.kind}:")
    if asked.about:
        wanted &= Q(about=asked.about)
    if asked.by:
        wanted &= Q(by_id=asked.by)
    if asked.since:
        wanted &= Q(at__date__gte=asked.since)
    if asked.until:
        wanted &= Q(at__date__lte=asked.until)
    return wanted


def _rows(found: QuerySet[Change]) -> list[ChangeRow]:
    rows = list(found.select_related("by"))
    two = _two_persons(rows)
    return [
        ChangeRow(
            c.pk,
            c.about,
            c.version,
            c.what,
            c.before,
            c.after,
            c.valid_from,
            c.reason,
            c.by_id,
            c.by.name if c.by else "",
            c.at,
            *two.get((c.about, c.at), ()),
        )
        for c in rows
    ]


def _two_persons(rows: Sequence[Change]) -> Mapping[tuple[str, datetime], tuple[str, str]]:
    """Return who asked and who agreed, by what was changed and when: agreed, it took effect."""
    agreed = AccessRequest.objects.filter(
        state="done", about__in={c.about for c in rows}, decided_at__in={c.at for c in rows}
    ).select_related("asked_by", "decided_by")
    return {
        (r.about, r.decided_at): (r.asked_by.name, r.decided_by.name)
        for r in agreed
        if r.decided_at and r.decided_by
    }
