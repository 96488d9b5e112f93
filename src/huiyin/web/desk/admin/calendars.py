"""The years whose holidays are known; a year loaded by form or file, looked at before it is confirmed."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import yaml
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid, NotFound, Refused
from huiyin.cases.queries import moving
from huiyin.cases.services import calendars as services
from huiyin.foundation.calendars import calendar_of, folder_of, years_in
from huiyin.foundation.wording import say
from huiyin.law.announced import Notice, read_lines, read_notice, stretches
from huiyin.law.calendar import first_published, latest_published, made_up
from huiyin.law.entries import EARLIEST, LATEST
from huiyin.web.desk.admin.frame import going_back, page, seen_of
from huiyin.web.desk.asked import actor_of, uploads
from huiyin.web.permission import needs

_LARGEST = 100_000  # bytes of a file that holds one year


@needs("office.edit")
@require_safe
def calendars(request: HttpRequest) -> HttpResponse:
    """Show which years are known and where from, and the one that comes next."""
    loaded = years_in(folder_of(settings.HUIYIN_HOME))
    known = {found.notice.year for found in loaded}
    this = today().year
    coming = next(y for y in range(this, this + 60) if y > latest_published() and y not in known)
    found = {
        "here": "calendars",
        "loaded": sorted(loaded, key=lambda one: -one.notice.year),
        "first": first_published(),
        "last": latest_published(),
        "coming": coming,
        "years": range(this - 1, latest_published() + 1),
    }
    return render(request, "desk/admin/calendars.html", found)


@needs("office.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest, year: int) -> HttpResponse:
    """Show a year; asked to by POST, show what it would move, and load it once that was looked at."""
    if not EARLIEST.year < year <= LATEST.year:
        raise NotFound("law.calendar.unknown", year=year)
    typed, refusal, preview = _begun(request, year), None, None
    if request.method == "POST" and request.POST.get("do") == "withdraw":
        return _withdraw(request, year, typed)
    if request.method == "POST":
        try:
            typed = {**typed, **_typed(request, year)}
            spec = _spec(typed, year)
            notice = read_notice(spec)
            preview = _preview(notice)
            if request.POST.get("looked_at") == preview["mark"]:
                return _load(request, year, spec)
        except Refused as refused:
            refusal, preview = refused, None
    return _page(request, year, typed, preview=preview, refusal=refusal)


def _page(
    request: HttpRequest,
    year: int,
    typed: Mapping[str, str],
    *,
    preview: Mapping[str, Any] | None = None,
    without: Mapping[str, Any] | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    about, loaded = services.about(year), services.loaded_year(year)
    found = {
        "here": "calendars",
        "year": year,
        "version": loaded.version if loaded else None,
        "typed": typed,
        "preview": preview,
        "without": without,
        "published": first_published() <= year <= latest_published(),
        "back": going_back(request, about),
    }
    return page(request, "calendar", about, found, now=_stands(year), refusal=refusal)


def _withdraw(request: HttpRequest, year: int, typed: Mapping[str, str]) -> HttpResponse:
    """Show what withdrawing a year would move; withdraw it once that was looked at."""
    form, loaded, refusal = request.POST, services.loaded_year(year), None
    mark = f"v{loaded.version}" if loaded else ""
    if form.get("looked_at") == mark:
        seen, reason = seen_of(form), form.get("why", "")
        try:
            services.withdraw_year(year, by=actor_of(request), at=now(), seen=seen, reason=reason)
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("%(year)s 年的录入已撤回，期限正在重新计算。") % {"year": year})
            return redirect("desk:calendars")
    without = {"mark": mark, "moved": moving.moved_without(year, on=today())} if loaded else None
    return _page(request, year, typed, without=without, refusal=refusal)


def _load(request: HttpRequest, year: int, spec: Mapping[str, Any]) -> HttpResponse:
    form, by = request.POST, actor_of(request)
    services.load_year(spec, by=by, at=now(), seen=seen_of(form), reason=form.get("reason", ""))
    messages.success(request, _("%(year)s 年已启用，期限正在重新计算。") % {"year": year})
    return redirect("desk:calendars")


def _preview(notice: Notice) -> dict[str, Any]:
    year = notice.days()
    written = json.dumps(notice.plain(), sort_keys=True, ensure_ascii=False)
    return {
        "mark": hashlib.sha256(written.encode()).hexdigest()[:20],
        "working": len(year.working),
        "off": len(notice.holidays),
        "made_up": notice.workdays,
        "moved": moving.moved(notice, on=today()),
    }


def _begun(request: HttpRequest, year: int) -> dict[str, str]:
    """Return what the form begins with: what stands, or what stood before a change that is gone back on."""
    back = going_back(request, services.about(year))
    return {**_stands(year), **_lines(back.before)} if back and back.before else _stands(year)


def _stands(year: int) -> dict[str, str]:
    loaded, days = services.loaded_year(year), calendar_of(settings.HUIYIN_HOME).year(year)
    if loaded is not None:
        return _lines(loaded.notice.plain())
    if days is None:
        return {"source": "", "holidays": "", "workdays": ""}
    holidays = {day.isoformat(): name for day, name in days.names.items()}
    worked = [day.isoformat() for day in made_up(days)]
    return _lines({"source": "", "holidays": holidays, "workdays": worked})


def _lines(plain: Mapping[str, Any]) -> dict[str, str]:
    """Return a year's notice as the form shows it: a line for each stretch of days off."""
    lines = stretches(plain["holidays"])
    shown = [f"{say(f'law.rest.{n}', 'zh')} {a}" + (f" {b}" if b != a else "") for n, a, b in lines]
    return {
        "source": plain["source"],
        "holidays": "\n".join(shown),
        "workdays": "\n".join(sorted(plain["workdays"])),
    }


def _typed(request: HttpRequest, year: int) -> dict[str, str]:
    """Return what somebody sent; a file counts instead of what stands in the fields."""
    form: QueryDict = request.POST
    sent = {name: form.get(name, "") for name in ("source", "holidays", "workdays", "reason")}
    for _name, file in uploads(request):
        return {**sent, **_of_file(file.read(_LARGEST + 1), year)}
    return sent


def _of_file(content: bytes, year: int) -> dict[str, str]:
    if len(content) > _LARGEST:
        raise Invalid("orgs.calendar_file", field="file")
    try:
        spec = yaml.load(content.decode("utf-8-sig"), yaml.CSafeLoader)
    except (UnicodeDecodeError, yaml.YAMLError) as unreadable:
        raise Invalid("orgs.calendar_file", field="file") from unreadable
    notice = read_notice(spec)
    if notice.year != year:
        raise Invalid("orgs.calendar_other_year", field="file", found=notice.year, year=year)
    return _lines(notice.plain())


def _spec(typed: Mapping[str, str], year: int) -> dict[str, Any]:
    """Return the notice that was typed. Raises Invalid, which tells of everything that needs mending."""
    off, on = read_lines(typed["holidays"], year), read_lines(typed["workdays"], year, working=True)
    wrong = [
        Invalid("orgs.calendar_line", field=field, line="”“".join(line[:60] for line in read.unread))
        for field, read in (("holidays", off), ("workdays", on))
        if read.unread
    ]
    if not typed["source"].strip():
        wrong.append(Invalid("law.refused.calendar-source", field="source"))
    if wrong:
        first, *others = wrong
        raise Invalid(first.message.code, field=first.field, also=others, **first.message.params)
    workdays = sorted({*off.workdays, *on.workdays})
    return {"year": year, "source": typed["source"], "holidays": list(off.holidays), "workdays": workdays}
