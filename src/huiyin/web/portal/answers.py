"""What somebody types on the four pages of the petition form, and what each page still needs."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from huiyin.base.errors import Invalid
from huiyin.base.messages import Message
from huiyin.cases.rules.given import (
    PAPERS,
    RELATIONS,
    Behalf,
    PersonGiven,
    PetitionGiven,
    checked,
    visible,
    whole_mobile,
)
from huiyin.cases.standing import the_law

FIELDS: Mapping[int, tuple[str, ...]] = {
    1: ("title", "text"),
    2: ("place", "place_words", "employer"),
    3: ("asked",),
    4: (
        "anonymous",
        "name",
        "phone",
        "id_number",
        "address",
        "behalf",
        "behalf_name",
        "behalf_relation",
        "behalf_paper",
        "joint",
        "persons",
        "companions",
        "concerned",
    ),
}
LAST = max(FIELDS)
STEP_OF = {name: step for step, names in FIELDS.items() for name in names} | {"files": 1}
MOST_PERSONS = 99_999
MOST_COMPANIONS = 300
_ANY = "。"
_TELEPHONE = re.compile(r"(?<![+0-9０-９])(\+?[0-9０-９][0-9０-９ \-－]{5,18}[0-9０-９])$")
_BETWEEN = " \t\u3000,，、:："


@dataclass(frozen=True)
class Problem:
    """What needs mending: at which field, said how, on which page."""

    field: str
    message: Message

    @property
    def step(self) -> int:
        """Return the page of the form on which the field stands."""
        return STEP_OF.get(self.field, 1)


def given(answers: Mapping[str, str], *, today: date, submission: str = "") -> PetitionGiven:
    """Return the petition that the answers make up; where it happened becomes part of its words."""
    anonymous, joint = answers.get("anonymous") == "yes", answers.get("joint") == "yes"
    words = [answers.get("text", "")]
    if place := answers.get("place_words", "").strip():
        words.append(f"发生地点：{place}")
    if employer := answers.get("employer", "").strip():
        words.append(f"涉及单位：{employer}")
    speaking, others = _people(answers, today) if joint and not anonymous else ((), ())
    return PetitionGiven(
        text="\n\n".join(words),
        title=answers.get("title", ""),
        asked=answers.get("asked", ""),
        place=answers.get("place", ""),
        channel="web",
        received_on=today,
        person=PersonGiven(**{n: answers.get(n, "") for n in ("name", "phone", "id_number", "address")}),
        companions=speaking,
        concerned=others,
        behalf=_behalf(answers),
        persons=_number(answers.get("persons", "")) or 1 if joint else 1,
        anonymous=anonymous,
        submission=submission,
    )


def _people(
    answers: Mapping[str, str], today: date
) -> tuple[tuple[PersonGiven, ...], tuple[PersonGiven, ...]]:
    """Return who speaks beside the writer, as many as the law knows, and who is only named."""
    most = int(the_law()[0].parameter("spokespersons", today).value) - 1
    speaking = companions(answers.get("companions", ""))
    return speaking[:most], speaking[most:] + companions(answers.get("concerned", ""))


def _behalf(answers: Mapping[str, str]) -> Behalf | None:
    if answers.get("behalf") != "yes" or answers.get("anonymous") == "yes":
        return None
    person = PersonGiven(name=answers.get("behalf_name", ""))
    return Behalf(person, answers.get("behalf_relation", ""), answers.get("behalf_paper", ""))


def companions(typed: str) -> tuple[PersonGiven, ...]:
    """Return the companions: one on each line, a telephone number after the name if given."""
    people = []
    for line in map(str.strip, typed.splitlines()):
        found = _TELEPHONE.search(line)
        name = line[: found.start()].rstrip(_BETWEEN) if found else line
        if visible(name):
            people.append(PersonGiven(name=name.strip(), phone=found.group(1) if found else ""))
    return tuple(people)


def problems(step: int, answers: Mapping[str, str], *, places: Collection[str], today: date) -> list[Problem]:
    """Return everything on one page of the form that needs mending before it can be sent."""
    look = {1: _what_happened, 2: _where, 3: _what_is_asked, 4: _who}[step]
    return list(look({n: answers.get(n, "") for n in STEP_OF} | {"places": places, "today": today}))


def all_problems(answers: Mapping[str, str], *, places: Collection[str], today: date) -> list[Problem]:
    """Return what needs mending on any page, in the order of the pages."""
    return [p for step in FIELDS for p in problems(step, answers, places=places, today=today)]


def _what_happened(a: Mapping[str, Any]) -> list[Problem]:
    if not visible(a["text"]):
        return [Problem("text", Message("cases.text_missing")), *_refused("title", a, title=a["title"])]
    return [*_refused("text", a, text=a["text"]), *_refused("title", a, title=a["title"])]


def _where(a: Mapping[str, Any]) -> list[Problem]:
    found = []
    if a["place"] and a["place"] not in a["places"]:
        found.append(Problem("place", Message("portal.place_unknown")))
    for name in ("place_words", "employer"):
        found += _refused(name, a, address=a[name])
    return found


def _what_is_asked(a: Mapping[str, Any]) -> list[Problem]:
    whole = given({n: a[n] for n in ("text", "place_words", "employer", "asked")}, today=a["today"])
    text = whole.text if visible(whole.text) else _ANY
    return _refused("asked", a, text=text, asked=whole.asked)


def _who(a: Mapping[str, Any]) -> list[Problem]:
    found = []
    if a["anonymous"] != "yes":
        if not visible(a["name"]):
            found.append(Problem("name", Message("portal.name_missing")))
        if not visible(a["phone"]) and not visible(a["address"]):
            found.append(Problem("phone", Message("portal.contact_missing")))
        for name in ("name", "phone", "id_number", "address"):
            found += _refused(name, a, **{name: a[name]})
    if a["behalf"] == "yes" and a["anonymous"] != "yes":
        found += _for_another(a)
    if a["joint"] == "yes":
        found += _together(a)
    return found


def _for_another(a: Mapping[str, Any]) -> list[Problem]:
    found = _refused("behalf_name", a, name=a["behalf_name"])
    if not visible(a["behalf_name"]):
        found = [Problem("behalf_name", Message("cases.behalf_name_missing"))]
    if a["behalf_relation"] not in RELATIONS:
        found.append(Problem("behalf_relation", Message("cases.behalf_relation_missing")))
    if a["behalf_paper"] not in {"", *PAPERS}:
        found.append(Problem("behalf_paper", Message("cases.behalf_paper_missing")))
    return found


def _together(a: Mapping[str, Any]) -> list[Problem]:
    persons = _number(a["persons"])
    if persons is None or not 2 <= persons <= MOST_PERSONS:  # noqa: PLR2004 - together means two at least
        return [Problem("persons", Message("portal.persons_unreadable", {"most": MOST_PERSONS}))]
    if a["anonymous"] == "yes":
        return []
    return [p for name in ("companions", "concerned") for p in _named(name, a)]


def _named(field: str, a: Mapping[str, Any]) -> list[Problem]:
    """Return the first line that cannot be taken in, of names typed one a line."""
    people = companions(a[field])
    if len(people) > MOST_COMPANIONS:
        return [Problem(field, Message("portal.companions_many", {"most": MOST_COMPANIONS}))]
    for person in people:
        for refused in _refused(field, a, name=person.name, phone=person.phone):
            where = {"name": person.name[:20], "why": refused.message}
            return [Problem(field, Message("portal.companion", where))]
    return []


def _refused(
    at: str,
    a: Mapping[str, Any],
    *,
    text: str = _ANY,
    title: str = "",
    asked: str = "",
    **person: str,
) -> list[Problem]:
    """Ask the rules of the intake about one field alone, so that a page can show all its problems at once."""
    only = PetitionGiven(
        text=text,
        title=title,
        asked=asked,
        channel="web",
        received_on=a["today"],
        person=PersonGiven(**person),
    )
    try:
        checked(only, today=a["today"])
        whole_mobile(only.person.phone)
    except Invalid as wrong:
        return [Problem(at, wrong.message)]
    return []


def _number(typed: str) -> int | None:
    typed = typed.strip()
    return int(typed) if typed.isdecimal() and len(typed) <= 9 else None  # noqa: PLR2004 - a sane number
