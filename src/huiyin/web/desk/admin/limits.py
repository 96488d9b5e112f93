"""What the agency sets for itself: each limit with how far the law lets it go, dated and cited."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid, Refused
from huiyin.foundation.wording import say
from huiyin.orgs import own
from huiyin.orgs.own import ThresholdRow
from huiyin.web.desk.admin.frame import going_back, page, seen_of
from huiyin.web.desk.admin.said import amount, where
from huiyin.web.desk.asked import actor_of, day_of
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang, law


@needs("office.edit")
@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """Show every limit the agency may set, with what holds today and how far it may go."""
    topics: dict[str, list[dict[str, Any]]] = {}
    for row in own.thresholds(on=today()):
        topics.setdefault(row.threshold.topic, []).append(_shown(row))
    found = {"topics": list(topics.items()), "place": settings.HUIYIN_JURISDICTION, "here": "limits"}
    return render(request, "desk/admin/limits.html", found)


def _shown(row: ThresholdRow) -> dict[str, Any]:
    threshold, room = row.threshold, row.room
    return {
        "code": threshold.code,
        "name": say(f"threshold.name.{threshold.code}", lang()),
        "why": say(f"threshold.why.{threshold.code}", lang()),
        "value": amount(row.value, threshold.unit),
        "own": bool(row.now),
        "where": where(row.now.instrument, row.now.article) if row.now else "",
        "usual": amount(room.usual, threshold.unit),
        "least": amount(room.least, threshold.unit),
        "most": amount(room.most, threshold.unit),
        "floor": law(room.citation) if room.citation else say(f"threshold.floor.{threshold.code}", lang()),
        "unconfirmed": bool(room.citation and room.citation.status == "unconfirmed"),
        "later": [
            (v.since, amount(room.usual if v.value is None else v.value, threshold.unit)) for v in row.later
        ],
        "unit": say(f"threshold.unit.{threshold.unit}", lang()),
    }


@needs("office.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def limit(request: HttpRequest, limit: str) -> HttpResponse:
    """Show one limit; asked to by POST, set it from a day on, or go back to what holds without an own one."""
    form, refusal = request.POST, None
    row = own.threshold(limit, on=today())  # refused here when there is none
    if request.method == "POST":
        try:
            _set(request, limit, form)
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("已保存。"))
            return redirect("desk:limit", limit=limit)
    about, back = f"threshold:{limit}", going_back(request, f"threshold:{limit}")
    stands = {"value": row.value, "instrument": row.now.instrument if row.now else ""}
    stands["article"] = row.now.article if row.now else ""
    begun = {**stands, "since": today().isoformat(), **(back.before if back else {})}
    to_usual = back is not None and back.before.get("value") is None
    if to_usual:
        begun |= {"value": row.room.usual, "instrument": "", "article": ""}
    found: dict[str, Any] = {
        "limit": _shown(row),
        "typed": {**begun, **form.dict()},
        "back": back,
        "to_usual": to_usual,
        "here": "limits",
    }
    return page(request, "limit", about, found, now=stands, refusal=refusal)


def _set(request: HttpRequest, code: str, form: QueryDict) -> None:
    if form.get("do") == "withdraw":
        since, by, seen = day_of(form, "later"), actor_of(request), seen_of(form)
        own.withdraw_threshold(code, since, by=by, at=now(), seen=seen)
        return
    own.set_threshold(
        code,
        None if form.get("do") == "usual" else _number(form),
        since=day_of(form, "since") if form.get("since") else _missing(),
        instrument=form.get("instrument", ""),
        article=form.get("article", ""),
        by=actor_of(request),
        at=now(),
        seen=seen_of(form),
        reason=form.get("reason", ""),
    )


def _missing() -> date:
    raise Invalid("desk.day_unreadable", field="since")


def _number(form: QueryDict) -> int:
    typed = form.get("value", "").strip()
    if not typed.isdecimal() or len(typed) > 4:  # noqa: PLR2004 - no limit is that long
        raise Invalid("orgs.number_unreadable", field="value")
    return int(typed)
