"""Handing all open work over: first who and to whom, then what goes and what stays, then it is done."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from huiyin.base.clock import now, today
from huiyin.base.errors import Refused
from huiyin.cases.queries import handover as work
from huiyin.cases.services.handover import hand_over
from huiyin.orgs import standing_in
from huiyin.orgs.queries import StaffRow
from huiyin.orgs.rules import Actor
from huiyin.registers.queries import answering
from huiyin.web.desk.asked import actor_of, errors_of, number_of, status_of
from huiyin.web.desk.shown import with_roles
from huiyin.web.permission import needs


@needs("matter.read")
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest) -> HttpResponse:
    """Show what would be handed over; asked to by POST, hand it over."""
    actor, refusal = actor_of(request), None
    form = request.POST if request.method == "POST" else request.GET
    giver, taker = number_of(form, "giver", _only(work.who_may_hand_over(actor))), number_of(form, "taker")
    named = _named(form)
    if request.method == "POST":
        try:
            also = answering.plan(giver, taker, by=actor, today=today(), named=named)
            done = hand_over(giver, taker, by=actor, at=now(), named=named)
            count = len(done.goes) + len(also.goes)
            said = ngettext("已移交 %(count)d 项。", "已移交 %(count)d 项。", count) % {"count": count}
            messages.success(request, said)
            return redirect("desk:hand_over")
        except Refused as refused:
            refusal = refused
    plan: work.Plan | None = None
    items: answering.Plan | None = None
    try:
        if taker:
            plan = work.plan(giver, taker, by=actor, named=named)
            items = answering.plan(giver, taker, by=actor, today=today(), named=named)
    except Refused as refused:
        refusal = refusal or refused
    return _page(request, actor, refusal, giver=giver, taker=taker, plan=plan, items=items)


def _only(givers: Sequence[StaffRow]) -> int:
    """Return whose work it is when nobody else's could be meant, else 0: nobody's is offered unasked."""
    return givers[0].id if len(givers) == 1 else 0


def _named(form: QueryDict) -> dict[str, int]:
    """Return to whom single items go; `stay` keeps one, anything unreadable counts as the usual taker."""
    named = {}
    for name in form:
        if ":" in name and form.get(name) == "stay":
            named[name] = work.STAYS
        elif ":" in name and number_of(form, name):
            named[name] = number_of(form, name)
    return named


def _page(
    request: HttpRequest,
    actor: Actor,
    refusal: Refused | None,
    *,
    giver: int,
    taker: int,
    plan: work.Plan | None,
    items: answering.Plan | None,
) -> HttpResponse:
    # Until it is chosen whose work goes, everybody where the actor is stands there to take it on.
    errors, able = errors_of(refusal), work.takers(giver or actor.staff or 0, all_of_them=not giver)
    givers, gone, closed = work.who_may_hand_over(actor), work.left(actor), _("（已停用）")
    leave = standing_in.on_leave(taker, on=today()) if taker else None
    found: dict[str, Any] = {
        "givers": [(str(c.id), f"{c.name}{closed if c.id in gone else ''}") for c in givers],
        "takers": [(str(c.id), with_roles(c.name, c.roles)) for c in able],
        "others": [("stay", _("不移交")), *((str(c.id), c.name) for c in able)],
        "giver": str(giver or ""),
        "taker": str(taker or ""),
        "leave": leave,
        "plan": plan,
        "items": items,
        "count": len(plan.goes) + len(items.goes) if plan and items else 0,
        "errors": errors,
        "error_list": list(errors.items()),
    }
    return render(request, "desk/hands/handover.html", found, status=status_of(refusal) if refusal else 200)
