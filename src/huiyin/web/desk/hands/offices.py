"""The administrator's pages: offices in their tree, accounts and posts; no case content."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.base.clock import now
from huiyin.base.errors import Refused
from huiyin.foundation.wording import say
from huiyin.orgs import accounts, tree, two_persons
from huiyin.orgs import queries as orgs
from huiyin.orgs.queries import OfficeRow
from huiyin.orgs.rules import ROLES
from huiyin.web.desk.asked import OptionRow, actor_of, errors_of, number_of, status_of
from huiyin.web.desk.places import office_name
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang

_RESETS = {"reset": "password", "forget_second_factor": "second_factor"}


@needs("office.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def offices(request: HttpRequest) -> HttpResponse:
    """Show the offices in their tree and the accounts without a post; asked to by POST, open an account."""
    form, refusal = request.POST, None
    if request.method == "POST":
        try:
            staff, password = accounts.open_account(
                form.get("login", ""),
                name=form.get("name", ""),
                title=form.get("title", ""),
                office=number_of(form, "office"),
                roles=form.getlist("roles"),
                by=actor_of(request),
                at=now(),
            )
            return _account(request, staff, password=password)
        except Refused as refused:
            refusal = refused
    rows = orgs.offices()
    errors = errors_of(refusal)
    found = {
        "tree": _tree(rows),
        "without": accounts.accounts(0),
        "office_options": [(str(o.id), office_name(o)) for o in rows],
        "roles": _roles(),
        "chosen": form.getlist("roles"),
        "typed": form or {"office": request.GET.get("office", "")},
        "errors": errors,
        "error_list": list(errors.items()),
    }
    return render(request, "desk/hands/offices.html", found, status=status_of(refusal) if refusal else 200)


def _roles() -> list[OptionRow]:
    return [(role, say(f"role.{role}", lang())) for role in ROLES]


def _tree(rows: Sequence[OfficeRow]) -> list[tuple[str, OfficeRow]]:
    """Return the offices as the tree shows them, each with the mark of how deep it stands."""
    under: dict[int | None, list[OfficeRow]] = {}
    for office in rows:
        under.setdefault(office.parent, []).append(office)

    def below(parent: int | None, depth: int) -> list[tuple[str, OfficeRow]]:
        return [line for o in under.get(parent, ()) for line in ((_mark(depth), o), *below(o.id, depth + 1))]

    return below(None, 0)


def _mark(depth: int) -> str:
    return "\u3000" * (depth - 1) + "└ " if depth else ""


@needs("office.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def office(request: HttpRequest, office_id: int) -> HttpResponse:
    """Show one office with its staff; asked to by POST, change its words or its place in the tree."""
    form, refusal = request.POST, None
    if request.method == "POST":
        try:
            _change(office_id, form, request)
            messages.success(request, _("单位信息已保存。"))
            return redirect("desk:office", office_id=office_id)
        except Refused as refused:
            refusal = refused
    row, errors = orgs.office(office_id), errors_of(refusal)
    others = [(str(o.id), office_name(o)) for o in orgs.offices() if o.id != office_id]
    kept = {"parent": row.parent or "", "superior": row.superior or "", "phone": row.phone}
    kept |= {"name": row.name, "name_en": row.name_en, "address": row.address}
    found: dict[str, Any] = {
        "office": row,
        "others": others,
        "typed": {**kept, **form.dict()},
        "staff": accounts.accounts(office_id),
        "errors": errors,
        "error_list": list(errors.items()),
    }
    return render(request, "desk/hands/office.html", found, status=status_of(refusal) if refusal else 200)


def _change(office_id: int, form: QueryDict, request: HttpRequest) -> None:
    words = {name: form.get(name, "") for name in ("name", "name_en", "phone", "address")}
    parent, superior = (number_of(form, name) or None for name in ("parent", "superior"))
    by, at = actor_of(request), now()
    tree.change_office(office_id, words, parent=parent, superior=superior, by=by, at=at)


@needs("office.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def staff_account(request: HttpRequest, staff_id: int) -> HttpResponse:
    """Show one account; asked to by POST: reset its password, close or open it, change its posts."""
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
            accounts.set_active(staff_id, do == "open", by=by, at=at)
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
    errors, me = errors_of(refusal), actor_of(request).staff
    account = accounts.account(staff_id)
    here = next((str(key) for _id, key, *_rest in account.posts), "")
    found = {
        "account": account,
        "requests": [(r, r.asked_by == me) for r in two_persons.about(f"staff:{staff_id}", at=now())],
        "password": password,
        "office_options": [(str(o.id), office_name(o)) for o in orgs.offices()],
        "roles": _roles(),
        "typed": typed or {"office": here},
        "errors": errors,
        "error_list": list(errors.items()),
    }
    status = status_of(refusal) if refusal else 200
    return render(request, "desk/hands/staff_account.html", found, status=status)
