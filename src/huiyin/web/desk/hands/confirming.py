"""What administrators ask and a second person confirms: the page of those who answer for the office."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.base.clock import now
from huiyin.base.errors import Refused
from huiyin.orgs import accounts, two_persons
from huiyin.orgs.rules import CONFIRM_ACCESS
from huiyin.web.desk.asked import actor_of, errors_of, number_of, status_of
from huiyin.web.permission import needs


@needs(CONFIRM_ACCESS)
@require_http_methods(["GET", "HEAD", "POST"])
def confirming(request: HttpRequest) -> HttpResponse:
    """Show what waits for one's confirmation; by POST confirm or decline one of them."""
    actor, refusal = actor_of(request), None
    if request.method == "POST":
        confirmed = request.POST.get("do", "") == "confirm"
        try:
            accounts.decide(number_of(request.POST, "id"), confirmed, by=actor, at=now())
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("已确认。") if confirmed else _("已拒绝，不会生效。"))
            return redirect("desk:confirming")
    errors = errors_of(refusal)
    found = {
        "rows": two_persons.to_confirm(actor, at=now()),
        "decided": two_persons.decided(actor, at=now()),
        "error_list": list(errors.items()),
    }
    status = status_of(refusal) if refusal else 200
    return render(request, "desk/hands/confirming.html", found, status=status)
