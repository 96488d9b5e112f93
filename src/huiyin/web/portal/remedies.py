"""The public calculator of other remedies: what happened, on which day, how long is left, where to go.

Nothing of what is typed is stored, put on record or logged.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.base.clock import today
from huiyin.base.errors import Invalid, NotFound
from huiyin.base.messages import Message
from huiyin.cases.standing import the_law
from huiyin.foundation.wording import has, say
from huiyin.law.channels.clock import Clock
from huiyin.law.channels.happened import HAPPENED, clocks_of
from huiyin.web.permission import public
from huiyin.web.templatetags.wording import lang

_ICONS: Mapping[str, str] = {
    "wages": "coin",
    "dismissed": "user",
    "unlawful": "building",
    "injured": "heart-handshake",
    "assessed": "certificate",
    "award": "gavel",
    "decision": "file-text",
    "reconsidered": "scale",
}
_WRITTEN = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")


@public
@require_GET
def remedies(request: HttpRequest) -> HttpResponse:
    """Ask what happened."""
    choices = [(what, _ICONS[what]) for what in HAPPENED]
    return render(request, "portal/remedies.html", {"choices": choices})


@public
@require_http_methods(["GET", "POST"])
def remedy(request: HttpRequest, what: str) -> HttpResponse:
    """Ask for the day and a fact or two; say until when something can be done, where, by which article."""
    if what not in HAPPENED:
        raise NotFound("portal.no_page")
    if request.method == "GET":
        return _page(request, what, {})
    names = ("on", *HAPPENED[what].days, *HAPPENED[what].answers)
    typed = {name: request.POST.get(name, "").strip()[:40] for name in names}
    law, calendar = the_law()
    try:
        days = {name: _day(value) for name, value in typed.items()}
        found = clocks_of(what, days, today=today(), law=law, calendar=calendar)
    except Invalid as wrong:
        return _page(request, what, typed, wrong=wrong)
    return _page(request, what, typed, clocks=found)


def _day(value: str) -> str:
    """Return a day as a program writes it, whether it was written 2026/3/2 or 2026年3月2日."""
    found = _WRITTEN.fullmatch(value)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else value


def _page(
    request: HttpRequest,
    what: str,
    typed: Mapping[str, str],
    *,
    wrong: Invalid | None = None,
    clocks: tuple[Clock, ...] = (),
) -> HttpResponse:
    errors = {wrong.field: _words(wrong.message)} if wrong else {}
    context: dict[str, Any] = {
        "what": what,
        "form": typed,
        "day": _asked(what, "on"),
        "days": [_asked(what, name) for name in HAPPENED[what].days],
        "answers": [_asked(what, name) for name in HAPPENED[what].answers],
        "errors": errors,
        "error_list": list(errors.items()),
        "clocks": clocks,
        "limit": today().isoformat(),
    }
    return render(request, "portal/remedy.html", context, status=422 if wrong else 200)


def _words(message: Message) -> str:
    """Return what is to be mended as people read it: the command's own names stay out of the page."""
    plain = f"remedies.{message.code.rpartition('.')[2]}"
    return say(Message(plain, message.params) if has(plain) else message, lang())


def _asked(what: str, name: str) -> dict[str, Any]:
    """Return a field: its name, label, help, and the two answers where it is a question."""
    words = {}
    for part in ("label", "help"):
        own, usual = f"remedies.{part}.{what}.{name}", f"remedies.{part}.any.{name}"
        code = own if has(own) else usual
        words[part] = say(code, lang()) if has(code) else ""
    options = [(a, say(f"remedies.answer.{a}", lang())) for a in ("yes", "no")]
    return {"name": name, **words, "options": options}
