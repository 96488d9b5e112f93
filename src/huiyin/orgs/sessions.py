"""Where somebody is signed in: each session with its device and last use, ended from anywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from huiyin.base.errors import NotFound
from huiyin.foundation import audit
from huiyin.orgs.models import SignedIn

_BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class SessionRow:
    """One place where somebody is signed in; `here` is the browser that asks."""

    id: int
    device: str
    began: datetime
    last_used: datetime
    here: bool


def device_of(agent: str) -> str:
    """Return browser and system in two words: enough to recognise one's own, nothing more is kept."""
    parts = [next((name for mark, name in known if mark in agent), "") for known in (_BROWSERS, _SYSTEMS)]
    return " · ".join(part for part in parts if part)


def begin(staff: int, session: str, *, device: str, at: datetime) -> None:
    """Put on the list that somebody signed in with a session."""
    SignedIn.objects.update_or_create(
        session=session,
        defaults={"staff_id": staff, "device": device[:40], "began": at, "last_used": at},
    )


def use(session: str, *, at: datetime) -> None:
    """Note that a session is in use."""
    SignedIn.objects.filter(session=session).update(last_used=at)


def over(session: str) -> None:
    """Take a session off the list."""
    SignedIn.objects.filter(session=session).delete()


def move(old: str, new: str) -> None:
    """Keep a session on the list when its key changes, as after a new password."""
    SignedIn.objects.filter(session=old).update(session=new)


def places(staff: int, *, here: str, at: datetime) -> Sequence[SessionRow]:
    """Return where somebody is signed in, the last used first."""
    alive = Session.objects.filter(expire_date__gt=at).values("session_key")
    rows = SignedIn.objects.filter(staff_id=staff, session__in=alive).order_by("-last_used")
    return [SessionRow(r.pk, r.device, r.began, r.last_used, r.session == here) for r in rows]


@transaction.atomic
def end(staff: int, *, here: str, at: datetime, only: int | None = None) -> int:
    """Sign somebody out elsewhere: in one place, or everywhere but here. Raises NotFound."""
    rows = SignedIn.objects.filter(staff_id=staff).exclude(session=here)
    if only is not None:
        rows = rows.filter(pk=only)
        if not rows.exists():
            raise NotFound("orgs.no_session")
    keys = list(rows.values_list("session", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    audit.record("sign-out.elsewhere", actor=f"staff:{staff}", about=f"staff:{staff}", at=at)
    return len(keys)


def forget_ended(*, at: datetime) -> int:
    """Forget the places whose session is over; return how many."""
    alive = Session.objects.filter(expire_date__gt=at).values("session_key")
    return SignedIn.objects.exclude(session__in=alive).delete()[0]
