"""Changes of rules and practice: noted with their day, and what came in after them."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.base.clock import now, today
from huiyin.base.errors import NotAllowed, Refused
from huiyin.foundation.wording import say
from huiyin.insight import policies
from huiyin.insight.policies import LONGEST_TITLE, Followed
from huiyin.text.taxonomy import kinds
from huiyin.web.desk.asked import actor_of, day_or_none, errors_of, status_of
from huiyin.web.desk.insight.asked import sort_name
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang

_FIELDS = ("title", "on", "kind", "words")
_BETWEEN = re.compile(r"[\s,，、;；]+")
_PLAINLY = 9  # a rise from which on hundredths say nothing
_LONGEST = 200  # characters that are kept of what was typed


@needs("insight.read")
@require_http_methods(["GET", "HEAD", "POST"])
def followed(request: HttpRequest) -> HttpResponse:
    """Show what followed changes of rules; note another change."""
    if request.method != "POST":
        return _page(request, {})
    typed = {name: request.POST.get(name, "")[:_LONGEST] for name in _FIELDS}
    try:
        day = day_or_none(request.POST, "on")
        words = [word for word in _BETWEEN.split(typed["words"]) if word]
        policies.note(typed["title"], day, typed["kind"], words, by=actor_of(request), at=now())
    except NotAllowed:
        raise
    except Refused as refusal:
        return _page(request, typed, refusal=refusal)
    messages.success(request, _("已记下这项变动。夜间推算以后，这里会写出变动前后有没有不同。"))
    return redirect("desk:insight_policies")


def _page(request: HttpRequest, typed: dict[str, str], *, refusal: Refused | None = None) -> HttpResponse:
    actor, errors = actor_of(request), errors_of(refusal)
    page: dict[str, Any] = {
        "typed": typed,
        "errors": errors,
        "error_list": list(errors.items()),
        "may_note": "insight.judge" in actor.may,
        "kinds": [(code, f"{code} {sort_name(code)}") for code in kinds()],
        "latest": today(),
        "longest": LONGEST_TITLE,
    }
    try:
        page["rows"] = [_row(one) for one in policies.followed(actor)]
    except NotAllowed:
        raise
    except Refused as unreadable:
        page["refusal"] = say(unreadable.message, lang())
    status = status_of(refusal) if refusal else 200
    return render(request, "desk/insight/policies.html", page, status=status)


def _row(one: Followed) -> dict[str, Any]:
    """Return a change with how many times the usual came in, and what could not be seen in percent."""
    least = {"least_fall": one.least_fall, "least_rise": one.least_rise}
    percent = {name: None if share is None else round(100 * share) for name, share in least.items()}
    times = {"low": _times(one.low), "high": _times(one.high)}
    return {"one": one, "kind": sort_name(one.kind), **times, **percent}


def _times(change: float | None) -> str:
    if change is None:
        return ""
    return f"{1 + change:.2f}" if change < _PLAINLY else f"{1 + change:.0f}"
