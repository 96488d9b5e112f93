"""The queue of the day on one page: give a number, call the next one, say what became of it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.base.clock import now
from huiyin.base.errors import Invalid, NotFound, Refused
from huiyin.cases.standing import the_law
from huiyin.foundation.wording import say
from huiyin.reception.queries.queue import queue as todays_queue
from huiyin.reception.rules import desk as rules
from huiyin.reception.services import queue
from huiyin.web.desk.asked import actor_of, errors_of, number_of, status_of
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang

WINDOW = "reception_window"  # remembered in the session: an officer sits at one window all day


@needs("matter.read")
@require_safe
def reception(request: HttpRequest) -> HttpResponse:
    """Show today's queue; who works at no desk is led to the letters that wait to be served."""
    if "petition.register" not in actor_of(request).may:
        return redirect("desk:unserved")
    return _page(request)


def _page(
    request: HttpRequest,
    *,
    refusal: Refused | None = None,
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    if isinstance(refusal, NotFound):
        raise refusal
    law, _calendar = the_law()
    view = todays_queue(actor_of(request), at=now())
    errors = errors_of(refusal)
    found: dict[str, Any] = {
        "queue": view,
        "window": request.session.get(WINDOW, ""),
        "typed": {"persons": "1", **(typed or {})},
        "ahead": [(code, say(f"reception.ahead.{code}", lang())) for code in rules.AHEAD_FOR],
        "most": rules.most_spokespersons(law, view.day),
        "errors": errors,
        "error_list": list(errors.items()),
    }
    return render(request, "desk/reception/queue.html", found, status=status_of(refusal) if refusal else 200)


@needs("petition.register")
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Give the next number."""
    typed = {name: request.POST.get(name, "") for name in ("name", "persons", "ahead_for")}
    try:
        if not typed["persons"].strip().isdecimal():
            raise Invalid("desk.persons_unreadable", field="persons")
        number = queue.take_ticket(
            name=typed["name"],
            persons=number_of(request.POST, "persons"),
            ahead_for=typed["ahead_for"],
            by=actor_of(request),
            at=now(),
        )
    except Refused as refusal:
        return _page(request, refusal=refusal, typed=typed)
    messages.success(request, _("已取号：%(number)s 号。") % {"number": number})
    return redirect("desk:reception")


@needs("petition.register")
@require_POST
def call(request: HttpRequest) -> HttpResponse:
    """Call the next one to the officer's window."""
    window = request.POST.get("window", "")
    try:
        called = queue.call_next(window=window, by=actor_of(request), at=now())
    except Refused as refusal:
        return _page(request, refusal=refusal)
    request.session[WINDOW] = window.strip()[: rules.LONGEST_WINDOW]
    if called is None:
        messages.info(request, _("没有人在等候。"))
    return redirect("desk:reception")


@needs("petition.register")
@require_POST
def move(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """Say what became of a number: done, gone, back in the queue, given by mistake."""
    try:
        queue.move(ticket_id, request.POST.get("then", ""), by=actor_of(request), at=now())
    except Refused as refusal:
        return _page(request, refusal=refusal)
    return redirect("desk:reception")
