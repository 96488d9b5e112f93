"""Letters to sign, drafts that somebody is working on, and the numbers that were given out."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from huiyin.base.clock import today
from huiyin.cases.queries import outgoing, signing
from huiyin.cases.rules.letters import MARK
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor
from huiyin.web.desk.asked import OptionRow, actor_of, number_of
from huiyin.web.desk.options import letter_name
from huiyin.web.desk.places import office_name
from huiyin.web.permission import needs

_EARLIEST = 2005


@needs("letter.draft")
@require_safe
def to_sign(request: HttpRequest) -> HttpResponse:
    """Show the letters that wait for a signature, the oldest first, with what stands in their way."""
    after = request.GET.get("after", "")
    return _list(request, signing.to_sign(actor_of(request), after=after), here="sign", after=after)


@needs("letter.draft")
@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """Show the drafts that the actor began and nobody has signed."""
    after = request.GET.get("after", "")
    return _list(request, signing.drafted(actor_of(request), after=after), here="drafts", after=after)


def _list(request: HttpRequest, page: signing.Drafts, *, here: str, after: str) -> HttpResponse:
    found: dict[str, Any] = {
        "page": page,
        "here": here,
        "today": today(),
        "first": "?" if after else "",
        "next": f"?{urlencode({'after': page.after})}" if page.after else "",
    }
    return render(request, "desk/outgoing/letters.html", found)


@needs("letter.draft")
@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Show the running numbers of a kind of letter of an office in a year, and what is missing."""
    actor = actor_of(request)
    offices = offices_of(actor, "letter.draft")
    office = number_of(request.GET, "office", actor.office or 0)
    office = office if str(office) in dict(offices) else int(offices[0][0])
    kind = request.GET.get("kind", "")
    kind = kind if kind in MARK else next(iter(MARK))
    year = min(max(number_of(request.GET, "year", today().year), _EARLIEST), today().year)
    shown = outgoing.numbers(actor, office, kind, year, before=number_of(request.GET, "before"))
    asked = {"office": str(office), "kind": kind, "year": str(year)}
    found: dict[str, Any] = {
        "numbers": shown,
        "here": "numbers",
        "asked": asked,
        "offices": offices,
        "kinds": [(code, letter_name(code)) for code in MARK],
        "years": [(str(y), str(y)) for y in range(today().year, max(_EARLIEST, today().year - 10), -1)],
        "first": f"?{urlencode(asked)}" if request.GET.get("before") else "",
        "next": f"?{urlencode({**asked, 'before': str(shown.before)})}" if shown.before else "",
    }
    return render(request, "desk/outgoing/numbers.html", found)


def offices_of(actor: Actor, permission: str) -> list[OptionRow]:
    """Return the offices at which the actor holds a permission, the own one first."""
    held = actor.offices(permission)
    rows = [(str(o.id), office_name(o)) for o in orgs.offices() if o.id in held]
    return sorted(rows, key=lambda row: row[0] != str(actor.office))
