"""The desk: what may become of a ticket and of a talk record, and how many speak for a joint visit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from huiyin.base.errors import Invalid, NotAllowed
from huiyin.cases.rules.given import LONGEST_FIELD, LONGEST_TEXT, PersonGiven, plain, visible
from huiyin.law.parameters import Law

WAITING, CALLED, SERVED, LEFT, VOID = "waiting", "called", "served", "left", "void"
TICKET_STATES = (WAITING, CALLED, SERVED, LEFT, VOID)
# What may become of a ticket: a number once given stays on the list, so that a gap is explained by its row.
TICKET_MOVES: Mapping[str, tuple[str, ...]] = {
    WAITING: (CALLED, LEFT, VOID),
    CALLED: (WAITING, SERVED, LEFT),
    SERVED: (),
    LEFT: (WAITING,),
    VOID: (),
}
# Why somebody may go ahead. What was said is asked once, and never stored.
AHEAD_FOR = ("age", "disability", "pregnancy", "small-child")
SIGNATURES = ("paper", "fingerprint", "refused")
MOST_PERSONS = 10_000
LONGEST_WINDOW = 12


def may_become(state: str, then: str) -> bool:
    """Return whether a ticket in one state may come into another."""
    return then in TICKET_MOVES[state]


def in_order(tickets: Sequence[tuple[bool, int]]) -> list[tuple[bool, int]]:
    """Return waiting tickets, as (ahead, number), in the order in which they are called."""
    return sorted(tickets, key=lambda t: (not t[0], t[1]))


def gaps(numbers: Sequence[int]) -> list[int]:
    """Return the numbers missing between the first one of a day and the last."""
    return sorted(set(range(1, max(numbers, default=0) + 1)) - set(numbers))


def most_spokespersons(law: Law, on: date) -> int:
    """Return how many may speak for a joint visit (信访工作条例 art 20)."""
    return int(law.parameter("spokespersons", on).value)


@dataclass(frozen=True)
class TalkGiven:
    """What a talk record says: who came, how many, what was said, what is asked."""

    said: str = ""
    asked: str = ""
    person: PersonGiven = field(default_factory=PersonGiven)
    companions: tuple[str, ...] = ()
    persons: int = 1
    anonymous: bool = False


def checked_talk(given: TalkGiven, *, law: Law, on: date) -> TalkGiven:
    """Return the record cleaned. Raises Invalid with the field to mend; a crowd is never a ground for it."""
    names = tuple(name for name in (" ".join(plain(n).split()) for n in given.companions) if name)
    most = most_spokespersons(law, on)
    if 1 + len(names) > most:
        raise Invalid("reception.too_many_speak", field="companions", most=most)
    if not 1 <= given.persons <= MOST_PERSONS:
        raise Invalid("desk.persons_unreadable", field="persons")
    cleaned = TalkGiven(
        said=plain(given.said),
        asked=plain(given.asked),
        person=PersonGiven() if given.anonymous else _person(given.person),
        companions=() if given.anonymous else names,
        persons=max(given.persons, 1 + len(names)),
        anonymous=given.anonymous,
    )
    if len(cleaned.said) + len(cleaned.asked) > LONGEST_TEXT:
        length = len(cleaned.said) + len(cleaned.asked)
        raise Invalid("cases.text_too_long", field="said", length=length, limit=LONGEST_TEXT)
    return cleaned


def _person(person: PersonGiven) -> PersonGiven:
    values = {name: " ".join(plain(value).split()) for name, value in vars(person).items()}
    for name, value in values.items():
        if len(value) > LONGEST_FIELD:
            raise Invalid("cases.field_too_long", field=name, limit=LONGEST_FIELD)
    return PersonGiven(**values)


def ready_to_read_back(given: TalkGiven) -> None:
    """Raise Invalid where there is nothing to read back yet."""
    if not visible(given.said):
        raise Invalid("reception.said_missing", field="said")


def signing(how: str, reason: str, *, read_back: bool, signed: str) -> str:
    """Return the reason of a refused signature, cleaned. A record is signed once, after it was read back."""
    if not read_back:
        raise NotAllowed("reception.read_back_first")
    if signed:
        raise NotAllowed("reception.signed_already")
    if how not in SIGNATURES:
        raise Invalid("reception.signature_missing", field="signed")
    if how == "refused" and not visible(reason):
        raise Invalid("reception.refusal_reason_missing", field="reason")
    return plain(reason)[:LONGEST_TEXT] if how == "refused" else ""


def same_person(one: PersonGiven, other: PersonGiven) -> bool:
    """Return whether two are one: the same name, and the same telephone or identity number."""
    name, phone, number = one.name.strip(), one.phone.strip(), one.id_number.strip().casefold()
    if name != other.name.strip():
        return False
    return bool(phone and phone == other.phone.strip()) or bool(
        number and number == other.id_number.strip().casefold()
    )


def settled(day: date, *, law: Law, on: date) -> bool:
    """Return whether a talk record that was not registered by a day no longer waits for it."""
    return on > day + timedelta(days=int(law.parameter("talk_open_days", on).value))
