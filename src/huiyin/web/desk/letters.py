"""The letter editor: written element by element, checked against the law, signed, downloaded, served."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.base.citation import Citation
from huiyin.base.clock import now, today
from huiyin.base.errors import Conflict, Invalid, NotFound, Refused
from huiyin.cases.queries import checking, group, papers, same, signing
from huiyin.cases.queries import matter as queries
from huiyin.cases.queries import versions as saved
from huiyin.cases.rules.given import plain
from huiyin.cases.rules.letters import BESIDES
from huiyin.cases.services import letters
from huiyin.cases.services.giving_back import give_back
from huiyin.foundation.documents import to_docx, to_pdf
from huiyin.foundation.wording import say
from huiyin.law.acts import WAYS_OF_SERVICE
from huiyin.reception.queries.agreed import consent_asked
from huiyin.reception.rules.service import SAID_HOW
from huiyin.reception.services import handing
from huiyin.web.desk.asked import actor_of, day_of, errors_of, number_of, status_of, uploads
from huiyin.web.desk.hands import countersigns
from huiyin.web.desk.plain import beside
from huiyin.web.desk.registers import promised
from huiyin.web.desk.writing import checks, recorded
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang

LONG_ELEMENTS = frozenset({"claim", "investigation", "findings", "view", "reason"})
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@needs("matter.read")
@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Show a letter; while it is a draft: save, sign, give back or discard it."""
    if request.method == "GET":
        return page(request, letter_id)
    actor = actor_of(request)
    matter_id = papers.matter_of(actor, letter_id)
    try:
        said = _done(request, letter_id)
    except Refused as refusal:
        return page(request, letter_id, refusal=refusal, typed=request.POST)
    messages.success(request, said)
    if request.POST.get("queue") and request.POST.get("do") in {"sign", "give_back"}:
        following = signing.next_to_sign(actor, letter_id)
        return (
            redirect(f"{reverse('desk:letter', args=[following])}?queue=1")
            if following
            else redirect("desk:letters")
        )
    if not queries.may_see(actor, matter_id):
        return redirect("desk:todo")
    if request.POST.get("do") == "discard":
        return redirect("desk:matter", matter_id=matter_id)
    return redirect("desk:letter", letter_id=letter_id)


def _done(request: HttpRequest, letter_id: int) -> str:
    """Do with a draft what was asked for, and return what to say of it."""
    do, by, at = request.POST.get("do", "save"), actor_of(request), now()
    if do == "discard":
        letters.discard(letter_id, by=by, at=at)
        return _("草稿已删除。")
    if do == "give_back":
        give_back(letter_id, request.POST.get("words", ""), by=by, at=at)
        return _("已退回起草的同事修改。")
    version = _save(request, letter_id)
    what, _colon, named = do.partition(":")
    if what == "use":
        return checks.taken_over(request, letter_id, named, version)
    if what == "overrule":
        return checks.overruled(request, letter_id, named, version)
    if do != "sign":
        return (
            _("草稿已保存；内容改了，请会签的同事再看。")
            if countersigns.asked_anew(letter_id)
            else _("草稿已保存。")
        )
    number = letters.sign(letter_id, version=version, by=by, at=at)
    return _("已签发：%(number)s。") % {"number": number}


def _save(request: HttpRequest, letter_id: int) -> int:
    """Keep what was typed and return the draft's version; who signs need not be one who may also write."""
    version = recorded.keep(request, letter_id, number_of(request.POST, "version"))
    before = papers.content(actor_of(request), letter_id)
    typed = {name: request.POST[name] for name in before if name in request.POST}
    changed = any(not _same(before[name], text) for name, text in typed.items())
    if request.POST.get("do", "save") != "save" and not changed:
        return version
    letters.revise(letter_id, typed, version=version, by=actor_of(request), at=now())
    return version + 1


def _same(one: str, other: str) -> bool:
    return plain(one) == plain(other)


