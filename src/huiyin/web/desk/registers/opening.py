"""Forms that put something into a register: a directive, a promise, a backlog matter."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.base.clock import now, today
from huiyin.base.errors import NotFound, Refused
from huiyin.cases.queries import promised
from huiyin.cases.queries.matter import MatterBrief, brief
from huiyin.orgs import accounts
from huiyin.orgs.queries import StaffRow
from huiyin.orgs.rules import Actor
from huiyin.registers.queries.answering import may_answer
from huiyin.registers.rules.moves import KEEP
from huiyin.registers.services import items, opening
from huiyin.web.desk.asked import OptionRow, actor_of, day_of, errors_of, number_of, status_of
from huiyin.web.desk.hands.panels import named
from huiyin.web.desk.places import offices_in_sight
from huiyin.web.desk.registers.item import optional_day
from huiyin.web.desk.registers.lists import worded
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import coded

DIRECTIVE = ("kind", "giver", "reference", "day", "due", "text", "office", "officer", "numbers")
OF_A_MATTER = ("words", "due", "officer", "standard")


@needs("directive.enter")
@require_http_methods(["GET", "POST"])
def directive(request: HttpRequest) -> HttpResponse:
    """Enter a directive of a leader or of the level above."""
    if request.method == "GET":
        return _directive_form(request, {**dict.fromkeys(DIRECTIVE, ""), **_begun(request)})
    actor, form = actor_of(request), request.POST
    try:
        given = opening.Directive(
            kind=form.get("kind", ""),
            giver=form.get("giver", ""),
            reference=form.get("reference", ""),
            text=form.get("text", ""),
            day=day_of(form, "day"),
            due=optional_day(form, "due"),
            office=number_of(form, "office"),
            officer=number_of(form, "officer") or None,
            matters=items.matters_by_number(actor, form.get("numbers", "")),
        )
        item = opening.directive(given, by=actor, at=now())
    except Refused as refusal:
        typed = {name: form.get(name, "") for name in DIRECTIVE}
        return _directive_form(request, typed, refusal)
    messages.success(request, _("已列入台账。"))
    return redirect("desk:register_item", item_id=item)


def _begun(request: HttpRequest) -> dict[str, str]:
    """Return what the form begins with: the matter it was opened from, and who gives it in person."""
    actor, asked = actor_of(request), request.GET
    begun = {"day": today().isoformat(), "numbers": asked.get("number", "")[:60]}
    if KEEP not in actor.may and actor.staff is not None:
        leads = any(post.role == "leader" for post in actor.posts)
        kind = "own-leader" if leads else "supervision"
        begun |= {"kind": kind, "giver": accounts.account(actor.staff).title}
        begun["giver"] = begun["giver"] or coded(kind, "registers.giver")
    return begun | {"office": asked.get("office", "")}


def _answerers(offices: Sequence[OptionRow], chosen: str) -> Mapping[str, list[tuple[OptionRow, str]]]:
    """Return by their own office who may answer, each once, with the offices they may answer for.

    Those who may for the chosen office come first.
    """
    people: dict[int, StaffRow] = {}
    answers_for: dict[int, list[str]] = {}
    for office, _name in sorted(offices, key=lambda row: row[0] != chosen):
        for c in may_answer(int(office)):
            people.setdefault(c.id, c)
            answers_for.setdefault(c.id, []).append(office)
    found: dict[str, list[tuple[OptionRow, str]]] = {}
    for key, c in people.items():
        found.setdefault(c.office, []).append(((str(key), c.name), " ".join(answers_for[key])))
    return found


def _about(actor: Actor, numbers: str) -> Sequence[MatterBrief]:
    """Return the matters a directive is about; none where a number is wrong, which is said at its field."""
    try:
        return [brief(actor, matter) for matter in items.matters_by_number(actor, numbers)]
    except Refused:
        return []


def _directive_form(
    request: HttpRequest, typed: dict[str, str], refusal: Refused | None = None
) -> HttpResponse:
    actor, errors = actor_of(request), errors_of(refusal)
    offices = offices_in_sight(actor)
    if len(offices) == 1:
        typed["office"] = str(offices[0][0])
    given = {"kind", "giver", "reference", "day", "numbers"}  # known of whoever gives it in person
    found: dict[str, Any] = {
        "form": typed,
        "in_person": KEEP not in actor.may,
        "unfolded": bool(given & errors.keys()),
        "about": _about(actor, typed["numbers"]),
        "kinds": worded(opening.GIVERS, "registers.giver"),
        "offices": offices,
        "answerers": _answerers(offices_in_sight(actor, KEEP) or offices, typed["office"]),
        "latest": today().isoformat(),
        "errors": errors,
        "error_list": list(errors.items()),
    }
    status = status_of(refusal) if refusal else 200
    return render(request, "desk/registers/directive.html", found, status=status)


@needs("register.keep")
@require_http_methods(["GET", "POST"])
def promise(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Enter what the office promised in a matter."""
    if request.method == "GET":
        return _matter_form(request, matter_id, "promise", begun=_promised(request, matter_id))
    form = request.POST
    try:
        due, officer = optional_day(form, "due"), number_of(form, "officer") or None
        item = opening.promise(matter_id, form.get("words", ""), due, officer, by=actor_of(request), at=now())
    except Refused as refusal:
        return _matter_form(request, matter_id, "promise", refusal)
    messages.success(request, _("已列入台账。"))
    return redirect("desk:register_item", item_id=item)


@needs("register.keep")
@require_http_methods(["GET", "POST"])
def backlog(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Put a matter into the backlog register."""
    if request.method == "GET":
        return _matter_form(request, matter_id, "backlog")
    form = request.POST
    try:
        standard, officer = form.get("standard", ""), number_of(form, "officer") or None
        words = form.get("words", "")
        item = opening.backlog(matter_id, standard, words, officer, by=actor_of(request), at=now())
    except Refused as refusal:
        return _matter_form(request, matter_id, "backlog", refusal)
    messages.success(request, _("已列入台账。"))
    return redirect("desk:register_item", item_id=item)


def _promised(request: HttpRequest, matter_id: int) -> Mapping[str, str]:
    """Return what the form of a promise begins with where it was opened from a letter that holds one."""
    letter = number_of(request.GET, "letter")
    said = promised.words_of(actor_of(request), matter_id, letter, at=now()) if letter else None
    return {"words": said[0], "due": said[1].isoformat()} if said else {}


def _matter_form(
    request: HttpRequest,
    matter_id: int,
    what: str,
    refusal: Refused | None = None,
    begun: Mapping[str, str] | None = None,
) -> HttpResponse:
    if isinstance(refusal, NotFound):
        raise refusal
    matter, errors = brief(actor_of(request), matter_id), errors_of(refusal)
    found: dict[str, Any] = {
        "matter": matter,
        "what": what,
        "form": {name: request.POST.get(name, (begun or {}).get(name, "")) for name in OF_A_MATTER},
        "standards": worded(opening.STANDARDS, "registers.kind"),
        "staff": [named(str(c.id), c.name, c.office) for c in may_answer(matter.office, matter=matter.id)],
        "earliest": today().isoformat(),
        "errors": errors,
        "error_list": list(errors.items()),
    }
    status = status_of(refusal) if refusal else 200
    return render(request, "desk/registers/opening.html", found, status=status)
