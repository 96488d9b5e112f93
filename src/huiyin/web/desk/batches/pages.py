"""A batch on its page: its particulars, what would happen to each matter, how far it is, what came of it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.base.clock import now, today
from huiyin.base.errors import NotFound, Refused
from huiyin.base.messages import Message
from huiyin.cases.queries import batches as queries
from huiyin.cases.queries.countersigning import choices
from huiyin.cases.services import batches, carrying
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor
from huiyin.web.desk.asked import OptionRow, actor_of, errors_of, number_of, status_of
from huiyin.web.desk.places import office_name
from huiyin.web.permission import needs

LONGEST = 3_000
NAMES = ("to", "due", "office", "words", "anyway")


@needs("matter.read")
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Show a batch; asked to by POST, look it through with its particulars, begin it, or let it go."""
    actor = actor_of(request)
    if request.method != "POST":
        return _page(request, batch_id)
    typed = {name: request.POST.get(name, "")[:LONGEST] for name in NAMES}
    try:
        match request.POST.get("do", ""):
            case "begin":
                batches.begin(batch_id, left=_left(actor, batch_id, request.POST), by=actor, at=now())
                carrying.carry_on(batch_id, at=now())
            case "drop":
                batches.drop(batch_id, by=actor)
                messages.success(request, _("没有办理，事项没有变化。"))
                return redirect("desk:todo")
            case _:
                params = _params(typed)
                batches.look_through(batch_id, params, typed["words"].strip(), by=actor, at=now())
    except Refused as refusal:
        return _page(request, batch_id, refusal=refusal, typed=typed)
    return redirect("desk:batch", batch_id=batch_id)


def _params(typed: Mapping[str, str]) -> dict[str, Any]:
    """Return the particulars as codes; what is none is left to the service to refuse."""
    params: dict[str, Any] = {name: typed[name] for name in ("to", "due") if typed[name]}
    if typed["office"].isdecimal():
        params["office"] = int(typed["office"])
    if typed["anyway"].isdecimal():
        params["anyway"] = int(typed["anyway"])
    return params


def _left(actor: Actor, batch_id: int, form: QueryDict) -> list[int]:
    """Return which matters of the page were ticked off; a batch of several pages is done as a whole."""
    view = queries.view(actor, batch_id)
    if view.after:
        return []
    kept = set(form.getlist("item"))
    return [row.key for row in view.rows if not row.code and str(row.key) not in kept]


def _page(
    request: HttpRequest,
    batch_id: int,
    *,
    refusal: Refused | None = None,
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    if isinstance(refusal, NotFound):
        raise refusal
    actor, after = actor_of(request), request.GET.get("after", "")
    view = queries.view(actor, batch_id, after=after)
    errors = errors_of(refusal)
    if refusal and refusal.message.code == "cases.on_leave":
        typed = {**(typed or {}), "leave": (typed or {}).get("to", "").partition(":")[2]}
    found = {
        "batch": view,
        "rows": [(row, _why(row) if row.code else None) for row in view.rows],
        "in_the_way": [(Message(code, {"limit": 0}), n) for code, n in view.in_the_way],
        "named": _named(view.params),
        "people": _people(actor, view.what),
        "units": _units(actor) if view.what == "hand" else (),
        "typed": {**{k: str(v) for k, v in view.params.items()}, "words": view.words, **(typed or {})},
        "today": today(),
        "errors": errors,
        "error_list": list(errors.items()),
        "first": request.path if after else "",
        "next": f"?after={view.after}" if view.after else "",
    }
    return render(request, "desk/batches/batch.html", found, status=status_of(refusal) if refusal else 200)


def _why(row: queries.ItemRow) -> Message:
    return Message(row.code, dict(row.params))


def _named(params: Mapping[str, Any]) -> str:
    """Return in words who is to have the matters."""
    kind, _colon, key = str(params.get("to", "")).partition(":")
    if kind == "staff":
        return orgs.actor(int(key)).name
    office = int(key) if kind == "office" else number_of(QueryDict(f"n={params.get('office', '')}"), "n")
    return office_name(orgs.office(office)) if office else ""


def _people(actor: Actor, what: str) -> list[OptionRow]:
    """Return who can be given matters, or a task: the colleagues of the offices where the actor works."""
    if what == "give":
        here = sorted(actor.offices("matter.sort"))
        rows = {c.id: c for office in here for c in orgs.case_workers(office)}
        return [(f"staff:{c.id}", c.name + _("（") + c.office + _("）")) for c in rows.values()]
    if what != "task":
        return []
    found: dict[str, str] = {}
    for office in sorted(actor.offices("task.give")):
        for code, name, unit in choices(office, restricted=False):
            found.setdefault(code, f"{name}{_('（')}{unit}{_('）')}" if name else unit)
    return list(found.items())


def _units(actor: Actor) -> list[OptionRow]:
    every, here = orgs.offices(), actor.offices("act.intake")
    own = [o for o in every if o.id in here]
    near = [o for o in every if any(one.id != o.id and orgs.one_authority(one, o) for one in own)]
    return [(str(o.id), office_name(o)) for o in near]
