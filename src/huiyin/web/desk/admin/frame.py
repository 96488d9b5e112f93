"""What the forms of administration have in common: the version somebody saw, a clash of two, going back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from huiyin.base.errors import NotFound, Refused
from huiyin.orgs import changes
from huiyin.orgs.changes import ChangeRow
from huiyin.web.desk.admin.said import Line, Names, label, shown, value
from huiyin.web.desk.asked import errors_of, number_of, status_of

STALE = "orgs.changed_meanwhile"


def seen_of(form: QueryDict) -> int | None:
    """Return which version of a thing the form was filled in from."""
    return number_of(form, "seen") if form.get("seen", "").isdecimal() else None


def going_back(request: HttpRequest, about: str) -> ChangeRow | None:
    """Return the change whose earlier values the form begins with, when one of this thing is asked for."""
    key = number_of(request.GET, "back")
    if not key:
        return None
    try:
        row = changes.one(key)
    except NotFound:
        return None
    return row if row.about == about else None


def page(
    request: HttpRequest,
    template: str,
    about: str,
    found: Mapping[str, Any],
    *,
    now: Mapping[str, Any] | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    """Show the form of one thing with its latest changes.

    `now` is what stands: where somebody else changed it meanwhile, both versions are shown side by side, and
    sending again means it.
    """
    names, errors = Names(), errors_of(refusal)
    history = changes.of(about) if about else []
    clash = _clash(found.get("typed", {}), now, names) if _stale(refusal) and now is not None else []
    shared = {
        "about": about,
        "seen": history[0].version if history else 0,
        "history": [shown(row, names) for row in history],
        "clash": clash,
        "by_whom": history[0].name if clash and history else "",
        "errors": errors,
        "error_list": list(errors.items()),
        "here": "",
    }
    status = status_of(refusal) if refusal else 200
    return render(request, f"desk/admin/{template}.html", {**shared, **found}, status=status)


def _stale(refusal: Refused | None) -> bool:
    return refusal is not None and refusal.message.code == STALE


def _clash(typed: Mapping[str, Any], now: Mapping[str, Any], names: Names) -> Sequence[Line]:
    """Return what stands now and what was typed, where they differ."""
    return [
        Line(label(name), value(name, stands, names), value(name, _alike(typed[name], stands), names))
        for name, stands in now.items()
        if name in typed and str(_alike(typed[name], stands) or "") != str(stands or "")
    ]


def _alike(said: Any, stands: Any) -> Any:
    """Return what was typed as the kind of value that stands, so that the two compare."""
    if isinstance(stands, int) or stands is None:
        return int(said) if str(said).isdecimal() else said
    return said
