"""Grave and urgent events: the register, one event with its reports, and the reports as official pages."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.base.clock import LOCAL, now, today
from huiyin.base.errors import Invalid, NotFound, Refused
from huiyin.cases.standing import the_law
from huiyin.foundation.wording import say
from huiyin.reception.queries import events as queries
from huiyin.reception.rules import events as rules
from huiyin.reception.services import events as services
from huiyin.web.desk.asked import actor_of, errors_of, status_of
from huiyin.web.desk.reception.papers import as_docx, as_pdf
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang

LONGEST_COUNT = 7
LONGEST_NUMBER = 60


def _moment(form: QueryDict, name: str) -> datetime:
    try:
        typed = datetime.fromisoformat(form.get(name, "").strip())
    except ValueError as unreadable:
        raise Invalid("reception.moment_unreadable", field=name) from unreadable
    return typed.replace(tzinfo=LOCAL) if typed.tzinfo is None else typed


def _count(form: QueryDict, name: str) -> int:
    text = form.get(name, "").strip() or "0"
    if not text.isdecimal() or len(text) > LONGEST_COUNT:
        raise Invalid("reception.headcount_unreadable", field=name)
    return int(text)


def _local(at: datetime) -> str:
    return f"{at.astimezone(LOCAL):%Y-%m-%dT%H:%M}"


@needs("matter.read")
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """Show the events of the officer's offices, newest first."""
    after = request.GET.get("after", "")
    page = queries.events(actor_of(request), at=now(), after=after)
    found = {
        "page": page,
        "first": "?" if after else "",
        "next": f"?after={page.after}" if page.after else "",
    }
    return render(request, "desk/reception/events.html", found)


@needs("act.intake")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Enter an event: the fewest words that let the first report go out."""
    form = request.POST
    if request.method == "GET":
        return _new(request, {"known_at": _local(now()), "matter_number": request.GET.get("matter", "")})
    try:
        given = rules.EventGiven(
            headcount=_count(form, "headcount"),
            spokespersons=_count(form, "spokespersons"),
            place=form.get("place", ""),
            asked=form.get("asked", ""),
            danger=form.get("danger") == "1",
            known_at=_moment(form, "known_at"),
        )
        number = form.get("matter_number", "")[:LONGEST_NUMBER]
        made = services.open_event(given, matter_number=number, by=actor_of(request), at=now())
    except Refused as refusal:
        return _new(request, form.dict(), refusal)
    messages.success(request, _("已登记。请立即报告。"))
    return redirect("desk:event", event_id=made)


def _new(request: HttpRequest, typed: dict[str, str], refusal: Refused | None = None) -> HttpResponse:
    errors = errors_of(refusal)
    law, _calendar = the_law()
    found: dict[str, Any] = {
        "typed": typed,
        "latest": _local(now()),
        "most": law.parameter("spokespersons", today()).value,
        "citation": law.parameter("urgent_reporting", today()).citation,
        "errors": errors,
        "error_list": list(errors.items()),
    }
    return render(
        request, "desk/reception/event_new.html", found, status=status_of(refusal) if refusal else 200
    )


@needs("matter.read")
@require_http_methods(["GET", "POST"])
def event(request: HttpRequest, event_id: int) -> HttpResponse:
    """Show an event, or record a report of it; the last one closes it."""
    if request.method == "GET":
        return _page(request, event_id)
    form, close = request.POST, request.POST.get("do") == "close"
    try:
        given = services.ReportGiven(
            reported_at=_moment(form, "reported_at"),
            to=form.getlist("to"),
            headcount=_count(form, "headcount"),
            situation=form.get("situation", ""),
            measures=form.get("measures", ""),
        )
        services.report(event_id, given, close=close, by=actor_of(request), at=now())
    except Refused as refusal:
        return _page(request, event_id, refusal=refusal)
    messages.success(request, _("报告已记录，事件已办结。") if close else _("报告已记录。"))
    return redirect("desk:event", event_id=event_id)


def _page(request: HttpRequest, event_id: int, *, refusal: Refused | None = None) -> HttpResponse:
    if isinstance(refusal, NotFound):
        raise refusal
    view = queries.event(actor_of(request), event_id, at=now())
    errors, sent = errors_of(refusal), request.POST
    law, _calendar = the_law()
    usual = {"reported_at": _local(now()), "headcount": str(view.row.headcount)}
    found: dict[str, Any] = {
        "event": view,
        "bodies": [(body, say(f"reception.body.{body}", lang())) for body in rules.BODIES],
        "chosen": sent.getlist("to") if sent else ["committee", "government"],
        "typed": {**usual, **sent.dict()},
        "latest": _local(now()),
        "citation": law.parameter("urgent_reporting", today()).citation,
        "errors": errors,
        "error_list": list(errors.items()),
    }
    return render(request, "desk/reception/event.html", found, status=status_of(refusal) if refusal else 200)


@needs("act.intake")
@require_POST
def link(request: HttpRequest, event_id: int) -> HttpResponse:
    """Link a matter to the event by its number."""
    number = request.POST.get("matter_number", "")[:LONGEST_NUMBER]
    try:
        services.link(event_id, number, by=actor_of(request), at=now())
    except Refused as refusal:
        return _page(request, event_id, refusal=refusal)
    messages.success(request, _("已关联。"))
    return redirect("desk:event", event_id=event_id)


@needs("matter.read")
@require_safe
def report_pdf(request: HttpRequest, report_id: int) -> HttpResponse:
    """Download a report as PDF."""
    return as_pdf(*queries.report_document(actor_of(request), report_id, at=now()))


@needs("matter.read")
@require_safe
def report_docx(request: HttpRequest, report_id: int) -> HttpResponse:
    """Download a report as a Word file."""
    return as_docx(*queries.report_document(actor_of(request), report_id, at=now()))
