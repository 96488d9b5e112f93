"""An officer decides whether two matters are one, joins them by number, or parts them again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.base.clock import now
from huiyin.base.errors import Refused
from huiyin.cases.queries import same as queries
from huiyin.cases.services import joining
from huiyin.web.desk.asked import actor_of, number_of
from huiyin.web.desk.matter import page
from huiyin.web.permission import needs

LONGEST = 80


@needs("matter.join")
@require_POST
def decide(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Decide what was proposed: the same matter, or a different one."""
    other, same = number_of(request.POST, "other"), request.POST.get("verdict") == "same"
    try:
        joining.decide(matter_id, other, same=same, by=actor_of(request), at=now())
    except Refused as refusal:
        return page(request, matter_id, form="same", refusal=refusal)
    if not same:
        messages.success(request, _("已记为不同事项，以后不再提示。"))
        return redirect("desk:matter", matter_id=matter_id)
    return _joined(request, min(matter_id, other))


@needs("matter.join")
@require_POST
def join(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Join this matter to the one with the number that was typed."""
    typed = {name: request.POST.get(name, "")[:LONGEST] for name in ("number", "join_reason")}
    try:
        into = queries.by_number(actor_of(request), typed["number"])
        joining.join(matter_id, into, reason=typed["join_reason"], by=actor_of(request), at=now())
    except Refused as refusal:
        return page(request, matter_id, form="join", refusal=refusal, typed=typed)
    return _joined(request, into)


def _joined(request: HttpRequest, into: int) -> HttpResponse:
    messages.success(request, _("已合并。各自的编号、登记和文书都不变，随时可以拆开。"))
    return redirect("desk:matter", matter_id=into)


@needs("matter.join")
@require_POST
def part(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Part a matter from the one that leads it."""
    try:
        joining.part(matter_id, by=actor_of(request), at=now())
    except Refused as refusal:
        return page(request, matter_id, form="part", refusal=refusal)
    messages.success(request, _("已拆开，这件事项恢复单独办理，期限按自己的记录计算。"))
    return redirect("desk:matter", matter_id=matter_id)
