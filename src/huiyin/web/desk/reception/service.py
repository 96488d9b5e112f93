"""Difficult service: letters that wait, and one letter with everything that was tried."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid, NotFound, Refused
from huiyin.cases.standing import the_law
from huiyin.foundation.wording import say
from huiyin.reception.queries import service as queries
from huiyin.reception.rules import service as rules
from huiyin.reception.services import service as services
from huiyin.web.desk.asked import OptionRow, actor_of, day_of, errors_of, status_of
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang


@needs("matter.read")
@require_safe
def unserved(request: HttpRequest) -> HttpResponse:
    """Show the signed letters that nobody has received yet, the oldest first."""
    after = request.GET.get("after", "")
    page = queries.unserved(actor_of(request), today=today(), after=after)
    found = {
        "page": page,
        "first": "?" if after else "",
        "next": f"?after={page.after}" if page.after else "",
    }
    return render(request, "desk/reception/unserved.html", found)


@needs("matter.read")
@require_http_methods(["GET", "POST"])
def service(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Show a letter's service, or record an attempt."""
    if request.method == "GET":
        return _page(request, letter_id)
    form = request.POST
    try:
        given = services.AttemptGiven(
            day=day_of(form, "day"),
            way=form.get("way", ""),
            address=form.get("address", ""),
            outcome=form.get("outcome", ""),
            witnesses=tuple(form.getlist("witness")),
            words=form.get("words", ""),
        )
        found = services.attempt(letter_id, given, by=actor_of(request), at=now())
    except Refused as refusal:
        return _page(request, letter_id, form="attempt", refusal=refusal)
    if found.served:
        messages.success(request, _("已记录，并登记送达。"))
    else:
        messages.info(request, _("已记录。这次还不算送达。"))
    return redirect("desk:service", letter_id=letter_id)


@needs("letter.serve")
@require_POST
def receivers(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Record an agent or a consent to electronic service, or that one of them ended."""
    do = request.POST.get("do", "")
    try:
        _received_by(letter_id, do, request)
    except Refused as refusal:
        return _page(request, letter_id, form=do, refusal=refusal)
    messages.success(request, _("已记录。"))
    return redirect("desk:service", letter_id=letter_id)


def _received_by(letter_id: int, do: str, request: HttpRequest) -> None:
    form, by, at = request.POST, actor_of(request), now()
    day = _day(form, f"{do}_day")
    if do == "agent":
        services.name_agent(letter_id, form.get("who", ""), since=day, by=by, at=at)
    elif do == "agent_end":
        services.end_agent(letter_id, day=day, by=by, at=at)
    elif do == "consent":
        how, address = form.get("said_how", ""), form.get("address_named", "")
        services.consent(letter_id, address, how=how, since=day, by=by, at=at)
    elif do == "consent_end":
        services.withdraw_consent(letter_id, how=form.get("said_how", ""), day=day, by=by, at=at)
    else:
        raise Invalid("reception.nothing_chosen", field="form")


def _day(form: QueryDict, name: str) -> date:
    return day_of(form, name)


def _options(prefix: str, codes: tuple[str, ...]) -> list[OptionRow]:
    return [(code, say(f"reception.{prefix}.{code}", lang())) for code in codes]


def _page(
    request: HttpRequest, letter_id: int, *, form: str = "", refusal: Refused | None = None
) -> HttpResponse:
    if isinstance(refusal, NotFound):
        raise refusal
    view = queries.service(actor_of(request), letter_id, at=now())
    errors = errors_of(refusal)
    law, _calendar = the_law()
    needed = int(law.parameter("refusal_witnesses", today()).value)
    if form != "attempt" and form:
        renamed = {"since": f"{form}_day", "until": f"{form}_day", "said_how": f"{form}_how"}
        errors = {renamed.get(name, name): words for name, words in errors.items()}
    found: dict[str, Any] = {
        "service": view,
        "ways": _options("way", rules.WAYS),
        "addresses": _options("address", rules.ADDRESSES),
        "outcomes": _options("outcome", rules.OUTCOMES),
        "said_hows": _options("said_how", rules.SAID_HOW),
        "typed": request.POST.dict(),
        "witnesses": [*request.POST.getlist("witness"), *[""] * needed][: max(needed, 1)],
        "needed": needed,
        "form": form,
        "today": today().isoformat(),
        "errors": errors,
        "error_list": list(errors.items()),
    }
    return render(
        request, "desk/reception/service.html", found, status=status_of(refusal) if refusal else 200
    )
