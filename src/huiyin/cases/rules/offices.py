"""Which office a matter belongs to: proposed from place and kind, with the reasons, decided by a person."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.base.messages import Message

# How people write what an office's own name spells out.
_SHORTER = (("人力资源和社会保障", "人社"), ("劳动保障监察", "劳动监察"), ("人民政府", "政府"))
_AREA = re.compile(r"^(.{2,}?)[市县区](?=.)")


@dataclass(frozen=True)
class OfficeFacts:
    """What the proposal needs to know of an office."""

    id: int
    name: str
    kind: str
    division: str
    parent: int | None
    fields: tuple[str, ...]


@dataclass(frozen=True)
class OfficeProposal:
    """A proposed office; `points` orders proposals, the reasons explain them.

    `by_place` says that the place of the matter lies in its area: that it deals with such matters alone
    tells no office from another.
    """

    office: int
    name: str
    points: int
    reasons: tuple[Message, ...]
    by_place: bool = False


def propose_offices(
    *, field: str, division: str, place: str = "", here: int, offices: Sequence[OfficeFacts]
) -> tuple[OfficeProposal, ...]:
    """Return the offices that fit best, best first, at most three.

    `field` is the taxonomy field letter (`W`), `division` the code of the place the text names or the
    petitioner chose and `place` its name, `here` the office that has the matter now.
    """
    proposals = []
    lies = {"place": place or division}
    for office in offices:
        if office.kind == "government":
            continue
        reasons: list[Message] = []
        points = 0
        by_place = bool(division and office.division) and division.startswith(office.division.rstrip("0"))
        if division and office.division == division:
            points += 3
            reasons.append(Message("cases.office.same_place", lies))
        elif by_place:
            points += 1
            reasons.append(Message("cases.office.contains_place", lies))
        if field and field in office.fields:
            points += 2
            reasons.append(
                Message("cases.office.handles_field", {"field": Message(f"taxonomy.field.{field}")})
            )
        if office.id == here and (points or not division):
            points += 1
            reasons.append(Message("cases.office.here"))
        if points:
            proposals.append(OfficeProposal(office.id, office.name, points, tuple(reasons), by_place))
    return tuple(sorted(proposals, key=lambda p: (-p.points, p.office))[:3])


def is_named(name: str, text: str) -> bool:
    """Return whether a text names an office, in full or as people shorten it (柳坪县人社局, 柳坪人社局)."""
    short, said = _shortened(name), _shortened(text)
    return bool(short) and (short in said or _AREA.sub(r"\1", short) in said)


def _shortened(text: str) -> str:
    text = "".join(text.split())
    for long, short in _SHORTER:
        text = text.replace(long, short)
    return text
