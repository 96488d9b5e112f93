"""Whose the forms of a browser are once its session is gone: noted at signing in, and signed.

The note is sealed together with the secret that the forms of that sign-in carry (the CSRF cookie), so it
tells nothing of a form from before or after it, and cannot be taken to another browser by itself.
"""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

COOKIE = "huiyin_whose"
KEPT_FOR = timedelta(days=7)


def note(request: HttpRequest, response: HttpResponse, staff: int) -> None:
    """Note in the browser who has just signed in there."""
    get_token(request)  # the forms of this sign-in have a secret of their own
    response.set_signed_cookie(
        COOKIE,
        str(staff),
        salt=_salt(request),
        max_age=KEPT_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def of(request: HttpRequest) -> int | None:
    """Return who signed in where a form comes from whose token has been found good, or None."""
    noted = request.get_signed_cookie(COOKIE, default="", salt=_salt(request), max_age=KEPT_FOR) or ""
    return int(noted) if noted.isdecimal() else None


def _salt(request: HttpRequest) -> str:
    return f"{COOKIE}:{request.META.get('CSRF_COOKIE', '')}"
