"""Entering a petition at the counter: a visit, a letter, a call, a fax; and the receipt handed out."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid, Refused
from huiyin.base.ids import spaced
from huiyin.cases.queries import papers
from huiyin.cases.queries.just_entered import JustEntered, just_entered
from huiyin.cases.rules.given import (
    PAPERS,
    RELATIONS,
    Behalf,
    PersonGiven,
    PetitionGiven,
    checked,
    whole_mobile,
)
from huiyin.cases.services import intake
from huiyin.foundation.wording import say
from huiyin.orgs import queries as orgs
from huiyin.web import signed_in
from huiyin.web.desk import again
from huiyin.web.desk.asked import OptionRow, actor_of, day_of, errors_of, status_of, uploads
from huiyin.web.desk.options import place_options
from huiyin.web.desk.same.panel import most_speak
from huiyin.web.permission import needs
from huiyin.web.signed_in import Held
from huiyin.web.templatetags.wording import lang

AT_THE_DESK = ("visit", "letter", "phone", "fax")
MOST_PERSONS = 10_000
MOST_NAMED = 1_000
LONGEST_KEY = 40
ASKED_FIRST = 409  # it can be taken in, once the officer says that it is meant
_SOMETHING = "。"  # stands for the words while the rest is looked at
TYPED = ("channel", "received_on", "title", "text", "asked", "place", "name", "phone", "id_number", "address",
         "anonymous", "persons", "concerned", "behalf_name", "behalf_relation", "behalf_paper",
         "submission", "second")  # fmt: skip


@needs("petition.register")
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Show the entry form, or register what was entered and go on to its receipt."""
    kept = again.sent_to(request, "desk:register")
    if request.method == "GET":
        return _refilled(request, kept) if kept else _form(request, _fresh())
    if kept:
        signed_in.forget_held(request)  # from here on it is in the form, or registered
    typed = {name: request.POST.get(name, "") for name in TYPED}
    try:
        files = uploads(request)
        given = _given(request.POST, staff=actor_of(request).staff or 0)
        if not typed["second"] and (before := just_entered(given, by=actor_of(request), at=now())):
            return _form(request, typed, names=request.POST.getlist("companion"), before=before)
        done = intake.register_at_desk(given, files, by=actor_of(request), at=now())
    except Refused as refusal:
        troubles = [refusal, *_unreadable(request.POST)]
        return _form(request, typed, troubles, names=request.POST.getlist("companion"))
    if given.channel == "visit" and given.persons > most_speak(given.received_on):
        messages.info(
            request,
            _("已照常登记。多人走访的，请他们推选不超过 %(n)s 名代表。")
            % {"n": most_speak(given.received_on)},
        )
    return redirect("desk:receipt", petition_id=done.petition)


def _fresh() -> dict[str, str]:
    """Return what an empty form begins with: nothing is chosen that nobody has said."""
    return {"received_on": today().isoformat(), "persons": "1", "submission": secrets.token_urlsafe(16)}


def _refilled(request: HttpRequest, kept: Held) -> HttpResponse:
    """Show the form with what was sent to it after too long a pause; nothing is sent by itself."""
    typed = {**_fresh(), **{name: text for name, text in kept.fields if name in TYPED}}
    names = [text for name, text in kept.fields if name == "companion"]
    return _form(request, typed, names=names, late=kept)


def companions(day: date) -> int:
    """Return how many may speak beside the petitioner on a joint visit."""
    return most_speak(day) - 1


def _unreadable(form: QueryDict) -> Sequence[Refused]:
    """Return everything in what was typed that needs mending, so that it is mended in one go."""
    anonymous = form.get("anonymous") == "1"

    def of_the_rest() -> None:
        person = PersonGiven(phone="" if anonymous else form.get("phone", ""))
        whole_mobile(person.phone)
        checked(PetitionGiven(_SOMETHING, "visit", today(), person=person), today=today())

    def of_the_behalf() -> None:
        checked(PetitionGiven(_SOMETHING, "visit", today(), behalf=_behalf(form)), today=today())

    def of_the_words() -> None:
        checked(PetitionGiven(form.get("text", ""), "visit", today(), form.get("title", "")), today=today())

    found = []
    for read in (
        lambda: _channel(form),
        lambda: day_of(form, "received_on"),
        of_the_words,
        of_the_rest,
        lambda: _persons(form),
        lambda: _lines(form, "concerned"),
        of_the_behalf,
    ):
        try:
            read()
        except Refused as trouble:
            found.append(trouble)
    return found


