"""Checks beside the letter editor: worked out on the server, on every save and while somebody writes."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiyin.base.citation import Citation, Status
from huiyin.base.clock import now, today
from huiyin.cases.queries import checking
from huiyin.cases.queries import versions as saved
from huiyin.cases.queries.checking import CheckRow
from huiyin.cases.queries.papers import LetterView
from huiyin.cases.rules.letters import parts
from huiyin.cases.services import checking as services
from huiyin.cases.services import letters
from huiyin.foundation.wording import has, say
from huiyin.law.letters import LETTER_KINDS
from huiyin.orgs.rules import Actor
from huiyin.web.desk.asked import actor_of
from huiyin.web.desk.plain import beside as reading
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang, law

_REASON = "reason_"
_SHORT = 8
ELEMENTS = frozenset(e for kind in LETTER_KINDS for e in parts(kind))
_NO_ARTICLE = "条款待核"


@needs("matter.read")
@require_POST
def checks(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Check what stands in the form of a draft, without keeping it; return the part beside the editor."""
    rows = checking.checks(actor_of(request), letter_id, request.POST, on=today())
    names = [name for name in request.POST if name in ELEMENTS]
    elements = [
        {"name": n, "label": say(f"letter.element.{n}", lang()), "text": request.POST[n]} for n in names
    ]
    to_petitioner = checking.goes_to_petitioner(actor_of(request), letter_id)
    found = {
        **shown(rows, request.POST, names),
        **(reading.draft(elements, today=today()) if to_petitioner else {}),
        "errors": {},
        "live": True,
    }
    return render(request, "desk/writing/_checks.html", found)


def beside(actor: Actor, view: LetterView, typed: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page of a letter shows of its checks, the reasons given, and its versions."""
    rows = [] if view.number else checking.checks(actor, view.id, typed, on=today())
    return {
        **shown(rows, typed, list(view.content)),
        "reasons": checking.reasons(actor, view.id) if view.number else (),
        "saved": saved.count(view.id),
    }


def shown(rows: Sequence[CheckRow], typed: Mapping[str, str], names: Sequence[str]) -> dict[str, Any]:
    """Return the checks with the reasons that are being written for some of them, and by element."""
    return {
        "checks": [
            (row, f"{_REASON}{row.mark[:_SHORT]}", _typed(row, typed), where_from(row.citation))
            for row in rows
        ],
        "stops": sum(row.blocks for row in rows),
        "missing": [row.element for row in rows if row.blocks and row.code == "missing"],
        "found": {name: [row for row in rows if row.element == name] for name in names},
    }


def _typed(row: CheckRow, typed: Mapping[str, str]) -> str:
    return typed.get(f"{_REASON}{row.mark[:_SHORT]}", "")


def stated(element: str, missing: bool, where: Mapping[str, Citation]) -> str:
    """Return what the editor says under an element: what belongs there, and who asks for it."""
    known = where.get(element)
    guide = say(f"letter.help.{element}", lang()) if has(f"letter.help.{element}", lang()) else ""
    if known is None:
        return guide or _("给信访人的提醒，法律没有要求写，可以改、可以删")
    unsure = known.status is Status.UNCONFIRMED
    if unsure and known.article == _NO_ARTICLE:
        asked = where_from(known)
    else:
        asked = _("%(law)s要求写明") % {"law": law(known)} + (_("，法制机构还没有核对") if unsure else "")
    still = _("，还没有写") if missing else ""
    return f"{guide}{_('（')}{asked}{still}{_('）')}" if guide else f"{asked}{still}"


def where_from(citation: Citation) -> str:
    """Return what a check or an element rests on, as somebody reads it who writes letters.

    What nobody has compared with the official text says so, and whose it is to compare it.
    """
    if citation.status is not Status.UNCONFIRMED:
        return law(citation)
    if citation.article == _NO_ARTICLE:
        return _("公开的文书式样，不是法律条文；法制机构还没有核对")
    return _("%(law)s（法制机构还没有核对）") % {"law": law(citation)}


def taken_over(request: HttpRequest, letter_id: int, element: str, version: int) -> str:
    """Put into an element what the file would say there, keep the draft, and return what to say of it."""
    words = checking.suggestion(actor_of(request), letter_id, element, on=today())
    if not words:
        return _("案卷里没有另外的写法，没有改动。")
    letters.revise(letter_id, {element: words}, version=version, by=actor_of(request), at=now())
    return _("“%(element)s”已换成案卷里的写法。") % {"element": say(f"letter.element.{element}", lang())}


def overruled(request: HttpRequest, letter_id: int, mark: str, version: int) -> str:
    """Set a check aside for the reason in the form, and return what to say of it."""
    reason = request.POST.get(f"{_REASON}{mark[:_SHORT]}", "")
    services.overrule(letter_id, mark, reason, version=version, by=actor_of(request), at=now())
    return _("理由已记下，签发人看得到。")
