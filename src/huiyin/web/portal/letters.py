"""The answer itself: read on the screen, printed, or taken along as Word or PDF."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from huiyin.base.clock import now, today
from huiyin.cases.plain_words import explained
from huiyin.cases.queries import follow as petitions
from huiyin.foundation.documents import OfficialLetter, Paragraph, to_docx, to_pdf
from huiyin.web.permission import public
from huiyin.web.portal.follow import followed, may_read
from huiyin.web.portal.progress import shown
from huiyin.web.templatetags.wording import lang

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _letter(request: HttpRequest, letter: int) -> OfficialLetter | None:
    """Return a letter of the followed petition, or None while it may not be read in this browser."""
    standing = followed(request)
    if standing is None or not may_read(request, standing):
        return None
    return petitions.answer(standing.petition, letter, at=now())


@public
@require_GET
def letter_page(request: HttpRequest, letter: int) -> HttpResponse:
    """Show a letter for reading on the screen, by ear, or on paper."""
    official, standing = _letter(request, letter), followed(request)
    if official is None or standing is None:
        return redirect("portal:progress")
    said = "\n".join(part.text for part in official.paragraphs if isinstance(part, Paragraph))
    words = explained(said, on=official.day)
    found = {"letter": official, "key": letter, "words": words, "standing": standing}
    found |= {"shown": shown(standing, readable=True, today=today()), "translated": lang() != "en"}
    found["kind"] = next((s.letter_kind for s in standing.steps if s.letter == letter), "")
    return render(request, "portal/letter.html", found)


@public
@require_GET
def letter_pdf(request: HttpRequest, letter: int) -> HttpResponse:
    """Give a letter as PDF."""
    official = _letter(request, letter)
    if official is None:
        return redirect("portal:progress")
    return _file(to_pdf(official, settings.HUIYIN_FONTS), official, "pdf", "application/pdf")


@public
@require_GET
def letter_docx(request: HttpRequest, letter: int) -> HttpResponse:
    """Give a letter as a Word file."""
    official = _letter(request, letter)
    if official is None:
        return redirect("portal:progress")
    return _file(to_docx(official), official, "docx", WORD)


def _file(content: bytes, letter: OfficialLetter, extension: str, mime: str) -> HttpResponse:
    name = f"{letter.title} {letter.number}.{extension}"
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(content, content_type=mime, headers={"Content-Disposition": disposition})
