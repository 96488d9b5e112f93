"""One system's files: what comes in, what goes out, what waits for a decision."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.base.clock import now
from huiyin.base.errors import Invalid, NotFound, Refused
from huiyin.base.messages import Message
from huiyin.exchange.loading import load_map
from huiyin.exchange.queries import overview
from huiyin.exchange.services import comparing, deciding, files, giving, taking
from huiyin.foundation.tables import read_rows
from huiyin.foundation.wording import say
from huiyin.web.desk.asked import actor_of, errors_of, number_of, status_of, uploads
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang

_SHOWN = 50
Refusals = Sequence[tuple[int, str, Message]]


@needs("exchange.run")
@require_http_methods(["GET", "HEAD", "POST"])
def system(request: HttpRequest, code: str) -> HttpResponse:
    """Show a system's files; by POST take one in, or compare one with our records."""
    overview.system(code, actor_of(request))
    if request.method != "POST":
        return _page(request, code)
    try:
        done, refusals = _read(request, code)
    except NotFound:
        raise
    except Refused as refusal:
        return _page(request, code, refusal=refusal)
    return _page(request, code, done=done, refusals=refusals)


def _read(request: HttpRequest, code: str) -> tuple[Message, Refusals]:
    arrived = uploads(request, "files")
    if not arrived:
        raise Invalid("exchange.upload_missing", field="file")
    name, stream = arrived[0]
    actor, at = actor_of(request), now()
    with read_rows(stream, name=name) as table:
        if request.POST.get("do") == "compare":
            found = comparing.compare_file(table.headers, table, system=code, by=actor, at=at)
            counts = {n: getattr(found, n) for n in ("read", "rejected", "new", "still", "gone")}
            return Message("exchange.compared", counts), found.refusals
        refusals, tally = list[tuple[int, str, Message]](), taking.Taken()
        for tally in taking.take_in(table.headers, table, system=code, by=actor, at=at):
            refusals += tally.refusals
    return Message("exchange.taken", tally.counts()), refusals


def _page(
    request: HttpRequest,
    code: str,
    *,
    refusal: Refused | None = None,
    done: Message | None = None,
    refusals: Refusals = (),
) -> HttpResponse:
    actor, before = actor_of(request), number_of(request.GET, "before")
    shown = overview.system(code, actor)
    batches = overview.batches(code, actor, before=before, size=_SHOWN + 1)
    errors = errors_of(refusal)
    found: Mapping[str, Any] = {
        "system": shown,
        "exports": _exports(shown.map),
        "unconfirmed": bool(shown.map) and load_map(shown.map).unconfirmed,
        "batches": batches[:_SHOWN],
        "next": f"?before={batches[_SHOWN - 1].number}" if len(batches) > _SHOWN else "",
        "first": "?" if before else "",
        "waiting": overview.waiting(code, actor, at=now()),
        "unmapped": overview.unmapped(code, actor),
        "done": done,
        "added": done.params.get("added") if done else 0,
        "refusals": [(row, number, say(m, lang())) for row, number, m in refusals[:_SHOWN]],
        "more": max(0, len(refusals) - _SHOWN),
        "errors": errors,
        "error_list": list(errors.items()),
        "do": request.POST.get("do", "take"),
        "ways": [("take", _("导入：登记新件、更新已有")), ("compare", _("只比对：列出差异，不改动"))],
    }
    return render(request, "desk/exchange/system.html", found, status=status_of(refusal) if refusal else 200)


def _exports(name: str) -> Sequence[tuple[str, str]]:
    mapped = load_map(name) if name else None
    return [(what, say(f"exchange.what.{what}", lang())) for what in (mapped.exports if mapped else ())]


@needs("exchange.run")
@require_POST
def export(request: HttpRequest, code: str) -> HttpResponse:
    """Put what happened since the last export into a batch."""
    try:
        done = giving.export(code, request.POST.get("what", ""), by=actor_of(request), at=now())
    except Invalid as refusal:
        return _page(request, code, refusal=refusal)
    words = (
        Message("exchange.exported", {"number": done.number, "rows": done.rows})
        if done.number
        else Message("exchange.exported_nothing")
    )
    messages.success(request, say(words, lang()))
    return redirect("desk:exchange_system", code=code)


@needs("exchange.run")
@require_safe
def download(request: HttpRequest, code: str, number: int, form: str) -> HttpResponse:
    """Hand out a batch's file; taking it is on record."""
    if form not in files.FORMS:
        raise NotFound("exchange.no_batch", number=number)
    found = files.file_of(code, number, form, by=actor_of(request), at=now())
    answer = HttpResponse(found.content, content_type=found.content_type)
    answer["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    return answer


@needs("exchange.run")
@require_POST
def delivered(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Note that the other system has taken a batch over."""
    giving.confirm(code, number, by=actor_of(request), at=now())
    messages.success(request, _("已记为对方接收。"))
    return redirect("desk:exchange_system", code=code)


@needs("exchange.run")
@require_POST
def decide(request: HttpRequest, code: str, link_id: int) -> HttpResponse:
    """Link a waiting record to the matter proposed, or register it as a matter of its own."""
    overview.system(code, actor_of(request))
    same = request.POST.get("do") == "same"
    try:
        deciding.decide(link_id, same=same, by=actor_of(request), at=now())
    except Invalid as refusal:
        return _page(request, code, refusal=refusal)
    messages.success(request, _("已关联到原事项。") if same else _("已登记为新的事项。"))
    return redirect("desk:exchange_system", code=code)
