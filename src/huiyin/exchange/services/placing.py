"""Where a new record of another system belongs: a matter of ours, perhaps one, or a new one."""

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Q

from huiyin.base.clock import local_day
from huiyin.base.errors import Invalid
from huiyin.cases import persons
from huiyin.cases.incoming import incoming
from huiyin.cases.models import Matter, Petition
from huiyin.cases.rules.given import (
    LONGEST_TITLE,
    PersonGiven,
    PetitionGiven,
    checked,
    phone_digits,
)
from huiyin.cases.services import intake
from huiyin.exchange import links
from huiyin.exchange.models import ConnectedSystem, Link
from huiyin.exchange.rules.fields import CLOCKS, Said
from huiyin.exchange.rules.maps import SystemMap
from huiyin.foundation import audit, crypto, numbers
from huiyin.orgs import queries as orgs
from huiyin.orgs.rules import Actor

_DIVISION = re.compile(r"[0-9]{6}([0-9]{3}){0,2}")
_LONGEST_STATUS = 60
_MOST_PERSONS = 1_000_000


def place(system: ConnectedSystem, mapped: SystemMap, said: Said, *, by: Actor, at: datetime) -> str:
    """Link a new record to the matter it is about, register it as new, or let a person decide.

    Returns `linked`, `added` or `waiting`. Raises Invalid when a new one says too little to be registered.
    """
    link = Link(system=system, number=said.number, first_seen=at, last_seen=at)
    for name, value in values_of(said, link).items():
        setattr(link, name, value)
    own = _own_petition(system, said)
    about = own.matter if own else _named_matter(system, said)
    if own or (about and mapped.counts == "order"):
        link.petition, link.matter = own, about
        return _linked(link, said, by, at, "linked")
    given = _given(system, mapped, said, at)
    if about:
        link.petition = _join(about, given, system, at)
        link.matter = about
        return _linked(link, said, by, at, "linked")
    found = _perhaps(system, mapped, given)
    if found:
        link.state, link.key = "waiting", crypto.new_wrapped_key()
        link.proposed, link.proposed_by = found
        return _linked(link, said, by, at, "waiting")
    register(link, given, at=at)
    return _linked(link, said, by, at, "added")


def _linked(link: Link, said: Said, by: Actor, at: datetime, came: str) -> str:
    links.keep(link, links.to_keep(said, link))
    link.save(force_insert=link.pk is None)
    audit.record(
        f"link.{'wait' if came == 'waiting' else 'make'}", actor=by.label, about=f"link:{link.pk}", at=at
    )
    return came


def values_of(said: Said, link: Link) -> dict[str, Any]:
    """Return the columns of a link as a record says them; what it does not say keeps its value."""
    returned = _day(said, "returned")
    went_back = returned is not None and (link.returned_on is None or returned > link.returned_on)
    status = said.texts.get("status", "")
    mapped = "status" in said.codes and len(status) <= _LONGEST_STATUS
    return {
        "received_on": _day(said, "received") or link.received_on,
        "status": status if mapped else ("" if status else link.status),
        "stage": said.codes.get("status", "" if status else link.stage),
        "kind": said.codes.get("kind", link.kind),
        "nature": said.codes.get("purpose", link.nature),
        "concluded_on": _day(said, "concluded") or link.concluded_on,
        "returned_on": returned if went_back else link.returned_on,
        "returns": link.returns + went_back,
        "clocks": {**link.clocks, **{name: said.days[name] for name in CLOCKS if name in said.days}},
    }


def _day(said: Said, name: str) -> date | None:
    return date.fromisoformat(said.days[name]) if name in said.days else None


def _near(system: ConnectedSystem, path: str = "matter__") -> Q:
    """Return what is within the system's office; a possible accusation is never found (art 30)."""
    here = Q(**{f"{path}office_id": system.office_id}) | Q(**{f"{path}registered_at_id": system.office_id})
    return here & Q(**{f"{path}restricted": False})


def _own_petition(system: ConnectedSystem, said: Said) -> Petition | None:
    """Return the petition of ours that their record names by our number, or that came from them before."""
    rows = Petition.objects.select_related("matter", "person")
    came = rows.filter(source=system.code, source_id=said.number).first()
    ours = said.texts.get("our_number", "")
    return came or (rows.filter(_near(system), number=ours).first() if ours else None)


