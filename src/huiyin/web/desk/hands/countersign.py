"""Countersigning: ask colleagues or units, answer, take a request back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.base.clock import now
from huiyin.base.errors import NotFound, Refused
from huiyin.cases.queries.countersigning import ANSWERED, CountersignRow, asked, of_letter
from huiyin.cases.services import countersigning
from huiyin.foundation.wording import say
from huiyin.web.desk.asked import actor_of, errors_of, number_of, status_of
from huiyin.web.desk.letters import page
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang


@needs("letter.draft")
@require_POST
def ask(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Ask colleagues or units to sign a draft along."""
    try:
        countersigning.ask(letter_id, request.POST.getlist("who"), by=actor_of(request), at=now())
    except Refused as refusal:
        return page(request, letter_id, refusal=refusal)
    messages.success(request, _("已请会签，对方会收到消息。"))
    return redirect("desk:letter", letter_id=letter_id)


@needs("letter.countersign")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, countersign_id: int) -> HttpResponse:
    """Show a draft to whoever is asked to sign it along, and take their answer."""
    form, refusal = request.POST, None
    if request.method == "POST":
        try:
            countersigning.answer(
                countersign_id,
                form.get("said", ""),
                form.get("words", ""),
                version=number_of(form, "version"),
                by=actor_of(request),
                at=now(),
            )
            messages.success(request, _("会签意见已记录。"))
            return redirect("desk:todo")
        except NotFound:
            raise
        except Refused as refused:
            refusal = refused
    draft = asked(actor_of(request), countersign_id, at=now())
    errors = errors_of(refusal)
    found = {
        "asked": draft.row,
        "page": draft.page,
        "before": [r for r in of_letter(draft.row.letter) if r.answered_at and _same(r, draft.row)],
        "version": draft.version,
        "typed": form,
        "answers": [(code, say(f"countersign.{code}", lang())) for code in ANSWERED],
        "errors": errors,
        "error_list": list(errors.items()),
    }
    return render(
        request, "desk/hands/countersign.html", found, status=status_of(refusal) if refusal else 200
    )


def _same(one: CountersignRow, other: CountersignRow) -> bool:
    return (one.staff, one.office) == (other.staff, other.office)


@needs("letter.draft")
@require_POST
def withdraw(request: HttpRequest, countersign_id: int) -> HttpResponse:
    """Take a request to sign along back."""
    letter_id = countersigning.withdraw(countersign_id, by=actor_of(request), at=now())
    messages.info(request, _("会签请求已收回。"))
    return redirect("desk:letter", letter_id=letter_id)
