"""Booking a leader's reception day (接访日): the days ahead, a time, the code to give it back."""

import contextlib
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.base.clock import now, today
from huiyin.base.errors import Conflict, Invalid, NotAllowed, NotFound
from huiyin.base.ids import spaced
from huiyin.cases.rights import rights
from huiyin.foundation.rate import TooOften
from huiyin.foundation.wording import say
from huiyin.reception.queries import days
from huiyin.reception.queries.days import BookingView
from huiyin.reception.rules.days import BOOKED, BookingGiven, booking_faults
from huiyin.reception.services import days as services
from huiyin.text.taxonomy import fields
from huiyin.web.permission import public
from huiyin.web.portal import visitor
from huiyin.web.portal.refused import ask_again, refused
from huiyin.web.templatetags.wording import lang

BOOKED_AN_HOUR = 20  # by one address: a village committee books for several people
LOOKS = 40
TYPED = ("time", "name", "phone", "persons", "field", "submission")
LONGEST_KEY = 40


@public
@require_GET
def visits(request: HttpRequest) -> HttpResponse:
    """Show the reception days ahead, with how many times are left; full ones say so."""
    found = days.open_days(at=now())
    return render(request, "portal/visits.html", {"days": found, "law": rights(on=today()).law})


@public
@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, day: int) -> HttpResponse:
    """Show one reception day and book one of its times."""
    if request.method == "GET":
        found = refused(request)
        typed = dict(found.form) or {"persons": "1", "submission": secrets.token_urlsafe(16)}
        return _page(request, day, typed, wrong=found.errors, status=found.status)
    typed = {name: request.POST.get(name, "").strip()[:100] for name in TYPED}
    try:
        visitor.count_try(request, "book", limit=BOOKED_AN_HOUR, within=timedelta(hours=1))
        _refuse_another(request, day, typed["submission"])
        booked = services.book(day, _given(typed), at=now())
    except Invalid as wrong:
        every = {wrong.field: wrong, **_faults(day, _given(typed))}
        errors = {name: say(every[name].message, lang()) for name in TYPED if name in every}
        return ask_again(request, request.path, errors, form=typed)
    except TooOften as often:
        return ask_again(request, request.path, {"time": say(often.message, lang())}, form=typed, status=429)
    request.session["booking"], request.session["booked_by"] = booked, typed["submission"]
    return redirect("portal:booking")


def _faults(day: int, given: BookingGiven) -> dict[str, Invalid]:
    """Return everything that needs mending, by field, so that one look shows all of it."""
    free = {one.place_in_row for one in days.open_day(day, at=now()).times if one.free}
    most = int(rights(on=today()).law["spokespersons"].value)
    return {wrong.field: wrong for wrong in booking_faults(given, free=free, most_persons=most)}


def _refuse_another(request: HttpRequest, day: int, submission: str) -> None:
    """Raise Invalid where this browser has a time on that day already, unless the same press came twice.

    By the browser and not by the telephone: nobody learns here whether somebody else's number booked.
    """
    if "booking" not in request.session or request.session.get("booked_by") == submission:
        return
    with contextlib.suppress(NotFound):
        held = days.booking(request.session["booking"], at=now())
        if held.day.id == day and held.state == BOOKED:
            raise Invalid("reception.booked_already", field="time")


def _given(typed: Mapping[str, str]) -> BookingGiven:
    def number(name: str, otherwise: int) -> int:
        return int(typed[name]) if typed[name].isdecimal() and typed[name].isascii() else otherwise

    return BookingGiven(
        place_in_row=number("time", -1),
        name=typed["name"],
        phone=typed["phone"],
        persons=number("persons", 0),
        field=typed["field"],
        submission=typed["submission"][:LONGEST_KEY],
    )


def _page(
    request: HttpRequest,
    day: int,
    typed: Mapping[str, str],
    *,
    wrong: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    found = days.open_day(day, at=now())
    free = [one for one in found.times if one.free]
    context: dict[str, Any] = {
        "day": found,
        "times": [(str(one.place_in_row), f"{one.begins:%H:%M}") for one in free],
        "fields": [(f.code, f.name(lang())) for f in fields().values()],
        "most": rights(on=today()).law["spokespersons"].value,
        "form": typed,
        "errors": wrong or {},
        "error_list": list((wrong or {}).items()),
    }
    return render(request, "portal/visit.html", context, status=status)


@public
@require_http_methods(["GET", "POST"])
def booking(request: HttpRequest) -> HttpResponse:
    """Show the booking made in this browser, or ask for its code."""
    if request.method == "POST":
        return _by_code(request, request.POST.get("code", "")[:100])
    try:
        found = days.booking(request.session["booking"], at=now())
    except (KeyError, NotFound):
        again = refused(request)
        return render(request, "portal/booking_code.html", again.context(), status=again.status)
    return _booking(request, found)


def _by_code(request: HttpRequest, typed: str) -> HttpResponse:
    try:
        visitor.count_try(request, "booking", limit=LOOKS, within=timedelta(minutes=15))
        request.session["booking"] = days.booking_of(typed)
    except (NotFound, TooOften) as wrong:
        words = say(wrong.message, lang())
        status = 429 if isinstance(wrong, TooOften) else 422
        request.session.pop("booking", None)  # another code was asked for than that of the one looked at
        return ask_again(request, request.path, {"code": words}, form={"code": typed}, status=status)
    request.session.cycle_key()
    return redirect("portal:booking")


def _booking(request: HttpRequest, found: BookingView, *, status: int = 200) -> HttpResponse:
    context = {"booking": found, "code": spaced(found.code)}
    return render(request, "portal/booking.html", context, status=status)


@public
@require_POST
def cancel(request: HttpRequest) -> HttpResponse:
    """Give a booked time back; somebody else can have it then."""
    try:
        found = days.booking(request.session["booking"], at=now())
        services.cancel(found.code, at=now())
    except (KeyError, NotFound):
        return redirect("portal:booking")
    except (NotAllowed, Conflict) as refused:
        messages.error(request, say(refused.message, lang()))
        return redirect("portal:booking")
    messages.success(request, _("预约已取消，这个时间让给别人了。"))
    return redirect("portal:booking")


@public
@require_POST
def put_away(request: HttpRequest) -> HttpResponse:
    """Forget in this browser which booking was looked at."""
    for name in ("booking", "booked_by"):
        request.session.pop(name, None)
    return redirect("portal:visits")
