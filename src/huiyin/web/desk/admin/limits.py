"""What the agency sets for itself: each limit with how far the law lets it go, dated and cited."""

import hashlib
import json
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
from huiyin.cases.queries import moving
from huiyin.foundation.wording import say
from huiyin.law.own import SUSPENSION
from huiyin.orgs import own, two_persons
from huiyin.orgs.own import ThresholdRow
from huiyin.orgs.two_persons import RequestRow
from huiyin.web.desk.admin.frame import going_back, page, seen_of
from huiyin.web.desk.admin.said import amount, where
from huiyin.web.desk.asked import actor_of, day_of, number_of
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang, law


@needs("office.edit")
@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """Show every limit the agency may set, with what holds today and how far it may go."""
    topics: dict[str, list[dict[str, Any]]] = {}
    for row in own.thresholds(on=today()):
        topics.setdefault(row.threshold.topic, []).append(_shown(row))
    doubtful = any(row["unconfirmed"] or row["elsewhere"] for rows in topics.values() for row in rows)
    found = {
        "topics": list(topics.items()),
        "doubtful": doubtful,
        "place": settings.HUIYIN_JURISDICTION,
        "here": "limits",
    }
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
        "unconfirmed": room.unconfirmed,
        "elsewhere": room.elsewhere,
        "later": [
            (v.since, amount(room.usual if v.value is None else v.value, threshold.unit)) for v in row.later
        ],
        "moves": threshold.parameter,
        "unit": say(f"threshold.unit.{threshold.unit}", lang()),
    }


@needs("office.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def limit(request: HttpRequest, limit: str) -> HttpResponse:
    """Show one limit; asked to by POST, set it from a day on, or go back to what holds without an own one."""
    form, refusal, preview = request.POST, None, None
    row = own.threshold(limit, on=today())  # refused here when there is none
    if request.method == "POST":
        try:
            if form.get("do") == "withdraw_request":
                two_persons.withdraw(number_of(form, "id"), by=actor_of(request), at=now())
                messages.success(request, _("申请已撤回。"))
                return redirect("desk:limit", limit=limit)
            preview = _preview(row, form)
            if preview is None or form.get("looked_at") == preview["mark"]:
                asked = _("已提出申请，另一位负责人在“双人确认”里同意以后才生效。")
                messages.success(request, _("已保存。") if _set(request, limit, form) else asked)
                return redirect("desk:limit", limit=limit)
        except Refused as refused:
            refusal, preview = refused, None
    about, back = f"threshold:{limit}", going_back(request, f"threshold:{limit}")
    stands = {"value": row.value, "instrument": row.now.instrument if row.now else ""}
    stands["article"] = row.now.article if row.now else ""
    begun = {**stands, "since": today().isoformat(), **(back.before if back else {})}
    to_usual = back is not None and back.before.get("value") is None
    if to_usual:
        begun |= {"value": row.room.usual, "instrument": "", "article": ""}
    found: dict[str, Any] = {
        "limit": _shown(row),
        "preview": preview,
        "waiting": _waiting(row, about, by=actor_of(request).staff),
        "typed": {**begun, **form.dict()},
        "back": back,
        "to_usual": to_usual,
        "here": "limits",
    }
    return page(request, "limit", about, found, now=stands, refusal=refusal)


def _waiting(row: ThresholdRow, about: str, *, by: int | None) -> list[tuple[RequestRow, str, bool]]:
    """Return what waits for a second person, the value it would set, and whether one asked for it oneself."""
    rows = [r for r in two_persons.about(about, at=now()) if r.state == "waiting"]
    unit, usual = row.threshold.unit, row.room.usual
    values = ((usual if r.params["value"] is None else r.params["value"]) for r in rows)
    return [(r, amount(value, unit), r.asked_by == by) for r, value in zip(rows, values, strict=True)]


def _given(form: QueryDict) -> dict[str, Any]:
    return {
        "value": None if form.get("do") == "usual" else _number(form),
        "since": day_of(form, "since") if form.get("since") else _missing(),
        "instrument": form.get("instrument", ""),
        "article": form.get("article", ""),
    }


def _preview(row: ThresholdRow, form: QueryDict) -> dict[str, Any] | None:
    """Return what a value would move, to be looked at first; None for what is no rule of the law."""
    threshold = row.threshold
    if not threshold.parameter or form.get("do") == "withdraw":
        return None
    given = _given(form)
    looked = own.look(threshold.code, at=now(), **given)
    written = json.dumps([threshold.code, given["since"].isoformat(), looked.after], sort_keys=True)
    moved = (
        moving.moved_by_limit(threshold.code, on=today(), **given) if threshold.topic == SUSPENSION else None
    )
    then = own.threshold(threshold.code, on=given["since"])
    return {
        "mark": hashlib.sha256(written.encode()).hexdigest()[:20],
        "was": amount(then.value, threshold.unit),
        "will": amount(then.room.usual if given["value"] is None else given["value"], threshold.unit),
        "since": given["since"],
        "lengthens": looked.lengthens,
        "moved": moved,
        "do": "usual" if given["value"] is None else "set",
    }


def _set(request: HttpRequest, code: str, form: QueryDict) -> bool:
    if form.get("do") == "withdraw":
        since, by, seen = day_of(form, "later"), actor_of(request), seen_of(form)
        return own.withdraw_threshold(code, since, by=by, at=now(), seen=seen)
    return own.set_threshold(
        code,
        **_given(form),
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