def _channel(form: QueryDict) -> None:
    if form.get("channel") not in AT_THE_DESK:
        raise Invalid("desk.channel_missing", field="channel")


def _persons(form: QueryDict) -> int:
    persons = form.get("persons", "").strip() or "1"
    if not persons.isdecimal() or not 1 <= int(persons[:9]) <= MOST_PERSONS:
        raise Invalid("desk.persons_unreadable", field="persons")
    return int(persons)


def _given(form: QueryDict, *, staff: int) -> PetitionGiven:
    _channel(form)
    persons = _persons(form)
    anonymous = form.get("anonymous") == "1"
    if not anonymous:
        whole_mobile(form.get("phone", ""))
    day = day_of(form, "received_on")
    names, most = [name for name in form.getlist("companion") if name.strip()], companions(day)
    return PetitionGiven(
        text=form.get("text", ""),
        title=form.get("title", ""),
        asked=form.get("asked", ""),
        channel=form.get("channel", ""),
        received_on=day,
        place=form.get("place", "") if form.get("place") in {d.code for d in orgs.divisions()} else "",
        person=PersonGiven(
            **{name: form.get(name, "") for name in ("name", "phone", "id_number", "address")}
        ),
        companions=tuple(PersonGiven(name=name) for name in names[:most]),
        concerned=tuple(PersonGiven(name=name) for name in [*names[most:], *_lines(form, "concerned")]),
        behalf=_behalf(form),
        persons=persons,
        anonymous=anonymous,
        submission=f"desk:{staff}:{form.get('submission', '')[:LONGEST_KEY]}"
        if form.get("submission")
        else "",
    )


def _lines(form: QueryDict, name: str) -> list[str]:
    """Return the names somebody typed one a line. Raises Invalid when they are more than can be read."""
    names = [line.strip() for line in form.get(name, "").splitlines() if line.strip()]
    if len(names) > MOST_NAMED:
        raise Invalid("desk.persons_unreadable", field=name)
    return names


def _behalf(form: QueryDict) -> Behalf | None:
    """Return whom the petition concerns when it is handed in for somebody else, or None."""
    name, relation = form.get("behalf_name", ""), form.get("behalf_relation", "")
    if not (name.strip() or relation):
        return None
    return Behalf(PersonGiven(name=name), relation, form.get("behalf_paper", ""))


def _form(
    request: HttpRequest,
    typed: Mapping[str, str],
    troubles: Sequence[Refused] = (),
    names: list[str] | None = None,
    before: JustEntered | None = None,
    late: Held | None = None,
) -> HttpResponse:
    errors = {name: words for trouble in troubles for name, words in errors_of(trouble).items()}
    if before:
        errors["second"] = _("刚登记过 %(number)s，内容一样。再登一件？") % {"number": before.number}
    shown = {
        "form": typed,
        "companions": (names or []) + [""] * max(0, companions(today()) - len(names or [])),
        "most": most_speak(today()),
        "relations": relations(),
        "papers": papers_options(),
        "channels": [(code, say(f"channel.{code}", lang())) for code in AT_THE_DESK],
        "places": place_options(),
        "jointly": typed.get("concerned") or any(names or []) or {"companion", "concerned"} & set(errors),
        "behalf": any(value for name, value in {**typed, **errors}.items() if name.startswith("behalf_")),
        "errors": errors,
        "error_list": sorted(errors.items(), key=lambda e: [*TYPED, e[0]].index(e[0])),
        "latest": today().isoformat(),
        "with_files": bool(request.FILES),
        "before": before,
        "late": late,
    }
    status = status_of(troubles[0]) if troubles else (ASKED_FIRST if before else 200)
    return render(request, "desk/register.html", shown, status=status)


def relations() -> list[OptionRow]:
    """Return how somebody can be related to the person a petition is handed in for."""
    return [(code, say(f"behalf.relation.{code}", lang())) for code in RELATIONS]


def papers_options() -> list[OptionRow]:
    """Return what can be said of the paper that shows the authority."""
    return [(code, say(f"behalf.paper.{code}", lang())) for code in PAPERS]


@needs("petition.register")
@require_safe
def receipt(request: HttpRequest, petition_id: int) -> HttpResponse:
    """Show the receipt to print for the petitioner."""
    found = papers.receipt(actor_of(request), petition_id, at=now())
    shown = {"receipt": found.receipt, "matter": found.matter, "code": spaced(found.receipt.code)}
    return render(request, "desk/receipt.html", shown)
