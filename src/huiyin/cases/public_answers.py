"""What can be done about a kind of demand, said to everybody: written beforehand, never out of a petition."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.base.errors import NotFound
from huiyin.base.messages import Message
from huiyin.cases.plain_words import written
from huiyin.cases.rules.sheet import SheetFacts, chosen
from huiyin.cases.sheets import Advice, Point, Way
from huiyin.cases.standing import the_law
from huiyin.law.channels.notice import families, notice
from huiyin.text.taxonomy import Kind, kinds

# The number each clock is known by, in the order in which they are told; reconsideration runs for path 4.
_RUNNING = (
    ("arbitration", "arbitration_asking_years"),
    ("inspection", "inspection_years"),
    ("injury", "injury_worker_years"),
    ("capacity", "capacity_reassessment_days"),
    ("suit", "arbitration_suit_days"),
)
_ADMINISTRATIVE = 4
_USUAL = frozenset({"arbitration", "inspection"})  # while nothing is known of what it is about


@dataclass(frozen=True)
class WayTold:
    """One way with everything that is said of it, numbers of the law filled in."""

    name: str
    where: str
    by: str
    takes: str
    good: Sequence[str]
    hard: Sequence[str]


@dataclass(frozen=True)
class PublicAnswer:
    """What everybody may read about one kind of demand, by the law of a day; in Chinese."""

    kind: Kind
    can: Sequence[str]
    cannot: Sequence[str]
    how: Sequence[str]
    ways: Sequence[WayTold]
    heart: str
    limits: Sequence[Message]
    on: date


def public_answer(code: str, *, on: date) -> PublicAnswer:
    """Return what is said to everybody about a kind of demand. Raises NotFound for a kind unknown."""
    kind = kinds().get(code)
    if kind is None:
        raise NotFound("portal.no_page")
    advice = chosen(SheetFacts(kind=code, nature="claim"))
    of_kind, path = advice.kind or _NOTHING, advice.path
    return PublicAnswer(
        kind=kind,
        can=_lines([*of_kind.can, *path.can], on),
        cannot=_lines([*of_kind.cannot, *path.cannot], on),
        how=_lines(of_kind.how, on),
        ways=[_way(way, on) for way in advice.ways],
        heart=of_kind.heart,
        limits=limits([code], on=on),
        on=on,
    )


_NOTHING = Advice((), (), (), "", ())


def _lines(points: Sequence[Point], on: date) -> list[str]:
    return [f"{written(one, on=on)}。" for one in points]


def _way(way: Way, on: date) -> WayTold:
    return WayTold(
        name=way.name,
        where=written(way.where, on=on),
        by=written(way.by, on=on),
        takes=written(way.takes, on=on),
        good=[written(one, on=on) for one in way.good],
        hard=[written(one, on=on) for one in way.hard],
    )


def limits(codes: Collection[str], *, on: date) -> Sequence[Message]:
    """Return what is told of the clocks beside a petition about these kinds; nothing where none runs."""
    law, calendar = the_law()
    known = [kinds()[code] for code in codes]
    path = known[0].path if known else None
    return notice(law=law, calendar=calendar, today=on, path=path, kinds=tuple(codes))


def running(codes: Collection[str], *, on: date) -> Sequence[Message]:
    """Return the clocks that run beside a petition about these kinds, each in a few words."""
    law, _ = the_law()
    about = families(codes) if codes else _USUAL
    names = [(family, name) for family, name in _RUNNING if family in about]
    if any(kinds()[code].path == _ADMINISTRATIVE for code in codes):
        names.append(("reconsideration", "reconsideration_days"))
    found = [(family, law.find(name, on)) for family, name in names]
    return [Message(f"portal.running.{family}", {"amount": one.value}) for family, one in found if one]
