"""Every page names who may open it: a permission of the staff, any member of the staff, or everybody."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from huiyin.base.errors import NotAllowed

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


def _guarded(view: View, permission: str) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor = getattr(request, "actor", None)
        if actor is None:
            # A POST cannot be repeated after signing in: the visitor comes back to the to-do list instead.
            back = request.get_full_path() if request.method == "GET" else reverse("desk:todo")
            return redirect(f"{reverse('desk:sign_in')}?{urlencode({'next': back})}")
        if permission not in (STAFF, *actor.may):
            raise NotAllowed("cases.not_your_part")
        return view(request, *args, **kwargs)

    guarded.permission = permission  # type: ignore[attr-defined]
    return guarded
