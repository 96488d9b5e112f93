"""What gathers now in the actor's own scope; one topic with its matters and what to call it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.base.clock import now, today
from huiyin.base.errors import NotFound, Refused
from huiyin.cases.queries import topics as queries
from huiyin.cases.rules.topics import LONGEST_TITLE
from huiyin.cases.services import topics as services
from huiyin.orgs import queries as orgs
from huiyin.web.desk.asked import OptionRow, actor_of, errors_of, status_of
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import kind_name, lang

_LONGEST_CODE = 12
_AREAS_SHOWN = 3


@needs("topic.read")
@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """Show what gathers now, the hottest first."""
    asked = {name: request.GET.get(name, "")[:_LONGEST_CODE] for name in ("area", "kind")}
    found = queries.gathered(actor_of(request), on=today(), **asked)
    places = _places()
    rows = [
        {
            "row": row,
            "areas": [(places.get(code) or _("地点不详"), n) for code, n in row.areas.items()][:_AREAS_SHOWN],
            "kinds": [(_kind(code), n) for code, n in row.kinds.items()][:_AREAS_SHOWN],
        }
        for row in found.rows
    ]
    filters: dict[str, list[OptionRow]] = {
        "areas": [(code, places.get(code, code)) for code in _with(found.areas, asked["area"])],
        "kinds": [(code, _kind(code)) for code in _with(found.kinds, asked["kind"])],
    }
    shown = {"found": found, "rows": rows, "asked": asked, "small": found.small, **filters}
    return render(request, "desk/topics/list.html", shown)


def _with(codes: Any, chosen: str) -> list[str]:
    return sorted({*codes, chosen} - {""})


def _kind(code: str) -> str:
    return kind_name(code) if code else _("未分类")


def _places() -> Mapping[str, str]:
    english = lang() == "en"
    return {d.code: (d.name_en or d.name) if english else d.name for d in orgs.divisions()}


@needs("matter.read")
@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Show the matters of a topic; take a name for it, or that it is not one matter."""
    if request.method == "POST":
        return _decide(request, topic_id)
    return _page(request, topic_id)


def _decide(request: HttpRequest, topic_id: int) -> HttpResponse:
    by, typed, what = actor_of(request), request.POST.get("title", "")[:200], request.POST.get("do", "")
    try:
        if what == "apart":
            services.say_apart(topic_id, by=by, at=now())
        elif what == "together":
            services.say_together(topic_id, by=by, at=now())
        else:
            services.rename(topic_id, typed, by=by, at=now())
    except NotFound:
        raise
    except Refused as refusal:
        return _page(request, topic_id, refusal=refusal, typed=typed)
    if what == "apart":
        messages.success(request, _("已记为“不是同一回事”，以后不再作为热点列出。"))
    else:
        messages.success(request, _("已保存，以后继续沿用。"))
    return redirect("desk:topic", topic_id=topic_id)


def _page(
    request: HttpRequest, topic_id: int, *, refusal: Refused | None = None, typed: str | None = None
) -> HttpResponse:
    after = request.GET.get("after", "")
    page = queries.topic(actor_of(request), topic_id, after=after)
    errors = errors_of(refusal)
    shown = {
        "page": page,
        "title": page.title if typed is None else typed,
        "errors": errors,
        "error_list": list(errors.items()),
        "longest": LONGEST_TITLE,
        "next": f"?{urlencode({'after': page.after})}" if page.after else "",
        "first": request.path if after else "",
    }
    return render(request, "desk/topics/topic.html", shown, status=status_of(refusal) if refusal else 200)
