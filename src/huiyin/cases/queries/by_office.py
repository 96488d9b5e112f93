"""What is due at each office in sight: for whoever answers for a branch. No office is put before another."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q

from huiyin.cases.models import Matter
from huiyin.cases.queries.lists import COUNTED
from huiyin.cases.queries.owed import due_when, to_do
from huiyin.cases.queries.scope import visible
from huiyin.foundation.streams import EACH, Part, capped
from huiyin.orgs.rules import Actor

DUE = ("overdue", "newly", "earlier", "today", "week")


def due_by_office(actor: Actor, *, today: date) -> Mapping[int, Mapping[str, int]]:
    """Return for each office the actor reads for how many matters are overdue, newly so, due today or soon.

    `earlier` are those that became overdue in the week before this one and still are.
    Counted up to `COUNTED` each, all in two queries; only matters the actor may see count.
    """
    here = sorted(actor.offices("matter.read"))
    asked = {name: Q(active=True) & due_when(name, today) for name in DUE}
    parts = {
        f"{office} {name}": [Part(Matter.objects.filter(which, office_id=EACH).values_list("pk"), (office,))]
        for office in here
        for name, which in asked.items()
    }
    found = capped(parts, limit=COUNTED)
    looked_at = set[int]().union(*found.values())
    there = set(visible(actor).filter(to_do(actor), pk__in=looked_at).values_list("pk", flat=True))
    return {office: {name: len(found[f"{office} {name}"] & there) for name in DUE} for office in here}
