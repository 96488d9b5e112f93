"""One field to find a matter by its words, and a page that finds what is similar to a text."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.base.clock import today
from huiyin.cases.queries import search as queries
from huiyin.cases.queries.search import Narrowed
from huiyin.cases.rules.given import LONGEST_TEXT, plain
from huiyin.cases.rules.looked_for import number_in
from huiyin.law.state import STAGES
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor
from huiyin.text.taxonomy import kinds
from huiyin.web.desk.asked import OptionRow, actor_of, number_of
from huiyin.web.desk.options import kind_options, stages
from huiyin.web.desk.search import number as by_number
from huiyin.web.desk.search.panel import worded
from huiyin.web.permission import needs

_NAMES = ("q", "kind", "stage", "office", "since", "until", "overdue")
_LONGEST_FILTER = 12


@needs("matter.read")
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Show the matters in sight that hold the words, best first; nothing typed, nothing looked for.

    What is typed comes by POST and goes on in the address, where it can be kept and turned; a person's
    number never does: the index does not hold it, and the page leads to what finds it.
    """
    actor, day, form = actor_of(request), today(), request.POST if request.method == "POST" else request.GET
    asked = {name: plain(form.get(name, ""))[:_LONGEST_FILTER] for name in _NAMES}
    asked["q"] = plain(form.get("q", ""))[: queries.LONGEST]
    if number := number_in(asked["q"]):
        return _by_number(request, actor, asked, number)
    if request.method == "POST":
        return redirect(f"{request.path}?{urlencode({k: v for k, v in asked.items() if v})}")
    page = number_of(request.GET, "page", 1) or 1
    found = queries.search(
        actor, asked["q"], _wanted(actor, asked, day), home=settings.HUIYIN_HOME, today=day, page=page
    )
    shown = {
        **_form(actor, asked),
        **by_number.asked(actor),
        "found": found,
        "today": day,
        **_turned(asked, found.page, more=found.more),
    }
    return render(request, "desk/search/search.html", shown)


def _form(actor: Actor, asked: Mapping[str, str]) -> dict[str, Any]:
    return {
        "asked": asked,
        "health": queries.usable(settings.HUIYIN_HOME),
        "stages": stages(),
        "kinds": kind_options(),
        "offices": _offices(actor),
        "narrowed": any(asked[name] for name in _NAMES[1:]),
    }


def _by_number(request: HttpRequest, actor: Actor, asked: Mapping[str, str], typed: str) -> HttpResponse:
    """Say that a person's number is not found by words, and lead to what finds it."""
    shown = {**_form(actor, {**asked, "q": ""}), **by_number.asked(actor, typed), "by_number": True}
    return render(request, "desk/search/search.html", shown)


def _wanted(actor: Actor, asked: Mapping[str, str], day: date) -> Narrowed:
    """Return the filters that make sense; what is none is left out rather than refused."""
    office = asked["office"]
    return Narrowed(
        kind=asked["kind"] if asked["kind"] in kinds() else "",
        stage=asked["stage"] if asked["stage"] in STAGES else "",
        office=int(office) if office in map(str, actor.offices("matter.read")) else None,
        since=_day(asked["since"]),
        until=_day(asked["until"]),
        overdue_on=day if asked["overdue"] else None,
    )


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _offices(actor: Actor) -> list[OptionRow]:
    mine = actor.offices("matter.read")
    return [(str(o.id), o.name) for o in orgs.offices() if o.id in mine] if len(mine) > 1 else []


def _turned(asked: Mapping[str, str], page: int, *, more: bool) -> dict[str, str]:
    kept = {name: value for name, value in asked.items() if value}
    back = f"?{urlencode({**kept, 'page': str(page - 1)})}" if page > 1 else ""
    return {"previous": back, "next": f"?{urlencode({**kept, 'page': str(page + 1)})}" if more else ""}


@needs("matter.read")
@require_http_methods(["GET", "HEAD", "POST"])
def similar(request: HttpRequest) -> HttpResponse:
    """Show the matters most similar to a text, each with its reasons; the text is kept nowhere."""
    actor, day, home = actor_of(request), today(), settings.HUIYIN_HOME
    text = plain(request.POST.get("text", ""))[:LONGEST_TEXT]
    short = request.method == "POST" and len(text.strip()) < queries.SHORTEST
    cases = queries.similar_to_text(actor, text, home=home, today=day)
    shown = {
        "text": text,
        "cases": worded(cases),
        "asked": request.method == "POST" and not short,
        "errors": [("text", _("请写下或粘贴一段文字。"))] if short else [],
        "health": queries.usable(home),
    }
    return render(request, "desk/search/similar.html", shown, status=422 if short else 200)
