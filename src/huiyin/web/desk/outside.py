"""The decision of a reviewing body outside this installation: entered from its paper, by who received it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid, NotAllowed, NotFound, Refused
from huiyin.cases.queries import outside as queries
from huiyin.cases.queries.forwarding import forwarded
from huiyin.cases.queries.matter import MatterView
from huiyin.cases.rules.outside import FORWARDED_BY, DecisionGiven
from huiyin.cases.services import outside as services
from huiyin.foundation.wording import say
from huiyin.law.acts import REVIEW_RESULTS
from huiyin.orgs.rules import Actor
from huiyin.web.desk.asked import actor_of, day_of, errors_of, number_of, status_of, uploads
from huiyin.web.desk.panel import Panel
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang

TYPED = ("to", "how", "forwarded_on", "body", "number", "result", "day", "asked_on", "reached_on")
IN_REVIEW = frozenset({"review", "rereview"})


@needs("matter.read")
@require_http_methods(["GET", "HEAD", "POST"])
def outside(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Ask for a decision that a body outside made, or for the day on which it reached the petitioner."""
    if request.method != "POST":
        return _page(request, matter_id)
    try:
        _entered(request, matter_id)
    except Refused as refusal:
        return _page(request, matter_id, refusal)
    if request.POST.get("do") == "forwarded":
        messages.success(request, _("已登记转送。信访人查进度时看得到哪天转送、转给谁。"))
    else:
        messages.success(request, _("已登记。期限按决定和送达的日期计算。"))
    return redirect("desk:matter", matter_id=matter_id)


def _entered(request: HttpRequest, matter_id: int) -> None:
    form, by, at = request.POST, actor_of(request), now()
    version = number_of(form, "version")
    if form.get("do") == "reached":
        on = _day(form, "reached_on")
        if on is None:
            raise Invalid("outside.reached_missing", field="reached_on")
        services.enter_reached(matter_id, on, version=version, by=by, at=at)
        return
    if form.get("do") == "forwarded":
        on, how = _day(form, "forwarded_on"), form.get("how", "")
        if on is None:
            raise Invalid("outside.forwarded_day_missing", field="forwarded_on")
        to = form.get("to", "")
        services.enter_forwarded(matter_id, to, on=on, how=how, version=version, by=by, at=at)
        return
    given = DecisionGiven(
        body=form.get("body", ""),
        number=form.get("number", ""),
        result=form.get("result", ""),
        day=day_of(form, "day"),
        asked_on=_day(form, "asked_on"),
        reached_on=_day(form, "reached_on"),
    )
    services.enter_decision(matter_id, given, uploads(request), version=version, by=by, at=at)


def _day(form: QueryDict, name: str) -> date | None:
    return day_of(form, name) if form.get(name, "").strip() else None


def _page(request: HttpRequest, matter_id: int, refusal: Refused | None = None) -> HttpResponse:
    if isinstance(refusal, NotFound):
        raise refusal
    found = queries.outside(actor_of(request), matter_id, at=now())
    if found is None:
        raise NotAllowed("outside.nothing_awaited")
    errors = errors_of(refusal)
    typed = {name: request.POST.get(name, "") for name in TYPED}
    if request.method != "POST":
        typed["body"] = typed["to"] = found.body
    shown: dict[str, Any] = {
        "outside": found,
        "forwarded": forwarded(matter_id),
        "ways": [(how, say(f"outside.how.{how}", lang())) for how in FORWARDED_BY],
        "results": [(code, say(f"step.result.{code}", lang())) for code in REVIEW_RESULTS],
        "typed": typed,
        "latest": today().isoformat(),
        "errors": errors,
        "error_list": list(errors.items()),
    }
    return render(request, "desk/outside.html", shown, status=status_of(refusal) if refusal else 200)


def awaited(actor: Actor, view: MatterView, _today: date) -> Panel | None:
    """Say at the top that a body outside decides, and that what it decides is entered here."""
    if view.state.stage not in {*IN_REVIEW, "reviewed", "final"}:
        return None
    found = queries.beside(actor, view.id, view.state)
    if found is None or (found.unreached is None and view.state.stage not in IN_REVIEW):
        return None
    return Panel("desk/_outside.html", "top", {"outside": found, "forwarded": forwarded(view.id)})


def asked(_actor: Actor, view: MatterView, _today: date) -> Panel | None:
    """Show at the top what a review is asked for: the request with its day, its limit and its reason."""
    if view.state.stage not in IN_REVIEW:
        return None
    request = next((act for act in reversed(view.acts) if act.kind == f"{view.state.stage}_asked"), None)
    if request is None:
        return None
    reasons = [note.text for note in view.notes if not note.by and note.at == request.entered]
    limit = next((d for d in view.deadlines if d.duty == f"ask_{view.state.stage}"), None)
    found = {"kind": request.kind, "day": request.day, "reasons": reasons, "limit": limit}
    return Panel("desk/_review_asked.html", "top", found)


def unasked(actor: Actor, view: MatterView, _today: date) -> Panel | None:
    """Offer to enter a decision that the petitioner asked of a body outside without this office."""
    if view.state.stage not in {"opinion", "served", "reviewed"}:
        return None
    found = queries.beside(actor, view.id, view.state)
    if found is None or found.next is None:
        return None
    return Panel("desk/_outside_unasked.html", "folded", {"outside": found})
