"""One item of a register: what it says, what was entered, and the entries that may be made now."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.base.clock import now, today
from huiyin.base.errors import NotFound, Refused
from huiyin.foundation.wording import say
from huiyin.registers.queries import item as queries
from huiyin.registers.queries.answering import may_answer
from huiyin.registers.queries.item import ItemView
from huiyin.registers.rules.checking import OUTCOMES, WORDS
from huiyin.registers.rules.moves import CONTACTS, ENDS, KEEP, SOURCES, Move
from huiyin.registers.services import items
from huiyin.web.desk.asked import actor_of, day_of, errors_of, number_of, status_of, uploads
from huiyin.web.desk.hands.panels import named
from huiyin.web.desk.registers.lists import worded
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import coded, lang

TYPED = ("kind", "day", "words", "source", "contact", "accepted_on", "due", "word", "word_on", "officer")


def optional_day(form: QueryDict, name: str) -> date | None:
    """Return a day somebody chose, or None when the field was left empty. Raises Invalid."""
    return day_of(form, name) if form.get(name, "").strip() else None


@needs("matter.read")
@require_http_methods(["GET", "POST"])
def register_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """Show an item; or make an entry on it, with the papers that come along."""
    if request.method == "GET":
        return _page(request, item_id)
    try:
        given, version = _given(request.POST), number_of(request.POST, "version")
        items.enter(item_id, given, uploads(request), version=version, by=actor_of(request), at=now())
    except Refused as refusal:
        return _page(request, item_id, refusal)
    messages.success(request, _("已记入台账。"))
    return redirect("desk:register_item", item_id=item_id)


def _given(form: QueryDict) -> items.Given:
    outcomes = [form.get(name, "") for name in sorted(form) if name.startswith("outcome_")]
    return items.Given(
        kind=form.get("kind", ""),
        day=day_of(form, "day"),
        words=form.get("words", ""),
        source=form.get("source", ""),
        contact=form.get("contact", ""),
        accepted_on=optional_day(form, "accepted_on"),
        due=optional_day(form, "due"),
        files=[int(key) for key in form.getlist("evidence") if key.isdecimal()][:50],
        outcomes=[outcome for outcome in outcomes if outcome],
        word=form.get("word", ""),
        word_on=optional_day(form, "word_on"),
    )


def _page(request: HttpRequest, item_id: int, refusal: Refused | None = None) -> HttpResponse:
    if isinstance(refusal, NotFound):
        raise refusal
    actor = actor_of(request)
    view = queries.opened(actor, item_id, at=now())
    errors = errors_of(refusal)
    typed = {name: request.POST.get(name, "") for name in TYPED}
    if len(view.moves) == 1 and not view.moves[0].to:  # nothing to choose, and nothing ends by it
        typed["kind"] = typed["kind"] or view.moves[0].kind
    found: dict[str, Any] = {
        "item": view,
        "typed": typed,
        "day": typed["day"] or today().isoformat(),
        "latest": today().isoformat(),
        "evidence": request.POST.getlist("evidence"),
        "errors": errors,
        # Papers can be ticked where the matter has some, and always be brought along.
        "new_paper": errors.get("files") or ("" if view.files else errors.get("evidence", "")),
        "error_list": list(errors.items()),
        **_choices(view, request.POST),
        "may_hand": _may_hand(request, view),
        "answerers": [
            named(str(c.id), c.name, c.office) for c in may_answer(view.office, matter=view.row.matter)
        ],
    }
    return render(request, "desk/registers/item.html", found, status=status_of(refusal) if refusal else 200)


def _choices(view: ItemView, form: QueryDict) -> dict[str, Any]:
    asked = {name for move in view.moves for name in move.asks}
    kinds = [(move.kind, coded(move.kind, "registers.move"), _hint(move)) for move in view.moves]
    return {
        "kinds": kinds,
        "asked": asked,
        "when": {name: _when(view, name) for name in asked},
        "sources": worded(SOURCES, "registers.source"),
        "contacts": worded(CONTACTS, "registers.contact"),
        "outcomes": worded(OUTCOMES, "registers.outcome"),
        "words_rest_on": worded(WORDS, "registers.word"),
        "requests": [
            (f"outcome_{place}", request or _("整个事项"), form.get(f"outcome_{place}", ""))
            for place, request in enumerate(view.requests)
        ],
        "files": [(str(f.id), f.name) for f in view.files],
    }


def _when(view: ItemView, name: str) -> str:
    """Return for which entries a field has to be filled in."""
    kinds = [coded(move.kind, "registers.move") for move in view.moves if name in move.asks]
    return _("选“%(kinds)s”时要填。") % {"kinds": _("、").join(kinds)}


def _hint(move: Move) -> str:
    """Return what an entry of this kind has to say besides its day and words."""
    if not move.asks:
        return ""
    asks = ("outcomes", "word", "word_on") if "checks" in move.asks else move.asks
    return _("需要填：") + _("、").join(say(f"registers.asks.{name}", lang()) for name in asks)


def _may_hand(request: HttpRequest, view: ItemView) -> bool:
    return view.office in actor_of(request).offices(KEEP) and view.row.state not in ENDS


@needs("register.keep")
@require_POST
def register_hand(request: HttpRequest, item_id: int) -> HttpResponse:
    """Name who answers for an item or leads it."""
    try:
        officer, due = number_of(request.POST, "officer"), optional_day(request.POST, "due")
        items.hand_on(item_id, officer, due, by=actor_of(request), at=now())
    except Refused as refusal:
        return _page(request, item_id, refusal)
    messages.success(request, _("已指定责任人。"))
    return redirect("desk:register_item", item_id=item_id)
