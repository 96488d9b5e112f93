"""Finding matters by a person's exact number; the number travels in the form and never in an address."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from huiyin.base.clock import now
from huiyin.base.errors import Refused
from huiyin.cases.queries.by_number import PERMISSION, by_number
from huiyin.cases.queries.petitions import UNMASK_REASONS
from huiyin.cases.rules.given import LONGEST_FIELD, plain
from huiyin.foundation.wording import say
from huiyin.orgs.rules import Actor
from huiyin.web.desk.asked import actor_of, errors_of, status_of
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang


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
    """Show the matters of whoever has exactly the number that was sent; nothing sent, nothing looked for."""
    actor, found, refusal = actor_of(request), None, None
    number = plain(request.POST.get("number", ""))[:LONGEST_FIELD]
    reason = request.POST.get("reason", "")
    if request.method == "POST":
        try:
            found = by_number(actor, number, reason=reason, at=now())
        except Refused as refused:
            refusal = refused
    errors = errors_of(refusal)
    shown = {
        **asked(actor, number, reason),
        "page": found,
        "errors": errors,
        "error_list": list(errors.items()),
    }
    return render(request, "desk/search/number.html", shown, status=status_of(refusal) if refusal else 200)
