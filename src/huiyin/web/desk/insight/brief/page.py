"""Where a brief or a yearly report is asked for and taken along, as Word or PDF; that is noted."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid, NotAllowed, Refused
from huiyin.foundation.documents import to_docx, to_pdf
from huiyin.foundation.wording import say
from huiyin.insight import brief as briefs
from huiyin.insight import queries, shown
from huiyin.insight.brief import Period
from huiyin.web.desk.asked import actor_of, errors_of, status_of
from huiyin.web.desk.insight.brief.document import SORTS, written
from huiyin.web.desk.letters import WORD
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang

_FORMS = {"docx": WORD, "pdf": "application/pdf"}


@needs("insight.read")
@require_http_methods(["GET", "HEAD", "POST"])
def brief(request: HttpRequest) -> HttpResponse:
    """Show of which periods there are briefs and yearly reports; give one out."""
    if request.method != "POST":
        return _page(request)
    try:
        return _taken(request)
    except NotAllowed:
        raise
    except Refused as refusal:
        return _page(request, refusal)


def _taken(request: HttpRequest) -> HttpResponse:
    actor, at = actor_of(request), now()
    sort = request.POST.get("sort", "")
    form = request.POST.get("form" if sort == "brief" else "report_form", "")
    period = briefs.read(request.POST.get("period" if sort == "brief" else "year", ""))
    on = queries.as_of()
    first = queries.first_day() or on
    if (
        sort not in SORTS
        or period.since > on
        or period.before <= first
        or (period.step == "year") != (sort == "yearly")
    ):
        raise Invalid("brief.no_period", field="period")
    if form not in _FORMS:
        raise Invalid("brief.no_form", field="form")
    outside = sort == "brief" and request.POST.get("use", "inside") == "outside"
    letter = written(sort, period, by=actor, on=today(), outside=outside)
    content = to_docx(letter) if form == "docx" else to_pdf(letter)
    briefs.taken(sort, period, form, by=actor, at=at)
    disposition = content_disposition_header(True, f"{letter.title}.{form}") or "attachment"
    return HttpResponse(content, content_type=_FORMS[form], headers={"Content-Disposition": disposition})


def _page(request: HttpRequest, refusal: Refused | None = None) -> HttpResponse:
    page: dict[str, Any] = {"typed": request.POST, "hides": False}
    if refusal is not None:
        errors = errors_of(refusal)
        page |= {"errors": errors, "error_list": list(errors.items())}
    try:
        page["hides"] = shown.sight(actor_of(request), exported=False).hides
        on = queries.as_of()
        first = queries.first_day() or on
        page["periods"] = [
            (one.code, name(one))
            for one in briefs.offered(on)
            if one.before > first and (one.step == briefs.OUTSIDE or not page["hides"])
        ]
        page["years"] = [(one.code, _year(one, over=one.before <= on)) for one in briefs.years(on, first)]
        page["on"] = on
    except NotAllowed:
        raise
    except Refused as unreadable:
        page["refusal"] = say(unreadable.message, lang())
    page["uses"] = [
        ("inside", _("内部：同往期并列，几份合在一起可能推算出不足 5 人的数")),
        ("outside", _("对外：只能选季度，只写这一个季度")),
    ]
    page["forms"] = [("docx", _("Word，可以改")), ("pdf", _("PDF，适合打印和传阅"))]
    return render(request, "desk/insight/brief.html", page, status=status_of(refusal) if refusal else 200)


def name(period: Period) -> str:
    """Return a month or quarter as the page names it."""
    if period.step == "quarter":
        said = {"year": period.since.year, "n": (period.since.month + 2) // 3}
        return _("%(year)s 年第 %(n)s 季度") % said
    return _("%(year)s 年 %(month)s 月") % {"year": period.since.year, "month": period.since.month}


def _year(period: Period, *, over: bool) -> str:
    said = {"year": period.since.year}
    return _("%(year)s 年") % said if over else _("%(year)s 年（未满）") % said
