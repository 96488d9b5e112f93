"""A session of the workbench: begun, used, ended after a pause; what was sent too late is kept."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse

from huiyin.base.errors import Refused
from huiyin.foundation import crypto
from huiyin.orgs import queries as orgs
from huiyin.orgs import second_factor, services, sessions
from huiyin.orgs.sign_in import StaffBackend

USED, GATE, HELD, LAST = "used", "gate", "held", "last"
NOTED_EVERY = 60  # seconds; a page more does not need a write more
KEPT_BYTES = 1_000_000
NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "password", "old", "new", "again"})


@dataclass(frozen=True)
class Held:
    """What somebody sent after the session had rested too long: where to, and the fields of the form.

    `files` says which files came along, each by its field and name; the files themselves are not kept.
    """

    path: str
    fields: Sequence[tuple[str, str]]
    files: Sequence[tuple[str, str]] = ()


def begin(request: HttpRequest, user: AbstractBaseUser, *, at: datetime, must_change: bool) -> None:
    """Sign somebody in: a fresh session, on the list of places, on record, with what must be done first."""
    auth.login(request, user)  # type: ignore[arg-type]
    staff = int(user.pk or 0)
    request.session.pop(LAST, None)
    request.session[USED] = int(at.timestamp())
    actor = orgs.actor(staff)
    if must_change:
        request.session[GATE] = "password"
    elif second_factor.wanted_of(actor) and not second_factor.has_one(staff):
        request.session[GATE] = "second_factor"
    device = sessions.device_of(request.headers.get("User-Agent", ""))
    if request.session.session_key is None:
        request.session.create()
    sessions.begin(staff, str(request.session.session_key), device=device, at=at)
    services.signed_in(staff, at=at)


def keep_through_new_password(request: HttpRequest) -> None:
    """Let this session, and no other, go on after its owner changed the password."""
    user = StaffBackend().get_user(int(request.user.pk or 0))
    if user is not None:
        auth.update_session_auth_hash(request, user)


def gate(request: HttpRequest) -> str:
    """Return the page somebody has to finish before any other, or nothing."""
    pages = {"password": "desk:password", "second_factor": "desk:second_factor"}
    name = pages.get(request.session.get(GATE, ""))
    return reverse(name) if name else ""


def through_gate(request: HttpRequest, done: str) -> None:
    """Open the gate where what it asks for is done, or lead on to what must still be done.

    Who has to choose a password does not get round it by enrolling an authenticator, nor the other way.
    """
    if request.session.get(GATE) != done:
        return
    del request.session[GATE]
    staff = int(request.user.pk or 0)
    wanted = done == "password" and second_factor.wanted_of(orgs.actor(staff))
    if wanted and not second_factor.has_one(staff):
        request.session[GATE] = "second_factor"


def rested(request: HttpRequest, at: datetime) -> bool:
    """Return whether nobody used the session for longer than the limit."""
    used = request.session.get(USED)
    limit = timedelta(minutes=settings.HUIYIN_IDLE_MINUTES)
    return used is not None and at.timestamp() - float(used) > limit.total_seconds()


def use(request: HttpRequest, at: datetime) -> None:
    """Note that a session is in use, at most once a minute."""
    if at.timestamp() - float(request.session.get(USED, 0)) > NOTED_EVERY:
        request.session[USED] = int(at.timestamp())
        sessions.use(str(request.session.session_key), at=at)


def end(request: HttpRequest, staff: int, at: datetime, *, why: str = "") -> None:
    """Sign somebody out."""
    services.signed_out(staff, at=at, why=why)
    sessions.over(str(request.session.session_key))
    auth.logout(request)
    # A form that is still open in another window may yet be sent, and is then kept for whose it is.
    request.session[LAST] = staff


def keep_what_was_sent(request: HttpRequest, *, whose: int | None = None) -> bool:
    """Keep a form that could not be taken, sealed, for whose session it is or was. Files are not kept.

    It came after too long a pause, after signing out in another window, from before the last sign-in, or when
    the session is gone: then `whose` says who signed in here. Return whether it is kept.
    """
    actor = getattr(request, "actor", None)
    staff = actor.staff if actor else getattr(request, "rested", None) or request.session.get(LAST)
    staff = staff or whose
    if staff is None:
        return False
    fields = [
        (name, text) for name, texts in request.POST.lists() if name not in NEVER_KEPT for text in texts
    ]
    files = [(name, file.name or "") for name, many in request.FILES.lists() for file in many]
    sent = {"path": request.get_full_path(), "fields": fields, "files": files}
    whole = json.dumps(sent, ensure_ascii=False).encode()
    if len(whole) > KEPT_BYTES:
        return False
    sealed = base64.b64encode(crypto.house_seal(whole)).decode()
    request.session[HELD] = {"staff": staff, "sealed": sealed}
    return True


def held(request: HttpRequest) -> Held | None:
    """Return what the signed-in person had sent too late, or None; another's is forgotten."""
    kept: Mapping[str, object] | None = request.session.get(HELD)
    if not kept:
        return None
    if kept.get("staff") != request.user.pk:
        forget_held(request)
        return None
    try:
        whole = json.loads(crypto.house_unseal(base64.b64decode(str(kept["sealed"]))))
    except (Refused, ValueError, KeyError):
        forget_held(request)
        return None
    fields, files = ([(str(n), str(t)) for n, t in whole.get(part, ())] for part in ("fields", "files"))
    return Held(str(whole["path"]), fields, files)


def forget_held(request: HttpRequest) -> None:
    """Forget what was kept."""
    request.session.pop(HELD, None)
