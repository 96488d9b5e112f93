"""The answer sheet of a matter: drafted from kind, path and clocks, edited, kept, printed."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.base.clock import now
from huiyin.base.errors import Conflict, NotFound, Refused
from huiyin.cases.queries import sheets as queries
from huiyin.cases.rules.given import plain
from huiyin.cases.rules.sheet import SECTIONS
from huiyin.cases.services import sheets
from huiyin.foundation.documents import OfficialLetter, to_docx, to_pdf
from huiyin.foundation.wording import say
from huiyin.web.desk.asked import actor_of, errors_of, number_of, status_of
from huiyin.web.desk.letters import WORD
from huiyin.web.desk.plain import beside
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang

_FEWEST_ROWS, _MOST_ROWS = 3, 30


@needs("matter.read")
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Show the answer sheet of a matter; keep it as it was edited, or throw it away."""
    if request.method == "GET":
        return page(request, matter_id)
    actor, at = actor_of(request), now()
    try:
        if request.POST.get("do") == "discard":
            sheets.discard(matter_id, by=actor, at=at)
            messages.info(request, _("已删除，下面是重新起草的。"))
        else:
            version = number_of(request.POST, "version")
            sheets.keep(matter_id, request.POST.dict(), version=version, by=actor, at=at)
            messages.success(request, _("答问单已保存。"))
    except Refused as refusal:
        return page(request, matter_id, refusal=refusal, typed=request.POST.dict())
    return redirect("desk:sheet", matter_id=matter_id)


def page(
    request: HttpRequest,
    matter_id: int,
    *,
    refusal: Refused | None = None,
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Show the sheet as it is now; `typed` is what the refused form held."""
    if isinstance(refusal, NotFound):
        raise refusal
    view = queries.sheet(actor_of(request), matter_id, at=now())
    errors = errors_of(refusal)
    sections = [_section(name, view.content.get(name, ""), typed or {}, errors) for name in SECTIONS]
    found: dict[str, Any] = {
        "sheet": view,
        "matter": view.matter,
        "sections": sections,
        "conflict": isinstance(refusal, Conflict),
        "errors": errors,
        "error_list": list(errors.items()),
        **beside.hints(sections),
    }
    return render(request, "desk/plain/sheet.html", found, status=status_of(refusal) if refusal else 200)


def _section(name: str, text: str, typed: Mapping[str, str], errors: Mapping[str, str]) -> dict[str, Any]:
    shown = typed.get(name, text)
    return {
        "name": name,
        "label": say(f"sheet.section.{name}", lang()),
        "help": say(f"sheet.help.{name}", lang()),
        "text": shown,
        "latest": text if plain(shown) != plain(text) else "",
        "rows": min(max(_FEWEST_ROWS, shown.count("\n") + 2), _MOST_ROWS),
        "error": errors.get(name, ""),
    }


@needs("matter.read")
@require_safe
def sheet_pdf(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Download the kept sheet as PDF."""
    found = queries.sheet_page(actor_of(request), matter_id, at=now())
    return _file(to_pdf(found), found, matter_id, "pdf", "application/pdf")


@needs("matter.read")
@require_safe
def sheet_docx(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Download the kept sheet as a Word file."""
    found = queries.sheet_page(actor_of(request), matter_id, at=now())
    return _file(to_docx(found), found, matter_id, "docx", WORD)


def _file(content: bytes, page: OfficialLetter, matter_id: int, form: str, mime: str) -> HttpResponse:
    name = f"{page.title}-{matter_id}.{form}"
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(content, content_type=mime, headers={"Content-Disposition": disposition})
