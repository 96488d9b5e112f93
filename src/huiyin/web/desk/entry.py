"""Signing in and out of the workbench: password, then the code of the second factor."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.base.clock import now
from huiyin.cases.rules.given import plain
from huiyin.demo import play
from huiyin.foundation import rate
from huiyin.foundation.addresses import address_of
from huiyin.foundation.crypto import blind_index
from huiyin.foundation.wording import say
from huiyin.orgs import passwords, second_factor, services
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor
from huiyin.orgs.sign_in import StaffBackend, lock_key
from huiyin.web import devices, signed_in, whose
from huiyin.web.desk.asked import UNPROCESSABLE
from huiyin.web.permission import at_gate, public, staff
from huiyin.web.templatetags.wording import lang

WITHIN = timedelta(minutes=15)
TRIES_AN_ADDRESS = 60  # wrong ones: a whole office may stand behind one address, and begins its day at once
# Elsewhere whoever knows a login name could keep it locked: a browser nobody knows waits an hour at most.
LONGEST_WAIT_OF_THE_UNKNOWN = timedelta(hours=1)
LONGEST_LOGIN = 60
TOO_MANY = 429
HALF = "half"  # who gave the right password and still owes the code
HALF_FOR = timedelta(minutes=10)


@public
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the sign-in form, or sign somebody in by login name and password."""
    if getattr(request, "actor", None) is not None:
        return redirect("desk:todo")
    if request.method == "GET":
        return _form(request, next_page=request.GET.get("next", ""))
    return _try(request)


def _try(request: HttpRequest) -> HttpResponse:
    at, login = now(), plain(request.POST.get("login", ""))[:LONGEST_LOGIN]
    page = _safe(request, request.POST.get("next", ""))
    try:
        _count_address(request, login, at)
    except rate.TooOften as too_often:
        return _form(request, error=say(too_often.message, lang()), status=TOO_MANY)
    try:
        locks = _count(request, login, at)
    except rate.TooOften as too_often:
        shown = say(too_often.message, lang())
        return _despite_lock(request, login, page, at) or _form(
            request, error=shown, status=TOO_MANY, locked=True
        )
    found = auth.authenticate(request, login=login, password=request.POST.get("password", ""))
    if found is None:
        services.failed_to_sign_in(login, at=at, locked=locks)
        error = _("登录名或密码不对。请再试一次；忘记密码请联系管理员。")
        return _form(request, error=error, status=UNPROCESSABLE)
    if passwords.over(int(found.pk or 0), at=at):
        return _form(request, error=_over(), status=UNPROCESSABLE)
    if second_factor.has_one(int(found.pk or 0)):
        request.session[HALF] = {"staff": found.pk, "login": login, "at": at.isoformat(), "next": page}
        return redirect("desk:code")
    return _in(request, found, login, page, at)


