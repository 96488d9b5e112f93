"""A petition read and sealed, ready to be written: what takes time is done before anybody waits in line."""

from dataclasses import dataclass
from pathlib import Path

from huiyin.base.ids import new_query_code
from huiyin.cases import persons
from huiyin.cases.models import Person
from huiyin.cases.reading import Seen, headline, read_petition
from huiyin.cases.rules.given import PetitionGiven
from huiyin.foundation import crypto


@dataclass(frozen=True)
class Incoming:
    """What somebody handed in, what was read in it, its sealed words, and the keys and the code it gets."""

    given: PetitionGiven
    seen: Seen
    headline: str
    matter_key: bytes
    code: str
    code_index: str
    code_sealed: bytes
    person: Person
    companions: tuple[Person, ...]
    behalf_of: Person | None
    words: dict[str, bytes]


def incoming(given: PetitionGiven, *, home: Path) -> Incoming:
    """Return a checked petition ready to be written; `home` is where the known places are kept."""
    whole, code = given.whole_text, new_query_code()
    person = persons.sealed(given.person)
    return Incoming(
        given=given,
        seen=read_petition(whole, given.title, home=home),
        headline=headline(given),
        matter_key=crypto.new_wrapped_key(),
        code=code,
        code_index=crypto.blind_index(code, about="code"),
        code_sealed=crypto.house_seal(code.encode()),
        person=person,
        companions=tuple(persons.sealed(one) for one in (*given.companions, *given.concerned)),
        behalf_of=persons.sealed(given.behalf.person) if given.behalf else None,
        words=persons.seal_words(person, persons.Words(given.title, whole)),
    )
