"""Lists of the exchange: the connected systems of one's offices, and where their records differ from ours."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.base.clock import now
from huiyin.base.errors import Invalid
from huiyin.exchange.queries import counted, overview
from huiyin.exchange.queries import differences as found
from huiyin.exchange.services import comparing
from huiyin.foundation.wording import say
from huiyin.web.desk.asked import actor_of
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang


@needs("exchange.run")
@require_safe
def exchange(request: HttpRequest) -> HttpResponse:
    """Show the systems the officer's offices exchange with, and what is open about each."""
    actor = actor_of(request)
    rows = overview.systems(actor)
    return render(request, "desk/exchange/exchange.html", {"systems": rows, "counted": counted(actor)})


@needs("exchange.run")
@require_safe
def differences(request: HttpRequest, code: str) -> HttpResponse:
    """Show where their records differ from ours, each with the proposed action."""
    actor, closed = actor_of(request), request.GET.get("show") == "closed"
    page = found.page(code, actor, closed=closed, after=request.GET.get("after", ""))
    kept = "show=closed&" if closed else ""
    shown = {
        "system": overview.system(code, actor),
        "page": page,
        "closed": closed,
        "outcomes": [(o, say(f"exchange.outcome.{o}", lang())) for o in comparing.OUTCOMES],
        "next": f"?{kept}after={page.after}" if page.after else "",
        "first": f"?{kept}" if request.GET.get("after") else "",
    }
    return render(request, "desk/exchange/differences.html", shown)


@needs("exchange.run")
@require_POST
def close(request: HttpRequest, code: str, difference_id: int) -> HttpResponse:
    """Close a difference as somebody dealt with it."""
    overview.system(code, actor_of(request))
    outcome = request.POST.get("outcome", "")
    try:
        comparing.close(difference_id, outcome=outcome, by=actor_of(request), at=now())
    except Invalid as refusal:
        messages.error(request, say(refusal.message, lang()))
    else:
        messages.success(request, _("差异已关闭。"))
    return redirect("desk:exchange_differences", code=code)
