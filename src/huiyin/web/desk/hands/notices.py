"""The inbox of notices."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from huiyin.base.clock import now
from huiyin.base.messages import Message
from huiyin.cases.queries.matter import may_see
from huiyin.orgs import notices
from huiyin.orgs.notices import NoticeRow
from huiyin.orgs.rules import CONFIRM_ACCESS, Actor
from huiyin.registers.queries.scope import in_sight
from huiyin.web.desk.asked import actor_of, number_of
from huiyin.web.permission import staff
from huiyin.web.templatetags.wording import day

_PAGES = {"countersign": "desk:countersign"}


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what somebody should know, newest first; asked to by POST, mark it as seen."""
    actor = actor_of(request)
    if request.method == "POST":
        notices.see(actor.staff or 0, at=now(), only=number_of(request.POST, "notice") or None)
        return redirect("desk:notices")
    before = number_of(request.GET, "before") or None
    rows, more = notices.inbox(actor.staff or 0, before=before)
    found = {
        "rows": [(row, Message(f"notice.{row.kind}", _params(row)), _address(actor, row)) for row in rows],
        "first": reverse("desk:notices") if before else "",
        "next": f"?before={more}" if more else "",
    }
    return render(request, "desk/hands/notices.html", found)


def _params(row: NoticeRow) -> Mapping[str, Any]:
    shown = {
        "number": "",
        "name": "",
        "due": "",
        "count": 0,
        "from_day": "",
        "to_day": "",
        "what": "",
        **row.params,
    }
    for name in {"due", "from_day", "to_day"} & row.params.keys():
        shown[name] = day(row.params[name])
    if "duty" in row.params:
        shown["duty"] = Message(f"law.duty.{row.params['duty']}")
    if "what" in row.params:
        shown["what"] = Message(f"access.what.{row.params['what']}")
    return shown


def _address(actor: Actor, row: NoticeRow) -> str:
    """Return where a notice leads; nowhere, when its matter is not, or no longer, in sight."""
    if row.kind in _PAGES:
        return reverse(_PAGES[row.kind], args=[row.params.get(row.kind, 0)])
    if row.kind == "directive":
        item = row.params.get("item", 0)
        return reverse("desk:register_item", args=[item]) if in_sight(actor, item) else ""
    if row.kind == "access_asked" and CONFIRM_ACCESS in actor.may:
        return reverse("desk:confirming")
    kind, _, key = row.about.partition(":")
    if row.kind in {"handover", "items_handed_over"}:
        return reverse("desk:todo")
    seen = kind == "batch" or (kind == "matter" and may_see(actor, int(key)))
    return reverse(f"desk:{kind}", args=[int(key)]) if seen else ""
