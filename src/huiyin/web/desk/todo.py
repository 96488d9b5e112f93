"""The page a day begins with: what is due for this officer, and for whom they wait."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from huiyin.base.clock import now, today
from huiyin.cases.queries import lists, signing
from huiyin.cases.queries.saved import saved
from huiyin.cases.queries.waiting import WaitingPage, waiting
from huiyin.orgs import queries as orgs
from huiyin.orgs import two_persons
from huiyin.orgs.rules import CONFIRM_ACCESS, Actor
from huiyin.reception.queries.events import open_events
from huiyin.registers.queries import lists as registers
from huiyin.web.desk.asked import actor_of
from huiyin.web.desk.batches.offers import offered
from huiyin.web.desk.filters.asked import Filter, read
from huiyin.web.desk.hands import todo_parts
from huiyin.web.desk.lists import grouped, shown_count
from huiyin.web.desk.menu import menu
from huiyin.web.permission import staff

# Each part of the list, and what it is narrowed to.
SHOWN: Mapping[str, lists.Wanted] = {
    "all": lists.Wanted(),
    "overdue": lists.Wanted(due="overdue"),
    "today": lists.Wanted(due="today"),
    "week": lists.Wanted(due="week"),
    "unsorted": lists.Wanted(unsorted=True),
    "review": lists.Wanted(in_review=True),
}
WORDS: Mapping[str, Any] = {
    "all": _("全部待办"),
    "overdue": _("已逾期"),
    "today": _("今天到期"),
    "week": _("七天内到期"),
    "unsorted": _("待分类"),
    "review": _("复查复核"),
    "waiting": _("在等别人"),
}
WAITING = "waiting"


@dataclass(frozen=True)
class Scope:
    """Whose work the list shows: what falls to the officer, that of one office, or of all in sight."""

    whose: str  # mine | office | all
    office: int | None
    choices: Sequence[str]

    def narrowed(self, wanted: lists.Wanted) -> lists.Wanted:
        """Return a part of the list narrowed to whose work is shown."""
        return replace(wanted, own=self.whose == "mine", office=self.office)


def scope_of(actor: Actor, whose: str, office: str) -> Scope:
    """Return whose work somebody asks for; without a word, one's own where there is any."""
    here, works = actor.offices("matter.read"), "letter.draft" in actor.may
    several, owns = len(here) > 1, works or "branch.overview" in actor.may
    choices = ["mine"] * owns + ["office"] * (works or (several and actor.office in here)) + ["all"] * several
    if office in map(str, here):
        return Scope("office" if int(office) == actor.office else "all", int(office), choices)
    whose = whose if whose in choices else "mine" if owns else "all"
    return Scope(whose, actor.office if whose == "office" and several else None, choices)


@staff
@require_safe
def todo(request: HttpRequest) -> HttpResponse:
    """Show what is owed next, the earliest deadline first; who works on no matter goes to the own page."""
    actor = actor_of(request)
    if "matter.read" not in actor.may:
        first = "administration" if "office.edit" in actor.may else None
        other = first or next((e.url for e in menu(actor) if e.rare or e.url == "topics"), None)
        return redirect(f"desk:{other}") if other else render(request, "desk/no_cases.html")
    day, shown = today(), request.GET.get("show", "all")
    scope = scope_of(actor, request.GET.get("whose", ""), request.GET.get("office", ""))
    if scope.whose == "mine" and _only_leads(actor):
        only_own = {"scope": scope, "leads": True, **_besides(actor, day, own=True)}
        return render(request, "desk/todo.html", only_own)
    tabs = [t for t in WORDS if _is_there(t, actor, scope)]
    shown = shown if shown in tabs else "all"
    kept = [("show", shown), ("whose", scope.whose), ("office", str(scope.office or ""))]
    chosen = read(request.GET, actor, without=("due", "office"), kept=[pair for pair in kept if pair[1]])
    found = {
        **_tabs(actor, scope, chosen, tabs, shown=shown, day=day),
        "scope": scope,
        "only": orgs.office(scope.office) if scope.office else None,
        "shown": shown,
        "filter": chosen,
        "saved": saved(actor, page="todo"),
        "batch_offers": offered(actor),
        "query": chosen.address()[1:],
        "today": day,
        **_besides(actor, day),
    }
    after = request.GET.get("after", "")
    if shown == WAITING:
        page = waiting(actor, today=day, after=after)
        found |= {"waiting": page, **_turned(chosen, page, after)}
        return render(request, "desk/todo.html", found)
    rows = lists.todo(actor, wanted=scope.narrowed(chosen.wanted(SHOWN[shown])), today=day, after=after)
    found |= {"groups": grouped(rows.rows, by_due=shown == "all"), **_turned(chosen, rows, after)}
    return render(request, "desk/todo.html", found)


def _only_leads(actor: Actor) -> bool:
    """Return whether somebody works on no matter: what waits for them is asked of them by name."""
    return "letter.draft" not in actor.may


def _is_there(tab: str, actor: Actor, scope: Scope) -> bool:
    if tab == "review":
        return "matter.review" in actor.may
    return tab != WAITING or scope.whose == "mine"


def _tabs(
    actor: Actor, scope: Scope, chosen: Filter, tabs: Sequence[str], *, shown: str, day: date
) -> dict[str, object]:
    """Return the parts of the list: where each leads, and how many it holds with the conditions in force."""
    which = {t: scope.narrowed(chosen.wanted(SHOWN[t])) for t in tabs if t in SHOWN}
    counts: dict[str, str] = {
        name: shown_count(n) for name, n in lists.counts(actor, today=day, which=which).items()
    }
    if WAITING in tabs:
        counts[WAITING] = shown_count(waiting(actor, today=day, size=1).count)
    kept = [pair for pair in chosen.kept if pair[0] != "show"]
    led = {t: replace(chosen, kept=[("show", t), *kept]).address() for t in tabs}
    return {"tabs": [(t, WORDS[t], led[t], counts.get(t, ""), t == shown) for t in tabs]}


def _turned(chosen: Filter, page: lists.Page | WaitingPage, after: str) -> dict[str, str]:
    return {
        "first": chosen.address() if after else "",
        "next": chosen.address(("after", page.after)) if page.after else "",
    }


def _besides(actor: Actor, day: date, *, own: bool = False) -> dict[str, object]:
    """Return what waits for somebody besides the deadlines."""
    at, wide = now(), len(actor.offices("matter.read")) > 1
    # Who reads for several offices sees the registers that are behind.
    behind = registers.counts(actor, today=day).items() if wide else ()
    return {
        "wide": wide,
        "behind": [(register, late) for register, (_open, late) in behind if late],
        "urgent": lists.urgent(actor, today=day, at=at),
        "unsigned": signing.unsigned(actor),
        "given_back": signing.given_back(actor),
        "open_events": open_events(actor, at=at),
        "hands": todo_parts.of(actor, today=day),
        "requests": len(two_persons.to_confirm(actor, at=at)) if CONFIRM_ACCESS in actor.may else 0,
        "checks": registers.to_check(actor, today=day) if own else (),
        # Beside the matters of all offices, who only answers for a branch has these on its own page.
        "own": registers.answered_for(actor, today=day) if own or not _only_leads(actor) else (),
    }
