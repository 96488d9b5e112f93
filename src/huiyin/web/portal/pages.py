"""The portal's front page, what people have a right to, how their words are protected, reading settings."""

import contextlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from huiyin.base.clock import today
from huiyin.base.errors import NotFound
from huiyin.cases import elsewhere
from huiyin.orgs import queries as orgs
from huiyin.web.permission import public
from huiyin.web.portal import visitor

YEAR = 365 * 24 * 3600
SETTINGS = {"text": ("normal", "large"), "theme": ("auto", "light", "dark"), "keys": ("on", "off")}


@public
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show the ways in, and where to find us in person."""
    office = None
    with contextlib.suppress(NotFound):  # before set-up the page still opens
        office = orgs.intake_office()
    begun = visitor.draft(request)
    unsent = begun is not None and bool(any(begun.answers.values()) or begun.files)
    return render(request, "portal/home.html", {"office": office, "unsent": unsent})


@public
@require_GET
def rights(request: HttpRequest) -> HttpResponse:
    """Say in plain words what a petitioner can expect and do."""
    return render(request, "portal/rights.html", {"limits": elsewhere.everybody(today())})


@public
@require_GET
def safeguards(request: HttpRequest) -> HttpResponse:
    """Say what the system does with people's words and will never do."""
    return render(request, "portal/safeguards.html")


@public
@require_POST
def prefs(request: HttpRequest) -> HttpResponse:
    """Keep how the visitor wants to read: text size and theme."""
    response = _back(request)
    for name, known in SETTINGS.items():
        chosen = request.POST.get(name)
        if chosen in known:
            _keep(response, f"huiyin_{name}", chosen)
    return response


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language the visitor wants."""
    response = _back(request)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, chosen)
    return response


def _keep(response: HttpResponse, name: str, value: str) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)


def _back(request: HttpRequest) -> HttpResponse:
    """Return to the page the visitor came from, if it is one of ours."""
    wanted = request.POST.get("next") or request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(wanted) if ours else redirect("portal:home")
