"""Talk records: written while the visitor speaks, read back, signed, added to, and registered."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.base.clock import now
from huiyin.base.errors import Conflict, Invalid, NotFound, Refused
from huiyin.cases.rules.given import PersonGiven
from huiyin.cases.standing import the_law
from huiyin.foundation.wording import say
from huiyin.reception.queries import talks as queries
from huiyin.reception.rules import desk as rules
from huiyin.reception.services import erasing
from huiyin.reception.services import talks as services
from huiyin.web.desk.asked import actor_of, errors_of, number_of, status_of
from huiyin.web.desk.reception.papers import as_docx, as_pdf
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang

PERSON = ("name", "phone", "id_number", "address")
TYPED = (*PERSON, "said", "asked", "persons", "anonymous")


@needs("petition.register")
@require_safe
def talks(request: HttpRequest) -> HttpResponse:
    """Show the talk records an officer may open, newest first."""
    after = request.GET.get("after", "")
    page = queries.talks(actor_of(request), after=after)
    found = {
        "page": page,
        "first": "?" if after else "",
        "next": f"?after={page.after}" if page.after else "",
    }
    return render(request, "desk/reception/talks.html", found)


@needs("petition.register")
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin the record for a called number, or without one."""
    ticket = number_of(request.POST, "ticket") or None
    return redirect("desk:talk", talk_id=services.begin(ticket_id=ticket, by=actor_of(request), at=now()))


def _given(form: QueryDict) -> rules.TalkGiven:
    persons = form.get("persons", "").strip() or "1"
    if not persons.isdecimal() or len(persons) > 9:  # noqa: PLR2004 - far beyond any crowd
        raise Invalid("desk.persons_unreadable", field="persons")
    return rules.TalkGiven(
        said=form.get("said", ""),
        asked=form.get("asked", ""),
        person=PersonGiven(**{name: form.get(name, "") for name in PERSON}),
        companions=tuple(form.getlist("companion")),
        persons=int(persons),
        anonymous=form.get("anonymous") == "1",
    )


@needs("matter.read")
@require_http_methods(["GET", "POST"])
def talk(request: HttpRequest, talk_id: int) -> HttpResponse:
    """Show a record; while it is written: keep it, or close it as read back."""
    if request.method == "GET":
        return _page(request, talk_id)
    read_back = request.POST.get("do") == "read_back"
    try:
        services.write(
            talk_id,
            _given(request.POST),
            version=number_of(request.POST, "version"),
            read_back=read_back,
            by=actor_of(request),
            at=now(),
        )
    except Refused as refusal:
        return _page(request, talk_id, refusal=refusal, typed=request.POST)
    messages.success(request, _("已宣读，内容不再改动。") if read_back else _("笔录已保存。"))
    return redirect("desk:talk", talk_id=talk_id)


def _page(
    request: HttpRequest,
    talk_id: int,
    *,
    refusal: Refused | None = None,
    typed: QueryDict | None = None,
) -> HttpResponse:
    if isinstance(refusal, NotFound):
        raise refusal
    view = queries.talk(actor_of(request), talk_id, at=now())
    law, _calendar = the_law()
    errors = errors_of(refusal)
    most = rules.most_spokespersons(law, view.day)
    names = list(typed.getlist("companion")) if typed is not None else list(view.given.companions)
    found: dict[str, Any] = {
        "talk": view,
        "form": _form(view, typed),
        "companions": (names + [""] * most)[: most - 1],
        "most": most,
        "signatures": [(code, say(f"reception.signature.{code}", lang())) for code in rules.SIGNATURES],
        "conflict": isinstance(refusal, Conflict),
        "typed": typed or {},
        "errors": errors,
        "error_list": list(errors.items()),
        "rule": law.parameter("talk_record", view.day),
    }
    return render(request, "desk/reception/talk.html", found, status=status_of(refusal) if refusal else 200)


def _form(view: queries.TalkView, typed: QueryDict | None) -> Mapping[str, str]:
    if typed is not None and "said" in typed:
        return {name: typed.get(name, "") for name in TYPED}
    given = view.given
    return {
        **vars(given.person),
        "said": given.said,
        "asked": given.asked,
        "persons": str(given.persons),
        "anonymous": "1" if given.anonymous else "",
    }


@needs("petition.register")
@require_POST
def sign(request: HttpRequest, talk_id: int) -> HttpResponse:
    """Note how the record was signed, or that it was not and why."""
    try:
        services.sign(
            talk_id,
            request.POST.get("signed", ""),
            reason=request.POST.get("reason", ""),
            by=actor_of(request),
            at=now(),
        )
    except Refused as refusal:
        return _page(request, talk_id, refusal=refusal, typed=request.POST)
    messages.success(request, _("签名情况已记录。"))
    return redirect("desk:talk", talk_id=talk_id)


@needs("petition.register")
@require_POST
def add(request: HttpRequest, talk_id: int) -> HttpResponse:
    """Add what is to be set right, after the record was read back."""
    try:
        services.add(talk_id, request.POST.get("entry", ""), by=actor_of(request), at=now())
    except Refused as refusal:
        return _page(request, talk_id, refusal=refusal, typed=request.POST)
    messages.success(request, _("已补记。"))
    return redirect("desk:talk", talk_id=talk_id)


@needs("petition.register")
@require_POST
def register(request: HttpRequest, talk_id: int) -> HttpResponse:
    """Register what was said, and go on to the written notice where the officer may see the matter."""
    earlier = request.POST.get("earlier", "")
    try:
        services.register(talk_id, earlier=earlier, by=actor_of(request), at=now())
        view = queries.talk(actor_of(request), talk_id, at=now())
    except Refused as refusal:
        return _page(request, talk_id, refusal=refusal, typed=request.POST)
    messages.success(request, _("已登记：%(number)s。") % {"number": view.petition_number})
    if view.sees_matter:
        return redirect("desk:talk_notice", talk_id=talk_id)
    return redirect("desk:talk", talk_id=talk_id)


@needs("person.unmask")
@require_POST
def erase(request: HttpRequest, talk_id: int) -> HttpResponse:
    """Propose to erase a record that was never registered, or confirm what a colleague proposed."""
    confirmed = request.POST.get("do", "") == "confirm"
    act = erasing.confirm if confirmed else erasing.propose
    try:
        act(talk_id, by=actor_of(request), at=now())
    except Refused as refusal:
        return _page(request, talk_id, refusal=refusal, typed=request.POST)
    messages.success(request, _("已清除，不能恢复。") if confirmed else _("已提出清除，由另一位同事确认。"))
    return redirect("desk:talk", talk_id=talk_id)


@needs("matter.read")
@require_safe
def talk_pdf(request: HttpRequest, talk_id: int) -> HttpResponse:
    """Download the record as PDF, to print and sign."""
    return as_pdf(*queries.talk_document(actor_of(request), talk_id, at=now()))


@needs("matter.read")
@require_safe
def talk_docx(request: HttpRequest, talk_id: int) -> HttpResponse:
    """Download the record as a Word file."""
    return as_docx(*queries.talk_document(actor_of(request), talk_id, at=now()))
