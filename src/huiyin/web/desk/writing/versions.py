"""The versions of a letter, and what changed from one to another, readable without colour."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.base.clock import now
from huiyin.cases.queries import versions as queries
from huiyin.foundation.wording import say
from huiyin.web.desk.asked import actor_of, number_of
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang


@needs("matter.read")
@require_safe
def versions(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Show who saved which version when, and the words that went and came between two of them."""
    asked = {name: number_of(request.GET, name) for name in ("old", "new")}
    view = queries.versions(actor_of(request), letter_id, at=now(), **asked)
    found = {
        "view": view,
        "changed": [(say(f"letter.element.{c.element}", lang()), c) for c in view.changed],
        "choices": [(str(row.version), row.version, row.by, row.at) for row in view.rows],
    }
    return render(request, "desk/writing/versions.html", found)
