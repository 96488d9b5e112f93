"""Submitting a petition: four short pages, a look over everything, the receipt. Nothing typed is lost."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid, NotFound
from huiyin.base.ids import spaced
from huiyin.base.messages import Message
from huiyin.cases.queries import follow, receipts
from huiyin.cases.services import drafts
from huiyin.cases.services.drafts import DraftRow
from huiyin.cases.services.intake import send_draft
from huiyin.foundation.rate import TooOften
from huiyin.foundation.wording import say
from huiyin.web.permission import public
from huiyin.web.portal import answers, visitor
from huiyin.web.portal.answers import FIELDS, LAST, Problem
from huiyin.web.portal.beside import beside
from huiyin.web.portal.forms import places, step_context, steps, urgent
from huiyin.web.portal.seen import seen
from huiyin.web.portal.twice import kept_elsewhere, mark
from huiyin.web.templatetags.wording import lang

SPOKEN = frozenset({1, 3})  # the pages on which somebody may speak instead of typing
EMPTY = DraftRow({}, (), "")
# A service hall has one address for many visitors; a machine that fills the disk has one as well.
DRAFTS_AN_HOUR = 200


@public
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Begin a petition, or offer to go on with the one that was begun."""
    begun = visitor.draft(request)
    if begun is None or not (any(begun.answers.values()) or begun.files):
        return redirect("portal:step", 1)
    return render(request, "portal/resume.html", {"draft": begun, "next_step": _next_step(begun.answers)})


def _next_step(typed: Mapping[str, str]) -> int:
    """Return the first page that was never sent or still lacks something, or the last one."""
    known, day = places(), today()
    unsent = (n for n, names in FIELDS.items() if not typed.keys() & set(names))
    lacking = (n for n in FIELDS if answers.problems(n, typed, places=known, today=day))
    return min(next(unsent, LAST), next(lacking, LAST))


@public
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, number: int) -> HttpResponse:
    """Show one page of the form, or keep what was typed on it and go on or back."""
    if number not in FIELDS:
        raise NotFound("portal.no_page")
    if request.method == "GET":
        return _page(request, number, visitor.draft(request) or EMPTY)
    typed = {name: request.POST[name] for name in FIELDS[number] if name in request.POST}
    if number == LAST:
        typed.setdefault("anonymous", "")
    before = (visitor.draft(request) or EMPTY).answers
    if request.POST.get("do") == "back":  # a page left blank on the way back is not a page that was filled in
        typed = {name: value for name, value in typed.items() if value or name in before}
    if other := kept_elsewhere(request, number, typed, before):
        kept = visitor.draft(request) or EMPTY
        here = DraftRow({**before, **typed}, kept.files, kept.submission)
        return _page(request, number, here, other=other, seen=mark(number, before), status=409)
    try:
        secret = _kept(request, typed)
    except TooOften as often:
        kept = DraftRow({**before, **typed}, (), "")
        return _page(request, number, kept, [Problem(FIELDS[number][0], often.message)], status=429)
    response = _after(request, number, secret)
    visitor.remember_draft(response, secret)
    return response


def _kept(request: HttpRequest, typed: Mapping[str, str]) -> str:
    secret, at = visitor.token(request), now()
    try:
        drafts.keep(secret, typed, at=at)
    except NotFound:  # the first page, or a draft that was forgotten while its writer was away
        visitor.count_try(request, "draft", limit=DRAFTS_AN_HOUR, within=timedelta(hours=1))
        secret = drafts.begin(at=at)
        drafts.keep(secret, typed, at=at)
    return secret


def _after(request: HttpRequest, number: int, secret: str) -> HttpResponse:
    """Answer a page that was sent: with its problems, the same page again, the one before, or the next."""
    wrong = _files(request, secret) if number == 1 else []
    if number == 1 and not wrong and (photo := request.POST.get("read", "")).isdecimal():
        return redirect("portal:papers", int(photo))
    if number == 1 and not wrong and ("drop" in request.POST or request.POST.get("do") == "upload"):
        return _to_step(1, "#kept-files")  # what was taken in, not the box that is empty again
    if request.POST.get("do") == "back" and not wrong:
        return redirect("portal:step", number - 1) if number > 1 else redirect("portal:home")
    kept = drafts.load(secret)
    wrong += answers.problems(number, kept.answers, places=places(), today=today())
    if wrong:
        return _page(request, number, kept, wrong, status=422)
    if number == LAST or request.POST.get("back") == "check":
        return redirect("portal:check")
    return redirect("portal:step", number + 1)


