"""Plain words with the law of the day: numbers filled in from its parameters, sources named beside them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from huiyin.base.citation import Citation, Status
from huiyin.base.messages import Message
from huiyin.cases.sheets import Point
from huiyin.cases.standing import the_law
from huiyin.foundation.wording import say
from huiyin.law.parameters import Law
from huiyin.text.plain import Term, find_terms
from huiyin.text.plain.glossary import UNREAD


@dataclass(frozen=True)
class Explained:
    """A term of a text in plain words, and where that stands."""

    term: str
    said: str
    where: tuple[Citation, ...]

    @property
    def sources(self) -> str:
        """Return where it stands, in brackets; what was not read in full says so."""
        return "".join(map(source, self.where))


def explained(text: str, *, on: date) -> tuple[Explained, ...]:
    """Return the official terms of a text in plain words, each once, in the order in which they come."""
    law, _ = the_law()
    return tuple(_explained(found.term, law, on) for found in find_terms(text))


def _explained(term: Term, law: Law, on: date) -> Explained:
    sources = (*(law.cite(name, on) for name in term.rules), *term.law)
    where = tuple({(c.instrument, c.article): c for c in sources}.values())
    return Explained(term.name, filled(term.plain, numbers(term.rules, law, on)), where)


def numbers(names: Iterable[str], law: Law, on: date) -> Mapping[str, str]:
    """Return numbers of the law with their units as one says them: 30天, 5个工作日; `—` where none holds."""
    return {name: _number(name, law, on) for name in names}


def _number(name: str, law: Law, on: date) -> str:
    found = law.find(name, on)
    if found is None or not isinstance(found.value, int):
        return "—"
    return say(Message(f"plain.unit.{found.unit}", {"amount": found.value}), "zh")


def filled(plain: str, said: Mapping[str, str]) -> str:
    """Return a wording with the numbers it waits for."""
    return plain.format_map(said)


def written(point: Point, *, on: date) -> str:
    """Return one line of an answer sheet: numbers filled in, each source in brackets where it belongs."""
    law, _ = the_law()
    out = ""
    for piece in point.pieces:
        if isinstance(piece, Citation):
            out += source(piece)
        elif piece.startswith("="):
            out += source(law.cite(piece[1:], on))
        else:
            out += piece
    return filled(out, numbers(point.numbers, law, on))


def source(citation: Citation) -> str:
    """Return a source in brackets, as a sheet names it; one that was not read in full says so."""
    where: Message | str = f"《{citation.instrument}》"
    if citation.article != UNREAD:
        where = Message("law.where", {"instrument": citation.instrument, "article": citation.article})
    doubt = citation.status is Status.UNCONFIRMED
    return say(Message("plain.source.unconfirmed" if doubt else "plain.source.read", {"where": where}), "zh")
