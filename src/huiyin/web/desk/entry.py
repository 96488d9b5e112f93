"""Signing in and out of the workbench."""

from datetime import datetime, timedelta

from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.base.clock import now
from huiyin.cases.rules.given import plain
from huiyin.foundation import rate
from huiyin.foundation.addresses import address_of
from huiyin.foundation.crypto import blind_index
from huiyin.foundation.wording import say
from huiyin.orgs import services
from huiyin.web.desk.asked import UNPROCESSABLE
from huiyin.web.permission import public, staff
from huiyin.web.templatetags.wording import lang

WITHIN = timedelta(minutes=15)
TRIES_A_NAME = 5
TRIES_AN_ADDRESS = 60  # a whole office may stand behind one address
LONGEST_LOGIN = 60
TOO_MANY = 429


@public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the sign-in form, or sign somebody in by login name and password."""
    if getattr(request, "actor", None) is not None:
        return redirect("desk:todo")
    if request.method == "GET":
        return _form(request, next_page=request.GET.get("next", ""))
    at, login = now(), plain(request.POST.get("login", ""))[:LONGEST_LOGIN]
    try:
        _count(request, login, at)
    except rate.TooOften as too_often:
        return _form(request, error=say(too_often.message, lang()), status=TOO_MANY)
    found = auth.authenticate(request, login=login, password=request.POST.get("password", ""))
    if found is None:
        services.failed_to_sign_in(login, at=at)
        return _form(
            request, error=_("登录名或密码不对。请再试一次；忘记密码请联系管理员。"), status=UNPROCESSABLE
        )
    rate.forget(_name_key(login))
    auth.login(request, found)
    services.signed_in(found.pk, at=at)
    return HttpResponseRedirect(_safe(request, request.POST.get("next", "")))


def _name_key(login: str) -> str:
    return "in:" + blind_index(login, about="login")[:40]


def _count(request: HttpRequest, login: str, at: datetime) -> None:
    address = blind_index(address_of(request), about="address")[:40]
    rate.count(f"from:{address}", limit=TRIES_AN_ADDRESS, within=WITHIN, at=at)
    rate.count(_name_key(login), limit=TRIES_A_NAME, within=WITHIN, at=at)


def _safe(request: HttpRequest, page: str) -> str:
    here = url_has_allowed_host_and_scheme(
        page, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return page if page and here else reverse("desk:todo")


def _form(request: HttpRequest, *, next_page: str = "", error: str = "", status: int = 200) -> HttpResponse:
    shown = {
        "login": request.POST.get("login", "")[:LONGEST_LOGIN],
        "next": request.POST.get("next", next_page),
        "error": error,
    }
    return render(request, "desk/sign_in.html", shown, status=status)


@staff
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    services.signed_out(int(request.user.pk or 0), at=now())
    auth.logout(request)
    return redirect("desk:sign_in")
