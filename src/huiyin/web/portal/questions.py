"""Questions that many ask, answered beforehand: by kind of demand, with nobody's petition in them."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.base.clock import today
from huiyin.base.messages import Message
from huiyin.cases.public_answers import public_answer
from huiyin.cases.rules.given import visible
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
    typed = request.POST.get("words", "")[:LONGEST] if request.method == "POST" else ""
    found, error = [], ""
    if request.method == "POST":
        visitor.count_try(request, "ask", limit=ASKED_AN_HOUR, within=timedelta(hours=1))
        found = [kinds()[code] for code in likely(typed)] if visible(typed) else []
        if not found:
            error = say(
                Message("portal.nothing_like_it" if visible(typed) else "portal.say_something"), lang()
            )
    groups = [
        (field.name(lang()), [(kinds()[code].name(lang()), code) for code in field.kinds])
        for field in fields().values()
    ]
    context = {
        "groups": groups,
        "found": [(kind.name(lang()), kind.code) for kind in found],
        "form": {"words": typed},
        "errors": {"words": error} if error else {},
        "error_list": [("words", error)] if error else [],
    }
    return render(request, "portal/questions.html", context, status=422 if error else 200)


@public
@require_GET
def question(request: HttpRequest, kind: str) -> HttpResponse:
    """Show what can be done about one kind of demand, what cannot, how, and until when elsewhere."""
    answer = public_answer(kind, on=today())
    begun = visitor.draft(request) is not None
    return render(request, "portal/question.html", {"answer": answer, "begun": begun})
