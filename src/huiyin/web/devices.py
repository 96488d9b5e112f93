"""Browsers somebody has signed in with before: their wrong tries are counted apart from everybody else's.

Several colleagues share the computer of a counter: each is known there. So whoever types wrong passwords for
a login name elsewhere locks that name elsewhere, and its owner still signs in at the own desk.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from huiyin.orgs.sign_in import lock_key

COOKIE = "huiyin_known"
KEPT_FOR = timedelta(days=90)
MOST = 8  # colleagues who share a computer; who was here longest ago is forgotten first


def device(request: HttpRequest, login: str) -> str:
    """Return the mark of this browser when somebody has signed in here under a login name, or nothing."""
    return dict(_known(request)).get(lock_key(login), "")


def _known(request: HttpRequest) -> list[tuple[str, str]]:
    """Return who is known here, by keyed digest, each with the mark of this browser for them."""
    kept = request.get_signed_cookie(COOKIE, default="", max_age=KEPT_FOR, salt=COOKIE) or ""
    parts = kept.split()
    return list(zip(parts[::2], parts[1::2], strict=False))


def remember(request: HttpRequest, response: HttpResponse, login: str) -> None:
    """Know this browser again for as long as it is kept. Whose it is stands there as a keyed digest."""
    mark, whose = device(request, login) or secrets.token_hex(6), lock_key(login)
    others = [(key, other) for key, other in _known(request) if key != whose]
    response.set_signed_cookie(
        COOKIE,
        " ".join(f"{key} {mark}" for key, mark in [*others[-(MOST - 1) :], (whose, mark)]),
        salt=COOKIE,
        max_age=KEPT_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
