"""One unsorted matter after the other: read on the left, decided on the right, then straight to the next."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huiyin.base.clock import now, today
from huiyin.base.errors import Conflict, NotFound, Refused
from huiyin.cases.queries import lists
from huiyin.cases.queries import matter as queries
from huiyin.cases.queries.meanwhile import meanwhile
from huiyin.cases.services.taking_in import take_in
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor
from huiyin.web.desk import shown
from huiyin.web.desk.asked import actor_of, errors_of, number_of, status_of
from huiyin.web.desk.intake import offers
from huiyin.web.desk.intake.returning import LONGEST_KEY, next_one
from huiyin.web.desk.intake.typed import USUAL, Decided, decided
from huiyin.web.desk.lists import shown_count
from huiyin.web.desk.options import place_options
from huiyin.web.desk.same import panel as same
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import coded, kind_name

_FIELDS = {"handler": "to", "office": "to"}  # where a service calls a field of the form otherwise


def _waiting(actor: Actor) -> lists.Wanted:
    """Return what is to be sorted: at the offices where the actor sorts."""
    return lists.Wanted(unsorted=True, offices=sorted(actor.offices("matter.sort")))


@needs("matter.sort")
@require_safe
def intake(request: HttpRequest) -> HttpResponse:
    """Show the next unsorted matter, the one that is due first; `after` is the last one that was put off."""
    actor, after = actor_of(request), request.GET.get("after", "")[:LONGEST_KEY]
    row = next(iter(lists.todo(actor, wanted=_waiting(actor), today=today(), after=after, size=1).rows), None)
    if row is None:
        found = {"after": after, "left": _left(actor)}
        return render(request, "desk/intake/nothing.html", found)
    return _page(request, row, after=after)


def _left(actor: Actor) -> str:
    return shown_count(lists.counts(actor, today=today(), which={"left": _waiting(actor)})["left"])


def _page(
    request: HttpRequest,
    row: lists.MatterRow,
    *,
    after: str,
    refusal: Refused | None = None,
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    actor, day, at = actor_of(request), today(), now()
    view = queries.opened(actor, row.id, at=at)
    found: dict[str, Any] = shown.matter_page(actor, view, today=day)
    errors = {_FIELDS.get(name, name): words for name, words in errors_of(refusal).items()}
    done = number_of(request.GET, "done")
    found |= {
        **_offered(found, typed or {}),
        "after": after,
        "skip": f"{row.next_due}_{row.id}",
        "left": _left(actor),
        "same": same.proposed(actor, view, day),
        "done": queries.brief(actor, done) if done and queries.may_see(actor, done) else None,
        "meanwhile": meanwhile(actor, row.id, at=at) if isinstance(refusal, Conflict) else (),
        "errors": errors,
        "error_list": list(errors.items()),
    }
    return render(request, "desk/intake/matter.html", found, status=status_of(refusal) if refusal else 200)


def _offered(page: Mapping[str, Any], typed: Mapping[str, str]) -> dict[str, Any]:
    """Return what can be chosen, and what is: as it was sent, else as it is proposed where that is sure."""
    contact, usual = (page["contacts"] or [None])[0], {**page["sorting"], "path": USUAL, "kind": ""}
    guesses = contact.kinds[: len(offers.WHAT_KEYS)] if contact else ()
    who, everybody = offers.hands(page, [code for code, _percent, _spans in guesses], on=today())
    if not contact or contact.seen.nature.possible_accusation or page["matter"].restricted:
        usual["nature"] = ""
    elif guesses and not contact.seen.abstain:
        usual["kind"] = guesses[0][0]
    chosen = _still_offered(typed, kind=[g[0] for g in guesses], to=[w.value for w in who])
    return {
        "guesses": [(key, *guess) for key, guess in zip(offers.WHAT_KEYS, guesses, strict=False)],
        "next_steps": offers.next_steps(page),
        "who": who,
        "everybody": everybody,
        "typed": {**usual, **chosen},
    }


def _still_offered(typed: Mapping[str, str], **offered: Sequence[str]) -> dict[str, str]:
    """Return what was chosen; what stands under no key any more is chosen from the list beside it."""
    found = dict(typed)
    for name, values in offered.items():
        if found.get(name) and found[name] not in {*values, offers.OTHER}:
            found |= {f"{name}_other": found[name], name: offers.OTHER}
    return found


@needs("matter.sort")
@require_POST
def take(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Take a matter in as it was decided, and go on to the next."""
    actor, after = actor_of(request), request.POST.get("after", "")[:LONGEST_KEY]
    wanted = decided(request.POST)
    version = number_of(request.POST, "version")
    try:
        facts = _facts(actor, matter_id, wanted) if wanted.drafts else None
        letter = take_in(matter_id, wanted.taken_in(facts), version=version, by=actor, at=now())
    except NotFound:
        raise
    except Refused as refusal:
        row = next(iter(lists.rows_by_key(actor, [matter_id], today=today())), None)
        if row is None or (isinstance(refusal, Conflict) and row.kind):
            messages.info(request, _("这件刚刚已经分好了，这一次的选择没有记下；下面是下一件。"))
            return _next(after, matter_id)
        on_leave = refusal.message.code == "cases.on_leave"
        typed = {**wanted.typed, **({"leave": str(wanted.staff)} if on_leave else {})}
        if refusal.message.code == "intake.unit_decides":
            typed["step"] = ""  # the one way that is left: confirmed with one key, or somebody else is chosen
        return _page(request, row, after=after, refusal=refusal, typed=typed)
    messages.success(request, _said(wanted, letter, actor))
    if wanted.step and letter is None and queries.may_see(actor, matter_id):
        asked = urlencode({"intake": "1", **({"after": after} if after else {})})
        return redirect(f"{reverse('desk:step', args=[matter_id, wanted.step])}?{asked}")
    return _next(after, matter_id)


def _next(after: str, done: int) -> HttpResponse:
    return redirect(next_one(after, done))


def _facts(actor: Actor, matter_id: int, wanted: Decided) -> dict[str, str] | None:
    """Return what the first draft of a step is written from, or None where it must be asked for."""
    if wanted.step == "accepted":
        return {"path": str(wanted.path or "")}
    if wanted.step == "told":
        to = offers.department(wanted.kind)
        return {"to": to} if to else None
    if wanted.step == "transferred":
        view = queries.opened(actor, matter_id, at=now())
        page = shown.matter_page(actor, view, today=today())
        named = offers.transfer_to(page)
        page["proposals"] = shown.proposals(
            view, wanted.kind, wanted.division, offices=orgs.offices(), places=place_options()
        )
        there = offers.transfer_to(page)
        if there != named:
            return None  # the key named another office, which was proposed for another kind or place
        reason = offers.transfer_reason(page, there[0]) if there else ""
        return {"to": there[0], "reason": reason} if there and reason else None
    return None


def _said(wanted: Decided, letter: int | None, actor: Actor) -> str:
    said = _("已确认：%(kind)s。") % {"kind": kind_name(wanted.kind)}
    if wanted.staff and wanted.staff == actor.staff:
        said += _("由您承办。")
    elif wanted.staff or wanted.unit:
        said += _("已交出去。")
    if letter:
        said += _("已起草%(step)s的文书，在待办里签发。") % {"step": coded(wanted.step, "steps.do")}
    elif wanted.step:
        said += _("再填下面几项，文书就起草好了。")
    return said
