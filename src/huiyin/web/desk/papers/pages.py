"""A scan beside the typed text, page by page, larger where asked; each page shown is put on record."""

from base64 import b64encode
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.base.clock import now
from huiyin.base.errors import Refused
from huiyin.cases.queries import matter as queries
from huiyin.cases.queries.attached import FileRow, matter_of_file, page_seen
from huiyin.cases.queries.matter import MatterView
from huiyin.foundation.wording import say
from huiyin.web.desk.asked import actor_of, number_of
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang

# What is drawn here is a picture: no page of ours, and nothing in it may run or load.
POLICY = "default-src 'none'; sandbox"


@needs("matter.read")
@require_safe
def page(request: HttpRequest, file_id: int, page: int) -> HttpResponse:
    """Return one page of an attached paper as a picture."""
    found = page_seen(actor_of(request), file_id, page, at=now())
    answer = HttpResponse(found.picture, content_type="image/jpeg")
    answer["Content-Security-Policy"] = POLICY
    answer["Content-Disposition"] = "inline"
    return answer


@needs("matter.read")
@require_safe
def beside(request: HttpRequest, file_id: int) -> HttpResponse:
    """Show a scan to the left and the words of the petition it came with to the right."""
    actor, shown = actor_of(request), number_of(request.GET, "page", 1) or 1
    view = queries.opened(actor, matter_of_file(actor, file_id), at=now())
    trouble, source, more = "", "", False
    try:
        picture, more = page_seen(actor, file_id, shown, at=now())
        source = f"data:image/jpeg;base64,{b64encode(picture).decode()}"
    except Refused as refusal:
        trouble = say(refusal.message, lang())
    every = _scans(view)
    petition = next((row for row in view.petitions if any(f.id == file_id for f in row.files)), None)
    found = {
        "matter": view,
        "file": next((f for f in every if f.id == file_id), None),
        "file_id": file_id,
        "scans": every,
        "petitions": [petition] if petition else view.petitions,
        "page": shown,
        "more": more,
        "source": source,
        "trouble": trouble,
        "larger": request.GET.get("larger") == "1",
    }
    return render(request, "desk/papers/beside.html", found)


def _scans(view: MatterView) -> Sequence[FileRow]:
    files = [f for row in view.petitions for f in row.files] + list(view.files)
    return [f for f in files if f.seen]
