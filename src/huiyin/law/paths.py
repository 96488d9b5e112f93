"""Proposes which of the six paths a claim takes and whose matter it is, with the reason; a person decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.base.citation import Citation
from huiyin.base.messages import Message
from huiyin.law.acts import DUTY_PATH, PETITION_PATH
from huiyin.law.parameters import Law


@dataclass(frozen=True, slots=True)
class Proposal:
    """A step somebody may take next: the act, its path if any, why, and where that stands."""

    act: str
    path: int | None
    why: tuple[Message, ...]
    citation: Citation


def propose(
    *,
    nature: str,
    own: bool,
    usual_path: int | None,
    office: str,
    channel: str,
    law: Law,
    on: date,
    paths_of_others: Sequence[int] = (),
) -> tuple[Proposal, ...]:
    """Return what the facts point to, likeliest first; nothing here is decided without a person.

    `own` says whether the kind of demand is a matter of this system; `usual_path` is the path such claims
    usually take; `paths_of_others` are paths of further demands in the same text.
    """
    if nature == "accusation":
        return (_accusation(office, law, on),)
    if office == "petition-office":
        why = (Message("law.path.petition-office"),)
        return (Proposal("transferred", None, why, law.cite("forwarding", on)),)
    if not own:
        return _elsewhere(channel, law, on)
    if nature != "claim":
        why = (Message(f"law.path.{nature}"),)
        return (Proposal("answered", None, why, law.cite("suggestions", on)),)
    wanted = [p for p in dict.fromkeys((usual_path or PETITION_PATH, *paths_of_others)) if p]
    return tuple(_claim(path, law, on) for path in wanted)


def _accusation(office: str, law: Law, on: date) -> Proposal:
    act = "transferred" if office == "petition-office" else "told"
    why = (Message("law.path.accusation"), Message("law.path.never-to-the-accused"))
    return Proposal(act, None, why, law.cite("no_disclosure", on))


def _elsewhere(channel: str, law: Law, on: date) -> tuple[Proposal, ...]:
    if channel == "transferred":
        why = (Message("law.path.not-own"), Message("law.path.object"))
        return (Proposal("objected", None, why, law.cite("objecting", on)),)
    why = (Message("law.path.not-own"), Message("law.path.tell-whom"))
    return (Proposal("told", None, why, law.cite("telling", on)),)


def _claim(path: int, law: Law, on: date) -> Proposal:
    why = (Message(f"law.path.{path}"), Message("law.path.usual", {"path": path}))
    act = "accepted" if path in (DUTY_PATH, PETITION_PATH) else "guided"
    return Proposal(act, path, why, law.cite("paths", on))
