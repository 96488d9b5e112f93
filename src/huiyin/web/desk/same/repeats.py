"""Matters that were raised more than once: by matter, never by person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from huiyin.cases.queries import same
from huiyin.web.desk.asked import actor_of
from huiyin.web.permission import needs


@needs("matter.read")
@require_safe
def repeats(request: HttpRequest) -> HttpResponse:
    """Show the matters with more than one petition, newest first."""
    after = request.GET.get("after", "")
    page = same.repeated(actor_of(request), after=after)
    turned = f"?{urlencode({'after': page.after})}" if page.after else ""
    first = request.path if after else ""
    return render(request, "desk/same/repeats.html", {"page": page, "next": turned, "first": first})
