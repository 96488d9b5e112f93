"""Keeping a narrowed list under a name of one's own, and letting it go."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.base.clock import now
from huiyin.base.errors import Invalid
from huiyin.cases.services import saved
from huiyin.foundation.wording import say
from huiyin.web.desk.asked import actor_of, number_of
from huiyin.web.desk.filters.asked import Filter, read
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang

_WHOSE = ("mine", "office", "all")
LONGEST_ADDRESS = 4_000


def kept_query(page: str, found: Filter, whose: str) -> str:
    """Return what is kept of a list: its conditions, and on the to-do list whose work it shows."""
    return found.query + (f"&whose={whose}" if page == "todo" and whose in _WHOSE and found else "")


@needs("matter.read")
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the list as it is narrowed under the name that was typed, and go back to it."""
    page = "todo" if request.POST.get("page") == "todo" else "matters"
    asked = QueryDict(request.POST.get("query", "")[:LONGEST_ADDRESS])
    found, whose = read(asked, actor_of(request)), asked.get("whose", "")
    back = f"{reverse(f'desk:{page}')}?{kept_query(page, found, whose)}"
    name = request.POST.get("name", "")
    try:
        saved.keep(name, kept_query(page, found, whose), page=page, by=actor_of(request), at=now())
    except Invalid as refusal:
        messages.error(request, say(refusal.message, lang()))
        return redirect(back)
    messages.success(request, _("已保存这个筛选，下次点一下就能打开。"))
    return redirect(back)


@needs("matter.read")
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Let a kept list go."""
    page = saved.forget(number_of(request.POST, "saved"), by=actor_of(request))
    messages.success(request, _("已删除这个筛选；事项没有变化。"))
    return redirect(f"desk:{page}")
