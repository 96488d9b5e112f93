"""From where a request comes, for counting how often somebody tries."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return the caller's network address; in production the last one the reverse proxy saw."""
    forwarded = str(request.headers.get("X-Forwarded-For", "")) if settings.PRODUCTION else ""
    return forwarded.rsplit(",", 1)[-1].strip() or str(request.META.get("REMOTE_ADDR", ""))
