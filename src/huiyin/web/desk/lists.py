"""Lists of the workbench: what is due, and every matter an officer may see."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huiyin.base.clock import now, today
from huiyin.cases.queries import lists, signing
from huiyin.cases.rules.given import LONGEST_TITLE, plain
from huiyin.law.state import STAGES
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor
from huiyin.reception.queries.events import open_events
from huiyin.registers.queries import lists as registers
from huiyin.text.taxonomy import fields, kinds
from huiyin.web.desk.asked import OptionRow, actor_of
from huiyin.web.desk.hands import todo_parts
from huiyin.web.desk.menu import menu
from huiyin.web.desk.places import offices_in_sight
from huiyin.web.permission import needs, staff
from huiyin.web.templatetags.wording import coded, lang

# Each view of the to-do list: its filter, and the name of its count where there is one.
SHOWN: Mapping[str, lists.Wanted] = {
    "all": lists.Wanted(),
    "overdue": lists.Wanted(due="overdue"),
    "today": lists.Wanted(due="today"),
    "week": lists.Wanted(due="week"),
    "unsorted": lists.Wanted(unsorted=True),
    "mine": lists.Wanted(mine=True),
    "review": lists.Wanted(in_review=True),
}
ASKED = ("number", "office", "stage", "kind")


@staff
@require_safe
def todo(request: HttpRequest) -> HttpResponse:
    """Show what the officer's office owes next, the earliest deadline first; others go to their own page."""
    actor = actor_of(request)
    if "matter.read" not in actor.may:
        other = next((e.url for e in menu(actor) if e.rare or e.url == "topics"), None)
        return redirect(f"desk:{other}") if other else render(request, "desk/no_cases.html")
    day, shown = today(), request.GET.get("show", "all")
    shown = shown if shown in SHOWN else "all"
    asked = request.GET.get("office", "")
    only = orgs.office(int(asked)) if asked in map(str, actor.offices("matter.read")) else None
    wanted = replace(SHOWN[shown], office=only.id if only else None)
    page = lists.todo(actor, wanted=wanted, today=day, after=request.GET.get("after", ""))
    found = {
        "page": page,
        "counts": {name: shown_count(n) for name, n in lists.counts(actor, wanted=wanted, today=day).items()},
        "only": only,
        "urgent": lists.urgent(actor, today=day, at=now()),
        "unsigned": signing.unsigned(actor),
        "open_events": open_events(actor, at=now()),
        "shown": shown,
        "today": day,
        "hands": todo_parts.of(actor, today=day),
        # Who answers for a branch has these on the page of the branch.
        "own": () if "branch.overview" in actor.may else registers.answered_for(actor, today=day),
        **_of_many(actor, day),
        **_turned(request, page, {"show": shown, "office": str(only.id) if only else ""}),
    }
    return render(request, "desk/todo.html", found)


def _of_many(actor: Actor, day: date) -> dict[str, object]:
    """Return what somebody who reads for several offices sees besides: the registers that are behind."""
    wide = len(actor.offices("matter.read")) > 1
    behind = registers.counts(actor, today=day).items() if wide else ()
    return {"wide": wide, "behind": [(register, late) for register, (_open, late) in behind if late]}


@needs("matter.read")
@require_safe
def matters(request: HttpRequest) -> HttpResponse:
    """Show every matter the officer may see, newest first."""
    actor, day = actor_of(request), today()
    asked = {name: plain(request.GET.get(name, ""))[:LONGEST_TITLE] for name in ASKED}
    offices = offices_in_sight(actor)
    office = int(asked["office"]) if asked["office"] in dict(offices) else None
    wanted = lists.Wanted(stage=asked["stage"], kind=asked["kind"], number=asked["number"], office=office)
    page = lists.newest(actor, wanted=wanted, today=day, after=request.GET.get("after", ""))
    found = {"page": page, "asked": asked, "stages": stages(), "kinds": kind_options(), "today": day}
    found["offices"] = offices if len(offices) > 1 else ()
    return render(request, "desk/matters.html", {**found, **_turned(request, page, asked)})


def shown_count(number: int) -> str:
    """Return a count as people read it: what was not counted to the end is so many and more."""
    return f"{number}+" if number >= lists.COUNTED else str(number)


def _turned(request: HttpRequest, page: lists.Page, asked: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in asked.items() if value}
    first = f"?{urlencode(kept)}" if request.GET.get("after") else ""
    return {"first": first, "next": f"?{urlencode({**kept, 'after': page.after})}" if page.after else ""}


def stages() -> list[OptionRow]:
    """Return the stages to choose from."""
    return [(stage, coded(stage, "law.stage")) for stage in STAGES]


def kind_options() -> list[OptionRow]:
    """Return the kinds of demand to choose from, each with its field."""
    known = kinds()
    return [
        (code, f"{code} {field.name(lang())}{_('：')}{known[code].name(lang())}")
        for field in fields().values()
        for code in field.kinds
    ]
