"""What a matter's acts add up to: its stage, its path, the days that count, and the flaws found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from huiyin.base.citation import Citation
from huiyin.base.messages import Message
from huiyin.law.acts import PETITION_PATH, Act

STAGES = (
    "registered",
    "told",
    "transferred",
    "objected",
    "accepted",
    "declined",
    "guided",
    "opinion",
    "answered",
    "served",
    "review",
    "reviewed",
    "rereview",
    "final",
    "withdrawn",
)
_OPEN_STAGES = frozenset({"registered", "accepted", "opinion", "review", "rereview"})


@dataclass(frozen=True, slots=True)
class Flaw:
    """An act that broke the law: which, why, where the law stands, and the effect the law gives it."""

    act: str
    index: int
    code: str
    reason: Message
    citation: Citation
    effect: Message


@dataclass(frozen=True, slots=True)
class Step:
    """The day of something that counts, and the place of its act (None when it was only assumed)."""

    day: date
    index: int | None


@dataclass(slots=True)
class Leg:
    """What one body did with a petition between receiving it and passing it on."""

    received: Step
    channel: str | None
    contactable: bool
    office: str
    told: Step | None = None
    forwarded: Step | None = None
    objected: Step | None = None
    upheld: Step | None = None
    came_back: bool = False

    @property
    def transferred_in(self) -> bool:
        """Return whether another body sent the petition here; what only came back was not sent."""
        return self.channel == "transferred" and not self.came_back


@dataclass(slots=True)
class Proposal:
    """A petition office's proposal, the day it asks an answer by if any, and the answer."""

    received: Step
    answer_by: date | None
    answered: Step | None = None


@dataclass(slots=True)
class Pause:
    """A time in which papers are made up or experts consulted, from its beginning to its end if recorded."""

    kind: str
    began: Step
    ended: Step | None = None


@dataclass(slots=True)
class Course:
    """The course of a matter while its acts are being read; `MatterState` is what remains."""

    office: str
    nature: str
    imported: bool
    stage: str = "registered"
    path: int | None = None
    simple: bool = False
    result: str | None = None
    execute_by: date | None = None
    accused: str | None = None
    extension_days: int = 0
    extensions: int = 0
    handling_ended_on: date | None = None
    passed_on: bool = False
    told_elsewhere: bool = False
    withdrawal_unconfirmed: bool = False
    opinion_reviewable: bool = True
    reopened: bool = False
    legs: list[Leg] = field(default_factory=list)
    steps: dict[str, Step] = field(default_factory=dict)
    letters: dict[int, str] = field(default_factory=dict)
    served: dict[int, Step] = field(default_factory=dict)
    hearings: list[tuple[Step, date | None]] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    flaws: list[Flaw] = field(default_factory=list)

    @property
    def hearing_open(self) -> bool:
        """Return whether a hearing was opened and not closed."""
        return bool(self.hearings) and self.hearings[-1][1] is None

    def pausing(self, kind: str) -> bool:
        """Return whether papers were asked for, or experts, and nothing came yet."""
        return any(pause.kind == kind and pause.ended is None for pause in self.pauses)

    @property
    def accepted(self) -> bool:
        """Return whether the body that has the matter now accepted it."""
        return "accepted" in self.steps

    @property
    def concluded(self) -> bool:
        """Return whether an opinion or answer has ended the handling."""
        return "concluded" in self.steps

    @property
    def has_handling_limit(self) -> bool:
        """Return whether the 60-day limit applies: a claim on path 6, or one whose path nobody recorded."""
        if self.imported and self.path is None:
            return self.accepted
        return self.accepted and self.nature == "claim" and self.path in (None, PETITION_PATH)


@dataclass(frozen=True)
class MatterState:
    """A matter as its acts leave it: read-only, rebuilt from the acts at any time.

    `acts` is everything on record, `in_force` what of it stands, by place, as it was last set right.
    """

    office: str
    nature: str
    imported: bool
    acts: tuple[Act, ...]
    in_force: Mapping[int, Act]
    stage: str
    path: int | None
    simple: bool
    result: str | None
    execute_by: date | None
    extension_days: int
    handling_ended_on: date | None
    has_handling_limit: bool
    opinion_reviewable: bool
    told_elsewhere: bool
    withdrawal_unconfirmed: bool
    legs: tuple[Leg, ...]
    steps: Mapping[str, Step]
    letters: Mapping[int, str]
    served: Mapping[int, Step]
    hearings: tuple[tuple[Step, date | None], ...]
    proposals: tuple[Proposal, ...]
    pauses: tuple[Pause, ...]
    flaws: tuple[Flaw, ...]
    allowed: tuple[str, ...]
    blocked: Mapping[str, Message]

    def day_of(self, step: str) -> date | None:
        """Return the day of a step: accepted, concluded, opinion_served, review_asked, review_decided, …"""
        found = self.steps.get(step)
        return found.day if found else None

    @property
    def received_on(self) -> date:
        """Return the day on which the first body received the petition."""
        return self.legs[0].received.day

    @property
    def accepted_on(self) -> date | None:
        """Return the day of acceptance that counts."""
        return self.day_of("accepted")

    @property
    def concluded_on(self) -> date | None:
        """Return the day on which the opinion or answer was issued."""
        return self.day_of("concluded")

    @property
    def served_on(self) -> date | None:
        """Return the day on which the opinion or answer reached the petitioner."""
        return self.day_of("opinion_served")

    @property
    def final(self) -> bool:
        """Return whether re-examination has ended the ladder."""
        return self.stage == "final"

    @property
    def open(self) -> bool:
        """Return whether an office still has the next step to do."""
        if self.stage == "told":
            return not self.told_elsewhere
        if self.stage == "objected":
            return self.legs[-1].upheld is None
        if self.stage == "guided":
            return self.handling_ended_on is None
        return self.stage in _OPEN_STAGES

    @property
    def unserved(self) -> tuple[int, ...]:
        """Return the places of acts whose letter has not been served yet."""
        if self.imported:
            return ()  # history came without its letters and proofs
        return tuple(index for index in self.letters if index not in self.served)
