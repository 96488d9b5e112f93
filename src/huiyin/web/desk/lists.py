"""The list of every matter an officer may see, narrowed as they like, and what lists have in common."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.base.clock import today
from huiyin.cases.queries import lists
from huiyin.cases.queries.saved import saved
from huiyin.web.desk.asked import actor_of
from huiyin.web.desk.batches.offers import offered
from huiyin.web.desk.filters.asked import read
from huiyin.web.permission import needs

SOON = 7  # days
LATE = frozenset({"overdue", "newly", "earlier"})  # lists of these say how many they hold
Groups = Sequence[tuple[str, Sequence[lists.MatterRow]]]


@needs("matter.read")
@require_safe
def matters(request: HttpRequest) -> HttpResponse:
    """Show every matter the officer may see, newest first."""
    actor, day, after = actor_of(request), today(), request.GET.get("after", "")
    chosen = read(request.GET, actor)
    page = lists.newest(actor, wanted=chosen.wanted(), today=day, after=after)
    late = request.GET.get("due", "") in LATE
    found = {
        "late": shown_count(lists.counts(actor, today=day, which={"": chosen.wanted()})[""]) if late else "",
        "page": page,
        "groups": grouped(page.rows),
        "filter": chosen,
        "saved": saved(actor, page="matters"),
        "today": day,
        "batch_offers": offered(actor),
        "query": chosen.query,
        "first": chosen.address() if after else "",
        "next": chosen.address(("after", page.after)) if page.after else "",
    }
    return render(request, "desk/matters.html", found)


def grouped(rows: Sequence[lists.MatterRow], *, by_due: bool = False) -> Groups:
    """Return the rows of a list as they are, or under how soon they are due, which is their order already."""
    if not by_due:
        return [("", rows)] if rows else []
    found: dict[str, list[lists.MatterRow]] = {}
    for row in rows:
        found.setdefault(_when(row.days_left), []).append(row)
    return list(found.items())


def _when(days_left: int | None) -> str:
    if days_left is None:
        return "none"
    if days_left < 0:
        return "overdue"
    return "today" if days_left == 0 else "week" if days_left <= SOON else "later"


def shown_count(number: int) -> str:
    """Return a count as people read it: what was not counted to the end is so many and more."""
    return f"{number}+" if number >= lists.COUNTED else str(number)
