"""The letters of a day: chosen, printed in one file with a numbered list, and marked as printed."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.base.clock import now, today
from huiyin.base.errors import NotFound, Refused
from huiyin.cases.queries import outgoing
from huiyin.cases.services import printing as services
from huiyin.web.desk.asked import actor_of, errors_of, keys_of, number_of, status_of
from huiyin.web.desk.outgoing.lists import offices_of
from huiyin.web.permission import needs


@needs("letter.serve")
@require_http_methods(["GET", "HEAD", "POST"])
def day(request: HttpRequest) -> HttpResponse:
    """Show the letters an office signed on a day, or print the chosen ones."""
    if request.method != "POST":
        return _page(request)
    office, on = _asked(request)
    chosen = keys_of(request.POST, "letters")
    try:
        made = services.print_day(office, on, chosen, by=actor_of(request), at=now())
    except Refused as refusal:
        return _page(request, refusal)
    return redirect("desk:printing", printing_id=made)


def _asked(request: HttpRequest) -> tuple[int, date]:
    form, actor = (request.POST if request.method == "POST" else request.GET), actor_of(request)
    try:
        on = date.fromisoformat(form.get("day", ""))
    except ValueError:
        on = today()
    return number_of(form, "office", actor.office or 0), min(on, today())


def _page(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    if isinstance(refusal, NotFound):
        raise refusal
    actor, (office, on) = actor_of(request), _asked(request)
    offices = offices_of(actor, outgoing.PERMISSION)
    office = office if str(office) in dict(offices) else int(offices[0][0])
    errors = errors_of(refusal)
    found: dict[str, Any] = {
        "rows": outgoing.of_day(actor, office, on),
        "printings": outgoing.printings(actor, office, on),
        "here": "day",
        "day": on.isoformat(),
        "latest": today().isoformat(),
        "office": str(office),
        "offices": offices,
        "errors": errors,
        "error_list": list(errors.items()),
    }
    return render(request, "desk/outgoing/day.html", found, status=status_of(refusal) if refusal else 200)


@needs("letter.serve")
@require_safe
def printing(request: HttpRequest, printing_id: int) -> HttpResponse:
    """Show one printing: its letters in order, which of them had been printed before, and the file."""
    view = outgoing.printing(actor_of(request), printing_id)
    if view.again:
        again = ngettext(
            "%(n)s 份以前打印过，这次是再次打印。", "%(n)s 份以前打印过，这次是再次打印。", view.again
        )
        messages.warning(request, again % {"n": view.again})
    return render(request, "desk/outgoing/printing.html", {"printing": view, "here": "day"})


@needs("letter.serve")
@require_safe
def printing_pdf(request: HttpRequest, printing_id: int) -> HttpResponse:
    """Download a printing: the list and every letter in one file."""
    name, content = services.printed(printing_id, by=actor_of(request), at=now())
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.pdf") or "attachment"
    return response
