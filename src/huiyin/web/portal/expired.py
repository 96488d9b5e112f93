"""A form that came with a token too old: nothing is taken in, and nothing typed is lost."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.urls import Resolver404, resolve

from huiyin.web.portal.answers import FIELDS

FORBIDDEN = 403
HANDED_BACK = {name for names in FIELDS.values() for name in names} | {"reason", "comment", "words"}


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the page is too old. What was typed on the portal is on the page again.

    A page of the petition form, which only fills a draft, can be sent once more from here; anything that
    counts at once, such as a request for review, has to be pressed on its own page.
    """
    typed = _typed(request)
    again = bool(typed) and _is_step(request)
    context = {"typed": typed, "again": again, "address": request.path}
    return render(request, "403_csrf.html", context, status=FORBIDDEN)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    if request.path.startswith("/desk/"):
        return []
    try:
        return [(name, str(text)) for name, text in request.POST.items() if name in HANDED_BACK and text]
    except (OSError, MultiPartParserError, RequestDataTooBig):
        return []  # it did not arrive whole


def _is_step(request: HttpRequest) -> bool:
    try:
        return resolve(request.path).view_name == "portal:step"
    except Resolver404:
        return False
