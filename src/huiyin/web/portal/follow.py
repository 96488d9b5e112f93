"""Following a petition by its query code: every date, what comes next, the answer, the rating, the review."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.base.clock import now, today
from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound
from huiyin.base.messages import Message
from huiyin.cases.queries import follow as petitions
from huiyin.cases.queries.follow import Progress
from huiyin.cases.services import answers
from huiyin.foundation import rate
from huiyin.foundation.crypto import blind_index
from huiyin.foundation.rate import TooOften
from huiyin.foundation.wording import say
from huiyin.web.permission import public
from huiyin.web.portal import visitor
from huiyin.web.portal.progress import shown
from huiyin.web.templatetags.wording import lang

LOOKS = 40  # by one address in a quarter of an hour: a service hall queries for many people
UNLOCKS = 8  # per petition in six hours: four digits must not be found by trying


@public
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for the query code and go on to the petition's progress."""
    if request.method == "GET":
        return render(request, "portal/follow.html", {"form": {}, "errors": {}})
    typed = request.POST.get("code", "")[:100]
    try:
        visitor.count_try(request, "follow", limit=LOOKS, within=timedelta(minutes=15))
        petition = petitions.find(typed)
    except (NotFound, TooOften) as refused:
        status = 429 if isinstance(refused, TooOften) else 422
        message = say(refused.message, lang())
        context = {
            "form": {"code": typed},
            "heading": _("没有找到") if isinstance(refused, NotFound) else _("请稍后再试"),
            "errors": {"code": message},
            "error_list": [("code", message)],
        }
        return render(request, "portal/follow.html", context, status=status)
    if request.session.get("follow") != petition:
        request.session.pop("opened", None)
    request.session["follow"] = petition
    request.session.cycle_key()  # a session that somebody planted beforehand does not follow along
    return redirect("portal:progress")


def followed(request: HttpRequest) -> Progress | None:
    """Return the petition this browser follows, or None."""
    petition = request.session.get("follow")
    return petitions.progress(petition, today=today()) if petition is not None else None


def _to_act_on(request: HttpRequest) -> Progress | None:
    # A change of language on a page that answered a form comes back as GET: there is nothing to do then.
    return followed(request) if request.method == "POST" else None


def may_read(request: HttpRequest, standing: Progress) -> bool:
    """Return whether the answer may be shown: no telephone was given, or its last digits were."""
    return not standing.guarded or request.session.get("opened") == standing.petition


@public
@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    """Show where the followed petition stands."""
    standing = followed(request)
    return redirect("portal:follow") if standing is None else _page(request, standing)


def _page(
    request: HttpRequest,
    standing: Progress,
    *,
    at: str = "",
    message: Message | None = None,
    form: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    words = say(message, lang()) if message else ""
    context: dict[str, Any] = {
        "standing": standing,
        "shown": shown(standing, readable=may_read(request, standing), today=today()),
        "readable": may_read(request, standing),
        "form": form or {},
        "errors": {at: words} if words else {},
        "error_list": [(at, words)] if words else [],
        "ratings": [(str(n), say(f"rating.{n}", lang())) for n in (3, 2, 1)],
    }
    return render(request, "portal/progress.html", context, status=status)


@public
@require_http_methods(["GET", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    """Open the answers to whoever knows the last four digits of the telephone number."""
    standing = _to_act_on(request)
    if standing is None:
        return redirect("portal:progress")
    key, at = blind_index(f"unlock:{standing.petition}", about="client"), now()
    try:
        rate.count(key, limit=UNLOCKS, within=timedelta(hours=6), at=at)
    except TooOften as often:
        return _page(request, standing, at="digits", message=often.message, status=429)
    if not petitions.answers_to(standing.petition, request.POST.get("digits", "")[:20]):
        message = Message("portal.digits_wrong")
        return _page(request, standing, at="digits", message=message, status=422)
    rate.forget(key)
    request.session["opened"] = standing.petition
    request.session.cycle_key()
    return redirect("portal:progress")


@public
@require_http_methods(["GET", "POST"])
def rate_answer(request: HttpRequest) -> HttpResponse:
    """Take in the two ratings, of the petition office and of the responsible unit."""
    standing = _to_act_on(request)
    if standing is None:
        return redirect("portal:progress")
    typed = {n: request.POST.get(n, "") for n in ("petition_office", "unit", "comment")}
    try:
        _opened(request, standing)
        marks = {n: int(typed[n]) if typed[n] in {"1", "2", "3"} else 0 for n in ("petition_office", "unit")}
        _both_given(marks)
        answers.rate(standing.petition, **marks, comment=typed["comment"], at=now())
    except Invalid as wrong:
        return _page(request, standing, at=wrong.field, message=wrong.message, form=typed, status=422)
    except (NotAllowed, Conflict) as refused:
        status = 409 if isinstance(refused, Conflict) else 403
        return _page(request, standing, at="rating", message=refused.message, form=typed, status=status)
    messages.success(request, _("谢谢您的评价。它会帮助我们改进，经办人员只会在之后看到汇总结果。"))
    return redirect("portal:progress")


def _both_given(marks: Mapping[str, int]) -> None:
    for name in ("petition_office", "unit"):
        if not marks[name]:
            raise Invalid("cases.rating_missing", field=name)


def _opened(request: HttpRequest, standing: Progress) -> None:
    if not may_read(request, standing):
        raise NotAllowed("portal.unlock_first")


@public
@require_http_methods(["GET", "POST"])
def ask_review(request: HttpRequest) -> HttpResponse:
    """Take in a request for review (复查) or re-examination (复核)."""
    standing = _to_act_on(request)
    if standing is None:
        return redirect("portal:progress")
    typed = {"reason": request.POST.get("reason", "")}
    try:
        _opened(request, standing)
        if len(typed["reason"]) > answers.LONGEST_COMMENT:
            raise Invalid("cases.field_too_long", field="reason", limit=answers.LONGEST_COMMENT)
        answers.ask_review(standing.petition, reason=typed["reason"], at=now())
    except Invalid as wrong:
        return _page(request, standing, at="reason", message=wrong.message, form=typed, status=422)
    except NotAllowed as refused:
        # A double click arrives here: the first one was taken in, and the page shows it.
        return _page(request, standing, at="reason", message=refused.message, form=typed, status=409)
    messages.success(request, _("您的申请已收到并记录在案，下面可以看到下一步和期限。"))
    return redirect("portal:progress")


@public
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget what this browser looked at, for computers that several people use."""
    for name in ("follow", "opened", "receipt", "danger"):
        request.session.pop(name, None)
    messages.success(request, _("已退出查询，这台设备上不再显示您的信访件。"))
    return redirect("portal:home")
