"""The page for faults: with the disk full or the database away, what was typed is handed back."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import get_token
from django.template import loader

from huiyin.foundation.faults import Fault, fault_of

RETRY_SECONDS = {Fault.BUSY: 10, Fault.AWAY: 30, Fault.FULL: 600}
# Never shown again: what opens something.
NEVER_BACK = frozenset({"csrfmiddlewaretoken", "password", "otp", "token", "digits", "code"})


def fault(request: HttpRequest) -> HttpResponse:
    """Answer a fault: 503 with what was typed where disk or database fail for a while, else 500.

    The page needs neither database nor session: those are what is missing.
    """
    error = sys.exc_info()[1]
    kind = fault_of(error) if error is not None else None
    if kind is None:
        return HttpResponse(loader.render_to_string("500.html"), status=500)
    shown = {
        "kind": str(kind),
        "typed": _typed(request),
        "files": request.content_type == "multipart/form-data" and request.method == "POST",
        "address": request.get_full_path(),
        "token": get_token(request),
    }
    page = loader.render_to_string("unavailable.html", shown)
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_SECONDS[kind])})


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    if request.method != "POST":
        return []
    try:
        form = request.POST
    except (OSError, MultiPartParserError, RequestDataTooBig):
        return []  # it did not arrive whole
    return [(name, value) for name, values in form.lists() if name not in NEVER_BACK for value in values]
