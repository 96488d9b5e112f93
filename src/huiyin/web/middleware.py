"""What happens around every page: language, who acts, security headers, expected refusals."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import translation

from huiyin.base.clock import local_day, now
from huiyin.base.errors import Conflict, NotAllowed, NotFound, Refused
from huiyin.foundation.crypto import Erased
from huiyin.foundation.rate import TooOften
from huiyin.orgs import queries as orgs
from huiyin.web import signed_in

Answer = Callable[[HttpRequest], HttpResponse]
FORMS_ONLY = 405
STATUS = {NotFound: 404, Erased: 410, NotAllowed: 403, Conflict: 409, TooOften: 429}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)


def language(answer: Answer) -> Answer:
    """Answer in Chinese unless the visitor chose English."""

    def with_language(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = dict(settings.LANGUAGES)
        code = chosen if chosen in known else settings.LANGUAGE_CODE
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = answer(request)
            response.headers.setdefault("Content-Language", code)
            return response

    return with_language


def actor(answer: Answer) -> Answer:
    """Say who acts: `request.actor` is a member of staff with reach, or None on the portal.

    A session that rested too long is over; `request.rested` then says whose it was.
    """

    def with_actor(request: HttpRequest) -> HttpResponse:
        user, at = request.user, now()
        request.actor = request.rested = None  # type: ignore[attr-defined]
        if user.is_authenticated and user.pk:
            if signed_in.rested(request, at):
                request.rested = user.pk  # type: ignore[attr-defined]
                signed_in.end(request, int(user.pk), at, why="idle")
            else:
                request.actor = orgs.actor(user.pk, on=local_day(at))  # type: ignore[attr-defined]
                signed_in.use(request, at)
        return answer(request)

    return with_actor


def security_headers(answer: Answer) -> Answer:
    """Send the content security policy, and forbid keeping pages that show somebody's matter."""

    def with_headers(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("X-Frame-Options", settings.X_FRAME_OPTIONS)
        response.headers.setdefault("Permissions-Policy", "geolocation=(), camera=(), microphone=()")
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return with_headers


def _is_page(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and bool({"desk", "portal"} & set(match.app_names))


def _above(path: str) -> str:
    """Return the next address above one: what is left when its last parts are taken away."""
    while path.strip("/"):
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        return path
    return "/"


class refusals:  # noqa: N801 - Django middleware with a hook must be a class; it reads like its neighbours
    """Turn an expected refusal that no page caught into a page that says what to do."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; who opens the address a form was sent to is shown the way up."""
        response = self.answer(request)
        if response.status_code == FORMS_ONLY and request.method == "GET" and _is_page(request):
            page = render(request, "405.html", {"above": _above(request.path)}, status=FORMS_ONLY)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page for an expected refusal; anything else is a fault and goes on."""
        if not isinstance(error, Refused):
            return None
        status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
        return render(request, "refused.html", {"refusal": error.message, "status": status}, status=status)
