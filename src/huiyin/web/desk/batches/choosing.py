"""Which matters were ticked on a list, or all that its conditions find: noted for a batch, or printed."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid
from huiyin.cases.queries import lists
from huiyin.cases.rules.batches import MOST
from huiyin.cases.services import batches
from huiyin.foundation.wording import say
from huiyin.orgs.rules import Actor
from huiyin.web.desk import todo
from huiyin.web.desk.asked import actor_of, keys_of
from huiyin.web.desk.batches.offers import PRINT
from huiyin.web.desk.filters.asked import read
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang

PRINTED = 500
LONGEST_ADDRESS = 4_000


@needs("matter.read")
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Note which matters were chosen and go on to look through them, or print them as a list."""
    actor, what = actor_of(request), request.POST.get("what", "")
    page = "todo" if request.POST.get("list") == "todo" else "matters"
    query = request.POST.get("query", "")[:LONGEST_ADDRESS]
    most = PRINTED if what == PRINT else MOST.get(what, 0)
    keys = (
        _all(actor, page, QueryDict(query), most)
        if request.POST.get("all")
        else keys_of(request.POST, "pick")
    )
    try:
        if what == PRINT:
            return _printed(request, keys)
        return redirect("desk:batch", batch_id=batches.choose(what, keys, by=actor, at=now()))
    except Invalid as refusal:
        messages.error(request, say(refusal.message, lang()))
        return redirect(f"{reverse(f'desk:{page}')}?{query}")


def _all(actor: Actor, page: str, asked: QueryDict, most: int) -> list[int]:
    """Return all matters that a list holds, one more than can be done at once where there are more."""
    chosen = read(asked, actor, without=("due", "office") if page == "todo" else ())
    if page == "matters":
        rows = lists.newest(actor, wanted=chosen.wanted(), today=today(), size=most + 1).rows
        return [row.id for row in rows]
    scope = todo.scope_of(actor, asked.get("whose", ""), asked.get("office", ""))
    shown = asked.get("show", "all")
    wanted = scope.narrowed(chosen.wanted(todo.SHOWN.get(shown, todo.SHOWN["all"])))
    return [row.id for row in lists.todo(actor, wanted=wanted, today=today(), size=most + 1).rows]


def _printed(request: HttpRequest, keys: Sequence[int]) -> HttpResponse:
    if not keys:
        raise Invalid("batch.nothing_chosen", field="pick")
    if len(keys) > PRINTED:
        raise Invalid("batch.too_many_any", field="pick", limit=PRINTED)
    rows = {row.id: row for row in lists.rows_by_key(actor_of(request), keys, today=today())}
    found = {"rows": [rows[key] for key in keys if key in rows], "today": today()}
    return render(request, "desk/batches/print.html", found)
