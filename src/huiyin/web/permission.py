"""Every page names who may open it: a permission of the staff, any member of the staff, or everybody."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from huiyin.base.errors import NotAllowed
from huiyin.web import signed_in, whose

View = Callable[..., HttpResponseBase]
PUBLIC = "public"
STAFF = "staff"


def public(view: View) -> View:
    """Mark a page that everybody may open."""
    view.permission = PUBLIC  # type: ignore[attr-defined]
    return view


def staff(view: View) -> View:
    """Let any signed-in member of the staff in; send others to sign in."""
    return _guarded(view, STAFF)


def needs(permission: str) -> Callable[[View], View]:
    """Let in only staff who hold a permission somewhere; the service decides about the single record."""

    def with_permission(view: View) -> View:
        return _guarded(view, permission)

    return with_permission


def at_gate(view: View) -> View:
    """Let staff open a page before they have chosen a password or enrolled a second factor."""
    view.at_gate = True  # type: ignore[attr-defined]
    return view


def part_says_so(request: HttpRequest) -> HttpResponse:
    """Answer what a page asks for by itself, such as checks while somebody writes: that part says why not.

    Nothing half typed is kept, and the page stays as it is.
    """
    return render(request, "desk/_signed_out.html", status=401)


def _lost(request: HttpRequest) -> dict[str, str]:
    """Keep what was sent for whose it is; say so on the page of signing in where it cannot be kept."""
    if request.method != "POST" or signed_in.NEVER_KEPT.issuperset(request.POST):
        return {}
    return {} if signed_in.keep_what_was_sent(request, whose=whose.of(request)) else {"lost": "1"}


def _guarded(view: View, permission: str) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor = getattr(request, "actor", None)
        if actor is None and request.headers.get("HX-Request"):
            return part_says_so(request)
        if actor is None:
            # What was sent after too long a pause is kept, and can be sent again after signing in.
            back = request.get_full_path() if request.method == "GET" else reverse("desk:todo")
            return redirect(f"{reverse('desk:sign_in')}?{urlencode({'next': back} | _lost(request))}")
        if (gate := signed_in.gate(request)) and not getattr(view, "at_gate", False):
            return redirect(gate)
        if permission not in (STAFF, *actor.may):
            raise NotAllowed("cases.not_your_part")
        return view(request, *args, **kwargs)

    guarded.permission = permission  # type: ignore[attr-defined]
    return guarded
