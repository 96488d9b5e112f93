"""Proposes whose matter a petition is and which path a claim takes, with reasons; a person decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.base.citation import Citation
from huiyin.base.messages import Message
from huiyin.law.acts import DUTY_PATH, PETITION_PATH
from huiyin.law.parameters import Law


@dataclass(frozen=True, slots=True)
class Proposal:
    """A step somebody may take next: the act, its path if any, to whom, why, and where that stands."""

    act: str
    path: int | None
    why: tuple[Message, ...]
    citation: Citation
    to: str | Message | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """What is explained to somebody at the counter, and where that stands. It refuses and records nothing."""

    what: Message
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
    lower: str = "",
    department: str | Message = "",
) -> tuple[Proposal, ...]:
    """Return what the facts point to, likeliest first; nothing here is decided without a person.

    `own` says whether the kind of demand is a matter of this system; `usual_path` is the path such claims
    usually take; `paths_of_others` are paths of further demands in the same text. `lower` names the lower
    body of this system that has the power to handle it, `department` the other one that has.
    """
    if nature == "accusation":
        return (_accusation(office, law, on),)
    if office == "petition-office":
        to = department or lower or None
        return _one("transferred", law.cite("forwarding", on), "petition-office", to=to)
    if not own:
        return _elsewhere(channel, department, law, on)
    if lower:
        passed = (Message("law.path.lower", {"to": lower}), Message("law.path.tell-where"))
        return (Proposal("transferred", None, passed, law.cite("telling", on), lower),)
    if nature != "claim":
        return _one("answered", law.cite("suggestions", on), nature)
    wanted = [p for p in dict.fromkeys((usual_path or PETITION_PATH, *paths_of_others)) if p]
    return tuple(_claim(path, law, on) for path in wanted)


def _one(act: str, citation: Citation, why: str, *, to: str | Message | None = None) -> tuple[Proposal, ...]:
    return (Proposal(act, None, (Message(f"law.path.{why}"),), citation, to),)


def level_advice(
    *, channel: str, nature: str, levels_above: int, law: Law, on: date, competent: str | Message = ""
) -> Advice | None:
    """Return what is said to somebody who came to a higher body than the competent one or the next above it.

    Only visits about a claim have a place to go to (art 20). The petition is registered and handed over all
    the same, no clock or queue changes, and nothing about it is kept against the person: a letter, a call, a
    suggestion or an accusation may go to any level, so nothing is said then.
    """
    furthest = law.find("visiting_levels", on)
    if channel != "visit" or nature != "claim" or furthest is None or levels_above <= furthest.value:
        return None
    to = competent or Message("law.party.competent")
    return Advice(Message("law.path.level", {"to": to}), furthest.citation)


def _accusation(office: str, law: Law, on: date) -> Proposal:
    act = "transferred" if office == "petition-office" else "told"
    why = (Message("law.path.accusation"), Message("law.path.never-to-the-accused"))
    return Proposal(act, None, why, law.cite("no_disclosure", on))


def _elsewhere(channel: str, department: str | Message, law: Law, on: date) -> tuple[Proposal, ...]:
    to = department or None
    if channel == "transferred":
        days = law.find("objection_days", on)
        act = Message("law.path.object", {"days": days.value}) if days else Message("law.path.give-back")
        why = (Message("law.path.not-own"), act)
        return (Proposal("objected", None, why, law.cite("objecting", on), to),)
    why = (Message("law.path.not-own"), Message("law.path.tell-whom"))
    return (Proposal("told", None, why, law.cite("telling", on), to),)


def _claim(path: int, law: Law, on: date) -> Proposal:
    why = (Message(f"law.path.{path}"), Message("law.path.usual", {"path": path}))
    act = "accepted" if path in (DUTY_PATH, PETITION_PATH) else "guided"
    return Proposal(act, path, why, law.cite("paths", on))
