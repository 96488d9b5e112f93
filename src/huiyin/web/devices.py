"""Browsers somebody has signed in with before: their wrong tries are counted apart from everybody else's.

So whoever types wrong passwords for a colleague's login name elsewhere locks that name elsewhere, and the
colleague still signs in at the own desk.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from huiyin.orgs.sign_in import lock_key

COOKIE = "huiyin_known"
KEPT_FOR = timedelta(days=90)


def device(request: HttpRequest, login: str) -> str:
    """Return the mark of this browser when somebody has signed in here under a login name, or nothing."""
    kept = request.get_signed_cookie(COOKIE, default="", max_age=KEPT_FOR, salt=COOKIE) or ""
    whose, _, mark = kept.partition(" ")
    return mark if whose == lock_key(login) else ""


def remember(request: HttpRequest, response: HttpResponse, login: str) -> None:
    """Know this browser again for as long as it is kept. Whose it is stands there as a keyed digest."""
    mark = device(request, login) or secrets.token_hex(6)
    response.set_signed_cookie(
        COOKIE,
        f"{lock_key(login)} {mark}",
        salt=COOKIE,
        max_age=KEPT_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
