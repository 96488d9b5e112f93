"""How the agency words the parts of its letters: what must be said stays, from a day on."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.base.clock import now, today
from huiyin.base.errors import Refused
from huiyin.cases.rules.letters import MARK
from huiyin.cases.services import wording
from huiyin.web.desk.admin.frame import going_back, page, seen_of
from huiyin.web.desk.asked import actor_of, day_of
from huiyin.web.desk.options import letter_name
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import coded


@needs("office.edit")
@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """Show the parts of one kind of letter that the agency may word, with what a draft begins with today."""
    kind = request.GET.get("kind", "")
    rows = wording.wordings(on=today())
    known = dict.fromkeys(row.kind for row in rows)
    kind = kind if kind in known else next(iter(known), "")
    found = {
        "here": "words",
        "kind": kind,
        "kinds": [(code, letter_name(code)) for code in MARK if code in known],
        "rows": [row for row in rows if row.kind == kind],
    }
    return render(request, "desk/admin/letter_words.html", found)


@needs("office.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, letter_kind: str, part: str) -> HttpResponse:
    """Show one part of a letter; asked to by POST, word it from a day on, or go back to the usual words."""
    form, refusal = request.POST, None
    row = wording.wording(letter_kind, part, on=today())  # refused here when there is none
    if request.method == "POST":
        text = "" if form.get("do") == "usual" else form.get("text", "")
        kept: dict[str, Any] = {
            "by": actor_of(request),
            "at": now(),
            "seen": seen_of(form),
            "reason": form.get("reason", ""),
        }
        try:
            wording.keep_words(letter_kind, part, text, since=day_of(form, "since"), **kept)
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("已保存。新起草的文书从这一天起用新的用语。"))
            return redirect("desk:letter_words_part", letter_kind=letter_kind, part=part)
    about, back = f"wording:{letter_kind}.{part}", going_back(request, f"wording:{letter_kind}.{part}")
    stands = {"text": row.own or row.usual}
    begun = {
        **stands,
        "since": today().isoformat(),
        **({"text": back.before["text"] or row.usual} if back else {}),
    }
    found = {
        "here": "words",
        "row": row,
        "letter": letter_name(letter_kind),
        "must": [(f"{{{name}}}", coded(name, "wording_place")) for name in row.must],
        "may": [(f"{{{name}}}", coded(name, "wording_place")) for name in row.may],
        "typed": {**begun, **form.dict()},
        "back": back,
    }
    return page(request, "letter_words_part", about, found, now=stands, refusal=refusal)
