"""Personal data of petitioners: sealed when written, opened only here."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.dispatch import Signal

from huiyin.cases.models import Person, Petition
from huiyin.cases.rules.given import PersonGiven
from huiyin.foundation.crypto import blind_index, new_wrapped_key, open_key, seal_text, unseal_text

_SHORT = 6  # so short a number would be given away by its ends
FIELDS = ("name", "phone", "id_number", "address")
# Told in the moment before somebody is erased, with `given` and `at`: areas above forget what they can only
# find by a name and a number, because afterwards nobody knows either.
leaving = Signal()


def sealed(given: PersonGiven) -> Person:
    """Return somebody with a key of their own, not stored yet."""
    person = Person(key=new_wrapped_key())
    key = open_key(person.key)
    for name in FIELDS:
        setattr(person, f"{name}_sealed", seal_text(key, getattr(given, name), about=f"person.{name}"))
    for name, value in indexes(given).items():
        setattr(person, name, value)
    return person


def name_index(given: PersonGiven) -> str | None:
    """Return the digest by which the same name at the same address is found again; nothing without both."""
    if not (given.name and given.address):
        return None
    said = unicodedata.normalize("NFKC", f"{given.name}|{given.address}")
    return blind_index(re.sub(r"\s+", "", said), about="name-address")


def indexes(given: PersonGiven) -> dict[str, str | None]:
    """Return the keyed digests by which somebody is found again."""
    return {
        "phone_index": blind_index(given.phone, about="phone") if given.phone else None,
        "id_index": blind_index(given.id_number, about="id") if given.id_number else None,
        "name_index": name_index(given),
    }


def is_erased(person: Person) -> bool:
    """Return whether a person's key was destroyed: nothing of what they gave can be read any more."""
    return not person.key


def opened(person: Person) -> PersonGiven:
    """Return a person's data in clear, empty once erased. Whoever calls this writes the audit entry."""
    if is_erased(person):
        return PersonGiven()
    key = open_key(person.key)
    return PersonGiven(
        **{
            name: unseal_text(key, getattr(person, f"{name}_sealed"), about=f"person.{name}")
            for name in FIELDS
        }
    )


def masked(given: PersonGiven) -> PersonGiven:
    """Return a person's data as lists and pages show it: enough to recognise, too little to misuse."""
    name, phone, id_number = given.name, given.phone, given.id_number
    return PersonGiven(
        name=name[:1] + "＊" * (len(name) - 1),
        phone=f"{phone[:3]}****{phone[-4:]}" if len(phone) > _SHORT + 1 else "*" * len(phone),
        id_number=f"{id_number[:3]}***********{id_number[-2:]}"
        if len(id_number) > _SHORT
        else "*" * len(id_number),
        address=re.split(r"(?<=[县区市镇乡])", given.address, maxsplit=2)[0] + "＊＊＊"
        if given.address
        else "",
    )


def one_person(one: Person, other: Person) -> bool:
    """Return whether two rows are surely one person: the same identity number, or telephone and name."""
    if one.pk == other.pk or (one.id_index and one.id_index == other.id_index):
        return True
    same_phone = bool(one.phone_index) and one.phone_index == other.phone_index
    return same_phone and opened(one).name == opened(other).name


def without(text: str, others: Iterable[PersonGiven], *, reader: PersonGiven) -> str:
    """Return a text in which other people are masked, for somebody who is not to learn who they are."""
    for given in others:
        hidden = masked(given)
        for said, shown, own in (
            (given.name, hidden.name, reader.name),
            (given.phone, hidden.phone, reader.phone),
            (given.id_number, hidden.id_number, reader.id_number),
        ):
            if len(said) > 1 and said != own:
                text = text.replace(said, shown)
    return text


@dataclass(frozen=True)
class Words:
    """What a petition says."""

    title: str
    text: str


def seal_words(person: Person, words: Words) -> dict[str, bytes]:
    """Return the sealed columns of a petition's title and text."""
    key = open_key(person.key)
    return {
        "title_sealed": seal_text(key, words.title, about="petition.title"),
        "text_sealed": seal_text(key, words.text, about="petition.text"),
    }


def words_of(petition: Petition) -> Words:
    """Return what a petition says, in clear; nothing once it was erased."""
    if is_erased(petition.person):
        return Words("", "")
    key = open_key(petition.person.key)
    return Words(
        unseal_text(key, petition.title_sealed, about="petition.title"),
        unseal_text(key, petition.text_sealed, about="petition.text"),
    )


def text_index(text: str) -> str:
    """Return the digest by which an identical text is found again; white space does not matter."""
    squeezed = re.sub(r"\s+", "", text)
    return blind_index(hashlib.sha256(squeezed.encode()).hexdigest(), about="text")
