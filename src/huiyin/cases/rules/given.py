"""What somebody hands in, checked and cleaned before anything is written."""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date

from huiyin.base.errors import Invalid

LONGEST_TEXT = 100_000
LONGEST_TITLE = 120
LONGEST_FIELD = 200
CHANNELS = ("web", "letter", "phone", "fax", "visit", "transferred")
# Who petitions for somebody else: the relation between the two, and the paper that shows the authority.
RELATIONS = ("child", "parent", "spouse", "relative", "agent", "lawyer", "union", "other")
PAPERS = ("yes", "later", "no")
_DIVISION = re.compile(r"[0-9]{6}([0-9]{3}){0,2}")  # it stands in clear, so it may be nothing but a code
_UNSAID = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]+")  # control characters, broken halves
_BRACKETS = str.maketrans("[]【】()<>〈〉《》", "〔〕" * 6)
_BARE_NUMBER = re.compile(r".*〔[0-9]{4}〕[0-9]+")
_PHONE = re.compile(r"\+?[0-9][0-9\- ]{4,19}")
_MOBILE = re.compile(r"(?:(?:\+|00)86(?=1[3-9]))?(1[0-9]*)")  # no landline begins with 1
_MOBILE_DIGITS = 11


@dataclass(frozen=True)
class PersonGiven:
    """Who petitions, as far as they say; everything may be empty."""

    name: str = ""
    phone: str = ""
    id_number: str = ""
    address: str = ""


@dataclass(frozen=True)
class Behalf:
    """Whom a petition concerns when somebody else hands it in, and whether there is a paper for it.

    `relation` is a code of RELATIONS (what the person concerned is to the petitioner, or what the petitioner
    is to the person), `paper` one of PAPERS, or nothing where it was not said. A missing paper never
    keeps a petition out.
    """

    person: PersonGiven
    relation: str
    paper: str = ""


@dataclass(frozen=True)
class PetitionGiven:
    """One contact as it came in. `received_on` is the day it reached the office, `asked` what is wanted.

    `companions` came along, or sign together; `concerned` are named without speaking for the others.
    """

    text: str
    channel: str
    received_on: date
    title: str = ""
    asked: str = ""
    place: str = ""
    person: PersonGiven = field(default_factory=PersonGiven)
    companions: tuple[PersonGiven, ...] = ()
    concerned: tuple[PersonGiven, ...] = ()
    behalf: Behalf | None = None
    persons: int = 1
    anonymous: bool = False
    office: str = ""
    source: str = ""
    source_id: str = ""
    submission: str = ""

    @property
    def whole_text(self) -> str:
        """Return what happened and what is asked, as one text for the record."""
        return f"{self.text}\n\n诉求：{self.asked}" if self.asked else self.text


def plain(text: str) -> str:
    """Return text without control characters and broken halves of characters; line breaks and emoji stay."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSAID.sub("", text).strip()


def visible(text: str) -> bool:
    """Return whether a text says anything: blanks, control and zero-width characters alone do not."""
    return any(c.isprintable() and not c.isspace() for c in text)


def checked(given: PetitionGiven, *, today: date) -> PetitionGiven:
    """Return the petition cleaned. Raises Invalid with the field that needs mending."""
    cleaned = replace(
        given,
        text=plain(given.text),
        title=_one_line(given.title),
        asked=plain(given.asked),
        person=_person(given.person, anonymous=given.anonymous),
        companions=tuple(_person(c, anonymous=False) for c in given.companions if _one_line(c.name)),
        concerned=tuple(_person(c, anonymous=False) for c in given.concerned if _one_line(c.name)),
        behalf=_behalf(given.behalf) if given.behalf and not given.anonymous else None,
    )
    if not visible(cleaned.text):
        raise Invalid("cases.text_missing", field="text")
    if len(cleaned.whole_text) > LONGEST_TEXT:
        raise Invalid("cases.text_too_long", field="text", length=len(cleaned.whole_text), limit=LONGEST_TEXT)
    if len(cleaned.title) > LONGEST_TITLE:
        raise Invalid("cases.title_too_long", field="title", limit=LONGEST_TITLE)
    if cleaned.place and not _DIVISION.fullmatch(cleaned.place):
        raise Invalid("cases.place_unreadable", field="place")
    if cleaned.channel not in CHANNELS:
        raise Invalid("cases.channel_unknown", field="channel", channel=cleaned.channel)
    if cleaned.received_on > today:
        raise Invalid("cases.received_in_future", field="received_on")
    least = 1 + len(cleaned.companions) + len(cleaned.concerned)
    return replace(cleaned, persons=max(cleaned.persons, least))


def _one_line(text: str) -> str:
    return " ".join(plain(text).split())


def _person(person: PersonGiven, *, anonymous: bool) -> PersonGiven:
    if anonymous:
        return PersonGiven()
    cleaned = PersonGiven(
        name=_one_line(person.name),
        phone=phone_digits(person.phone),
        id_number=_one_line(person.id_number).upper().replace(" ", ""),
        address=_one_line(person.address),
    )
    for name in ("name", "phone", "id_number", "address"):
        if len(getattr(cleaned, name)) > LONGEST_FIELD:
            raise Invalid("cases.field_too_long", field=name, limit=LONGEST_FIELD)
    return cleaned


def _behalf(behalf: Behalf) -> Behalf:
    person = _person(behalf.person, anonymous=False)
    if not visible(person.name):
        raise Invalid("cases.behalf_name_missing", field="behalf_name")
    if behalf.relation not in RELATIONS:
        raise Invalid("cases.behalf_relation_missing", field="behalf_relation")
    if behalf.paper not in {"", *PAPERS}:
        raise Invalid("cases.behalf_paper_missing", field="behalf_paper")
    return replace(behalf, person=person)


def number_given(typed: str) -> str:
    """Return a number as it was given out, however its brackets were typed, and with 号 where that lacks."""
    number = unicodedata.normalize("NFKC", "".join(plain(typed).split())).translate(_BRACKETS)
    return f"{number}号" if _BARE_NUMBER.fullmatch(number) else number


def phone_digits(typed: str) -> str:
    """Return a telephone number as digits only; full-width digits, spaces and hyphens are forgiven."""
    number = unicodedata.normalize("NFKC", _one_line(typed))
    if not number:
        return ""
    if not _PHONE.fullmatch(number):
        raise Invalid("cases.phone_unreadable", field="phone")
    return re.sub(r"[^0-9]", "", number)


def whole_mobile(typed: str) -> None:
    """Refuse a mobile number that lacks digits: its last four open the answer. For forms, not for imports."""
    found = _MOBILE.fullmatch(re.sub(r"[- ]", "", unicodedata.normalize("NFKC", _one_line(typed))))
    if found and len(found[1]) != _MOBILE_DIGITS:
        raise Invalid("cases.phone_short", field="phone")
