"""Following a petition by its query code: every date, what comes next, the answer, the rating, the review."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
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
from huiyin.web.portal.refused import ask_again, refused
from huiyin.web.templatetags.wording import lang

LOOKS = 40  # by one address in a quarter of an hour: a service hall queries for many people
UNLOCKS = 8  # per petition in six hours: four digits must not be found by trying
LOCKED_FOR = timedelta(hours=6)
FEW = 3  # tries left when the lock is spoken of


@public
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for the query code and go on to the petition's progress."""
    if request.method == "GET":
        found = refused(request)
        return render(request, "portal/follow.html", found.context(), status=found.status)
    typed = request.POST.get("code", "")[:100]
    try:
        visitor.count_try(request, "follow", limit=LOOKS, within=timedelta(minutes=15))
        petition = petitions.find(typed)
    except (NotFound, TooOften) as wrong:
        status = 429 if isinstance(wrong, TooOften) else 422
        errors = {"code": say(wrong.message, lang())}
        address = reverse("portal:follow")
        return ask_again(request, address, errors, form={"code": typed}, status=status)
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


def _again(
    request: HttpRequest,
    at: str,
    message: Message,
    *,
    form: Mapping[str, str] | None = None,
    status: int = 422,
) -> HttpResponse:
    address = reverse("portal:progress")
    return ask_again(request, address, {at: say(message, lang())}, form=form, status=status)


def _page(request: HttpRequest, standing: Progress) -> HttpResponse:
    found = refused(request)
    context: dict[str, Any] = {
        "standing": standing,
        "shown": shown(standing, readable=may_read(request, standing), today=today()),
        "readable": may_read(request, standing),
        "ratings": [(str(n), say(f"rating.{n}", lang())) for n in (3, 2, 1)],
        **found.context(),
    }
    return render(request, "portal/progress.html", context, status=found.status)


@public
@require_http_methods(["GET", "POST"])
def unlock(request: HttpRequest) -> HttpResponse:
    """Open the answers to whoever knows the last four digits of the telephone number."""
    standing = _to_act_on(request)
    if standing is None:
        return redirect("portal:progress")
    key, at = blind_index(f"unlock:{standing.petition}", about="client"), now()
    try:
        tries = rate.count(key, limit=UNLOCKS, within=LOCKED_FOR, at=at)
    except TooOften:
        return _again(request, "digits", _locked(standing), status=429)
    if not petitions.answers_to(standing.petition, request.POST.get("digits", "")[:20]):
        return _again(request, "digits", _wrong(standing, UNLOCKS - tries))
    rate.forget(key)
    request.session["opened"] = standing.petition
    request.session.cycle_key()
    return redirect("portal:progress")


def _locked(standing: Progress) -> Message:
    """Return what is said while the answers are locked: how long, and what else can be done."""
    hours = int(LOCKED_FOR.total_seconds() // 3600)
    params = {"hours": hours, "office": standing.office, "phone": standing.office_phone}
    return Message("portal.digits_locked_call" if standing.office_phone else "portal.digits_locked", params)


def _wrong(standing: Progress, left: int) -> Message:
    """Return what is said of wrong digits: with few tries left also that, and what comes then."""
    if left <= 0:
        return _locked(standing)
    hours = int(LOCKED_FOR.total_seconds() // 3600)
    if left <= FEW:
        return Message("portal.digits_wrong_few", {"left": left, "hours": hours})
    return Message("portal.digits_wrong")


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
        return _again(request, wrong.field, wrong.message, form=typed)
    except (NotAllowed, Conflict) as against:
        status = 409 if isinstance(against, Conflict) else 403
        return _again(request, "rating", against.message, form=typed, status=status)
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
        return _again(request, "reason", wrong.message, form=typed)
    except NotAllowed as against:
        # A double click arrives here: the first one was taken in, and the page shows it.
        return _again(request, "reason", against.message, form=typed, status=409)
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
