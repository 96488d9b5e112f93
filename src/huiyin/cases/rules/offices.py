"""Which office a matter belongs to: proposed from place and kind, with the reasons, decided by a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.base.messages import Message


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
    """A proposed office; `points` orders proposals, the reasons explain them."""

    office: int
    name: str
    points: int
    reasons: tuple[Message, ...]


def propose_offices(
    *, field: str, division: str, here: int, offices: Sequence[OfficeFacts]
) -> tuple[OfficeProposal, ...]:
    """Return the offices that fit best, best first, at most three.

    `field` is the taxonomy field letter (`W`), `division` the code of the place the text names or the
    petitioner chose, `here` the office that has the matter now.
    """
    proposals = []
    for office in offices:
        if office.kind == "government":
            continue
        reasons: list[Message] = []
        points = 0
        if division and office.division == division:
            points += 3
            reasons.append(Message("cases.office.same_place", {"office": office.name}))
        elif division and office.division and division.startswith(office.division.rstrip("0")):
            points += 1
            reasons.append(Message("cases.office.contains_place", {"office": office.name}))
        if field and field in office.fields:
            points += 2
            reasons.append(
                Message("cases.office.handles_field", {"field": Message(f"taxonomy.field.{field}")})
            )
        if office.id == here and (points or not division):
            points += 1
            reasons.append(Message("cases.office.here"))
        if points:
            proposals.append(OfficeProposal(office.id, office.name, points, tuple(reasons)))
    return tuple(sorted(proposals, key=lambda p: (-p.points, p.office))[:3])
