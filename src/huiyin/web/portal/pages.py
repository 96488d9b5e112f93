"""The portal's front page, what people have a right to, how their words are protected, reading settings."""

import contextlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiyin.base.clock import today
from huiyin.base.errors import NotFound
from huiyin.cases import elsewhere
from huiyin.cases.rights import Rights
from huiyin.cases.rights import rights as rights_on
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
    context = {"office": office, "unsent": unsent, "rights": rights_on(on=today())}
    return render(request, "portal/home.html", context)


@public
@require_GET
def rights(request: HttpRequest) -> HttpResponse:
    """Say in plain words what a petitioner can expect and do."""
    found = rights_on(on=today())
    context = {"rights": found, "steps": _steps(found), "limits": elsewhere.everybody(today())}
    return render(request, "portal/rights.html", context)


def _steps(found: Rights) -> list[dict[str, Any]]:
    """Return each step of a petition, within how many days it comes, and where that stands."""
    n = {name: one.value for name, one in found.law.items()}
    said = {
        "telling_days": (
            _("告诉您是否受理，或者该向谁提出"),
            _("收到后 %(n)s 日内") % {"n": n["telling_days"]},
        ),
        "handling_days": (
            _("走信访途径的，办结，给您书面处理意见"),
            _("受理后 %(n)s 日内；复杂的最多再延长 %(more)s 日，并告诉您理由")
            % {"n": n["handling_days"], "more": n["extension_days"]},
        ),
        "review_asking_days": (
            _("您申请复查"),
            _("收到意见后 %(n)s 日内") % {"n": n["review_asking_days"]},
        ),
        "review_deciding_days": (
            _("上一级单位作出复查意见"),
            _("收到申请后 %(n)s 日内") % {"n": n["review_deciding_days"]},
        ),
        "rereview_asking_days": (
            _("您申请复核"),
            _("收到复查意见后 %(n)s 日内") % {"n": n["rereview_asking_days"]},
        ),
        "rereview_deciding_days": (
            _("再上一级单位作出复核意见"),
            _("收到申请后 %(n)s 日内；听证的时间不算在内") % {"n": n["rereview_deciding_days"]},
        ),
    }
    return [
        {"what": what, "until": until, "citation": found.law[name].citation}
        for name, (what, until) in said.items()
    ]


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
