"""One pattern for every register: an item stands somewhere, and an entry may move it on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

REGISTERS = ("directive", "guidance", "execution", "backlog", "continued")
# Where an item ends: nothing is owed any more, and it is overdue no longer.
ENDS = frozenset({"accepted", "dropped", "accepted_there", "dealt", "done", "void", "closed"})
SOURCES = ("petitioner", "body", "document")
CONTACTS = ("phone", "visit", "letter", "online")
KEEP, CHECK, DIRECT = "register.keep", "closing.check", "directive.enter"
# What whoever is named for an item enters besides, wherever the own post is: a leader on the own case.
NAMED = frozenset({"progress", "measure", "help"})


@dataclass(frozen=True)
class Move:
    """An entry somebody may make: from which states, to which, and what it has to say.

    `to` is empty where the item stays as it is. `asks` names what is needed besides the words.
    """

    kind: str
    after: tuple[str, ...]
    to: str = ""
    asks: tuple[str, ...] = ()
    permission: str = KEEP


_WORKING = ("open", "sent_back")
MOVES: Mapping[str, tuple[Move, ...]] = {
    "directive": (
        Move("progress", (*_WORKING, "reported")),
        Move("report", _WORKING, "reported"),
        Move("taken_well", ("reported",), "accepted", (), DIRECT),
        Move("sent_back", ("reported",), "sent_back", ("due",), DIRECT),
        Move("dropped", (*_WORKING, "reported"), "dropped", (), DIRECT),
    ),
    "guidance": (
        Move("accepted_there", ("open", "came_back"), "accepted_there", ("source", "accepted_on")),
        Move("refused_there", ("open", "accepted_there"), "came_back", ("source",)),
        Move("not_filed", ("open",), "came_back", ("source",)),
        Move("unknown", ("open",), "", ("source", "due")),
    ),
    "execution": (
        Move("progress", ("open",)),
        Move("confirmed", ("open",), "done", ("contact",)),
        Move("denied", ("open",), "", ("contact", "due")),
        Move("unconfirmed", ("open",), "done", ("evidence",)),
    ),
    "backlog": (
        Move("measure", ("open",)),
        Move("closing_proposed", ("open",), "proposed", ("checks",)),
        Move("closing_refused", ("proposed",), "open", ("due",), CHECK),
        Move("closing_granted", ("proposed",), "closed", (), CHECK),
    ),
    "continued": (
        Move("help", ("open",), "", ("due",)),
        Move("ended", ("open",), "done"),
    ),
}


def possible(register: str, state: str) -> tuple[Move, ...]:
    """Return the entries that may be made on an item as it stands."""
    return tuple(move for move in MOVES[register] if state in move.after)


def move_of(register: str, state: str, kind: str) -> Move | None:
    """Return the entry of a kind, or None where it may not be made on an item as it stands."""
    return next((move for move in possible(register, state) if move.kind == kind), None)


def overdue(state: str, due: date | None, today: date) -> bool:
    """Return whether an item still owes something whose day has passed."""
    return state not in ENDS and due is not None and due < today


def states(register: str) -> tuple[str, ...]:
    """Return the states an item of a register can be in, in the order in which they come."""
    reached = [state for move in MOVES[register] for state in (*move.after, move.to) if state]
    more = ("void",) if register == "execution" else ("dealt",) if register == "guidance" else ()
    return tuple(dict.fromkeys((*reached, *more)))


def lacking(move: Move, given: Mapping[str, object], *, files: Collection[int]) -> str:
    """Return the first thing an entry has to say and does not, or nothing."""
    for name in move.asks:
        if name == "evidence":
            if not files:
                return "evidence"
        elif name != "checks" and not given.get(name):
            return name
    return ""
