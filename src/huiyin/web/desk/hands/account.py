"""One's own account: password, second factor, and where one is signed in."""

from datetime import timedelta

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.base.clock import now
from huiyin.base.errors import Refused
from huiyin.foundation import rate
from huiyin.orgs import accounts, passwords, second_factor, sessions
from huiyin.web import signed_in
from huiyin.web.desk.asked import actor_of, errors_of, number_of, status_of
from huiyin.web.permission import at_gate, staff

TRIES = 10  # with an old password or a code, by one account
WITHIN = timedelta(minutes=15)


def _count(staff: int) -> None:
    """Count a try before it is made: a session left open must not find out a password or a code."""
    rate.count(f"own:{staff}", limit=TRIES, within=WITHIN, at=now())


def _me(request: HttpRequest) -> int:
    return int(request.user.pk or 0)


@staff
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show one's own account: posts, second factor, and where one is signed in."""
    here, at = str(request.session.session_key), now()
    me = _me(request)
    found = {
        "account": accounts.account(me),
        "sure": second_factor.has_one(me),
        "recovery": second_factor.recovery_left(me),
        "places": sessions.places(me, here=here, at=at),
        "may_be_away": actor_of(request).office is not None,
    }
    return render(request, "desk/hands/account.html", found)


@staff
@at_gate
@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's password; every other session of one's own ends with it."""
    form, refusal = request.POST, None
    if request.method == "POST":
        try:
            _count(_me(request))
            passwords.change_password(
                _me(request), form.get("old", ""), form.get("new", ""), form.get("again", ""), at=now()
            )
            return _changed(request)
        except Refused as refused:
            refusal = refused
    errors = errors_of(refusal)
    found = {
        "must": bool(signed_in.gate(request)),
        "least": passwords.SHORTEST_PASSWORD,
        "errors": errors,
        "error_list": list(errors.items()),
    }
    return render(request, "desk/hands/password.html", found, status=status_of(refusal) if refusal else 200)


def _changed(request: HttpRequest) -> HttpResponse:
    before, first = str(request.session.session_key), bool(signed_in.gate(request))
    signed_in.keep_through_new_password(request)
    sessions.move(before, str(request.session.session_key))
    sessions.end(_me(request), here=str(request.session.session_key), at=now())
    signed_in.through_gate(request, "password")
    messages.success(request, _("密码已更改，其他地方的登录已退出。"))
    return redirect(signed_in.gate(request) or reverse("desk:todo" if first else "desk:account"))


@staff
@at_gate
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor_page(request: HttpRequest) -> HttpResponse:
    """Enrol an authenticator, or make new recovery codes; recovery codes are shown this once."""
    me, form, refusal = _me(request), request.POST, None
    there = second_factor.has_one(me)
    if request.method == "POST":
        make = second_factor.renew_codes if there else second_factor.confirm
        try:
            _count(me)
            codes = make(me, form.get("code", ""), at=now())
            signed_in.through_gate(request, "second_factor")
            return render(request, "desk/hands/recovery_codes.html", {"codes": codes})
        except Refused as refused:
            refusal = refused
    errors = errors_of(refusal)
    found = {"there": there, "must": bool(signed_in.gate(request)), "errors": errors}
    found["error_list"] = list(errors.items())
    if not there:
        enrolment = second_factor.begin(me, at=now())
        found["secret"] = " ".join(enrolment.secret[i : i + 4] for i in range(0, len(enrolment.secret), 4))
        found["picture"] = segno.make(enrolment.address, error="m").svg_data_uri(
            scale=5, border=2, light="#fff"
        )
    status = status_of(refusal) if refusal else 200
    return render(request, "desk/hands/second_factor.html", found, status=status)


@staff
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Sign oneself out in one other place, or in all of them."""
    only = number_of(request.POST, "place") or None
    sessions.end(_me(request), here=str(request.session.session_key), at=now(), only=only)
    messages.success(request, _("已在那里退出登录。"))
    return redirect("desk:account")
