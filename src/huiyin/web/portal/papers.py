"""A photo of papers in a draft: shown, read on this machine, checked by its writer, put into the text."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.base.clock import now
from huiyin.base.errors import Conflict, Invalid, NotFound, Refused
from huiyin.cases.rules.given import plain, visible
from huiyin.cases.services import drafts
from huiyin.cases.services.drafts import DraftRow
from huiyin.foundation import ocr
from huiyin.foundation.rate import TooOften
from huiyin.foundation.wording import say
from huiyin.web.permission import public
from huiyin.web.portal import visitor
from huiyin.web.templatetags.wording import lang

READ_AN_HOUR = 40  # by one address


@public
@require_http_methods(["GET", "POST"])
def papers(request: HttpRequest, file: int) -> HttpResponse:
    """Show a photo of the draft; read it when asked; put what was checked into the petition's text."""
    row = visitor.draft(request)
    if row is None or not ocr.available():
        raise NotFound("cases.draft_gone")
    if request.method == "GET":
        return _page(request, file, row)
    if request.POST.get("do") == "take":
        return _take(request, row)
    try:
        visitor.count_try(request, "ocr", limit=READ_AN_HOUR, within=timedelta(hours=1))
        lines = ocr.read(drafts.picture(visitor.token(request), file), home=settings.HUIYIN_HOME)
    except (Invalid, Conflict, TooOften) as refused:
        return _page(request, file, row, refused=refused)
    if not lines:
        return _page(request, file, row, refused=Invalid("ocr.nothing", field="read"))
    unsure = [line.text for line in lines if not line.sure]
    return _page(request, file, row, read="\n".join(line.text for line in lines), unsure=unsure)


def _page(
    request: HttpRequest,
    file: int,
    row: DraftRow,
    *,
    read: str = "",
    unsure: list[str] | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    photo = next((f for f in row.files if f.id == file and f.content_type.startswith("image/")), None)
    if photo is None:
        raise NotFound("files.missing")
    words = say(refused.message, lang()) if refused else ""
    context = {
        "file": photo,
        "read": read,
        "unsure": unsure or [],
        "error_list": [("read", words)] if words else [],
    }
    status = 422 if isinstance(refused, Invalid) else 409 if isinstance(refused, Conflict) else 429
    return render(request, "portal/papers.html", context, status=status if refused else 200)


def _take(request: HttpRequest, row: DraftRow) -> HttpResponse:
    """Put what was read and checked under the text that stands; nothing of it is replaced."""
    checked, before = plain(request.POST.get("read", "")), row.answers.get("text", "")
    if visible(checked):
        whole = f"{before.rstrip()}\n\n{checked}" if visible(before) else checked
        drafts.keep(visitor.token(request), {"text": whole}, at=now())
    return redirect(reverse("portal:step", args=[1]) + "#id_text")


@public
@require_GET
def picture(request: HttpRequest, file: int) -> HttpResponse:
    """Show a photo of the own draft beside what was read on it."""
    content = drafts.picture(visitor.token(request), file)
    row = visitor.draft(request)
    kind = next((f.content_type for f in row.files if f.id == file), "") if row else ""
    if kind not in {"image/jpeg", "image/png", "image/webp"}:
        raise NotFound("files.missing")
    return HttpResponse(content, content_type=kind, headers={"X-Content-Type-Options": "nosniff"})
