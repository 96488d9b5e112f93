"""The written notice on the spot: chosen, signed, printed and handed over while the visitor waits."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.base.clock import now, today
from huiyin.base.errors import NotAllowed, NotFound, Refused
from huiyin.cases.queries import matter as matters
from huiyin.cases.queries import papers
from huiyin.cases.rules.steps import PATHS
from huiyin.cases.services import letters
from huiyin.cases.standing import the_law
from huiyin.foundation.wording import say
from huiyin.orgs import queries as orgs
from huiyin.reception.queries import talks as queries
from huiyin.reception.services import notices
from huiyin.web.desk.asked import actor_of, errors_of, number_of, status_of
from huiyin.web.desk.shown import matter_page, office_options
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang


@needs("petition.register")
@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest, talk_id: int) -> HttpResponse:
    """Show the notice and its next step: draft, sign, or hand over."""
    view = queries.talk(actor_of(request), talk_id, at=now())
    if view.matter is None:
        raise NotAllowed("reception.register_first")
    if not view.sees_matter:
        raise NotFound("cases.no_matter")
    if request.method == "GET":
        return _page(request, view)
    try:
        done = _do(request, view)
    except Refused as refusal:
        return _page(request, view, refusal=refusal)
    messages.success(request, done)
    return redirect("desk:talk_notice", talk_id=talk_id)


def _do(request: HttpRequest, view: queries.TalkView) -> str:
    form, actor, at = request.POST, actor_of(request), now()
    if form.get("do") == "sign":
        if not view.notice:
            raise NotFound("cases.no_letter")
        number = letters.sign(view.notice, version=number_of(form, "version"), by=actor, at=at)
        return _("已签发：%(number)s。请打印，当场交给来访人。") % {"number": number}
    if form.get("do") == "hand":
        notices.hand_over(view.id, form.get("receipt", ""), by=actor, at=at)
        return _("已当场书面告知并登记送达。")
    act = form.get("act", "")
    fields = {"path": form.get("path", "")}
    if act == "told":
        to = form.get("to_other", "").strip() or form.get("to", "")
        fields = {"to": to, "procedure": form.get("procedure", "")}
    notices.draft(view.id, act, fields, by=actor, at=at)
    return _("已起草，请核对后签发。")


def _page(request: HttpRequest, view: queries.TalkView, *, refusal: Refused | None = None) -> HttpResponse:
    actor = actor_of(request)
    letter = papers.letter(actor, view.notice, at=now()) if view.notice else None
    law, _calendar = the_law()
    errors = errors_of(refusal)
    if "parts" in errors or (letter and any(name in letter.content for name in errors)):
        errors = {"form": " ".join(errors.values())}
    found: dict[str, Any] = {
        "talk": view,
        "letter": letter,
        "acts": [(act, say(f"reception.notice.{act}", lang())) for act in notices.ON_THE_SPOT],
        "paths": [(path, say(f"law.path_name.{path}", lang())) for path in PATHS],
        "offices": office_options(orgs.offices(), here=actor.office or 0),
        "typed": {"path": _path(request, view), **request.POST.dict()},
        "telling": law.parameter("telling", view.day).citation,
        "days": law.parameter("telling_days", view.day).value,
        "visiting": law.parameter("visiting", view.day).citation,
        "errors": errors,
        "error_list": list(errors.items()),
    }
    return render(request, "desk/reception/notice.html", found, status=status_of(refusal) if refusal else 200)


def _path(request: HttpRequest, view: queries.TalkView) -> str:
    """Return the path that was confirmed for the matter, else the one proposed, if one is."""
    actor = actor_of(request)
    if view.notice or view.matter is None:
        return ""
    page = matter_page(actor, matters.opened(actor, view.matter, at=now()), today=today())
    return str(page["sorting"]["path"])
