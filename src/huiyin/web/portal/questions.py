"""Questions that many ask, answered beforehand: by kind of demand, with nobody's petition in them."""

from collections.abc import Sequence
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.base.clock import today
from huiyin.base.messages import Message
from huiyin.cases.public_answers import public_answer
from huiyin.cases.rules.given import visible
from huiyin.foundation.rate import TooOften
from huiyin.foundation.wording import say
from huiyin.text.taxonomy import fields, kinds
from huiyin.web.permission import public
from huiyin.web.portal import visitor
from huiyin.web.portal.beside import likely
from huiyin.web.templatetags.wording import lang

ASKED_AN_HOUR = 120  # by one address: a service hall asks for many people
LONGEST = 2_000


@public
@require_http_methods(["GET", "POST"])
def questions(request: HttpRequest) -> HttpResponse:
    """Show every kind of demand to choose from, or those that somebody's own words may be about.

    What is typed is read and forgotten: not stored, not logged, not in an address.
    """
    if request.method == "GET":
        return _page(request)
    typed = request.POST.get("words", "")[:LONGEST]
    try:
        visitor.count_try(request, "ask", limit=ASKED_AN_HOUR, within=timedelta(hours=1))
    except TooOften as often:
        return _page(request, typed, wrong=often.message, status=429)
    if not visible(typed):
        return _page(request, typed, wrong=Message("portal.say_something"), status=422)
    found = likely(typed)
    if not found:
        return _page(request, typed, wrong=Message("portal.nothing_like_it"), status=422)
    return _page(request, typed, found)


def _page(
    request: HttpRequest,
    typed: str = "",
    found: Sequence[str] = (),
    *,
    wrong: Message | None = None,
    status: int = 200,
) -> HttpResponse:
    def named(codes: Sequence[str]) -> list[tuple[str, str]]:
        return [(kinds()[code].name(lang()), code) for code in codes]

    error = say(wrong, lang()) if wrong else ""
    context = {
        "groups": [(field.name(lang()), named(field.kinds)) for field in fields().values()],
        "found": named(found),
        "form": {"words": typed},
        "errors": {"words": error} if error else {},
        "error_list": [("words", error)] if error else [],
    }
    return render(request, "portal/questions.html", context, status=status)


@public
@require_GET
def question(request: HttpRequest, kind: str) -> HttpResponse:
    """Show what can be done about one kind of demand, what cannot, how, and until when elsewhere."""
    answer = public_answer(kind, on=today())
    begun = visitor.draft(request) is not None
    return render(request, "portal/question.html", {"answer": answer, "begun": begun})
