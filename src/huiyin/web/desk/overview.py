"""The page of whoever answers for a branch: what waits for them, what they lead, what is due where."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.base.clock import now, today
from huiyin.cases.queries.by_office import due_by_office
from huiyin.cases.queries.watched import watched
from huiyin.orgs import queries as orgs
from huiyin.orgs import two_persons
from huiyin.orgs.rules import CONFIRM_ACCESS
from huiyin.reception.queries.events import open_events
from huiyin.registers.queries import lists as registers
from huiyin.web.desk.asked import actor_of
from huiyin.web.desk.lists import shown_count
from huiyin.web.desk.places import office_name
from huiyin.web.permission import needs

NEWS, SHOWN = timedelta(days=30), 5


@needs("branch.overview")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show what waits for a leader, the cases of their own, and what is due at each office in its order."""
    actor, day, at = actor_of(request), today(), now()
    due = due_by_office(actor, today=day)
    found = {
        "offices": [
            (o.id, office_name(o), [(name, shown_count(n) if n else "") for name, n in due[o.id].items()])
            for o in orgs.offices()
            if o.id in due
        ],
        "own": registers.answered_for(actor, today=day),
        "checks": registers.to_check(actor, today=day),
        "requests": len(two_persons.to_confirm(actor, at=at)) if CONFIRM_ACCESS in actor.may else 0,
        "behind": [(r, late) for r, (_open, late) in registers.counts(actor, today=day).items() if late],
        "open_events": open_events(actor, at=at),
        "corrections": watched(actor, since=day - NEWS, size=SHOWN)[0],
        "today": day,
    }
    return render(request, "desk/overview.html", found)