@public
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code of the authenticator, or a recovery code, once the password was right."""
    half, at = request.session.get(HALF), now()
    if not half or at - datetime.fromisoformat(half["at"]) > HALF_FOR:
        request.session.pop(HALF, None)
        return redirect("desk:sign_in")
    if request.method == "GET":
        return render(request, "desk/hands/code.html", {})
    try:
        locks = _count_code(request, half["login"], at)
    except rate.TooOften as too_often:
        found = {"error": say(too_often.message, lang())}
        return render(request, "desk/hands/code.html", found, status=TOO_MANY)
    if not second_factor.checked(half["staff"], request.POST.get("code", ""), at=at):
        services.failed_to_sign_in(half["login"], at=at, locked=locks)
        error = {"error": _("验证码不对，或者已经用过。请看验证器上最新的六位数字再试。")}
        return render(request, "desk/hands/code.html", error, status=UNPROCESSABLE)
    user = StaffBackend().get_user(half["staff"])
    if user is None:
        return redirect("desk:sign_in")
    del request.session[HALF]
    user.backend = settings.AUTHENTICATION_BACKENDS[0]
    return _in(request, user, half["login"], half["next"], at)


def _in(
    request: HttpRequest, user: AbstractBaseUser, login: str, page: str, at: datetime
) -> HttpResponseRedirect:
    """Let somebody in, and on to what was wanted; first of all to what they had sent after a pause."""
    device = devices.device(request, login)
    for key in (lock_key(login, device), _code_key(login, device)):
        rate.forget(key)
    if not device:
        rate.take_back(_from(request))
    signed_in.begin(request, user, at=at, must_change=passwords.must_change(int(user.pk or 0)))
    if page == reverse("desk:todo"):
        page = _beginning(orgs.actor(int(user.pk or 0)))
    answer = HttpResponseRedirect(reverse("desk:again") if signed_in.held(request) else page)
    devices.remember(request, answer, login)
    whose.note(request, answer, int(user.pk or 0))
    return answer


def _beginning(actor: Actor) -> str:
    """Return where a day begins: for whoever leads or supervises and works on no matter, at the overview."""
    looks_on = "branch.overview" in actor.may and "letter.draft" not in actor.may
    return reverse("desk:overview" if looks_on else "desk:todo")


def _count_address(request: HttpRequest, login: str, at: datetime) -> None:
    """Count a try from an address; a browser known for the login name is not slowed by its neighbours."""
    if not devices.device(request, login):
        rate.count(_from(request), limit=TRIES_AN_ADDRESS, within=WITHIN, at=at)


def _from(request: HttpRequest) -> str:
    """Return the key for tries from the address of a request."""
    return f"from:{blind_index(address_of(request), about='address')[:40]}"


def _count(request: HttpRequest, login: str, at: datetime) -> bool:
    """Count a try before it is made; return whether the account locks with it. Raises TooOften."""
    device = devices.device(request, login)
    if device:
        return rate.lock(lock_key(login, device), at=at)
    return rate.lock(lock_key(login), at=at, longest=LONGEST_WAIT_OF_THE_UNKNOWN)


def _code_key(login: str, device: str) -> str:
    """Return the key for tries with codes: only who gave the right password counts, or locks, there."""
    return lock_key(login, f"code:{device}")


def _count_code(request: HttpRequest, login: str, at: datetime) -> bool:
    return rate.lock(_code_key(login, devices.device(request, login)), at=at)


def _despite_lock(request: HttpRequest, login: str, page: str, at: datetime) -> HttpResponseRedirect | None:
    """Let in who gives password and code together though others locked the name; otherwise say nothing new.

    Whatever is wrong, the answer is the one of the lock, so neither password nor name is found out by it.
    """
    typed = request.POST.get("code", "").strip()
    if not typed:
        return None
    found = auth.authenticate(request, login=login, password=request.POST.get("password", ""))
    staff, device = int(found.pk or 0) if found else 0, devices.device(request, login)
    try:  # as much work for a wrong password, so that a right one is not found out by timing
        locks = rate.lock(_code_key(login, device) if found else lock_key(login, f"not:{device}"), at=at)
        let_in = second_factor.checked(staff, typed, at=at)
    except rate.TooOften:
        locks = let_in = False
    if found is None or not let_in or passwords.over(staff, at=at):
        services.failed_to_sign_in(login, at=at, locked=locks and found is not None)
        return None
    return _in(request, found, login, page, at)


def _over() -> str:
    return _("这个一次性密码已过期（72 小时内有效）。请联系管理员重新申请，由负责人确认后再给您一个。")


def _safe(request: HttpRequest, page: str) -> str:
    here = url_has_allowed_host_and_scheme(
        page, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return page if page and here else reverse("desk:todo")


def _form(
    request: HttpRequest, *, next_page: str = "", error: str = "", status: int = 200, locked: bool = False
) -> HttpResponse:
    shown = {
        "login": request.POST.get("login", "")[:LONGEST_LOGIN],
        "next": request.POST.get("next", next_page),
        "error": error,
        "locked": locked,
        "kept": signed_in.HELD in request.session,
        "lost": request.method == "GET" and request.GET.get("lost") == "1",
        "came_from": request.method == "GET" and _was_signed_in(request, next_page),
        "demo": _demo_accounts(),
    }
    return render(request, "desk/sign_in.html", shown, status=status)


def _was_signed_in(request: HttpRequest, next_page: str) -> bool:
    """Return whether somebody seems to have been signed in here, and was signed out elsewhere or rested."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or next_page not in {"", reverse("desk:todo")}


def _demo_accounts() -> dict[str, object] | None:
    """Return who can sign in to the invented agency, one for each post; nothing where people are real."""
    if settings.HUIYIN_MODE != "demo" or not orgs.agency().demo:
        return None
    first: dict[str, orgs.StaffRow] = {}
    for someone in orgs.staff_list():
        first.setdefault(someone.roles[0], someone)
    return {"password": play.PASSWORD, "staff": list(first.values())}


@staff
@at_gate
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    signed_in.end(request, int(request.user.pk or 0), now())
    return redirect("desk:sign_in")
