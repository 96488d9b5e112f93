"""The offices in their tree: opened, changed, ended; no case content."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.base.clock import now, today
from huiyin.base.errors import Refused
from huiyin.cases.services import ending
from huiyin.foundation.wording import say
from huiyin.orgs import accounts
from huiyin.orgs import offices as services
from huiyin.orgs import queries as orgs
from huiyin.orgs.offices import OfficeGiven
from huiyin.orgs.queries import OfficeRow
from huiyin.orgs.rules import UNNAMED_OFFICE, level_of
from huiyin.text import taxonomy
from huiyin.web.desk.admin.frame import going_back, page, seen_of
from huiyin.web.desk.asked import actor_of, number_of
from huiyin.web.desk.options import place_options
from huiyin.web.desk.places import office_name
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang

_TEXTS = ("name", "name_en", "kind", "short", "division", "phone", "address", "hours")


@needs("office.edit")
@require_safe
def offices(request: HttpRequest) -> HttpResponse:
    """Show the offices in their tree, those that ended on demand."""
    ended = request.GET.get("show") == "ended"
    rows = orgs.offices()
    shown = [o for o in rows if (o.ended_on is not None) == ended]
    found = {
        "here": "offices",
        "tree": [("", o) for o in shown] if ended else _tree(shown),
        "ended": ended,
        "levels": {o.id: level_of(o.division or "") for o in rows},
        "count_ended": sum(o.ended_on is not None for o in rows),
        "named": orgs.named_for_accusations(),
    }
    return render(request, "desk/admin/offices.html", found)


def _tree(rows: Sequence[OfficeRow]) -> list[tuple[str, OfficeRow]]:
    """Return the offices as the tree shows them, each with the mark of how deep it stands."""
    here = {o.id for o in rows}
    under: dict[int | None, list[OfficeRow]] = {}
    for office in rows:
        under.setdefault(office.parent if office.parent in here else None, []).append(office)

    def below(parent: int | None, depth: int) -> list[tuple[str, OfficeRow]]:
        return [line for o in under.get(parent, ()) for line in ((_mark(depth), o), *below(o.id, depth + 1))]

    return below(None, 0)


def _mark(depth: int) -> str:
    return "\u3000" * (depth - 1) + "└ " if depth else ""


@needs("office.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show the form of a new office; asked to by POST, open it."""
    form, refusal = request.POST, None
    if request.method == "POST":
        reason, code = form.get("reason", ""), form.get("code", "")
        try:
            key = services.open_office(
                code,
                _given(form),
                by=actor_of(request),
                at=now(),
                reason=reason,
                reviews=number_of(form, "reviews"),
            )
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("单位已设立。"))
            return redirect("desk:office", office_id=key)
    begun = _begun(number_of(request.GET, "reviews"))
    typed = {**form.dict(), "fields": form.getlist("fields")} if form else begun
    return page(request, "office_new", "", {**_choices(), "typed": typed}, refusal=refusal)


def _begun(reviews: int) -> dict[str, Any]:
    """Return what the form of a new office begins with; one that is to review another, as its government."""
    if not reviews:
        return {"kind": "hrss", "fields": list(taxonomy.fields())}
    division = orgs.office(reviews).division or ""
    area = next((d.name for d in orgs.divisions() if d.code == division), "")
    begun = {"kind": "government", "division": division, "reviews": reviews, "fields": []}
    return {**begun, "name": f"{area}人民政府" if area else "", "short": f"{area[:1]}政" if area else ""}


@needs("office.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def office(request: HttpRequest, office_id: int) -> HttpResponse:
    """Show one office with its people and history; asked to by POST, change it."""
    form, refusal = request.POST, None
    if request.method == "POST":
        try:
            _change(office_id, request)
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("单位信息已保存。"))
            return redirect("desk:office", office_id=office_id)
    row, about = orgs.office(office_id), f"office:{office_id}"
    stands, back = _stands(row), going_back(request, about)
    sent = {**form.dict(), "fields": form.getlist("fields")} if form else {}
    found: dict[str, Any] = {
        **_choices(but=office_id),
        "office": row,
        "level": level_of(row.division or ""),
        "example": f"{row.short}信受〔{today().year}〕1号",
        "typed": {**stands, **_unnamed(row), **(back.before if back else {}), **sent},
        "back": back,
        "staff": accounts.accounts(office_id),
        "named": office_id in orgs.named_for_accusations(),
    }
    return page(request, "office", about, found, now=stands, refusal=refusal)


def _unnamed(row: OfficeRow) -> dict[str, Any]:
    """Return what the form of the first office, which nobody named yet, begins with: every field ticked."""
    return {"name_en": "", "fields": list(taxonomy.fields())} if row.name_en == UNNAMED_OFFICE else {}


def _change(office_id: int, request: HttpRequest) -> None:
    form, by, at = request.POST, actor_of(request), now()
    reason = form.get("reason", "")
    if form.get("do") == "reopen":
        services.reopen_office(office_id, by=by, at=at, reason=reason)
        return
    orgs.office(office_id)
    services.change_office(office_id, _given(form), by=by, at=at, seen=seen_of(form), reason=reason)


@needs("office.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, office_id: int) -> HttpResponse:
    """Show what stands in the way of ending an office; asked to by POST, end it."""
    row, form, refusal = orgs.office(office_id), request.POST, None
    if request.method == "POST":
        try:
            ending.end_office(
                office_id,
                on=today(),
                by=actor_of(request),
                at=now(),
                seen=seen_of(form),
                reason=form.get("reason", ""),
            )
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("单位已撤销。"))
            return redirect("desk:office", office_id=office_id)
    stands = services.in_the_way_of_ending(office_id)
    if stands is None and ending.open_at(office_id):
        stands = "orgs.end_open_work"
    found = {"office": row, "stands": stands, "typed": form, "here": "offices"}
    return page(request, "office_end", f"office:{office_id}", found, refusal=refusal)


def _choices(but: int = 0) -> dict[str, Any]:
    return {
        "here": "offices",
        "others": [(str(o.id), office_name(o)) for o in orgs.going_on() if o.id != but],
        "kinds": [(kind, say(f"office.kind.{kind}", lang())) for kind in services.KINDS],
        "areas": place_options(),
        "field_options": [(code, field.name(lang())) for code, field in taxonomy.fields().items()],
    }


def _given(form: QueryDict) -> OfficeGiven:
    given: dict[str, Any] = {name: form.get(name, "") for name in _TEXTS}
    given |= {name: number_of(form, name) or None for name in ("parent", "superior")}
    return OfficeGiven(**given, fields=tuple(form.getlist("fields")))


def _stands(row: OfficeRow) -> dict[str, Any]:
    own = {name: getattr(row, name) for name in _TEXTS}
    return {**own, "division": row.division or "", "parent": row.parent, "superior": row.superior} | {
        "fields": list(row.fields)
    }
