"""Answering everybody who petitions in one matter: one wording, a letter and a proof for each."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid, NotFound, Refused
from huiyin.base.messages import Message
from huiyin.cases.queries import together as queries
from huiyin.cases.services import together as services
from huiyin.cases.services.together import Handed
from huiyin.foundation.wording import say
from huiyin.law.acts import WAYS_OF_SERVICE
from huiyin.reception.services import handing
from huiyin.web.desk.asked import actor_of, day_of, errors_of, keys_of, number_of, status_of
from huiyin.web.permission import needs
from huiyin.web.templatetags.wording import lang

AT_ONCE = 50  # rows of one form


@needs("matter.read")
@require_http_methods(["GET", "POST"])
def together(request: HttpRequest, matter_id: int) -> HttpResponse:
    """Show everybody who petitions in a matter, or answer them all."""
    if request.method == "GET":
        return _page(request, matter_id)
    try:
        queries.group(actor_of(request), matter_id)  # out of sight is out of reach, whatever was sent
        _send(request, matter_id) if request.POST.get("do") == "tell" else _serve(request, matter_id)
    except Refused as refusal:
        return _page(request, matter_id, refusal=refusal, typed=request.POST)
    return redirect("desk:together", matter_id=matter_id)


def _send(request: HttpRequest, matter_id: int) -> None:
    wording = request.POST.get("wording", "")
    sent = services.tell_all(matter_id, wording, by=actor_of(request), at=now())
    if sent:
        messages.success(request, _("已签发 %(n)s 份告知书，请逐份送达。") % {"n": len(sent)})
    else:
        messages.info(request, _("没有还要告知的人，没有再发。"))


def _serve(request: HttpRequest, matter_id: int) -> None:
    group = queries.group(actor_of(request), matter_id)
    letter = number_of(request.POST, "letter")
    if letter not in {answer.letter for answer in group.answers}:
        raise NotFound("cases.no_letter")
    handed = [_handed(request.POST, key) for key in keys_of(request.POST, "to")[:AT_ONCE]]
    if not handed:
        raise Invalid("same.nobody_chosen", field="how")
    new = handing.serve_all(letter, handed, by=actor_of(request), at=now())
    messages.success(request, _("已登记送达 %(n)s 人。") % {"n": new})


def _handed(form: QueryDict, petition: int) -> Handed:
    own = f"day_{petition}"
    day = day_of(form, own if form.get(own) else "day")
    return Handed(petition, form.get("how", ""), day, form.get(f"receipt_{petition}", ""))


def _page(
    request: HttpRequest,
    matter_id: int,
    *,
    refusal: Refused | None = None,
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    if isinstance(refusal, NotFound):
        raise refusal
    group = queries.group(actor_of(request), matter_id)
    errors, typed = errors_of(refusal), typed or {}
    # One way is asked for everybody: what is wrong with it for one of them is said there.
    errors = {"how" if name.startswith("how_") else name: said for name, said in errors.items()}
    draft = Message("same.draft", {"number": group.number})
    found: dict[str, Any] = {
        "group": group,
        "joined": [m for m in group.members if not m.leads],
        "silent": [m for m in group.members if m.left_out or (not m.leads and m.owed != "tell")],
        "wording": typed.get("wording", "") if typed.get("do") == "tell" else say(draft, "zh"),
        "answer": _answer(request, group, typed, errors),
        "ways": [(code, say(f"service.how.{code}", lang())) for code in WAYS_OF_SERVICE],
        "typed": typed,
        "day": typed.get("day") or today().isoformat(),
        "latest": today().isoformat(),
        "errors": errors,
        "error_list": list(errors.items()),
        "today": today(),
    }
    return render(request, "desk/same/together.html", found, status=status_of(refusal) if refusal else 200)


def _answer(
    request: HttpRequest, group: queries.Group, typed: Mapping[str, str], errors: Mapping[str, str]
) -> dict[str, Any] | None:
    """Return the answer to hand over, with who has it and the rows of those who do not have it yet."""
    asked = number_of(request.GET, "letter") or number_of(request.POST, "letter")
    found = next((a for a in group.answers if a.letter == asked), None) or next(iter(group.answers), None)
    if found is None:
        return None
    waiting = [m for m in group.members if m.petition not in found.handed and not _unreachable(m)]
    chosen = request.POST.getlist("to") if typed else None
    return {
        "row": found,
        "others": [a for a in group.answers if a is not found],
        "handed": [(m, *found.handed[m.petition]) for m in group.members if m.petition in found.handed],
        "waiting": [_row(m, typed, errors, chosen) for m in waiting[:AT_ONCE]],
        "left": [m for m in group.members if m.petition not in found.handed and _unreachable(m)],
    }


def _unreachable(member: queries.Member) -> bool:
    return member.left_out in {"anonymous", "not-contactable"}


def _row(
    member: queries.Member, typed: Mapping[str, str], errors: Mapping[str, str], chosen: list[str] | None
) -> dict[str, Any]:
    key = member.petition
    return {
        "member": member,
        "chosen": chosen is None or str(key) in chosen,
        "receipt": typed.get(f"receipt_{key}", ""),
        "day": typed.get(f"day_{key}", ""),
        "receipt_error": errors.get(f"receipt_{key}", ""),
        "day_error": errors.get(f"day_{key}", ""),
    }
