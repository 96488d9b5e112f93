"""Reception days at the desk: publish one, call it off, prepare for who comes, give them a number."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.base.clock import now, today
from huiyin.base.errors import Invalid, NotFound, Refused
from huiyin.reception.queries import days as queries
from huiyin.reception.rules.days import LEAST_MINUTES, MOST_MINUTES, DayGiven
from huiyin.reception.services import days as services
from huiyin.web.desk.asked import actor_of, day_of, errors_of, number_of, status_of
from huiyin.web.permission import needs

TYPED = ("day", "begins", "ends", "minutes", "post", "place", "topics", "bring")
USUAL = {"begins": "09:00", "ends": "11:30", "minutes": "15"}


@needs("petition.register")
@require_http_methods(["GET", "POST"])
def days(request: HttpRequest) -> HttpResponse:
    """Show the reception days of this desk from today on, or publish one more."""
    if request.method == "GET":
        return _days(request, USUAL)
    try:
        made = services.publish(_given(request.POST), by=actor_of(request), at=now())
    except Refused as refusal:
        return _days(request, request.POST.dict(), refusal)
    messages.success(request, _("接访日已公布，群众可以在网上预约。"))
    return redirect("desk:reception_day", day_id=made)


def _given(form: QueryDict) -> DayGiven:
    return DayGiven(
        day=day_of(form, "day"),
        begins=_time(form, "begins"),
        ends=_time(form, "ends"),
        minutes=number_of(form, "minutes"),
        post=form.get("post", ""),
        place=form.get("place", ""),
        topics=form.get("topics", ""),
        bring=form.get("bring", ""),
    )


def _time(form: QueryDict, name: str) -> time:
    try:
        return time.fromisoformat(form.get(name, "").strip().replace("：", ":"))
    except ValueError as unreadable:
        raise Invalid("reception.time_unreadable", field=name) from unreadable


def _days(request: HttpRequest, typed: Mapping[str, str], refusal: Refused | None = None) -> HttpResponse:
    errors = errors_of(refusal)
    found: dict[str, Any] = {
        "days": queries.desk_days(actor_of(request), at=now()),
        "typed": {name: typed.get(name, "") for name in TYPED},
        "earliest": today().isoformat(),
        "least": LEAST_MINUTES,
        "most": MOST_MINUTES,
        "errors": errors,
        "error_list": list(errors.items()),
    }
    return render(request, "desk/reception/days.html", found, status=status_of(refusal) if refusal else 200)


@needs("petition.register")
@require_safe
def day(request: HttpRequest, day_id: int) -> HttpResponse:
    """Show who comes when on a reception day, names masked."""
    return _day(request, day_id)


def _day(
    request: HttpRequest, day_id: int, refusal: Refused | None = None, *, contacts: bool = False
) -> HttpResponse:
    if isinstance(refusal, NotFound):
        raise refusal
    errors = errors_of(refusal)
    found: dict[str, Any] = {
        "view": queries.desk_day(actor_of(request), day_id, at=now(), contacts=contacts),
        "contacts": contacts,
        "typed": request.POST.dict(),
        "errors": errors,
        "error_list": list(errors.items()),
    }
    return render(request, "desk/reception/day.html", found, status=status_of(refusal) if refusal else 200)


@needs("petition.register")
@require_POST
def contacts(request: HttpRequest, day_id: int) -> HttpResponse:
    """Show the telephones of who booked, so that somebody can tell them of a change; it is put on record."""
    return _day(request, day_id, contacts=True)


@needs("petition.register")
@require_POST
def withdraw(request: HttpRequest, day_id: int) -> HttpResponse:
    """Call a reception day off."""
    try:
        services.withdraw(day_id, why=request.POST.get("why", ""), by=actor_of(request), at=now())
    except Refused as refusal:
        return _day(request, day_id, refusal)
    messages.success(request, _("这一天的接访已取消。请打电话告诉已经预约的人。"))
    return redirect("desk:reception_day", day_id=day_id)


@needs("petition.register")
@require_POST
def arrive(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Give who booked and is here the next number of the queue."""
    number = services.arrive(booking_id, by=actor_of(request), at=now())
    messages.success(request, _("已取号：%(number)s 号。") % {"number": number})
    return redirect("desk:reception")
