"""The page of whoever answers for a branch: what waits for them, what they lead, the week, what is due."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from huiyin.base.clock import now, today
from huiyin.base.errors import NotFound
from huiyin.cases.queries import lists, week
from huiyin.cases.queries.by_office import due_by_office
from huiyin.cases.queries.watched import watched
from huiyin.foundation.wording import say
from huiyin.orgs import queries as orgs
from huiyin.orgs import two_persons
from huiyin.orgs.rules import CONFIRM_ACCESS, Actor
from huiyin.reception.queries.events import open_events
from huiyin.registers.queries import lists as registers
from huiyin.registers.queries.progress import entered_since
from huiyin.web.desk.asked import actor_of
from huiyin.web.desk.lists import shown_count
from huiyin.web.desk.places import office_name
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang

Step = tuple[date, str]

NEWS, SHOWN = timedelta(days=30), 5
COLUMNS = ("overdue", "newly", "today", "week")  # of the table of offices


@needs("branch.overview")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show what waits for a leader, the cases they lead, the week, what is due at each office."""
    actor, day, at = actor_of(request), today(), now()
    due = due_by_office(actor, today=day)
    found = {
        "offices": [
            (
                o.id,
                office_name(o),
                [(name, shown_count(due[o.id][name]) if due[o.id][name] else "") for name in COLUMNS],
            )
            for o in orgs.offices()
            if o.id in due
        ],
        "own": _own(actor, day),
        "checks": registers.to_check(actor, today=day),
        "requests": len(two_persons.to_confirm(actor, at=at)) if CONFIRM_ACCESS in actor.may else 0,
        "behind": [(r, late) for r, (_open, late) in registers.counts(actor, today=day).items() if late],
        "open_events": open_events(actor, at=at),
        "urgent": lists.urgent(actor, today=day, at=at),
        "corrections": watched(actor, since=day - NEWS, size=SHOWN)[0],
        "week": [(h, shown_count(h.now), shown_count(h.before)) for h in week.happened(actor, today=day)],
        "newly": sum(counts["newly"] for counts in due.values()),
        "earlier": sum(counts["earlier"] for counts in due.values()),
        "since": week.week_before(day),
        "today": day,
    }
    return render(request, "desk/overview.html", found)


def _own(actor: Actor, day: date) -> Sequence[tuple[registers.ItemRow, Sequence[Step]]]:
    """Return what somebody leads or answers for, each with what was done about it within the week."""
    rows, since = registers.answered_for(actor, today=day), week.week_before(day)
    entered = entered_since([row.id for row in rows], since=since)
    acts = week.acts_on([row.matter for row in rows if row.matter], since=since)
    found = []
    for row in rows:
        steps = [(when, say(f"registers.move.{kind}", lang())) for when, kind in entered.get(row.id, ())]
        steps += [(when, say(f"law.act.{kind}", lang())) for when, kind in acts.get(row.matter or 0, ())]
        found.append((row, sorted(steps, key=lambda step: step[0], reverse=True)[:3]))
    return found


@needs("branch.overview")
@require_safe
def happened(request: HttpRequest, sort: str) -> HttpResponse:
    """Show the matters behind one number of the week."""
    if sort not in week.SORTS:
        raise NotFound("cases.no_matter")
    day, after = today(), request.GET.get("after", "")
    page = week.acts_of_week(actor_of(request), sort, today=day, after=after)
    found = {
        "sort": sort,
        "page": page,
        "since": week.week_before(day),
        "today": day,
        "first": reverse("desk:week", args=[sort]) if after else "",
        "next": f"?{urlencode({'after': page.after})}" if page.after else "",
    }
    return render(request, "desk/week.html", found)
