"""What was changed in how the agency is set up: who, when, what, from what to what, and why."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from huiyin.foundation.wording import say
from huiyin.orgs import changes as history
from huiyin.orgs import queries as orgs
from huiyin.web.desk.admin.said import Names, shown, thing
from huiyin.web.desk.asked import number_of
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang

_FILTERS = ("kind", "about", "by", "since", "until")


@needs("office.edit")
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Show the changes, the newest first, narrowed to a sort of thing, one thing, a person, some days."""
    typed = {name: request.GET.get(name, "").strip()[:80] for name in _FILTERS}
    kind = typed["kind"] if typed["kind"] in history.KINDS else ""
    about = typed["about"] if typed["about"].partition(":")[0] in history.KINDS else ""
    by = _staff(typed["by"])
    asked = history.Asked(kind, about, by, _day(typed["since"]), _day(typed["until"]))
    before = number_of(request.GET, "before")
    rows, more = history.page(asked, before=before)
    names, kept = Names(), {name: said for name, said in typed.items() if said}
    found = {
        "here": "changes",
        "rows": [shown(row, names) for row in rows],
        "typed": typed,
        "one": thing(about, names) if about else "",
        "kinds": [(code, say(f"change.kind.{code}", lang())) for code in history.KINDS],
        "first": f"?{urlencode(kept)}" if before else "",
        "next": f"?{urlencode({**kept, 'before': str(more)})}" if more else "",
    }
    return render(request, "desk/admin/changes.html", found)


def _staff(typed: str) -> int:
    """Return whom somebody means by a name or a login name; nobody matches what nobody is called."""
    if not typed:
        return 0
    known = orgs.names()
    label = next((label for label, called in known.items() if typed in called), "staff:-1")
    return int(label.partition(":")[2])


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
