"""Two-person confirmation (双人确认): what opens cases to somebody is confirmed by a head first.

Who confirms is another person than whoever asks and whoever it concerns, and held the post before it was
asked for, so that nobody makes a second person of oneself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from huiyin.base.errors import Conflict, NotAllowed, NotFound
from huiyin.foundation import audit
from huiyin.orgs import notices
from huiyin.orgs.account_rows import spare_login
from huiyin.orgs.models import AccessRequest, Office, Post, Staff
from huiyin.orgs.rules import CONFIRMS_ACCESS, Actor

LASTS = timedelta(hours=72)
PAGE = 50


@dataclass(frozen=True)
class RequestRow:
    """A request as those see it who asked, who confirm, or whose account it is about."""

    id: int
    what: str
    params: Mapping[str, Any]
    office: int
    office_name: str
    staff: int | None
    staff_name: str
    asked_by: int
    asked_name: str
    asked_at: datetime
    until: datetime
    state: str  # waiting, confirmed, declined, withdrawn, done, over
    decided_name: str


@transaction.atomic
def ask(
    what: str,
    about: str,
    params: Mapping[str, Any],
    *,
    office: int,
    staff: int | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Ask for something that takes two; nothing takes effect by it. Return the request.

    Raises NotAllowed where nobody could confirm it: then only the operator can, at the command line.
    """
    if by.staff is None:
        raise NotAllowed("cases.not_your_part")
    # Two who ask at the same moment do it one after the other.
    place = Office.objects.select_for_update(of=("self",)).filter(pk=office).first()
    if place is None:
        raise _nobody(Office.objects.order_by("pk").first())
    same = AccessRequest.objects.filter(what=what, about=about, params=dict(params), until__gte=at)
    if same.filter(state__in=("waiting", "confirmed")).exists():
        raise Conflict("orgs.asked_already")
    row = AccessRequest(
        what=what, about=about, params=dict(params), office_id=office, staff_id=staff,
        asked_by_id=by.staff, asked_at=at, until=at + LASTS,
    )  # fmt: skip
    second = _confirmers(row)
    if not second:
        raise _nobody(place)
    row.save(force_insert=True)
    audit.record("access.ask", actor=by.label, about=f"access:{row.pk}", at=at, reason=f"{what} {about}")
    notices.notify(second, "access_asked", about=f"access:{row.pk}", at=at, what=what, name=by.name)
    if staff is not None and staff != by.staff:
        notices.notify([staff], "access_about", about=f"access:{row.pk}", at=at, what=what, name=by.name)
    return row.pk


def _nobody(office: Office | None) -> NotAllowed:
    """Return the refusal where nobody could confirm, with what the operator types to let in another."""
    code = office.code if office else "office"
    return NotAllowed("orgs.nobody_confirms", login=spare_login(), office=code)


def _confirmers(row: AccessRequest) -> frozenset[int]:
    """Return who may confirm: those over the office; where nobody is, those over any office."""
    concerned = (row.asked_by_id, row.staff_id, row.params.get("taker"))
    held = Post.objects.filter(
        Q(since__isnull=True) | Q(since__lt=row.asked_at), role__in=CONFIRMS_ACCESS, staff__is_active=True
    ).exclude(staff__in=[s for s in concerned if s is not None])
    over = held.filter(office__in=_office_and_above(row.office_id))
    return frozenset((over if over.exists() else held).values_list("staff_id", flat=True))


def _office_and_above(office: int) -> set[int]:
    parents = dict(Office.objects.values_list("pk", "parent_id"))
    seen: set[int] = set()
    above: int | None = office
    while above is not None and above not in seen:
        seen.add(above)
        above = parents.get(above)
    return seen


@transaction.atomic
def decide(request: int, confirmed: bool, *, by: Actor, at: datetime) -> RequestRow:
    """Confirm or decline a request, as a second person who may. Return it.

    Raises NotAllowed for whoever asked, NotFound for whoever else may not confirm it.
    """
    row = AccessRequest.objects.select_for_update(of=("self",)).filter(pk=request).first()
    if row is not None and row.asked_by_id == by.staff:
        raise NotAllowed("orgs.second_person")
    if row is None or by.staff not in _confirmers(row):
        raise NotFound("orgs.no_request")
    _refuse_over(row, "waiting", at)
    state = "confirmed" if confirmed else "declined"
    AccessRequest.objects.filter(pk=row.pk).update(
        state=state, decided_by_id=by.staff, decided_at=at, until=at + LASTS
    )
    action = "access.confirm" if confirmed else "access.decline"
    audit.record(action, actor=by.label, about=f"access:{row.pk}", at=at, reason=f"{row.what} {row.about}")
    kind = "access_confirmed" if confirmed else "access_declined"
    notices.notify([row.asked_by_id], kind, about=f"access:{row.pk}", at=at, what=row.what, name=by.name)
    return _rows(AccessRequest.objects.filter(pk=row.pk), at)[0]


