"""What a check of a letter finds, and what the file knows that a letter is compared with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from huiyin.base.citation import Citation
from huiyin.base.messages import Message


class Weight(StrEnum):
    """How much a finding weighs: mend it, mend it or say why not, or only look at it again."""

    MUST = "must"
    ASK = "ask"
    HINT = "hint"


@dataclass(frozen=True)
class Finding:
    """One thing to look at in a letter: in which element, how much it weighs, and on which article.

    `suggest` is what the file would say there, for whoever wants to take it over.
    """

    code: str
    element: str
    weight: Weight
    citation: Citation
    params: Mapping[str, Any] = field(default_factory=dict)
    suggest: str = ""

    @property
    def what(self) -> Message:
        """Return what was found."""
        return Message(f"letter.check.{self.code}", self.params)

    @property
    def todo(self) -> Message:
        """Return what to do about it."""
        return Message(f"letter.todo.{self.code}", self.params)

    @property
    def about(self) -> str:
        """Return what tells this finding from every other one of the letter: once mended it is another."""
        said = "|".join(f"{name}={value}" for name, value in sorted(self.params.items()))
        return f"{self.code}|{self.element}|{said}"


@dataclass(frozen=True)
class File:
    """What the file of a matter knows on the day a letter is looked at.

    `days` are those of what happened, by event; `fresh` is what a first draft would say today; `basis` where
    the letter rests; `elsewhere` the area of a receiver that nothing in the matter points to. Names and
    numbers are those of the people on file and of the office; `told` is everything the petitioners wrote.
    """

    kind: str
    act: str
    facts: Mapping[str, Any]
    today: date
    basis: Citation
    path: int | None = None
    nature: str = "claim"
    addressees: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    told: str = ""
    case_numbers: frozenset[str] = frozenset()
    shorts: frozenset[str] = frozenset()
    days: Mapping[str, frozenset[date]] = field(default_factory=dict)
    due_day: date | None = None
    fresh: Mapping[str, str] = field(default_factory=dict)
    reviewer: str = ""
    government: str = ""
    office: str = ""
    elsewhere: str = ""
