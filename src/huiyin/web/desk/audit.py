"""The audit log as the auditor reads it, and the gallery of components."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.base.messages import Message
from huiyin.cases.rules.given import plain
from huiyin.foundation import audit as log
from huiyin.orgs import queries as orgs
from huiyin.web.desk.asked import number_of
from huiyin.web.desk.gallery import samples
from huiyin.web.permission import needs, staff

PAGE = 50
LONGEST_ABOUT = 60


@needs("audit.read")
@require_http_methods(["GET", "HEAD", "POST"])
def audit(request: HttpRequest) -> HttpResponse:
    """Show the newest entries of the log; asked to by POST, walk the chain and say whether it holds."""
    about = plain(request.GET.get("about", ""))[:LONGEST_ABOUT]
    before = number_of(request.GET, "before")
    rows = list(log.entries(about=about, before=before or None, size=PAGE + 1))
    names = {f"staff:{s.id}": s.name for s in orgs.staff_list()}
    kept = {"about": about} if about else {}
    more = f"?{urlencode({**kept, 'before': str(rows[PAGE - 1].id)})}" if len(rows) > PAGE else ""
    shown = {
        "rows": [(row, names.get(row.actor, ""), done(row.action)) for row in rows[:PAGE]],
        "about": about,
        "next": more,
        "first": f"?{urlencode(kept)}" if before else "",
        "verdict": log.verify() if request.method == "POST" else None,
    }
    return render(request, "desk/audit.html", shown)


def done(action: str) -> Message:
    """Return what an entry records: an act of a matter by the name of the act, else the action's own name."""
    kind, _dot, act = action.partition(".")
    return (
        Message("audit.action.act", {"act": Message(f"law.act.{act}")})
        if kind == "act"
        else Message(f"audit.action.{action}")
    )


@staff
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show every component of the pages in all its states."""
    return render(request, "desk/components.html", samples())
