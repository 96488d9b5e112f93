"""An officer decides whether two matters are one, joins them by number, or parts them again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.base.clock import now
from huiyin.base.errors import Invalid, Refused
from huiyin.base.ids import spaced
from huiyin.cases.queries import same as queries
from huiyin.cases.services import apart as services
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


@needs("matter.sort")
@require_POST
def apart(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Register by itself what a possible accusation claims besides."""
    typed = {name: request.POST.get(f"claim_{name}", "") for name in ("title", "text")}
    try:
        done = services.register_claim(matter_id, **typed, by=actor_of(request), at=now())
    except Refused as refusal:
        kept = {f"claim_{name}": words for name, words in typed.items()}
        if isinstance(refusal, Invalid):
            refusal.field = f"claim_{refusal.field}"
        return page(request, matter_id, form="apart", refusal=refusal, typed=kept)
    said = _(
        "其中的诉求已登记为 %(number)s，查询码 %(code)s，请告诉信访人。这件检举控告照旧只有专办人员看得到。"
    )
    messages.success(request, said % {"number": done.number, "code": spaced(done.code)})
    return redirect("desk:matter", matter_id=matter_id)


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
