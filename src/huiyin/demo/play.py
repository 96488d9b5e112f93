"""Plays the invented agency into an installation: each petition on its day, each step as it happened."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.db import transaction

from huiyin.base.clock import LOCAL
from huiyin.base.errors import Refused
from huiyin.cases.rules.given import PersonGiven, PetitionGiven
from huiyin.cases.services import answers, intake, past, work
from huiyin.demo.world import World
from huiyin.orgs import queries as orgs
from huiyin.orgs import services as org_services
from huiyin.orgs.rules import PETITIONER, Actor

PASSWORD = "huiyin-demo"  # noqa: S105 - printed for everybody; such accounts exist in the demo only
_OPENS = time(9, 30)
_DAYS_AFTER = frozenset({"accepted_there", "execute_by", "report_by"})  # told as days after the receipt
_PERSON_CHANNELS = frozenset({"visit", "letter", "phone", "fax"})


def set_up(world: World) -> None:
    """Set up the invented offices and the accounts of their staff."""
    org_services.set_up(world.city, demo=True)
    city = {**world.city, "parent": world.province["code"]}
    org_services.add_divisions([world.province, city, *world.divisions])
    org_services.add_offices(world.offices)
    org_services.choose_intake_office(world.intake)
    for someone in world.staff:
        org_services.add_staff(
            someone["login"],
            name=someone["name"],
            title=someone["title"],
            office=someone["office"],
            roles=someone["roles"],
            password=PASSWORD,
        )


def play(world: World, *, today: date) -> Iterator[str]:
    """Play every matter in, each whole or not at all; yield the query code of each as it is done."""
    for matter in world.matters:
        with transaction.atomic():
            code = _play(matter, today)
        yield code


@cache
def _colleague(office: str, role: str) -> Actor | None:
    found = orgs.colleagues(orgs.office_by_code(office).id, role=role)
    return orgs.actor(found[0].id) if found else None


def _moment(day: date) -> datetime:
    return datetime.combine(day, _OPENS, LOCAL).astimezone(UTC)


def _play(matter: Mapping[str, Any], today: date) -> str:
    received = today + timedelta(days=int(matter["day"]))
    registrar = _colleague(matter["office"], "registrar")
    by = registrar if registrar and matter["channel"] in _PERSON_CHANNELS else PETITIONER
    done = intake.register(_given(matter, received), by=by, at=_moment(received))
    if done.again:
        return done.code  # played in before
    if matter["steps"] or matter["story"] != "registered":
        _sort(done.matter, matter, at=_moment(received))
    for step in sorted(matter["steps"], key=lambda s: int(s["day"])):
        if received + timedelta(days=int(step["day"])) <= today:
            _step(done.matter, matter, step, received)
    for text in matter.get("notes", ()):
        author = _author(matter)
        if author is None:
            continue
        with suppress(Refused):  # a possible accusation is not seen by its author until it is released
            work.note(done.matter, text, by=author, at=_moment(min(received + timedelta(days=2), today)))
    _rate(done.petition, matter, today)
    return done.code


def _given(matter: Mapping[str, Any], received: date) -> PetitionGiven:
    who = matter.get("petitioner") or {}
    others = tuple(PersonGiven(name=name) for name in matter.get("others", ()))
    return PetitionGiven(
        text=matter["text"],
        title=matter.get("title", ""),
        channel=matter["channel"],
        received_on=received,
        place=matter.get("division", ""),
        office=matter["office"],
        person=PersonGiven(**{n: str(who.get(n, "")) for n in ("name", "phone", "id_number", "address")}),
        companions=others,
        anonymous=bool(matter.get("anonymous")),
        submission=f"demo:{matter['id']}",
    )


def _author(matter: Mapping[str, Any]) -> Actor | None:
    """Return who works on a matter: an officer named for accusations where it is one."""
    if matter["nature"] == "accusation":
        return _colleague(matter["office"], "accusation-officer")
    return _colleague(matter["office"], "handler") or _colleague(matter["office"], "registrar")


def _sort(matter_id: int, matter: Mapping[str, Any], *, at: datetime) -> None:
    author = _colleague(matter["office"], "accusation-officer") or _author(matter)
    if author is None:
        return
    path = next((s["path"] for s in matter["steps"] if "path" in s), matter.get("path"))
    sorting = work.Sorting(matter["nature"], matter["kind"], path, matter.get("division", ""))
    try:
        work.sort(matter_id, sorting, version=None, by=author, at=at)
        work.give_to(matter_id, author.staff or 0, version=None, by=author, at=at)
    except Refused:
        return  # seen by nobody at this office: it waits for an officer named for accusations


def _step(matter_id: int, matter: Mapping[str, Any], step: Mapping[str, Any], received: date) -> None:
    day = received + timedelta(days=int(step["day"]))
    kind = str(step["act"])
    fields = {name: value for name, value in step.items() if name not in {"act", "day", "text", "office"}}
    for name in _DAYS_AFTER & set(fields):
        fields[name] = (received + timedelta(days=int(fields[name]))).isoformat()
    petitioners = kind in {"review_asked", "rereview_asked", "withdrawn"}
    author = PETITIONER if petitioners else (_colleague(matter["office"], "head") or PETITIONER)
    past.enter(
        matter_id,
        kind,
        on=day,
        by=author,
        at=_moment(day),
        fields=fields,
        content=_content(kind, matter, step),
        office=str(step.get("office", "")),
    )


def _content(kind: str, matter: Mapping[str, Any], step: Mapping[str, Any]) -> dict[str, str]:
    """Return the words of a step's letter as the agency's data gives them."""
    basis = "、".join(f"《{b['instrument']}》{b['article']}" for b in matter.get("basis", ()))
    if kind in {"opinion_issued", "answered"}:
        answer = matter.get("answer_text") or matter.get("opinion_text", "")
        return {
            "claim": "\n".join(matter.get("requests", ())),
            "investigation": str(
                matter.get("investigation", "我单位听取了您的陈述，查阅了有关材料，并向有关单位作了核实。")
            ),
            "findings": str(matter.get("facts", "")),
            "view": "\n".join(part for part in (matter.get("reasons", ""), answer) if part),
            "law": basis,
        }
    return (
        {name: str(value) for name, value in (step.get("text") or {}).items()}
        if isinstance(step.get("text"), Mapping)
        else {}
    )


def _rate(petition: int, matter: Mapping[str, Any], today: date) -> None:
    rating = matter.get("rating")
    if not rating:
        return
    last = max((int(s["day"]) for s in matter["steps"]), default=0)
    day = min(today + timedelta(days=int(matter["day"]) + last + 1), today)
    try:
        answers.rate(
            petition,
            petition_office=int(rating["petition_office"]),
            unit=int(rating["unit"]),
            comment=str(rating.get("comment", "")),
            at=_moment(day),
        )
    except Refused:
        return  # a rating for something that is not concluded yet does not count
