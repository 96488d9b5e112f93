"""Reads one petition: what it asks for, where, how much, since when, and whether someone is in danger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from huiyin.text.amounts import Amount, amounts
from huiyin.text.dates import Dated, dates
from huiyin.text.facts import Facts, find_facts
from huiyin.text.kinds import KindGuess, guess_kinds
from huiyin.text.learned.memory import Alike
from huiyin.text.learned.pieces import pieces_of
from huiyin.text.learned.shipped import recalled, version
from huiyin.text.nature import NatureGuess, guess_nature
from huiyin.text.places import Division, Place, find_division
from huiyin.text.reading import laid_out
from huiyin.text.signs import find_signs
from huiyin.text.spans import Span
from huiyin.text.taxonomy import kind


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a petition seems to say; every part shows its evidence, and a person confirms it.

    Offsets are into the text as given; evidence found in the title has `where == "title"` (`in` in JSON).
    With `abstain` the kinds are too uncertain to be preselected; `own` is then true unless the rest says not.
    `alike` are petitions that people confirmed here and that this one is like; it was read with them in mind.
    """

    nature: NatureGuess
    kinds: tuple[KindGuess, ...] = ()
    own: bool = True
    own_p: float = 0.5
    path: int | None = None
    division: Division | None = None
    amounts: tuple[Amount, ...] = ()
    dates: tuple[Dated, ...] = ()
    requests: tuple[Span, ...] = ()
    repeat: bool = False
    joint: bool = False
    hardship: bool = False
    urgent: bool = False
    abstain: bool = True
    facts: Facts = field(default_factory=Facts)
    evidence: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    version: str = field(default_factory=version)
    alike: tuple[Alike, ...] = ()
    id: str | None = None

    @property
    def kind(self) -> str | None:
        """Return the code of the likeliest kind, or None when the reading abstains."""
        return None if self.abstain or not self.kinds else self.kinds[0].code

    def as_dict(self) -> dict[str, Any]:
        """Return the reading in the shape of the `huiyin understand` contract."""
        return {
            "id": self.id,
            "nature": self.nature.as_dict(),
            "kinds": [k.as_dict() for k in self.kinds],
            "own": self.own,
            "own_p": self.own_p,
            "path": self.path,
            "division": self.division.as_dict() if self.division else None,
            "amounts": [a.as_dict() for a in self.amounts],
            "dates": [d.as_dict() for d in self.dates],
            "requests": [r.as_dict() for r in self.requests],
            "repeat": self.repeat,
            "joint": self.joint,
            "hardship": self.hardship,
            "urgent": self.urgent,
            "abstain": self.abstain,
            **self.facts.as_dict(),
            "evidence": {name: [s.as_dict() for s in spans] for name, spans in self.evidence.items()},
            "version": self.version,
            "alike": [a.as_dict() for a in self.alike],
        }


def understand(
    text: str,
    title: str = "",
    *,
    home: str | None = None,
    places: Sequence[Place] = (),
    id: str | None = None,
) -> Understanding:
    """Return what a petition seems to say, with evidence; never refuses a text.

    `home` is the tenant's division code, `places` divisions the official list lacks, `id` is handed through.
    """
    readings = laid_out(title, text)
    pieces = pieces_of(readings)
    nature = guess_nature(readings, pieces)
    verdict = guess_kinds(readings, pieces)
    signs = find_signs(readings, pieces)
    money = tuple(a for r in readings for a in amounts(r))
    best = verdict.kinds[0].code if verdict.kinds else None
    return Understanding(
        nature=nature,
        kinds=verdict.kinds,
        own=verdict.own,
        own_p=verdict.own_p,
        path=kind(best).path if best and nature.value == "claim" and not verdict.abstain else None,
        division=find_division(readings, home, places),
        amounts=money,
        dates=tuple(d for r in readings for d in dates(r)),
        requests=readings[-1].requests(),
        repeat=bool(signs["repeat"]),
        joint=bool(signs["joint"]),
        hardship=bool(signs["hardship"]),
        urgent=bool(signs["urgent"]),
        abstain=verdict.abstain,
        facts=find_facts(readings, money),
        evidence=signs | {"own": verdict.own_evidence, "accusation": nature.accusation},
        alike=recalled(pieces),
        id=id,
    )
