"""One finding: evidence, persons and petitions, examples, what to do, and whether it was right."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.base.clock import now
from huiyin.base.errors import NotAllowed, NotFound, Refused
from huiyin.foundation.wording import say
from huiyin.insight import found, judging, queries
from huiyin.insight.brief import Period
from huiyin.insight.rules import LONGEST_REASON, VERDICTS
from huiyin.web.desk.asked import actor_of, errors_of, number_of, status_of
from huiyin.web.desk.insight import undertaken, words
from huiyin.web.desk.insight.asked import Wanted, place_name, places, sort_name, wanted
from huiyin.web.desk.insight.home import points
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import day, lang


@needs("insight.read")
@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: HttpRequest, finding_id: int) -> HttpResponse:
    """Show a finding; take an officer's word on whether it was right, or what is undertaken on it."""
    if request.method != "POST":
        return _page(request, finding_id)
    undertakes = request.POST.get("do") == "undertake"
    typed = undertaken.typed_in(request.POST, undertaken.PLAN if undertakes else ("said", "reason"))
    try:
        if undertakes:
            undertaken.plan(request, finding_id)
        else:
            judging.judge(finding_id, typed["said"], typed["reason"], by=actor_of(request), at=now())
    except (NotFound, NotAllowed):
        raise
    except Refused as refusal:
        return _page(request, finding_id, refusal=refusal, typed=typed)
    if undertakes:
        messages.success(
            request, _("已记下这项行动，列入做的人的待办。做了以后，在这项行动里写查到的原因和结果。")
        )
    else:
        messages.success(request, _("已记下您的判断和理由，并计入提示的对错记录。"))
    return redirect("desk:insight_finding", finding_id=finding_id)


def _page(
    request: HttpRequest,
    finding_id: int,
    *,
    refusal: Refused | None = None,
    typed: Mapping[str, str] = {},
) -> HttpResponse:
    actor = actor_of(request)
    page, named = found.finding(actor, finding_id), places()
    told = words.told(page.row, named)
    errors = errors_of(refusal)
    whole = page.row.whole is not None
    shown = {
        "page": page,
        "told": told,
        "seen": [
            (one, words.where(one.areas, named), words.method(one), words.chance(one))
            for one in reversed(page.row.episode.seen)
        ]
        if whole
        else [],
        "course": points(page.course, until=queries.as_of()),
        "by_month": page.course.step == "month",
        "choices": [(code, say(f"insight.verdict.{code}", lang())) for code in VERDICTS],
        "said": typed.get("said", ""),
        "reason": typed.get("reason", ""),
        **undertaken.on_finding(actor, page, typed),
        "longest": LONGEST_REASON,
        "missed": None if page.missed is None else round(100 * page.missed),
        "again": None if page.row.own.repeated is None else round(100 * page.row.own.repeated),
        "traced": _traced(page.row) if page.examples else "",
        "profile": _profile(page.row),
        "errors": errors,
        "error_list": list(errors.items()),
    }
    status = status_of(refusal) if refusal else 200
    return render(request, "desk/insight/finding.html", shown, status=status)


def _profile(row: found.FoundRow) -> str:
    """Return the query of the profile of what a finding is about; none where it is about every kind."""
    areas = row.episode.areas
    asked = Wanted(52, area=areas[0] if len(areas) == 1 else "", kind=row.episode.kind)
    return asked.link() if asked.kind else ""


def _traced(row: found.FoundRow) -> str:
    return f"?finding={row.id}"


def _lead(counted: str, period: Period | None) -> str:
    """Return what is listed: the matters behind a number, of which period, counted how."""
    lead = _("这个数字背后您看得到的事项。")
    if counted:
        lead += say(f"insight.counted.{counted}", lang())
    if period:
        lead += _("%(since)s至%(until)s。") % {"since": day(period.since), "until": day(period.last)}
    return lead


@needs("matter.read")
@require_safe
def matters(request: HttpRequest) -> HttpResponse:
    """Show the matters behind a number or a finding, as far as the actor may open them."""
    actor, asked, after = actor_of(request), wanted(request.GET), number_of(request.GET, "after")
    of, named = number_of(request.GET, "finding"), places()
    try:
        if of:
            row = found.standing(actor, of)[0]
            chosen, title, back = found.chosen_of(row), words.title(row.episode, named), f"found/{of}/"
            base, counted = f"?finding={of}", queries.CONTACTS
        else:
            chosen = asked.chosen(queries.as_of())
            here = place_name(asked.area, named) if asked.area else say("insight.scope.everywhere", lang())
            sort = asked.kind or asked.field
            what = sort_name(sort) if sort else say("insight.scope.every_kind", lang())
            title, back, base = words.of(here, what), "", asked.link()
            counted = asked.counted(queries.as_of())
        rows = queries.traced(actor, chosen, counted=counted, after=after)
        page = {"title": title, "rows": rows, "back": back, "since": chosen.since}
        page["lead"] = _lead("" if of else asked.of, asked.period)
        page["next"] = f"{base}&after={rows[-1].id}" if len(rows) == queries.PAGE else ""
        page["first"] = base if after else ""
    except (NotAllowed, NotFound):
        raise
    except Refused as refusal:
        page = {"refusal": say(refusal.message, lang())}
    return render(request, "desk/insight/matters.html", page)