def page(
    request: HttpRequest,
    letter_id: int,
    *,
    refusal: Refused | None = None,
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Show a letter as it is now; `typed` is what the refused form held."""
    if isinstance(refusal, NotFound):
        raise refusal
    view = papers.letter(actor_of(request), letter_id, at=now())
    errors = errors_of(refusal)
    typed = typed or {}
    # After a conflict the page shows the latest words beside what was typed; sending it again is then meant.
    where = checking.where_stated(view.kind, on=today())
    elements = [_element(view, name, typed, errors, where) for name in view.content]
    found: dict[str, Any] = {
        "letter": view,
        "elements": elements,
        **recorded.shown(view, typed),
        **_conflict(letter_id, refusal),
        "errors": errors,
        "error_list": list(errors.items()),
        "typed": typed,
        "latest": today().isoformat(),
        "day": typed.get("day") or today().isoformat(),
        "group": bool(view.act in group.ANSWERS and same.members(actor_of(request), view.matter)),
        **(_serving(request, view) if view.may_serve and view.number and not view.served else {}),
        "queue": request.GET.get("queue") or typed.get("queue", ""),
        "promised": promised.beside_letter(actor_of(request), view, today=today()),
        **checks.beside(actor_of(request), view, typed),
        **countersigns.beside_letter(actor_of(request), view),
        **(beside.draft(elements, today=today()) if view.to_petitioner and not view.number else {}),
    }
    return render(request, "desk/letter.html", found, status=status_of(refusal) if refusal else 200)


def _conflict(letter_id: int, refusal: Refused | None) -> dict[str, Any]:
    """Return who changed a draft meanwhile, where that kept it from being saved."""
    conflict = isinstance(refusal, Conflict)
    by, at = (saved.latest(letter_id) if conflict else None) or ("", None)
    return {"conflict": conflict, "latest_by": by, "latest_at": at}


def _serving(request: HttpRequest, view: papers.LetterView) -> dict[str, Any]:
    """Return what the form of service asks: the ways, and for the electronic one the consent."""
    asked = view.to_be_served and view.to_petitioner
    return {
        "ways": [(code, say(f"service.how.{code}", lang())) for code in WAYS_OF_SERVICE],
        "consent": consent_asked(actor_of(request), view.id, today=today()) if asked else None,
        "said_hows": [(code, say(f"reception.said_how.{code}", lang())) for code in SAID_HOW],
    }


def _element(
    view: papers.LetterView,
    name: str,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
    where: Mapping[str, Citation],
) -> dict[str, Any]:
    text = view.content[name]
    return {
        "name": name,
        "label": say(f"letter.element.{name}", lang()),
        "text": typed.get(name, text),
        "latest": text if name in typed and not _same(typed[name], text) else "",
        "missing": name in view.missing,
        "wanted": name not in BESIDES.get(view.kind, ()),
        "help": checks.stated(name, name in view.missing, where),
        "rows": 6 if name in LONG_ELEMENTS else 3,
        "error": errors.get(name, ""),
    }


@needs("letter.serve")
@require_POST
def serve(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Record that a signed letter was handed over."""
    try:
        handing.serve(
            letter_id,
            how=request.POST.get("how", ""),
            day=day_of(request.POST, "day"),
            receipt=request.POST.get("receipt", ""),
            consent=_consent(request),
            proof=handing.Proof(uploads(request, "proof"), request.POST.get("post_number", "")),
            by=actor_of(request),
            at=now(),
        )
    except Refused as refusal:
        if isinstance(refusal, Invalid):
            refusal.field = {"since": "consent_day"}.get(refusal.field, refusal.field)
        return page(request, letter_id, refusal=refusal, typed=request.POST)
    messages.success(request, _("送达已登记。"))
    return redirect("desk:letter", letter_id=letter_id)


def _consent(request: HttpRequest) -> handing.ConsentGiven:
    form = request.POST
    since = day_of(form, "consent_day") if form.get("consent_day", "").strip() else None
    return handing.ConsentGiven(form.get("address_named", ""), form.get("said_how", ""), since)


@needs("matter.read")
@require_safe
def letter_pdf(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Download a letter as PDF."""
    found = papers.official_page(
        actor_of(request), letter_id, at=now(), petition=number_of(request.GET, "petition")
    )
    return _download(to_pdf(found.page), f"{found.file_name}.pdf", "application/pdf")


@needs("matter.read")
@require_safe
def letter_docx(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Download a letter as a Word file."""
    found = papers.official_page(
        actor_of(request), letter_id, at=now(), petition=number_of(request.GET, "petition")
    )
    return _download(to_docx(found.page), f"{found.file_name}.docx", WORD)


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
