"""Official pages of the reception as files to download."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from huiyin.foundation.documents import OfficialLetter, to_docx, to_pdf

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def as_pdf(page: OfficialLetter, name: str) -> HttpResponse:
    """Return an official page as a PDF."""
    return _download(to_pdf(page), f"{name}.pdf", "application/pdf")


def as_docx(page: OfficialLetter, name: str) -> HttpResponse:
    """Return an official page as a Word file."""
    return _download(to_docx(page), f"{name}.docx", WORD)


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
