"""The file of a matter: catalogue, what is lacking, closing and reopening, bundles; and the archive list."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.base.clock import now, today
from huiyin.base.errors import NotFound, Refused
from huiyin.registers.queries import papers
from huiyin.registers.rules.moves import KEEP
from huiyin.registers.services import archive, bundles
from huiyin.web.desk.asked import actor_of, errors_of, number_of, status_of
from huiyin.web.desk.registers.lists import worded
from huiyin.web.permission import needs


@needs("matter.read")
@require_http_methods(["GET", "POST"])
def matter_file(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Show a matter's file; or close it, or reopen it with a reason."""
    if request.method == "GET":
        return _page(request, matter_id)
    actor, form = actor_of(request), request.POST
    try:
        if form.get("do") == "reopen":
            archive.reopen(matter_id, form.get("reason", ""), by=actor, at=now())
            messages.success(request, _("案卷已重新打开，可以加材料。"))
        else:
            retention, reason = form.get("retention", ""), form.get("reason", "")
            version = number_of(form, "version")
            number = archive.close(matter_id, retention, reason, version=version, by=actor, at=now())
            messages.success(request, _("案卷已归档：%(number)s。") % {"number": number})
    except Refused as refusal:
        return _page(request, matter_id, refusal)
    return redirect("desk:matter_file", matter_id=matter_id)


def _page(request: HttpRequest, matter_id: int, refusal: Refused | None = None) -> HttpResponse:
    if isinstance(refusal, NotFound):
        raise refusal
    errors = errors_of(refusal)
    found: dict[str, Any] = {
        "file": papers.opened(actor_of(request), matter_id, at=now()),
        "retentions": worded(papers.RETENTIONS, "registers.retention"),
        "typed": {name: request.POST.get(name, "") for name in ("retention", "reason")},
        "errors": errors,
        "error_list": list(errors.items()),
    }
    return render(request, "desk/registers/file.html", found, status=status_of(refusal) if refusal else 200)


@needs("matter.read")
@require_POST
def bundle(request: HttpRequest, matter_id: int) -> HttpResponseBase:
    """Download a matter's papers as one ZIP; built in a file without a name and sent piece by piece."""
    purpose, masked = request.POST.get("purpose", ""), request.POST.get("masked") == "1"
    try:
        made = bundles.build(actor_of(request), matter_id, purpose, masked=masked, at=now())
    except Refused as refusal:
        return _page(request, matter_id, refusal)
    response = FileResponse(made.stream, content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, made.name) or "attachment"
    response["Content-Length"] = str(made.size)
    return response


@needs("register.keep")
@require_http_methods(["GET", "POST"])
def archive_list(request: HttpRequest) -> HttpResponse:
    """Show the closed files, and hand chosen ones to the archive with a list of their papers."""
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            chosen = [int(key) for key in request.POST.getlist("files") if key.isdecimal()]
            if request.POST.get("do") == "list":
                return _list_of(archive.archive_list(chosen, by=actor_of(request), at=now()))
            n = archive.transfer(chosen, by=actor_of(request), at=now())
            messages.success(request, _("已移交 %(n)s 份。请下载移交清单，随案卷交给档案部门。") % {"n": n})
            handed = urlencode([("show", "transferred"), *(("picked", key) for key in sorted(chosen))])
            return redirect(f"{reverse('desk:archive')}?{handed}")
        except Refused as refused:
            if isinstance(refused, NotFound):
                raise
            refusal = refused
    waiting = request.GET.get("show") != "transferred"
    picked = request.POST.getlist("files") or request.GET.getlist("picked")
    rows, more = papers.closed(actor_of(request), waiting=waiting, after=request.GET.get("after", ""))
    kept = {} if waiting else {"show": "transferred"}
    errors = errors_of(refusal)
    found = {
        "rows": rows,
        "waiting": waiting,
        "picked": {int(key) for key in picked if key.isdecimal()},
        "keeps": KEEP in actor_of(request).may,
        "first": f"?{urlencode(kept)}" if request.GET.get("after") else "",
        "next": f"?{urlencode({**kept, 'after': more})}" if more else "",
        "errors": errors,
        "error_list": list(errors.items()),
    }
    status = status_of(refusal) if refusal else 200
    return render(request, "desk/registers/archive.html", found, status=status)


def _list_of(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = _("移交清单") + f"-{today().isoformat()}.csv"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
