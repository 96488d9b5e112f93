"""What somebody sent after too long a pause: back in its form where that can be, or shown field by field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.base.errors import Refused
from huiyin.cases.queries.matter import brief
from huiyin.foundation.wording import has, say
from huiyin.web import signed_in
from huiyin.web.desk.asked import actor_of
from huiyin.web.permission import staff
from huiyin.web.signed_in import Held
from huiyin.web.templatetags.wording import lang

# Forms that are filled in again themselves, with everything that belongs to them.
REFILLED = ("desk:register",)
# What was chosen out of a list is said in its words, and sent as it was chosen.
_CHOSEN: Mapping[str, str] = {
    "channel": "channel",
    "how": "service.how",
    "nature": "nature",
    "path": "law.path_name",
    "outcome": "step.result",
    "result": "step.result",
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LONG = 40


@dataclass(frozen=True)
class KeptField:
    """One field of a form: its name there, what it is called, what was filled in and how it is shown."""

    name: str
    label: str
    text: str
    shape: str
    said: str = ""


@staff
@require_http_methods(["GET", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """Lead back to the form of what was sent after too long a pause, or offer it to be sent or let go."""
    kept = signed_in.held(request)
    form = _form_of(kept)
    if request.method == "POST" or kept is None:
        signed_in.forget_held(request)
        return redirect(form or "desk:todo")
    if form:
        return redirect(form)
    editor = _is_letter(kept)
    fields = [_shown(name, text, editor=editor) for name, text in kept.fields]
    found = {
        **_about(request, kept),
        "held": kept,
        "fields": fields,
        "empty": not any(field.shape != "hidden" for field in fields),
        "files": sorted({name for name, _file in kept.files}),
        "file_names": [file for _name, file in kept.files],
    }
    return render(request, "desk/hands/again.html", found)


def sent_to(request: HttpRequest, form: str) -> Held | None:
    """Return what the signed-in person had sent to a form too late, or None."""
    kept = signed_in.held(request)
    return kept if kept is not None and _form_of(kept) == form else None


def _form_of(kept: Held | None) -> str:
    """Return the name of the form it came from where that form can be filled in again, or nothing."""
    path = kept.path.partition("?")[0] if kept else ""
    return next((name for name in REFILLED if reverse(name) == path), "")


def _about(request: HttpRequest, kept: Held) -> dict[str, Any]:
    """Return what the form was about: its matter and step, or its letter, as far as they can be told."""
    try:
        asked = resolve(kept.path.partition("?")[0]).kwargs
        matter = brief(actor_of(request), asked["matter_id"]) if "matter_id" in asked else None
    except (Resolver404, Refused):
        return {}
    return {"matter": matter, "act": asked.get("act", ""), "letter": asked.get("letter_id")}


def _is_letter(kept: Held) -> bool:
    """Return whether it was sent from the editor of a letter, whose parts have names of their own."""
    try:
        return resolve(kept.path.partition("?")[0]).view_name == "desk:letter"
    except Resolver404:
        return False


def _shown(name: str, text: str, *, editor: bool) -> KeptField:
    """Return how a field is shown out of its page: what nobody typed goes along unseen."""
    label = _called(name, editor=editor)
    group = _CHOSEN.get(name)
    if group and has(f"{group}.{text}"):
        return KeptField(name, label or _("填写的内容"), text, "said", say(f"{group}.{text}", lang()))
    typed = not text.isascii() or " " in text.strip() or (label and text.strip())
    if not typed:
        return KeptField(name, label, text, "hidden")
    if _DAY.fullmatch(text):
        return KeptField(name, label, text, "date")
    short = "\n" not in text and len(text) <= _LONG and text.isascii()
    return KeptField(name, label or _("填写的内容"), text, "text" if short else "area")


def _called(name: str, *, editor: bool) -> str:
    """Return what a field of a form is called where it can be seen out of its page, or nothing."""
    part = f"letter.element.{name}"
    codes = (f"again.{name}", part, f"step.field.{name}", f"step.label.{name}")
    return next((say(code, lang()) for code in ((part, *codes) if editor else codes) if has(code)), "")