@transaction.atomic
def withdraw(request: int, *, by: Actor, at: datetime) -> None:
    """Take one's own request back."""
    row = _own(request, by)
    if row.state not in {"waiting", "confirmed"}:
        raise Conflict("orgs.request_over")
    AccessRequest.objects.filter(pk=row.pk).update(state="withdrawn")
    audit.record("access.withdraw", actor=by.label, about=f"access:{row.pk}", at=at)


def carry_out(request: int, what: str, *, by: Actor, at: datetime) -> RequestRow:
    """Take what was confirmed, once and in time, as whoever asked for it. The caller does it, in one go."""
    row = _own(request, by)
    if row.what != what:
        raise NotFound("orgs.no_request")
    _refuse_over(row, "confirmed", at)
    AccessRequest.objects.filter(pk=row.pk).update(state="done", done_at=at)
    if row.staff_id is not None:
        name = row.decided_by.name if row.decided_by else ""
        about = f"access:{row.pk}"
        notices.notify([row.staff_id], "access_done", about=about, at=at, what=what, name=name)
    return _rows(AccessRequest.objects.filter(pk=row.pk), at)[0]


def _own(request: int, by: Actor) -> AccessRequest:
    own = AccessRequest.objects.select_for_update(of=("self",)).filter(asked_by_id=by.staff)
    row = own.filter(pk=request).first() if by.staff is not None else None
    if row is None:
        raise NotFound("orgs.no_request")
    return row


def _refuse_over(row: AccessRequest, state: str, at: datetime) -> None:
    if row.state != state or row.until < at:
        raise Conflict("orgs.request_over")


def to_confirm(by: Actor, *, at: datetime) -> Sequence[RequestRow]:
    """Return what waits for somebody's confirmation, the oldest first."""
    waiting = AccessRequest.objects.filter(state="waiting", until__gte=at).order_by("id")
    mine = [row.pk for row in waiting.iterator() if by.staff in _confirmers(row)][:PAGE]
    return _rows(AccessRequest.objects.filter(pk__in=mine).order_by("id"), at)


def posts_waiting(*, at: datetime) -> frozenset[str]:
    """Return the roles of the posts that wait for somebody's confirmation."""
    rows = AccessRequest.objects.filter(what="post", state="waiting", until__gte=at)
    return frozenset(str(params.get("role", "")) for params in rows.values_list("params", flat=True))


def asked(by: Actor, what: str, *, at: datetime) -> Sequence[RequestRow]:
    """Return what somebody asked for that still waits, the newest first."""
    rows = AccessRequest.objects.filter(asked_by_id=by.staff, what=what, state="waiting", until__gte=at)
    return _rows(rows.order_by("-id")[:PAGE], at)


def decided(by: Actor, *, at: datetime) -> Sequence[RequestRow]:
    """Return what somebody decided lately, the newest first."""
    return _rows(AccessRequest.objects.filter(decided_by_id=by.staff).order_by("-id")[:PAGE], at)


def about(about: str, *, at: datetime) -> Sequence[RequestRow]:
    """Return the latest requests about an account or a system, for the administrator, the newest first."""
    return _rows(AccessRequest.objects.filter(about=about).order_by("-id")[:10], at)


def _rows(found: QuerySet[AccessRequest], at: datetime) -> Sequence[RequestRow]:
    return [
        RequestRow(
            r.pk,
            r.what,
            r.params,
            r.office_id,
            r.office.name,
            r.staff_id,
            _name(r.staff),
            r.asked_by_id,
            r.asked_by.name,
            r.asked_at,
            r.until,
            _state(r, at),
            _name(r.decided_by),
        )
        for r in found.select_related("office", "staff", "asked_by", "decided_by")
    ]


def _name(staff: Staff | None) -> str:
    return staff.name if staff else ""


def _state(row: AccessRequest, at: datetime) -> str:
    return "over" if row.state in {"waiting", "confirmed"} and row.until < at else row.state
