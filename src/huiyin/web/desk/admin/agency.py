"""The agency's name and who takes in; the areas with their official codes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.base.clock import now
from huiyin.base.errors import Invalid, NotFound, Refused
from huiyin.orgs import agency as services
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import UNNAMED, holder, level_of
from huiyin.web.desk.admin.frame import going_back, page, seen_of
from huiyin.web.desk.asked import OptionRow, actor_of, number_of
from huiyin.web.desk.options import place_options
from huiyin.web.desk.places import office_name
from huiyin.web.permission import needs


@needs("office.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def agency(request: HttpRequest) -> HttpResponse:
    """Show what the agency is called and who takes in; asked to by POST, change it."""
    form, refusal = request.POST, None
    if request.method == "POST":
        given = {**form.dict(), "intake": number_of(form, "intake") or None}
        kept: dict[str, Any] = {
            "by": actor_of(request),
            "at": now(),
            "seen": seen_of(form),
            "reason": form.get("reason", ""),
        }
        try:
            services.name_agency(given, **kept)
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("已保存。"))
            return redirect("desk:administration")
    stands, back = services.values(), going_back(request, services.ABOUT)
    begun = {**stands, "name_en": "" if stands["name_en"] == UNNAMED else stands["name_en"]}
    found = {
        "typed": {**begun, **(back.before if back else {}), **form.dict()},
        "areas": place_options(),
        "offices": [(str(o.id), office_name(o)) for o in orgs.going_on()],
        "back": back,
        "here": "home",
    }
    return page(request, "agency", services.ABOUT, found, now=stands, refusal=refusal)


@needs("office.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def areas(request: HttpRequest) -> HttpResponse:
    """Show the areas in their order; asked to by POST, add one."""
    refusal = None
    if request.method == "POST":
        code = request.POST.get("code", "")
        try:
            if any(d.code == code.strip() for d in orgs.divisions()):
                raise Refused("orgs.area_there")
            _ask_above(request.POST)
            _keep(request, code)
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("地区已添加。"))
            return redirect("desk:areas")
    rows = [(d, level_of(d.code)) for d in orgs.divisions()]
    found: dict[str, Any] = {"rows": rows, "parents": place_options(), "typed": request.POST, "here": "home"}
    found["alone"] = [("1", _("确实没有上级地区"))]
    return page(request, "areas", "", found, refusal=refusal)


@needs("office.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def area(request: HttpRequest, area: str) -> HttpResponse:
    """Show one area; asked to by POST, change its names or what contains it."""
    refusal = None
    if request.method == "POST":
        _found(area)
        try:
            _keep(request, area)
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("已保存。"))
            return redirect("desk:areas")
    row = _found(area)
    stands = {"name": row.name, "name_en": row.name_en, "parent": row.parent or ""}
    back = going_back(request, f"area:{area}")
    parents: list[OptionRow] = [pair for pair in place_options() if pair[0] != area]
    typed = {**stands, **(back.before if back else {}), **request.POST.dict()}
    found = {"area": row, "parents": parents, "typed": typed, "back": back, "here": "home"}
    return page(request, "area", f"area:{area}", found, now=stands, refusal=refusal)


def _ask_above(form: QueryDict) -> None:
    """Raise Invalid for an area without one above though its code lies in one, until somebody says so."""
    above = holder(form.get("code", "").strip(), [d.code for d in orgs.divisions()])
    if above and not form.get("parent") and not form.get("alone"):
        name = next(d.name for d in orgs.divisions() if d.code == above)
        raise Invalid("orgs.area_above", field="parent", name=name)


def _found(code: str) -> orgs.DivisionRow:
    row = next((d for d in orgs.divisions() if d.code == code), None)
    if row is None:
        raise NotFound("orgs.no_division")
    return row


def _keep(request: HttpRequest, code: str) -> None:
    form = request.POST
    services.keep_area(
        code, form.dict(), by=actor_of(request), at=now(), seen=seen_of(form), reason=form.get("reason", "")
    )
