"""Personal data on the workbench: a person's contacts, their copy, proposing and confirming erasing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.base.clock import now
from huiyin.base.errors import Invalid, Refused
from huiyin.cases.queries import copy as copies
from huiyin.cases.queries import held
from huiyin.cases.rules.given import plain
from huiyin.cases.services import personal as services
from huiyin.foundation.wording import say
from huiyin.orgs.rules import Actor
from huiyin.reception.queries.copies import consents, talk_records
from huiyin.web.copies import as_zip
from huiyin.web.desk.asked import actor_of, errors_of, keys_of, number_of, status_of
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang

LONGEST_NUMBER = 60


@needs("person.unmask")
@require_safe
def personal(request: HttpRequest) -> HttpResponse:
    """Show what waits to be confirmed and, asked for by a petition's number, all contacts of its person."""
    return _page(request, _number(request.GET))


def _number(form: QueryDict) -> str:
    return plain(form.get("number", ""))[:LONGEST_NUMBER]


def _page(
    request: HttpRequest, number: str, *, refusal: Refused | None = None, typed: QueryDict | None = None
) -> HttpResponse:
    actor, contacts = actor_of(request), None
    after = number_of(request.GET, "after")
    if number:
        try:
            contacts = held.contacts(actor, held.petition_numbered(actor, number), at=now())
        except Refused as unknown:
            refusal = refusal or unknown
    rows = held.waiting(actor, after=after, size=held.PAGE + 1)
    errors = errors_of(refusal)
    chosen = typed.getlist("petitions") if typed else [str(c.petition) for c in contacts or () if c.same_name]
    found: dict[str, Any] = {
        "number": number,
        "contacts": contacts,
        "chosen": {int(key) for key in chosen if key.isdecimal()},
        "waiting": rows[: held.PAGE],
        "next": f"?{urlencode({'after': rows[held.PAGE - 1].id})}" if len(rows) > held.PAGE else "",
        "first": "?" if after else "",
        "any_to_confirm": any(row.may_confirm for row in rows[: held.PAGE]),
        **(_copies(actor, number) if contacts else {}),
        "any_free": any(c.free for c in contacts or ()),
        "may_propose": services.PROPOSE in actor.may,
        "may_confirm": services.CONFIRM in actor.may,
        "proofs": [
            (code, say(f"personal.proof.{code}", lang()))
            for code in copies.PROOFS
            if code != copies.PROOFS[2]
        ],
        "proof": typed.get("proof", "") if typed else "",
        "errors": errors,
        "error_list": list(errors.items()),
    }
    return render(request, "desk/personal.html", found, status=status_of(refusal) if refusal else 200)


def _copies(actor: Actor, number: str) -> dict[str, Any]:
    """Return whether the actor may give a copy out, and at which office the matter is that gives it."""
    office, name = held.kept_at(actor, number)
    return {"may_copy": office in actor.offices("person.unmask"), "here": name}


@needs("person.unmask")
@require_POST
def copy(request: HttpRequest) -> HttpResponse:
    """Give out the copy of what is held about a person who proved who they are."""
    actor, number = actor_of(request), _number(request.POST)
    try:
        petition = held.petition_numbered(actor, number)
        content = copies.for_officer(actor, petition, proof=request.POST.get("proof", ""), at=now())
    except Refused as refusal:
        return _page(request, number, refusal=refusal, typed=request.POST)
    return as_zip({**content, "consents": consents(content), "talks": talk_records(content, actor=actor)})


@needs(services.PROPOSE)
@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Propose to erase the chosen contacts; another officer confirms."""
    chosen = keys_of(request.POST, "petitions")
    try:
        services.propose(chosen, by=actor_of(request), at=now())
    except Refused as refusal:
        return _page(request, _number(request.POST), refusal=refusal, typed=request.POST)
    messages.success(request, _("已提出清除。由另一位有权限的同事确认后才会清除。"))
    return redirect("desk:personal")


@needs(services.CONFIRM)
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Erase what was chosen from the list, one after the other; what is refused stays with its reason."""
    done, refused = 0, None
    if not request.POST.getlist("erasures"):
        return _page(request, "", refusal=Invalid("personal.none_ticked", field="erasures"))
    for key in keys_of(request.POST, "erasures")[: held.PAGE]:
        try:
            services.confirm(key, by=actor_of(request), at=now())
            done += 1
        except Refused as refusal:
            refused = refusal
    if done:
        messages.success(request, _("已清除 %(count)s 件，不能恢复。") % {"count": done})
    return _page(request, "", refusal=refused) if refused else redirect("desk:personal")


@needs(services.CONFIRM)
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take a proposal back."""
    try:
        services.withdraw(number_of(request.POST, "erasure"), by=actor_of(request), at=now())
    except Refused as refusal:
        return _page(request, "", refusal=refusal)
    messages.info(request, _("已撤回清除申请。"))
    return redirect("desk:personal")
