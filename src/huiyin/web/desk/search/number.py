"""Finding matters by a person's exact number; the number travels in the form and never in an address."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from huiyin.base.clock import now
from huiyin.base.errors import Refused
from huiyin.cases.queries.by_number import PERMISSION, Found, by_number, still_seen
from huiyin.cases.queries.petitions import UNMASK_REASONS
from huiyin.cases.rules.given import LONGEST_FIELD, plain
from huiyin.foundation.wording import say
from huiyin.orgs.rules import Actor
from huiyin.web.desk.asked import actor_of, errors_of, status_of
from huiyin.web.desk.lists import grouped
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang

FOUND = "looked_up"


def asked(actor: Actor, number: str = "", reason: str = "") -> Mapping[str, Any]:
    """Return what the form by number shows; `may_look_up` says whether the actor may use it at all."""
    return {
        "may_look_up": PERMISSION in actor.may,
        "reasons": [(code, say(f"unmask.{code}", lang())) for code in UNMASK_REASONS],
        "number": number,
        "reason": reason,
    }


@needs(PERMISSION)
@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """Show the matters of whoever has exactly the number that was sent; nothing sent, nothing looked for.

    What was found is shown at an address of its own, so that one can come back to it; kept for that are the
    keys of the matters, never the number.
    """
    if request.method != "POST":
        return _page(request)
    number = plain(request.POST.get("number", ""))[:LONGEST_FIELD]
    try:
        found = by_number(actor_of(request), number, reason=request.POST.get("reason", ""), at=now())
    except Refused as refusal:
        return _page(request, refusal)
    request.session[FOUND] = {"keys": [row.id for row in found.rows], "more": found.more}
    return redirect(f"{request.path}?found=1")


def _page(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    actor, errors = actor_of(request), errors_of(refusal)
    number = plain(request.POST.get("number", ""))[:LONGEST_FIELD]
    kept = request.session.get(FOUND) if request.GET.get("found") else None
    page = Found(still_seen(actor, kept["keys"], at=now()), kept["more"]) if kept else None
    shown = {
        **asked(actor, number, request.POST.get("reason", "")),
        "page": page,
        "groups": grouped(page.rows) if page else (),
        "errors": errors,
        "error_list": list(errors.items()),
    }
    return render(request, "desk/search/number.html", shown, status=status_of(refusal) if refusal else 200)
