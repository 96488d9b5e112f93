"""What is undertaken on a finding: its form and list on the finding's page, and a page of its own."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.base.clock import now, today
from huiyin.base.errors import NotAllowed, NotFound, Refused
from huiyin.foundation.wording import say
from huiyin.insight import shown
from huiyin.insight.found import FindingPage
from huiyin.insight.undertaken import queries, services
from huiyin.insight.undertaken.after import after
from huiyin.insight.undertaken.queries import Undertaken
from huiyin.insight.undertaken.rules import LONGEST_WORDS, SORTS, Planned, Told
from huiyin.orgs.rules import Actor
from huiyin.web.desk.asked import actor_of, day_or_none, errors_of, status_of
from huiyin.web.desk.insight import came_after, words
from huiyin.web.desk.insight.asked import places
from huiyin.web.permission import staff
from huiyin.web.templatetags.wording import lang

PLAN = ("sort", "words", "who", "due")
_TOLD = {
    "done": ("done_on", "cause", "outcome"),
    "moved": ("due", "moved_why"),
    "dropped": ("dropped_why",),
}
_KEPT = 1000  # characters that are kept of what was typed


def typed_in(form: QueryDict, fields: Sequence[str]) -> dict[str, str]:
    """Return what was typed into some fields, to be shown again."""
    return {name: form.get(name, "")[:_KEPT] for name in fields}


def plan(request: HttpRequest, finding_id: int) -> int:
    """Put on record what is undertaken on a finding; return its key. Raises what the service refuses."""
    typed = typed_in(request.POST, PLAN)
    given = Planned(typed["sort"], typed["words"], typed["who"], day_or_none(request.POST, "due"))
    return services.plan(finding_id, given, by=actor_of(request), at=now())


def on_finding(actor: Actor, page: FindingPage, typed: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page of a finding shows of what was undertaken, and the form for more."""
    rows = queries.of_finding(actor, page.row.id, today=today())
    seen = shown.sight(actor)
    told = []
    for one in rows:
        done = one.done if one.state == "done" else None
        came = after(one.episode, done.day, page.course, seen) if done and done.day else None
        told.append((one, came_after.told(came) if came else None))
    found = {"undertaken": told, "may_undertake": queries.DOES in actor.may and actor.staff is not None}
    if found["may_undertake"]:
        proposed = [one.action for one in page.row.suggestions if one.action in SORTS]
        order = [*proposed, *(code for code in SORTS if code not in proposed)]
        found["sorts"] = [(code, say(f"insight.action.{code}", lang())) for code in order]
        found["undertakers"] = [
            (code, _named(name, office)) for code, name, office in queries.undertakers(actor)
        ]
        found["plan"] = {"who": f"staff:{actor.staff}", **typed}
        found["most"] = LONGEST_WORDS
    return found


def _named(name: str, office: str) -> str:
    return name + _("（") + office + _("）") if name else office


def titled(rows: Sequence[Undertaken]) -> list[tuple[Undertaken, str]]:
    """Return each with where and about what its finding is."""
    named = places() if rows else {}
    return [(one, words.title(one.episode, named)) for one in rows]


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def undertaking(request: HttpRequest, undertaking_id: int) -> HttpResponse:
    """Show something undertaken with its history; take what whoever undertook it tells."""
    if request.method != "POST":
        return _page(request, undertaking_id)
    do = request.POST.get("do", "")
    fields = _TOLD.get(do, ())
    typed = typed_in(request.POST, fields)
    day = day_or_none(request.POST, fields[0]) if do in {"done", "moved"} else None
    told = Told(do, day, typed.get("cause", ""), typed.get(fields[-1], "") if fields else "")
    try:
        services.tell(undertaking_id, told, by=actor_of(request), at=now())
    except (NotFound, NotAllowed):
        raise
    except Refused as refusal:
        return _page(request, undertaking_id, refusal=refusal, typed={**typed, "do": do})
    messages.success(request, _("已记入这项行动的经过。"))
    return redirect("desk:insight_undertaking", undertaking_id=undertaking_id)


def _page(
    request: HttpRequest,
    key: int,
    *,
    refusal: Refused | None = None,
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    row, seen = queries.one(actor_of(request), key, today=today())
    errors = errors_of(refusal)
    page = {
        "one": row,
        "seen": seen,
        "heading": say(f"insight.action.{row.sort}", lang()),
        "title": words.title(row.episode, places()),
        "typed": typed or {},
        "errors": errors,
        "error_list": list(errors.items()),
        "latest": today(),
        "most": LONGEST_WORDS,
    }
    status = status_of(refusal) if refusal else 200
    return render(request, "desk/insight/undertaking.html", page, status=status)