def _to_step(number: int, anchor: str) -> HttpResponse:
    response = redirect("portal:step", number)
    response["Location"] += anchor
    return response


def _files(request: HttpRequest, secret: str) -> list[Problem]:
    """Take files into the draft or out of it; return what was wrong with any of them."""
    wrong: list[Problem] = []
    if getattr(request, "too_large", False):
        wrong.append(Problem("files", Message("portal.upload_too_large")))
    if (drop := request.POST.get("drop", "")).isdecimal():
        try:
            drafts.drop_file(secret, int(drop))
        except Invalid as gone:
            wrong.append(Problem("files", gone.message))
    for file in request.FILES.getlist("files"):
        try:
            drafts.add_file(secret, cast(BinaryIO, file), name=file.name or "", at=now())
        except Invalid as refused:
            wrong.append(Problem("files", refused.message))
    return wrong


def _page(
    request: HttpRequest,
    number: int,
    row: DraftRow,
    wrong: Sequence[Problem] = (),
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = step_context(number, row, wrong, back=request.POST.get("back") or request.GET.get("back", ""))
    context |= more
    response = render(request, f"portal/step_{number}.html", context, status=status)
    if number in SPOKEN:
        response.headers["Permissions-Policy"] = "geolocation=(), camera=(), microphone=(self)"
    return response


@public
@require_GET
def check(request: HttpRequest) -> HttpResponse:
    """Show everything once more, and how the system reads it, before it is sent."""
    row = visitor.draft(request)
    if row is None:
        return redirect("portal:submit")
    return _look_over(request, row)


def _look_over(
    request: HttpRequest, row: DraftRow, wrong: Sequence[Problem] | None = None, *, status: int = 200
) -> HttpResponse:
    known = places()
    given = answers.given(row.answers, today=today())
    found = answers.all_problems(row.answers, places=known, today=today()) if wrong is None else wrong
    context: dict[str, Any] = {
        "steps": steps(),
        "draft": row,
        "given": given,
        "place_name": known.get(row.answers.get("place", ""), ""),
        "seen": seen(given.whole_text, given.title, given.place, lang=lang(), places=known),
        "beside": beside(row, on=today()),
        "problems": [(p.field, p.step, say(p.message, lang())) for p in found],
    }
    return render(request, "portal/check.html", context, status=status)


@public
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Send the petition. A double click, or sending again from the page before, gives the same receipt."""
    if request.method == "GET":  # a change of language on the page that said what is missing
        return redirect("portal:check")
    secret = visitor.token(request)
    row = visitor.draft(request)
    if row is None:
        return _sent_already(request, secret)
    wrong = answers.all_problems(row.answers, places=places(), today=today())
    if wrong:
        return _look_over(request, row, wrong, status=422)
    try:
        given = answers.given(row.answers, today=today(), submission=row.submission)
        done = send_draft(secret, given, at=now())
    except Invalid as refused:
        return _look_over(request, row, [Problem(refused.field, refused.message)], status=422)
    request.session["danger"] = done.petition if urgent(row) else None
    return _to_receipt(request, done.petition)


def _sent_already(request: HttpRequest, secret: str) -> HttpResponse:
    petition = drafts.sent(secret) if secret else None
    if petition is None and "receipt" not in request.session:
        raise NotFound("cases.draft_gone")
    return _to_receipt(request, petition or request.session["receipt"])


def _to_receipt(request: HttpRequest, petition: int) -> HttpResponse:
    request.session["receipt"] = request.session["follow"] = petition
    request.session.pop("opened", None)
    request.session.cycle_key()
    return redirect("portal:receipt")


@public
@require_GET
def receipt(request: HttpRequest) -> HttpResponse:
    """Show the receipt in the browser that sent the petition."""
    petition = request.session.get("receipt")
    if petition is None:
        return redirect("portal:follow")
    shown = receipts.receipt(petition, today=today())
    context = {
        "receipt": shown,
        "code": spaced(shown.code),
        "guarded": follow.progress(petition, today=today()).guarded,
        "urgent": request.session.get("danger") == petition,
    }
    response = render(request, "portal/receipt.html", context)
    if drafts.sent(visitor.token(request)) == petition:
        visitor.forget_draft(response)
    return response


@public
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Throw the draft away, with its files."""
    drafts.forget(visitor.token(request))
    messages.success(request, _("草稿已删除。"))
    response: HttpResponseRedirect = redirect("portal:home")
    visitor.forget_draft(response)
    return response
