"""Plays the invented agency into an installation: each petition on its day, each step as it happened."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice
from typing import Any
from zlib import crc32

from django.db import transaction

from huiyin.base.clock import LOCAL
from huiyin.base.errors import Refused
from huiyin.cases.rules.given import PersonGiven, PetitionGiven
from huiyin.cases.services import answers, past, work
from huiyin.cases.services.past import Past, PastSorting, PastStep
from huiyin.demo.world import World
from huiyin.orgs import queries as orgs
from huiyin.orgs import services as org_services
from huiyin.orgs.rules import PETITIONER, Actor

PASSWORD = "huiyin-demo"  # noqa: S105 - printed for everybody; such accounts exist in the demo only
_OPENS = time(9, 30)
_DAYS_AFTER = frozenset({"accepted_there", "execute_by", "report_by"})  # told as days after the receipt
_NOTICES = frozenset(
    {"accepted", "told", "guided", "transferred", "extended"}
)  # opinions have a step `served`
_ON_ITS_WAY = 3  # days that a notice takes to reach the petitioner, at most
_NOTICED = 45  # days after which an office has noticed what it forgot to serve
_PERSON_CHANNELS = frozenset({"visit", "letter", "phone", "fax"})


def set_up(world: World) -> None:
    """Set up the invented offices and the accounts of their staff."""
    _colleagues.cache_clear()
    org_services.set_up(world.city, demo=True)
    city = {**world.city, "parent": world.province["code"]}
    org_services.add_divisions([world.province, city, *world.divisions])
    org_services.add_offices(world.offices)
    org_services.choose_intake_office(world.intake)
    # Hashing is slow on purpose: once for all of them; starting again signs nobody out.
    password = org_services.hashed(PASSWORD, like=world.staff[0]["login"])
    for someone in world.staff:
        org_services.add_staff(
            someone["login"],
            name=someone["name"],
            title=someone["title"],
            office=someone["office"],
            roles=someone["roles"],
            password=password,
            hashed=True,
        )


TOGETHER = 100  # matters a transaction; each is whole or not there


def play(world: World, *, today: date) -> Iterator[str]:
    """Play every matter in; yield the query code of each when it is done. What was played before stays."""
    matters = iter(world.matters)
    while some := list(islice(matters, TOGETHER)):
        with transaction.atomic():
            codes = _play(some, today)
        yield from codes


@cache
def _colleagues(office: str, role: str) -> Sequence[Actor]:
    here = orgs.office_by_code(office).id
    return [orgs.actor(someone.id) for someone in orgs.colleagues(here, role=role)]


def _colleague(office: str, role: str, id_: str = "") -> Actor | None:
    """Return somebody who holds a role at an office; who of several depends on the matter."""
    found = _colleagues(office, role)
    return found[crc32(id_.encode()) % len(found)] if found else None


def _moment(day: date) -> datetime:
    return datetime.combine(day, _OPENS, LOCAL).astimezone(UTC)


def _play(matters: Sequence[Mapping[str, Any]], today: date) -> list[str]:
    done = past.bring_in(_past(matter, today) for matter in matters)
    for matter, receipt in zip(matters, done, strict=True):
        if not receipt.again:  # else it was played in before
            received = date.fromisoformat(receipt.received_on)
            _note(receipt.matter, matter, at=_moment(min(received + timedelta(days=2), today)))
            _rate(receipt.petition, matter, today)
    return [receipt.code for receipt in done]


def _past(matter: Mapping[str, Any], today: date) -> Past:
    received = today + timedelta(days=int(matter["day"]))
    registered_at = str(matter.get("registered_at") or matter["office"])
    registrar = _colleague(registered_at, "registrar", matter["id"])
    by = registrar if registrar and matter["channel"] in _PERSON_CHANNELS else PETITIONER
    days = [(received + timedelta(days=int(step["day"])), step) for step in matter["steps"]]
    steps = [
        _step(matter, step, day, received) for day, step in sorted(days, key=lambda s: s[0]) if day <= today
    ]
    at = _moment(received)
    return Past(_given(matter, received), by, at, steps, _sorted(matter, registered_at, at=at))


def _note(matter_id: int, matter: Mapping[str, Any], *, at: datetime) -> None:
    author = _author(matter, matter["office"])
    for text in matter.get("notes", ()):
        if author is not None:
            with suppress(Refused):  # a possible accusation is not seen by its author until it is released
                work.note(matter_id, text, by=author, at=at)


def _given(matter: Mapping[str, Any], received: date) -> PetitionGiven:
    who = matter.get("petitioner") or {}
    others = tuple(PersonGiven(name=name) for name in matter.get("others", ()))
    return PetitionGiven(
        text=matter["text"],
        title=matter.get("title", ""),
        channel=matter["channel"],
        received_on=received,
        place=matter.get("division", ""),
        office=str(matter.get("registered_at") or matter["office"]),
        person=PersonGiven(**{n: str(who.get(n, "")) for n in ("name", "phone", "id_number", "address")}),
        companions=others,
        persons=int(matter.get("persons") or 1),
        anonymous=bool(matter.get("anonymous")),
        submission=f"demo:{matter['id']}",
    )


def _author(matter: Mapping[str, Any], office: str) -> Actor | None:
    """Return who works on a matter: an officer named for accusations where it is one."""
    if matter["nature"] == "accusation":
        return _colleague(office, "accusation-officer", matter["id"])
    handler = _colleague(office, "handler", matter["id"])
    return handler or _colleague(office, "registrar", matter["id"])


def _sorted(matter: Mapping[str, Any], office: str, *, at: datetime) -> PastSorting | None:
    """Return what the office confirmed of a matter; nothing where nobody has looked at it yet."""
    handler = _author(matter, office)
    if handler is None or not (matter["steps"] or matter["story"] != "registered"):
        return None
    path = next((s["path"] for s in matter["steps"] if "path" in s), matter.get("path"))
    sorting = work.Sorting(matter["nature"], matter["kind"], path, matter.get("division", ""), handler.staff)
    return PastSorting(sorting, _colleague(office, "accusation-officer") or handler, at)


def _step(matter: Mapping[str, Any], step: Mapping[str, Any], day: date, received: date) -> PastStep:
    kind = str(step["act"])
    fields = {name: value for name, value in step.items() if name not in {"act", "day", "text", "office"}}
    for name in _DAYS_AFTER & set(fields):
        fields[name] = (received + timedelta(days=int(fields[name]))).isoformat()
    here = matter.get("registered_at") if kind == "transferred" else matter["office"]
    petitioners = kind in {"review_asked", "rereview_asked", "withdrawn"}
    author = PETITIONER if petitioners else (_colleague(str(here or matter["office"]), "head") or PETITIONER)
    content, office = _content(kind, matter, step), str(step.get("office", ""))
    handed, after = _handed(matter, kind, day, received)
    return PastStep(kind, day, author, _moment(day), fields, content, office, handed, after)


def _handed(matter: Mapping[str, Any], kind: str, day: date, received: date) -> tuple[str, int]:
    """Return how a notice reached the petitioner and how many days after; those of the last days did not yet.

    One in twenty of the last weeks was forgotten so far.
    """
    drawn = crc32(f"{matter['id']}:{kind}".encode())
    ago = (received - timedelta(days=int(matter["day"])) - day).days
    if kind not in _NOTICES or ago <= _ON_ITS_WAY or (ago < _NOTICED and drawn % 20 == 0):
        return "", 0
    how = {"visit": "hand", "web": "electronic"}.get(matter["channel"], "post")
    return how, {"hand": 0, "electronic": drawn % 2, "post": 1 + drawn % 3}[how]


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
            **matter.get("letter", {}),
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
