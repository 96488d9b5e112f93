"""The people: accounts opened, posts given and taken, names changed, leaving; no case content."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.base.clock import now
from huiyin.base.errors import Invalid, Refused
from huiyin.foundation.wording import say
from huiyin.orgs import account_rows, accounts, two_persons
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import ROLES
from huiyin.registers.services import leaving
from huiyin.web.desk.admin.frame import going_back, page, seen_of
from huiyin.web.desk.admin.home import command
from huiyin.web.desk.asked import OptionRow, actor_of, number_of
from huiyin.web.desk.places import office_name
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang

_RESETS = {"reset": "password", "forget_second_factor": "second_factor"}
_WITHOUT = "none"


@needs("office.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def staff(request: HttpRequest) -> HttpResponse:
    """Show who has an account; asked to by POST, open one."""
    form, refusal = request.POST, None
    if request.method == "POST":
        try:
            key, password = accounts.open_account(
                form.get("login", ""),
                name=form.get("name", ""),
                title=form.get("title", ""),
                office=number_of(form, "office"),
                roles=form.getlist("roles"),
                by=actor_of(request),
                at=now(),
            )
            return _account(request, key, password=password)
        except Refused as refused:
            refusal = refused
            if isinstance(refused, Invalid) and refused.field == "role":
                refused.field = "roles"  # as the form calls it
    asked = {name: request.GET.get(name, "").strip()[:60] for name in ("office", "named")}
    office = 0 if asked["office"] == _WITHOUT else number_of(request.GET, "office") or None
    rows, after = accounts.listed(office, named=asked["named"], after=number_of(request.GET, "after"))
    kept = {name: said for name, said in asked.items() if said}
    found = {
        "here": "staff",
        "rows": rows,
        "asked": asked,
        "offices": [(_WITHOUT, _("没有岗位的账号")), *_offices()],
        "office_options": _offices(going_on=True),
        "roles": roles(),
        "chosen": form.getlist("roles"),
        "typed": form or {"office": asked["office"]},
        "first": f"?{urlencode(kept)}" if request.GET.get("after") else "",
        "next": f"?{urlencode({**kept, 'after': str(after)})}" if after else "",
    }
    return page(request, "staff", "", found, refusal=refusal)


def roles() -> list[tuple[str, str, str]]:
    """Return the roles to choose from, each with what it may do; not those that may do nothing yet."""
    return [
        (role, say(f"role.{role}", lang()), say(f"role_may.{role}", lang())) for role in ROLES if ROLES[role]
    ]


def _offices(*, going_on: bool = False) -> list[OptionRow]:
    return [(str(o.id), office_name(o)) for o in (orgs.going_on() if going_on else orgs.offices())]


@needs("office.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, staff_id: int) -> HttpResponse:
    """Show one account; asked to by POST: its name, its password, closing or opening it, its posts."""
    accounts.account(staff_id)  # refused here when there is none
    if request.method != "POST":
        return _account(request, staff_id)
    form, by, at = request.POST, actor_of(request), now()
    try:
        do, asked = form.get("do", ""), False
        if do == "reset_confirmed":
            password = accounts.reset_password(staff_id, number_of(form, "id"), by=by, at=at)
            return _account(request, staff_id, password=password)
        if do in _RESETS:
            asked = bool(accounts.ask_reset(staff_id, _RESETS[do], by=by, at=at))
        elif do == "withdraw_request":
            two_persons.withdraw(number_of(form, "id"), by=by, at=at)
        elif do in {"close", "open"}:
            accounts.set_active(staff_id, do == "open", by=by, at=at, reason=form.get("reason", ""))
        elif do == "rename":
            name, title, reason = (form.get(part, "") for part in ("name", "title", "reason"))
            accounts.rename(staff_id, name, title, by=by, at=at, seen=seen_of(form), reason=reason)
        elif do == "take":
            accounts.take_post(number_of(form, "post"), by=by, at=at)
        else:
            office, role = number_of(form, "office"), form.get("role", "")
            asked = not accounts.add_post(staff_id, office, role, by=by, at=at)
    except Refused as refusal:
        return _account(request, staff_id, refusal=refusal, typed=form.dict())
    messages.success(request, _("已请负责人确认，确认前不生效。") if asked else _("账号已更新。"))
    return redirect("desk:staff_account", staff_id=staff_id)


def _account(
    request: HttpRequest,
    staff_id: int,
    *,
    password: str = "",
    refusal: Refused | None = None,
    typed: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show an account; a one-time password is shown once, on the answer that made it."""
    me, about = actor_of(request).staff, f"staff:{staff_id}"
    account = accounts.account(staff_id)
    first = next((str(key) for _id, key, *_rest in account.posts), "")
    stands, back = {"name": account.name, "title": account.title}, going_back(request, about)
    found = {
        "here": "staff",
        "account": account,
        "requests": [(r, r.asked_by == me) for r in two_persons.about(about, at=now())],
        "password": password,
        "office_options": _offices(going_on=True),
        "roles": [row[:2] for row in roles()],
        "typed": {**stands, "office": first, **(back.before if back else {}), **(typed or {})},
        "back": back,
        "alone": account_rows.alone_confirms(staff_id),
    }
    return page(request, "staff_account", about, found, now=stands, refusal=refusal)


@needs("office.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, staff_id: int) -> HttpResponse:
    """Show what somebody who leaves has to hand over; asked to by POST, close the account, or ask heads."""
    account, form, refusal = accounts.account(staff_id), request.POST, None
    by, at = actor_of(request), now()
    if request.method == "POST":
        try:
            if form.get("do") == "ask":
                leaving.ask_to_hand_over(staff_id, by=by, at=at)
                messages.success(request, _("已通知单位负责人和本人移交。"))
                return redirect("desk:staff_leave", staff_id=staff_id)
            leaving.leave(staff_id, by=by, at=at, reason=form.get("reason", ""))
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("账号已停用，工作已全部移交。"))
            return redirect("desk:staff_account", staff_id=staff_id)
    found = {
        "here": "staff",
        "account": account,
        "left": leaving.left(staff_id),
        "heads": leaving.who_hands_over(staff_id),
        "alone": account_rows.alone_confirms(staff_id),
        "command": command(),
        "typed": form,
    }
    return page(request, "staff_leave", f"staff:{staff_id}", found, refusal=refusal)
