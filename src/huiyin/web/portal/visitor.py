"""What the portal remembers of a visitor: the unsent draft, the receipt, the petition being followed."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from huiyin.base.clock import now
from huiyin.base.errors import NotFound
from huiyin.cases.services import drafts
from huiyin.cases.services.drafts import KEPT_FOR, DraftRow
from huiyin.foundation import rate
from huiyin.foundation.addresses import address_of
from huiyin.foundation.crypto import blind_index

COOKIE = "huiyin_draft"


def token(request: HttpRequest) -> str:
    """Return the secret of the visitor's draft, or nothing."""
    signed = request.get_signed_cookie(COOKIE, default="", max_age=KEPT_FOR, salt=COOKIE)
    return signed or ""


def draft(request: HttpRequest) -> DraftRow | None:
    """Return what the visitor has typed so far, or None."""
    try:
        return drafts.load(token(request))
    except NotFound:
        return None


def remember_draft(response: HttpResponse, secret: str) -> None:
    """Let this browser come back to the draft for as long as it is kept."""
    response.set_signed_cookie(
        COOKIE,
        secret,
        salt=COOKIE,
        max_age=KEPT_FOR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def forget_draft(response: HttpResponse) -> None:
    """Let this browser forget the draft."""
    response.delete_cookie(COOKIE, samesite="Lax")


def count_try(request: HttpRequest, what: str, *, limit: int, within: timedelta) -> None:
    """Count one try by this visitor. Raises TooOften above the limit."""
    key = blind_index(f"{what}:{address_of(request)}", about="client")
    rate.count(key, limit=limit, within=within, at=now())
