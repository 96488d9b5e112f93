"""The proof of service: the form to be signed, and the signed one kept as a picture."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.base.clock import now
from huiyin.base.errors import Refused
from huiyin.cases.queries import papers
from huiyin.cases.services import proofs
from huiyin.foundation.documents import to_docx, to_pdf
from huiyin.web.desk.asked import actor_of, number_of, uploads
from huiyin.web.desk.letters import WORD, page
from huiyin.web.permission import needs


@needs("letter.serve")
@require_POST
def add(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Keep pictures of the signed receipt, or the number under which the letter was posted."""
    try:
        proofs.add(
            letter_id,
            pictures=list(uploads(request, "proof")),
            post_number=request.POST.get("post_number", ""),
            by=actor_of(request),
            at=now(),
        )
    except Refused as refusal:
        return page(request, letter_id, refusal=refusal, typed=request.POST)
    messages.success(request, _("送达凭证已存入案卷。"))
    return redirect("desk:letter", letter_id=letter_id)


@needs("matter.read")
@require_safe
def form_pdf(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Download the form to be signed as PDF."""
    found = _form(request, letter_id)
    return _download(to_pdf(found.page), f"{found.file_name}.pdf", "application/pdf")


@needs("matter.read")
@require_safe
def form_docx(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Download the form to be signed as a Word file."""
    found = _form(request, letter_id)
    return _download(to_docx(found.page), f"{found.file_name}.docx", WORD)


def _form(request: HttpRequest, letter_id: int) -> papers.OfficialPage:
    petition = number_of(request.GET, "petition")
    return papers.proof_form(actor_of(request), letter_id, at=now(), petition=petition)


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