def _named_matter(system: ConnectedSystem, said: Said) -> Matter | None:
    """Return the matter of the record that theirs names as linked: by its number here or in any system."""
    named = said.texts.get("linked", "") or said.texts.get("our_number", "")
    if not named:
        return None
    link = Link.objects.select_related("matter").filter(_near(system), number=named).order_by("id").first()
    if link is not None:
        return link.matter
    petition = Petition.objects.select_related("matter").filter(_near(system), number=named).first()
    return petition.matter if petition else Matter.objects.filter(_near(system, ""), number=named).first()


def _perhaps(system: ConnectedSystem, mapped: SystemMap, given: PetitionGiven) -> tuple[Matter, str] | None:
    """Return the matter that this may be about: the same words, or for a work order the same telephone."""
    rows = Petition.objects.select_related("matter").filter(_near(system)).order_by("-id")
    same = rows.filter(text_index__in={persons.text_index(t) for t in (given.whole_text, given.text)}).first()
    if same:
        return same.matter, "text"
    if mapped.counts == "order" and given.person.phone:
        phone = crypto.blind_index(given.person.phone, about="phone")
        caller = rows.filter(person__phone_index=phone, matter__active=True).first()
        return (caller.matter, "phone") if caller else None
    return None


def _given(system: ConnectedSystem, mapped: SystemMap, said: Said, at: datetime) -> PetitionGiven:
    """Return their record as a petition. Its day is the one on which it reached this office."""
    text, title = said.texts.get("text", ""), said.texts.get("title", "")
    if not text and not title:
        raise Invalid("exchange.no_text", field="text", number=said.number)
    if len(title) > LONGEST_TITLE or not text:
        title, text = "", f"{title}\n{text}".strip()
    sent = _day(said, "sent")
    usual = "phone" if mapped.counts == "order" else "web"
    place_said, persons_said = said.texts.get("place", ""), said.texts.get("persons", "")
    name = said.texts.get("name", "")
    return PetitionGiven(
        text=text,
        title=title,
        asked=said.texts.get("asked", ""),
        channel="transferred" if sent else said.codes.get("channel", usual),
        received_on=sent or _day(said, "received") or local_day(at),
        place=place_said if _DIVISION.fullmatch(place_said) else "",
        person=PersonGiven(
            name=name,
            phone=_phone(said.texts.get("phone", "")),
            id_number=said.texts.get("id_number", "")[:200],
            address=said.texts.get("address", "")[:200],
        ),
        persons=min(max(int(persons_said), 1), _MOST_PERSONS) if persons_said.isdecimal() else 1,
        anonymous=said.codes.get("anonymous") == "yes" or not name,
        source=system.code,
        source_id=said.number,
    )


def _phone(text: str) -> str:
    try:
        return phone_digits(text)
    except Invalid:
        return ""  # what cannot be dialled stands in the text they sent; it is no reason to refuse a petition


def register(link: Link, given: PetitionGiven, *, at: datetime) -> None:
    """Register a record as a new matter of the system's office, and tie the link to it."""
    by = Actor(label=f"system:{link.system.code}", office=link.system.office_id)
    done = intake.register(given, by=by, at=at)
    link.petition = Petition.objects.select_related("person", "matter").get(pk=done.petition)
    link.matter = link.petition.matter
    link.state, link.proposed, link.proposed_by, link.key = "linked", None, "", b""


def _join(matter: Matter, given: PetitionGiven, system: ConnectedSystem, at: datetime) -> Petition:
    """Register one more petition of a matter that is here already: one contact more, no matter more."""
    office, today = orgs.office(system.office_id), local_day(at)
    number = f"{office.short}访〔{today.year}〕{numbers.allocate(f'petition:{office.id}:{today.year}')}号"
    by = Actor(label=f"system:{system.code}", office=office.id)
    ready = incoming(checked(replace(given), today=today), home=settings.HUIYIN_HOME)
    petition = intake.add_petition(ready, matter, number=number, office=office.id, by=by, at=at)
    audit.record("petition.register", actor=by.label, about=f"petition:{petition.pk}", at=at)
    return petition


def given_again(link: Link, mapped: SystemMap, said: Said, at: datetime) -> PetitionGiven:
    """Return a waiting record as the petition it will be, from what was kept of it."""
    return _given(link.system, mapped, said, at)


def joined(link: Link, given: PetitionGiven, mapped: SystemMap, *, at: datetime) -> None:
    """Tie a waiting record to the matter it was proposed for."""
    if link.proposed is None:
        raise Invalid("exchange.decided_already", field="decide")
    matter = link.proposed
    link.petition = _join(matter, given, link.system, at) if mapped.counts == "petition" else None
    link.matter, link.state = matter, "linked"
    link.proposed, link.proposed_by, link.key = None, "", b""
