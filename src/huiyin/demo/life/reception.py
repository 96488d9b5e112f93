"""The reception: the queue of the day, talk records, events, letters that are hard to serve."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

from huiyin.base.errors import Refused
from huiyin.cases.rules.given import PersonGiven
from huiyin.demo.life.scene import Scene, Told, script
from huiyin.orgs.rules import SYSTEM, Actor
from huiyin.reception.queries.agreed import served_without_consent
from huiyin.reception.queries.service import unserved
from huiyin.reception.rules.days import BookingGiven, DayGiven
from huiyin.reception.rules.desk import TalkGiven
from huiyin.reception.rules.events import EventGiven
from huiyin.reception.services import days as day_services
from huiyin.reception.services import events as event_services
from huiyin.reception.services import queue, service
from huiyin.reception.services import talks as talk_services

_FRIDAY = 5


def queues(scene: Scene) -> None:
    """Give today's numbers; call, serve and miss some of them."""
    for desk in script()["queues"]:
        by = scene.actor(desk["desk"])
        called = [t for t in desk["tickets"] if "called" in t]
        waiting = [t for t in desk["tickets"] if "called" not in t]
        for ticket in called:
            _take(scene, ticket, by)
            _call(scene, ticket, desk["window"], by)
        for ticket in waiting:
            _take(scene, ticket, by)


def days(scene: Scene) -> None:
    """Publish reception days ahead, one of them booked full, with invented people and telephones."""
    for told in script()["reception_days"]:
        given = DayGiven(
            day=_working_day(scene.today + timedelta(days=int(told["ahead"]))),
            begins=time.fromisoformat(told["begins"]),
            ends=time.fromisoformat(told["ends"]),
            minutes=int(told["minutes"]),
            post=told["post"],
            place=told["place"],
            topics=told.get("topics", ""),
            bring=told.get("bring", ""),
        )
        day = day_services.publish(given, by=scene.actor(told["desk"]), at=scene.at)
        for place, name, field in told["booked"]:
            booking = BookingGiven(place_in_row=place, name=name, phone=scene.phone(), field=field)
            day_services.book(day, booking, at=scene.at)


def _working_day(day: date) -> date:
    return day + timedelta(days=8 - day.isoweekday()) if day.isoweekday() > _FRIDAY else day


def _take(scene: Scene, ticket: Told, by: Actor) -> None:
    persons, ahead = int(ticket.get("persons", 1)), str(ticket.get("ahead_for", ""))
    at = scene.ago(ticket["taken"])
    queue.take_ticket(name=ticket["name"], persons=persons, ahead_for=ahead, by=by, at=at)


def _call(scene: Scene, ticket: Told, window: str, by: Actor) -> None:
    at = scene.ago(ticket["called"])
    called = queue.call_next(window=window, by=by, at=at)
    if called is None:
        return
    if ticket.get("talk"):
        _talk(scene, script()["talks_of_tickets"][ticket["talk"]], called, by=by, at=at)
    if ticket.get("then"):
        with suppress(Refused):  # whoever was registered from a talk record is served already
            queue.move(called, ticket["then"], by=by, at=at + timedelta(minutes=12))


def talks(scene: Scene) -> None:
    """Write the talk records of the last days."""
    for told in script()["talks"]:
        _talk(scene, told, None, by=scene.actor(told["by"]), at=scene.moment(told["day"], told["time"]))


def _talk(scene: Scene, told: Told, ticket: int | None, *, by: Actor, at: datetime) -> None:
    made = talk_services.begin(ticket_id=ticket, by=by, at=at)
    person = PersonGiven(phone=scene.phone(), **told["person"])
    given = TalkGiven(
        said=told["said"],
        asked=told.get("asked", ""),
        person=person,
        companions=tuple(told.get("companions", ())),
        persons=int(told.get("persons", 1)),
    )
    signed = str(told.get("signed", ""))
    talk_services.write(made, given, version=1, read_back=bool(signed), by=by, at=at + timedelta(minutes=5))
    if not signed:
        return
    at += timedelta(minutes=9)
    talk_services.sign(made, signed, reason=str(told.get("reason", "")), by=by, at=at)
    if told.get("register"):
        earlier = scene.known.get(told.get("earlier", ""))
        talk_services.register(made, earlier=earlier.number if earlier else "", by=by, at=at)
    if told.get("addition"):
        talk_services.add(made, told["addition"], by=by, at=at + timedelta(days=1))


def events(scene: Scene) -> None:
    """Open the group and urgent events, with their reports, and close what has ended."""
    for told in scene.each("events"):
        by = scene.actor(told["by"])
        on = told.get("known_on")
        known = scene.moment(on["day"], on["time"]) if on else scene.ago(told["known"])
        given = EventGiven(
            headcount=told["headcount"],
            spokespersons=told["spokespersons"],
            place=told["place"],
            asked=told["asked"],
            danger=bool(told.get("danger")),
            known_at=known,
        )
        number = scene.known[told["matter"]].number
        event = event_services.open_event(given, matter_number=number, by=by, at=known)
        for report in told["reports"]:
            _report(event, report, known, by)


def _report(event: int, told: Mapping[str, Any], known: datetime, by: Actor) -> None:
    at = known + timedelta(minutes=told["after"])
    words = {name: told[name] for name in ("to", "headcount", "situation", "measures")}
    given = event_services.ReportGiven(reported_at=at, **words)
    event_services.report(event, given, close=bool(told.get("close")), by=by, at=at)


def consents(scene: Scene) -> None:
    """Let those who were served electronically have agreed to it before; not those who are hard to serve."""
    served = served_without_consent()
    for told_of in scene.each("attempts"):
        served.pop(scene.matter(told_of["matter"]), None)
    told = {
        known.matter: service.PastConsent(
            str(scene.told[name]["petitioner"]["phone"]), "phone", served[known.matter]
        )
        for name, known in scene.known.items()
        if known.matter in served and (scene.told[name].get("petitioner") or {}).get("phone")
    }
    service.bring_in_consents(told, by=SYSTEM, at=scene.at)


def attempts(scene: Scene) -> None:
    """Try to serve letters that do not reach their petitioners."""
    for told in scene.each("attempts"):
        by, matter = scene.actor(told["by"]), scene.matter(told["matter"])
        waiting = [row.letter for row in unserved(by, today=scene.today).rows if row.matter == matter]
        for letter in waiting[-1:]:
            if "agent" in told:
                since = scene.day(told["agent"]["day"])
                service.name_agent(letter, told["agent"]["who"], since=since, by=by, at=scene.at)
            for tried in told["tries"]:
                _try(scene, letter, tried, by)


def _try(scene: Scene, letter: int, told: Told, by: Actor) -> None:
    words = {name: told[name] for name in ("way", "address", "outcome", "words")}
    given = service.AttemptGiven(day=scene.day(told["day"]), **words)
    with suppress(Refused):
        service.attempt(letter, given, by=by, at=scene.moment(told["day"], "16:30"))
