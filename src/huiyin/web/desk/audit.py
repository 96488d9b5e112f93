"""The audit log as the auditor reads it, and the gallery of components."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.base.messages import Message
from huiyin.cases.queries.numbers import about_number
from huiyin.cases.rules.given import plain
from huiyin.foundation import audit as log
from huiyin.foundation.wording import has, say
from huiyin.orgs import queries as orgs
from huiyin.orgs.queries import Names
from huiyin.web.desk.asked import number_of
from huiyin.web.desk.gallery import samples
from huiyin.web.permission import needs, staff
from huiyin.web.templatetags.wording import lang

PAGE = 50
REASONS = ("break-glass", "favours-office")
# Where the codes that stand as reasons have their words.
_WORDED = ("audit.why", "recusal", "access.what", "unmask", "registers.name")
LONGEST_ABOUT = 60


@needs("audit.read")
@require_http_methods(["GET", "HEAD", "POST"])
def audit(request: HttpRequest) -> HttpResponse:
    """Show the newest entries of the log; asked to by POST, walk the chain and say whether it holds."""
    typed = {name: plain(request.GET.get(name, ""))[:LONGEST_ABOUT] for name in ("about", "by", "why")}
    before, names = number_of(request.GET, "before"), orgs.names()
    by = next((key for key, known in names.items() if typed["by"] in known), typed["by"])
    why = typed["why"] if typed["why"] in REASONS else ""
    rows, more = log.page(log.Asked(_object(typed["about"], names), by, why), before=before, size=PAGE)
    kept = {name: value for name, value in typed.items() if value}
    shown = {
        "rows": [(row, *_who(row.actor, names), done(row.action), _why(row.reason, names)) for row in rows],
        "typed": typed,
        "reasons": [(code, say(f"audit.why.{code}", lang())) for code in REASONS],
        "next": f"?{urlencode({**kept, 'before': str(more)})}" if more else "",
        "first": f"?{urlencode(kept)}" if before else "",
        "verdict": log.verify() if request.method == "POST" else None,
    }
    return render(request, "desk/audit.html", shown)


def _object(typed: str, names: Names) -> str:
    """Return what an entry calls the object: by its own name, a matter's number, a colleague's name."""
    by_name = next((key for key, known in names.items() if typed in known), "")
    return by_name or about_number(typed) or typed


def _who(label: str, names: Names) -> tuple[str, bool]:
    """Return the name of whoever did something, and whether it is one of the staff."""
    if label in names:
        return names[label][0], True
    return (say(f"audit.who.{label}", lang()) if has(f"audit.who.{label}") else label), False


def _why(reason: str, names: Names) -> str:
    """Return a reason in words as far as it is made of codes that have some; a colleague by name."""

    def word(part: str) -> str:
        if part in names:
            return f"{names[part][0]}{_('（')}{part}{_('）')}"
        known = next((code for topic in _WORDED if has(code := f"{topic}.{part}")), "")
        return say(known, lang()) if known else part

    return " ".join(word(part) for part in reason.split())


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
